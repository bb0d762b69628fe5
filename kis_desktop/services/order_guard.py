"""What every order passes before it is written down, whoever asked for it.

The guard gathers what is known at this moment and holds the order against the limits; it reads
nothing over the wire and takes well under a millisecond.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.catalogue.order_permission import why_not
from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.feed_key import MarketView, feed_key
from kis_desktop.domain.instrument import Instrument, InstrumentKind
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import AmendIntent, Order, OrderIntent, OrderType, Venue
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.risk import assess, assess_amend
from kis_desktop.domain.risk_facts import OrderFacts, RiskFacts
from kis_desktop.domain.risk_rules import Assessment
from kis_desktop.services.risk import Risk
from kis_desktop.services.session_clock import SessionClock

_HEARTBEAT = 11.0  # seconds within which a line that lives says something
_READ_WITHIN = 1.0  # seconds that a reading of the account may take
_SETTLED = 0.3  # seconds that a reading of the account must be newer than what changed it
_VIEWS = {
    Venue.KRX: (MarketView.KRX, MarketView.UNIFIED),
    Venue.NXT: (MarketView.NXT, MarketView.UNIFIED, MarketView.KRX),
    Venue.SOR: (MarketView.UNIFIED, MarketView.KRX, MarketView.NXT),
}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the guard looks; quotes go by feed key."""

    find_instrument: Callable[[str], Instrument | None]
    find_quote: Callable[[str], Quote | None]
    find_account: Callable[[], AccountSnapshot | None]
    find_listing: Callable[[str], ListingDetails | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class _Held:
    quantity: int
    sellable: int | None


class OrderGuard:
    """Assesses orders against the limits in force. On the I/O thread."""

    def __init__(
        self,
        rules: MarketRules,
        clock: SessionClock,
        risk: Risk,
        sources: Sources,
        *,
        is_paper: bool,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._wall = wall
        self._rules = rules
        self._clock = clock
        self._risk = risk
        self._sources = sources
        self._is_paper = is_paper
        self._monotonic = monotonic
        self._account_changed = -_SETTLED
        self._feeds: dict[str, Feed] = {}
        self.order_facts: Callable[[str], OrderFacts] = lambda _: OrderFacts()
        """What the orders say of a symbol; the order service sets it."""
        self.line_heard: Callable[[], float | None] = monotonic
        """When the realtime line was heard last (monotonic seconds); None without a line."""

    def assess(self, intent: OrderIntent) -> Assessment:
        """A new order held against every rule, as things stand now."""
        facts = self._facts(intent.symbol, intent.order_type, intent.venue)
        return assess(intent, facts, self._risk.in_force)

    def assess_amendment(self, order: Order, intent: AmendIntent) -> Assessment:
        """An amendment of a working order held against the rules that concern it."""
        facts = self._facts(order.symbol, intent.order_type, order.venue)
        return assess_amend(order, intent, facts, self._risk.in_force)

    def on_feed(self, key: str, feed: Feed) -> None:
        """The price of a feed key comes another way from now on."""
        self._feeds[key] = feed

    def on_account_changed(self) -> None:
        """Something changed what the account holds: an older reading of it proves nothing now."""
        self._account_changed = self._monotonic()

    def _facts(self, symbol: str, order_type: OrderType, venue: Venue) -> RiskFacts:
        instrument = self._sources.find_instrument(symbol)
        quote, age = self._priced(symbol, venue)
        listing = self._sources.find_listing(symbol) or ListingDetails(symbol)
        day = self._clock.trade_date()
        kind = InstrumentKind.STOCK if instrument is None else instrument.kind
        rule = self._rules.order_type(order_type.value)
        account = self._sources.find_account()
        held = _position(account, symbol)
        orders = self.order_facts(symbol)
        is_current = account is not None and self._is_current(account)
        return RiskFacts(
            tick_table=self._rules.tick_table(kind.value, day),
            priced=rule.priced,
            conditional=rule.conditional,
            not_now=_off_nxt(listing, venue) or self._not_now(order_type, venue, kind, day),
            is_known=instrument is not None,
            limits=self._limits(symbol, quote),
            listed_shares=None if instrument is None else instrument.listed_shares,
            margin_rate=None if instrument is None else instrument.margin_rate,
            marks=(() if instrument is None else instrument.marks) + listing.marks,
            last=quote.last,
            bid=quote.bid,
            ask=quote.ask,
            price_age=age,
            held=None if held is None else held.quantity,
            sellable=held.sellable if held is not None and is_current else None,
            cash=None if account is None else self._cash(account, orders.bought),
            daily_loss=self._risk.daily_loss,
            locked=self._risk.is_locked,
            orders=orders,
        )

    def _not_now(
        self, order_type: OrderType, venue: Venue, kind: InstrumentKind, day: date
    ) -> Message | None:
        """Why the type can't go to the venue now; what the server hasn't said forbids nothing."""
        phase = self._clock.phase(venue) if self._clock.synchronised.is_set() else None
        return why_not(
            self._rules,
            order_type,
            venue,
            phase,
            kind=kind.value,
            on=day,
            is_paper=self._is_paper,
        )

    def _priced(self, symbol: str, venue: Venue) -> tuple[Quote, float | None]:
        """The freshest quote of the venue's own markets, and how many seconds it may be old."""
        found: list[tuple[float, Quote]] = []
        for view in _VIEWS[venue]:
            key = feed_key(symbol, view)
            quote = self._sources.find_quote(key)
            if quote is not None and quote.last is not None:
                found.append((self._age(key, quote), quote))
        if not found:
            return Quote(symbol), None
        age, quote = min(found, key=lambda one: one[0])
        return quote, age

    def _age(self, key: str, quote: Quote) -> float:
        """0 on a live feed, which would have told a newer price; but a line that says nothing, not
        even that it is there, tells nothing: its prices are as old as its silence.
        """
        now, heard = self._monotonic(), self.line_heard()
        if self._feeds.get(key) is not Feed.LIVE:
            return max(now - quote.received, 0.0)
        silence = now - (quote.received if heard is None else heard)
        return silence if silence > _HEARTBEAT else 0.0

    def _limits(self, symbol: str, quote: Quote) -> PriceLimits | None:
        """The day's limits, which all venues share; the KRX's figures where others lack them."""
        krx = self._sources.find_quote(symbol) or quote
        lower = krx.limit_down if quote.limit_down is None else quote.limit_down
        upper = krx.limit_up if quote.limit_up is None else quote.limit_up
        return None if lower is None or upper is None else PriceLimits(lower, upper)

    def _cash(self, account: AccountSnapshot, bought: tuple[Order, ...]) -> Decimal | None:
        """What is left of the newest reading's cash once all that we bought since is paid: two
        orders shortly after one another must not spend the same money. None where something else
        has changed the account meanwhile.
        """
        now, clock = self._monotonic(), self._wall()
        oldest = clock - timedelta(seconds=now - account.received + _READ_WITHIN)
        since = [order for order in bought if order.at >= oldest]
        if account.buying_power is None or not (since or self._is_current(account)):
            return None
        left = account.buying_power
        for order in since:
            price = order.price if order.price is not None else self._upper(order.symbol)
            if price is None:
                return None
            left -= price * order.quantity
        return max(left, Decimal(0))

    def _upper(self, symbol: str) -> Decimal | None:
        quote = self._sources.find_quote(symbol)
        return None if quote is None else quote.limit_up

    def _is_current(self, account: AccountSnapshot) -> bool:
        """Whether nothing has changed the account since it was read."""
        return account.received >= self._account_changed + _SETTLED


def _position(account: AccountSnapshot | None, symbol: str) -> _Held | None:
    """What the account says of a symbol; None where it was never read."""
    if account is None:
        return None
    for position in account.positions:
        if position.symbol == symbol:
            return _Held(position.owned, position.sellable)
    return _Held(0, 0)


def _off_nxt(listing: ListingDetails, venue: Venue) -> Message | None:
    """Why the NXT takes no order for it; what was not told forbids nothing."""
    if venue is not Venue.NXT:
        return None
    if listing.on_nxt is False:
        return message("ticket.not_on_nxt")
    return message("ticket.nxt_halted") if listing.nxt_halted else None
