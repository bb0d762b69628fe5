"""The sessions of both exchanges on a day: trading days, hours, the phase at a moment."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from kis_desktop.catalogue.calendar import is_trading_day, previous_trading_day
from kis_desktop.simulator.views import TRADING, Board, Phase

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


_NXT_SINCE = date(2025, 3, 4)
_AFTER_MARKET_SINCE = date(2026, 9, 14)
"""of the KRX"""


@dataclass(frozen=True, slots=True)
class Hours:
    """Edges of the KRX's regular session, microseconds since KST midnight; the other sessions lie
    as far from them as on any day.
    """

    auction: int
    open: int
    closing_auction: int
    close: int
    has_after_market: bool = True
    """of the KRX"""
    has_nxt: bool = True

    @property
    def minutes(self) -> int:
        """Minutes of continuous trading."""
        return (self.closing_auction - self.open) // MINUTE

    @property
    def end(self) -> int:
        """When the last session of the day is over."""
        return self.close + 4 * HOUR + 30 * MINUTE

    def phase(self, at: int, board: Board = Board.KRX) -> Phase:
        """An exchange's phase at a moment of the day; of both seen as one, the KRX's."""
        found = Phase.CLOSED
        for start, phase in schedule(self, board):
            if at < start:
                break
            found = phase
        return found

    def next_edge(self, at: int, board: Board) -> int | None:
        """When the exchange's phase changes next after `at`."""
        return next((start for start, _ in schedule(self, board) if start > at), None)

    def start(self, at: int, board: Board) -> int:
        """When the phase that holds at `at` began."""
        return max((start for start, _ in schedule(self, board) if start <= at), default=0)

    def stretches(self, board: Board) -> tuple[tuple[int, int], ...]:
        """Start and end of each session of continuous trading."""
        edges = schedule(self, board)
        return tuple(
            (start, edges[number + 1][0])
            for number, (start, phase) in enumerate(edges)
            if phase in TRADING
        )


@lru_cache(maxsize=64)
def schedule(hours_: Hours, board: Board) -> tuple[tuple[int, Phase], ...]:
    """When each phase of an exchange begins, in order; before the first it is closed."""
    day = hours_
    if board is Board.NXT:
        if not day.has_nxt:
            return ()
        return (
            (day.auction - 30 * MINUTE, Phase.PRE_MARKET),
            (day.auction + 20 * MINUTE, Phase.PAUSED),
            (day.open + 30 * SECOND, Phase.CONTINUOUS),
            (day.closing_auction, Phase.PAUSED),
            (day.close, Phase.AFTER_AUCTION),
            (day.close + 10 * MINUTE, Phase.AFTER_MARKET),
            (day.end, Phase.ENDED),
        )
    regular = (
        (day.auction, Phase.PRE_HOURS),
        (day.auction + 10 * MINUTE, Phase.OPENING_AUCTION),
        (day.open, Phase.CONTINUOUS),
        (day.closing_auction, Phase.CLOSING_AUCTION),
        (day.close, Phase.CLOSING_PRICE_ORDERS),
        (day.close + 10 * MINUTE, Phase.CLOSING_PRICE),
    )
    after = day.close + 30 * MINUTE
    if not day.has_after_market:
        return (*regular, (after, Phase.ENDED))
    return (*regular, (after, Phase.AFTER_MARKET), (day.end, Phase.ENDED))


_ORDINARY = Hours(
    8 * HOUR + 30 * MINUTE, 9 * HOUR, 15 * HOUR + 20 * MINUTE, 15 * HOUR + 30 * MINUTE
)
_EXAM = Hours(9 * HOUR + 30 * MINUTE, 10 * HOUR, 16 * HOUR + 20 * MINUTE, 16 * HOUR + 30 * MINUTE)
_FIRST_OF_YEAR = Hours(
    9 * HOUR + 30 * MINUTE, 10 * HOUR, 15 * HOUR + 20 * MINUTE, 15 * HOUR + 30 * MINUTE
)


@lru_cache(maxsize=2048)
def hours(day: date) -> Hours:
    """The sessions of a trading day: an hour later on exam days, opening at ten after new year."""
    return replace(
        _regular_hours(day),
        has_after_market=day >= _AFTER_MARKET_SINCE,
        has_nxt=day >= _NXT_SINCE,
    )


def _regular_hours(day: date) -> Hours:
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
