"""The regular KRX session of a day: its trading days, its hours, its phase at a moment."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kis_desktop.catalogue.calendar import is_trading_day, previous_trading_day
from kis_desktop.simulator.views import Phase

SECOND = 1_000_000
"""microseconds, the unit of all times within a day"""
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

HISTORY_START = date(2021, 10, 1)
"""The first day of the simulated history."""

_EXAM_DAYS = frozenset(
    {
        date(2021, 11, 18),
        date(2022, 11, 17),
        date(2023, 11, 16),
        date(2024, 11, 14),
        date(2025, 11, 13),
        date(2026, 11, 19),
        date(2027, 11, 18),
    }
)
"""수능일: the whole session is an hour later."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Edges of a session, microseconds since KST midnight."""

    auction: int
    open: int
    closing_auction: int
    close: int

    @property
    def minutes(self) -> int:
        """Minutes of continuous trading."""
        return (self.closing_auction - self.open) // MINUTE

    def phase(self, at: int) -> Phase:
        """The phase at a moment of the day."""
        if at < self.auction:
            return Phase.CLOSED
        if at < self.open:
            return Phase.OPENING_AUCTION
        if at < self.closing_auction:
            return Phase.CONTINUOUS
        if at < self.close:
            return Phase.CLOSING_AUCTION
        return Phase.ENDED


_ORDINARY = Hours(
    8 * HOUR + 30 * MINUTE, 9 * HOUR, 15 * HOUR + 20 * MINUTE, 15 * HOUR + 30 * MINUTE
)
_EXAM = Hours(9 * HOUR + 30 * MINUTE, 10 * HOUR, 16 * HOUR + 20 * MINUTE, 16 * HOUR + 30 * MINUTE)
_FIRST_OF_YEAR = Hours(
    9 * HOUR + 30 * MINUTE, 10 * HOUR, 15 * HOUR + 20 * MINUTE, 15 * HOUR + 30 * MINUTE
)


@lru_cache(maxsize=2048)
def hours(day: date) -> Hours:
    """The session of a trading day: an hour later on exam days, opening at ten after new year."""
    if day in _EXAM_DAYS:
        return _EXAM
    if day.month == 1 and previous_trading_day(day).year < day.year:
        return _FIRST_OF_YEAR
    return _ORDINARY


@lru_cache(maxsize=64)
def _trading_days_of(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range(366))
    return tuple(day for day in days if day.year == year and is_trading_day(day))


@lru_cache(maxsize=16)
def history_days(last_year: int) -> tuple[date, ...]:
    """All trading days from `HISTORY_START` to the end of a year."""
    days = (
        day for year in range(HISTORY_START.year, last_year + 1) for day in _trading_days_of(year)
    )
    return tuple(day for day in days if day >= HISTORY_START)


def trading_days(start: date, end: date) -> tuple[date, ...]:
    """The trading days in [start, end], none before `HISTORY_START`."""
    days = history_days(max(end.year, HISTORY_START.year))
    return days[bisect_left(days, start) : bisect_right(days, end)]


def session_day(day: date) -> date:
    """The day itself when it is a trading day, else the last one before."""
    return day if is_trading_day(day) else previous_trading_day(day)
