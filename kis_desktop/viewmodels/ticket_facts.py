"""What is known when an order is written: price, rules, account, session, our own orders."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.catalogue.market_rules import MarketRules, load_market_rules
from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.fee import FeeSchedule
from kis_desktop.domain.feed_key import MarketView, feed_key
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.order import OrderType, Seen, Side, Venue
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.risk import Limits
from kis_desktop.domain.risk_rules import RiskProfile
from kis_desktop.domain.session import Phase
from kis_desktop.domain.tick_size import TickBand, TickTable
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.freshness import Line
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from kis_desktop.viewmodels.own_orders import OwnOrders
from kis_desktop.viewmodels.ticket_entry import AT_MIDDLE, AT_OWN_SIDE, Entry
from kis_desktop.viewmodels.ticket_estimate import Terms

_MARKET = "krx"


class TicketFacts:
    """The frames' facts that a ticket needs, for any symbol."""

    def __init__(
        self,
        instruments: InstrumentDirectory,
        *,
        is_paper: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._instruments = instruments
        self._monotonic = monotonic
        self._quotes: dict[str, Quote] = {}
        self._details: dict[str, ListingDetails] = {}
        self.is_paper = is_paper
        self.clock: ClockReading | None = None
        self.profile: RiskProfile | None = None
        self._fees: FeeSchedule | None = None
        self.account: AccountSnapshot | None = None
        self.halted = False
        self.own = OwnOrders()
        self.line = Line()

    @property
    def rules(self) -> MarketRules:
        """The rules of the market."""
        return load_market_rules(_MARKET)

    @property
    def now(self) -> datetime | None:
        """The market's time; None until the server has told it."""
        if self.clock is None or not self.clock.synchronised:
            return None
        return self.clock.at(self._monotonic()).astimezone(EXCHANGE_ZONE)

    def phase_of(self, venue: Venue) -> Phase | None:
        """What a venue is doing; None until the server has told its time, or of that venue."""
        if self.clock is None or not self.clock.synchronised:
            return None
        if venue is not Venue.KRX and not self.clock.venues:
            return None
        return self.clock.phase_of(venue.value)

    def take(self, frame: Frame) -> bool:
        """Apply a frame; whether anything changed."""
        changed = bool(self.own.take(frame)) | self.line.take(frame)
        for (topic, key), value in frame.latest.items():
            match topic, value:
                case Topic.QUOTE, Quote():
                    self._quotes[key] = value
                case Topic.ACCOUNT, AccountSnapshot():
                    self.account = value
                case Topic.FEES, FeeSchedule():
                    self._fees = value
                case Topic.CLOCK, ClockReading():
                    self.clock = value
                case Topic.RISK, RiskProfile():
                    self.profile = value
                case Topic.HALT, bool():
                    self.halted = value
                case _:
                    continue
            changed = True
        return changed

    def quote(self, symbol: str) -> Quote:
        """What is known of a price; a blank quote where nothing is."""
        return self._quotes.get(symbol) or Quote(symbol)

    def quote_at(self, symbol: str, venue: Venue) -> Quote:
        """The price at the chosen venue where that is known, else the KRX's."""
        if venue is Venue.NXT:
            told = self._quotes.get(feed_key(symbol, MarketView.NXT))
            if told is not None:
                return told
        return self.quote(symbol)

    def seen(self, symbol: str, venue: Venue) -> Seen:
        """The price as it stands on the screen now."""
        quote = self.quote_at(symbol, venue)
        age = self._monotonic() - quote.received if quote.received > 0 else None
        return Seen(
            last=quote.last,
            bid=quote.bid,
            ask=quote.ask,
            age_ms=None if age is None else round(max(age, 0.0) * 1000),
            source=quote.source.value,
            venue=quote.venue,
        )

    def details(self, symbol: str) -> ListingDetails | None:
        """What was read of the listing apart from the master files; None where it wasn't."""
        return self._details.get(symbol)

    def take_details(self, details: ListingDetails) -> None:
        """Know what was read of a listing."""
        self._details[details.symbol] = details

    def instrument(self, symbol: str) -> Instrument | None:
        """The instrument of the master files."""
        return self._instruments.find(symbol)

    def kind(self, symbol: str) -> str:
        """The instrument's kind; a stock where it isn't known."""
        instrument = self._instruments.find(symbol)
        return InstrumentKind.STOCK.value if instrument is None else instrument.kind.value

    def name(self, symbol: str) -> str:
        """The instrument's name."""
        return self._instruments.name(symbol)

    def listed_shares(self, symbol: str) -> int | None:
        """How many shares are listed."""
        instrument = self._instruments.find(symbol)
        return None if instrument is None else instrument.listed_shares

    def is_halted(self, symbol: str) -> bool:
        """Whether the exchange has stopped trading of the instrument."""
        return Mark.HALTED in self.marks(symbol)

    def marks(self, symbol: str) -> tuple[Mark, ...]:
        """The exchange's warnings, as the master files and the listing have them."""
        instrument, details = self._instruments.find(symbol), self._details.get(symbol)
        told = (instrument.marks if instrument else ()) + (details.marks if details else ())
        return tuple(mark for mark in Mark if mark in told)

    def tick_table(self, symbol: str) -> TickTable:
        """The tick table of the instrument's kind; of an unknown one the server's own tick."""
        instrument = self._instruments.find(symbol)
        if instrument is not None:
            return self.rules.tick_table(instrument.kind.value, self.today(symbol))
        told = self.quote(symbol).tick
        return (TickBand(None, told or Decimal(1)),)

    def limits(
        self, symbol: str, *, power: Decimal | None = None, sellable: int | None = None
    ) -> Limits:
        """What an order of the symbol is checked against."""
        quote = self.quote(symbol)
        band = (
            PriceLimits(quote.limit_down, quote.limit_up)
            if quote.limit_down is not None and quote.limit_up is not None
            else None
        )
        return Limits(self.tick_table(symbol), band, power, sellable, halted=self.is_halted(symbol))

    def terms(self, symbol: str) -> Terms | None:
        """What fees and tax depend on; None for an instrument that isn't known."""
        instrument = self._instruments.find(symbol)
        if instrument is None:
            return None
        return Terms(
            self._fees or self.rules.fees(),
            instrument.market.value,
            instrument.kind.value,
            self.today(symbol),
            self.tick_table(symbol),
        )

    def reference_price(self, symbol: str, side: Side, entry: Entry) -> Decimal | None:
        """What an order without a price is counted at: the close that it is matched at, the
        middle, or the other side's best price; else the last.
        """
        quote = self.quote_at(symbol, entry.venue)
        if entry.order_type is OrderType.PRE_HOURS:
            return quote.previous_close
        if entry.order_type is OrderType.CLOSING_PRICE:
            return quote.last
        best, own = (quote.ask, quote.bid) if side is Side.BUY else (quote.bid, quote.ask)
        if entry.order_type in AT_OWN_SIDE:
            best = own
        elif entry.order_type in AT_MIDDLE and best is not None and own is not None:
            best = (best + own) / 2
        return best if best is not None else quote.last

    def today(self, symbol: str) -> date:
        """The trade date as the server tells it, else by the market's clock."""
        told = self.quote(symbol).trade_date
        if told is not None:
            return told
        if self.clock is not None:
            return self.clock.market.astimezone(EXCHANGE_ZONE).date()
        return datetime.now(EXCHANGE_ZONE).date()
