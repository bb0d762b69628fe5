"""A guard without settings: sound input, on the tick, in the limit, nothing without an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import AmendIntent, Order, OrderIntent, OrderState, OrderType
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.risk_facts import OrderFacts
from kis_desktop.domain.risk_rules import Assessment, Check, Rule, Verdict
from kis_desktop.domain.tick_size import is_on_tick, tick_size
from kis_desktop.services.session_clock import SessionClock


class PlainGuard:
    """Checks against the instrument's own rules."""

    def __init__(
        self,
        rules: MarketRules,
        clock: SessionClock,
        find_instrument: Callable[[str], Instrument | None],
        find_quote: Callable[[str], Quote | None],
    ) -> None:
        self._rules = rules
        self._clock = clock
        self._find_instrument = find_instrument
        self._find_quote = find_quote
        self.order_facts: Callable[[str], OrderFacts] = lambda _: OrderFacts()
        """What the orders say of a symbol; the order service sets it."""

    def assess(self, intent: OrderIntent) -> Assessment:
        """What a new order meets."""
        reasons = [*self._about_price(intent.symbol, intent.order_type, intent.price)]
        instrument = self._find_instrument(intent.symbol)
        if instrument is not None and Mark.HALTED in instrument.marks:
            reasons.append(message("order.halted", symbol=intent.symbol))
        if intent.quantity < 1:
            reasons.append(message("order.quantity_missing"))
        working = self.order_facts(intent.symbol).working
        if any(one.state is OrderState.UNKNOWN and one.side is intent.side for one in working):
            reasons.append(message("risk.unknown_order", symbol=intent.symbol, measured=1))
        return _blocked(reasons)

    def assess_amendment(self, order: Order, intent: AmendIntent) -> Assessment:
        """What a new price for a working order meets."""
        return _blocked([*self._about_price(order.symbol, intent.order_type, intent.price)])

    def _about_price(
        self, symbol: str, order_type: OrderType, price: Decimal | None
    ) -> Iterator[Message]:
        if not self._rules.order_type(order_type.value).priced:
            return
        if price is None:
            yield message("order.price_missing")
            return
        instrument = self._find_instrument(symbol)
        kind = instrument.kind if instrument is not None else InstrumentKind.STOCK
        table = self._rules.tick_table(kind.value, self._clock.trade_date())
        if not is_on_tick(price, table):
            tick = tick_size(max(price, Decimal(1)), table)
            yield message("order.off_tick", price=price, tick=tick)
        band = self._band(symbol)
        if band is not None and price > band.upper:
            yield message("order.above_limit", price=price, limit=band.upper)
        if band is not None and price < band.lower:
            yield message("order.below_limit", price=price, limit=band.lower)

    def _band(self, symbol: str) -> PriceLimits | None:
        quote = self._find_quote(symbol)
        if quote is None or quote.limit_up is None or quote.limit_down is None:
            return None
        return PriceLimits(quote.limit_down, quote.limit_up)


def _blocked(reasons: list[Message]) -> Assessment:
    return Assessment(tuple(Check(Rule.INPUT, Verdict.BLOCKED, told=reason) for reason in reasons))
