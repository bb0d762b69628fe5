"""Past days of an index: bars that sum up its shares, minutes that fit a day's bar."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import Course, DayKnots, Terms, TickTable, knots_of
from kis_desktop.simulator.daily_path import DailyColumns
from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.trading_hours import TradingSession
from kis_desktop.simulator.views import DayBar, MinuteBar, moment

_HIGH_LOW_SHARE = 0.4
"""Constituents reach their extremes at different times: the index has this part of their sum."""
_PRICES = ("base", "open", "high", "low", "close")
_STEP = TickTable(((0, 1),))
_KNOWN = 16


@dataclass(frozen=True, slots=True)
class IndexYears:
    """Latent bars of an index in columns, levels in hundredths of a point."""

    days: tuple[date, ...]
    levels: NDArray[np.int64]
    """base, open, high, low, close by day"""
    volume: NDArray[np.int64]
    turnover: NDArray[np.int64]

    def bars(self, start: date, end: date) -> list[DayBar]:
        """The days in [start, end], oldest first."""
        first, behind = bisect_left(self.days, start), bisect_right(self.days, end)
        return [self._bar(number) for number in range(first, behind)]

    def _bar(self, number: int) -> DayBar:
        base, open_, high, low, close = (int(level) for level in self.levels[:, number])
        volume, turnover = int(self.volume[number]), int(self.turnover[number])
        return DayBar(self.days[number], open_, high, low, close, volume, turnover, base)


def index_years(constituents: Iterable[DailyColumns], weights: NDArray[np.float64]) -> IndexYears:
    """Sums up the days of all constituents, one after the other."""
    days: tuple[date, ...] = ()
    levels = np.zeros((len(_PRICES), 0))
    volume, turnover = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    for columns, weight in zip(constituents, weights, strict=True):
        if not days:
            days = columns.days
            levels = np.zeros((len(_PRICES), len(days)))
            volume = np.zeros(len(days), dtype=np.int64)
            turnover = np.zeros(len(days), dtype=np.int64)
        levels += np.array([getattr(columns, name) for name in _PRICES]) * weight
        volume += columns.volume
        turnover += columns.turnover
    _, open_, high, low, close = levels
    top, bottom = np.maximum(open_, close), np.minimum(open_, close)
    levels[2] = top + _HIGH_LOW_SHARE * (high - top)
    levels[3] = bottom - _HIGH_LOW_SHARE * (bottom - low)
    return IndexYears(days, np.rint(levels).astype(np.int64), volume, turnover)


class _OneDay:
    """A single day whose bar is known."""

    def __init__(self, key: int, bar: DayBar) -> None:
        self._key = key
        self._bar = bar

    def bars(self, start: date, end: date) -> list[DayBar]:
        return [self._bar] if start <= self._bar.day <= end else []

    def knots(self, session: TradingSession) -> DayKnots:
        return knots_of(self._key, session, self._bar, _STEP)


class PastMinutes:
    """Remembers the days last asked for."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._known: dict[tuple[str, DayBar], tuple[MinuteBar, ...]] = {}

    def minutes(self, code: str, bar: DayBar) -> tuple[MinuteBar, ...]:
        """All minutes of a day that is over, oldest first."""
        known = self._known.get((code, bar))
        if known is None:
            known = self._known[code, bar] = self._shaped(code, bar)
            if len(self._known) > _KNOWN:
                del self._known[next(iter(self._known))]
        return known

    def _shaped(self, code: str, bar: DayBar) -> tuple[MinuteBar, ...]:
        day = _OneDay(noise.key(self._seed, "index", code), bar)
        terms = Terms(f"index/{code}", 2, bar.close, 0.01, bar.volume, _STEP, _session)
        over = datetime.combine(bar.day, time.max, tzinfo=KST)
        minutes = Course(self._seed, terms, day).minutes(bar.day, over)
        paid = [0, *(one.cumulative_volume * bar.turnover // bar.volume for one in minutes)]
        return tuple(
            replace(one, turnover=after - before, cumulative_turnover=after)
            for one, (before, after) in zip(minutes, pairwise(paid), strict=True)
        )


def _session(day: date) -> TradingSession:
    session = hours(day)
    return TradingSession(day, ((moment(day, session.open), moment(day, session.closing_auction)),))
