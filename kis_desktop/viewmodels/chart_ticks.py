"""Which prices of the chart can be quoted: the tick table of the instrument on the day it shows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.instrument import Instrument, InstrumentKind
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.tick_size import Rounding, TickTable, round_to_tick, tick_size
from kis_desktop.viewmodels.format import EXCHANGE_ZONE


class PriceTicks:
    """The tick table in force; without one a price is rounded to whole won."""

    def __init__(self) -> None:
        self._table: TickTable | None = None
        self._known: tuple[InstrumentKind, date] | None = None
        self._last: Decimal | None = None

    @property
    def step(self) -> float:
        """The price step at the last price; 0 when it isn't known."""
        if self._table is None or self._last is None:
            return 0.0
        return float(tick_size(self._last, self._table))

    def follow(
        self, instrument: Instrument | None, quote: Quote | None, newest: int | None
    ) -> None:
        """Take another instrument, price or day; `newest` is the last bar in UTC epoch seconds."""
        self._last = quote.last if quote is not None else None
        kind = instrument.kind if instrument is not None else InstrumentKind.OTHER
        day = quote.trade_date if quote is not None else None
        if day is None and newest is not None:
            day = datetime.fromtimestamp(newest, EXCHANGE_ZONE).date()
        known = (kind, day) if day is not None else None
        if known != self._known:
            self._known = known
            self._table = _table(kind, day)

    def nearest(self, price: float) -> Decimal:
        """The quotable price nearest to one on the axis, never below one step."""
        exact = max(Decimal(round(price * 100)) / 100, Decimal(1))
        if self._table is None:
            return Decimal(round(exact))
        below = round_to_tick(exact, self._table, Rounding.DOWN)
        above = round_to_tick(exact, self._table, Rounding.UP)
        nearest = below if below > 0 and exact - below <= above - exact else above
        return nearest.to_integral_value() if nearest == nearest.to_integral_value() else nearest


def _table(kind: InstrumentKind, day: date | None) -> TickTable | None:
    if day is None:
        return None
    try:
        return load_market_rules("krx").tick_table(kind, day)
    except LookupError:
        return None
