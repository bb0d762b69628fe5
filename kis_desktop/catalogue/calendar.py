"""Trading days of the Korea Exchange: shipped with the rules, by the `holidays` package beyond."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from kis_desktop.catalogue.market_rules import load_market_rules

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=64)
def _closed_days(year: int) -> frozenset[date]:
    shipped = load_market_rules("krx").closed_days
    if shipped[0].year <= year <= shipped[-1].year:
        return frozenset(day for day in shipped if day.year == year)
    import holidays  # noqa: PLC0415 - half a second that hardly anybody needs

    return frozenset(holidays.financial_holidays("XKRX", years=year))


def is_trading_day(day: date) -> bool:
    """Whether the exchange opens on this day."""
    return day.weekday() < _SATURDAY and day not in _closed_days(day.year)


def previous_trading_day(day: date) -> date:
    """The last trading day before this day."""
    day -= _ONE_DAY
    while not is_trading_day(day):
        day -= _ONE_DAY
    return day


def next_trading_day(day: date) -> date:
    """The first trading day after this day."""
    day += _ONE_DAY
    while not is_trading_day(day):
        day += _ONE_DAY
    return day
