"""The dated rules of a market, read from `rules/<market>.toml`."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib import resources

import msgspec

from kis_desktop.domain.fee import FeeSchedule, TaxRate
from kis_desktop.domain.session import Phase, Shift, Window
from kis_desktop.domain.tick_size import TickBand, TickTable

_SATURDAY = 5


class TickRule(msgspec.Struct, frozen=True):
    """Tick bands for some kinds of instruments from a date on; a band [0, tick] holds for the
    rest.
    """

    since: date
    kinds: tuple[str, ...]
    bands: tuple[tuple[int, int], ...]

    def table(self) -> TickTable:
        """The bands as a tick table."""
        return tuple(
            TickBand(Decimal(below) if below else None, Decimal(tick)) for below, tick in self.bands
        )


class LimitRule(msgspec.Struct, frozen=True):
    """The daily price limit as a fraction of the base price, from a date on."""

    since: date
    rate: Decimal


class OrderTypeRule(msgspec.Struct, frozen=True):
    """An order type: its wire code, whether it carries a price or waits for one, and by venue the
    phases in which it may be sent.
    """

    id: str
    code: str
    priced: bool
    where: dict[str, tuple[Phase, ...]]
    conditional: bool = False
    since: date | None = None
    without_kinds: tuple[str, ...] = ()

    @property
    def venues(self) -> tuple[str, ...]:
        """The venues that know it at all."""
        return tuple(self.where)


class LaterDay(msgspec.Struct, frozen=True):
    """A day that opens and closes so many minutes later than others."""

    date: date
    opening: int
    closing: int


class MarketRules(msgspec.Struct, frozen=True):
    """All rules of one market. `closed_days` are the weekdays without trading, of the years from
    the first to the last of them.
    """

    closed_days: tuple[date, ...]
    later_days: tuple[LaterDay, ...]
    first_day_of_year: Shift
    ticks: tuple[TickRule, ...]
    limits: tuple[LimitRule, ...]
    sessions: tuple[Window, ...]
    order_types: tuple[OrderTypeRule, ...]
    commission: dict[str, Decimal]
    taxes: tuple[TaxRate, ...]

    def tick_table(self, kind: str, on: date) -> TickTable:
        """The tick table of an instrument kind on a day. Raises `LookupError` where none
        is known.
        """
        held = [rule for rule in self.ticks if kind in rule.kinds and rule.since <= on]
        if not held:
            raise LookupError(f"no tick table for {kind} on {on}")
        return max(held, key=lambda rule: rule.since).table()

    def limit_rate(self, on: date) -> Decimal:
        """The daily limit as a fraction. Raises `LookupError` where none is known."""
        held = [rule for rule in self.limits if rule.since <= on]
        if not held:
            raise LookupError(f"no price limit on {on}")
        return max(held, key=lambda rule: rule.since).rate

    def order_type(self, id_: str) -> OrderTypeRule:
        """The rule of an order type. Raises `LookupError` for one that this market doesn't know."""
        for rule in self.order_types:
            if rule.id == id_:
                return rule
        raise LookupError(f"no order type {id_}")

    def shift(self, day: date) -> Shift:
        """How much later than others this trading day opens and closes."""
        for later in self.later_days:
            if later.date == day:
                return Shift(later.opening, later.closing)
        return self.first_day_of_year if self._is_first_of_year(day) else Shift()

    def _is_first_of_year(self, day: date) -> bool:
        new_year = date(day.year, 1, 1)
        before = (new_year + timedelta(days=past) for past in range((day - new_year).days))
        return all(one.weekday() >= _SATURDAY or one in self.closed_days for one in before)

    def fees(self) -> FeeSchedule:
        """Commission and sale taxes."""
        return FeeSchedule(self.commission, self.taxes)


@lru_cache(maxsize=8)
def load_market_rules(market: str) -> MarketRules:
    """The rules of a market (`krx`). Raises `FileNotFoundError` for one that isn't there."""
    file = resources.files("kis_desktop.catalogue").joinpath("rules", f"{market}.toml")
    return msgspec.toml.decode(file.read_bytes(), type=MarketRules)
