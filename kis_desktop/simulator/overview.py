"""All instruments at a glance, cheap enough to be ranked by thousands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator.exchange import Exchange
from kis_desktop.simulator.hours import SECOND
from kis_desktop.simulator.universe import Universe
from kis_desktop.simulator.views import Snapshot

AVERAGES = (5, 10, 20, 60, 120)
"""trading days"""
RECENT = 66
"""trading days, three months"""
_CALENDAR_DAYS = 200
"""hold as many trading days as the longest average, whatever the holidays"""


@dataclass(frozen=True, slots=True)
class RecentDays:
    """What rankings need of an instrument's days before a day."""

    day: date
    sums: dict[int, int]
    """of the last closes, by the length of the average that they make with the last price"""
    volume: NDArray[np.int64]
    """of the last `RECENT` days, oldest first, as the next"""
    turnover: NDArray[np.int64]

    def disparity(self, last: int, length: int) -> float:
        """이격도: the last price in percent of the average that it is a part of."""
        return last * 100 * length / (self.sums[length] + last)


class Overview:
    """Keeps one glance at each instrument that sleeps, for a market second."""

    def __init__(
        self, universe: Universe, exchange: Exchange, glance: Callable[[str], Snapshot]
    ) -> None:
        self._symbols = tuple(listing.symbol for listing in universe.listings)
        self._exchange = exchange
        self._glance = glance
        self._second: tuple[date, int] | None = None
        self._asleep: dict[str, Snapshot] = {}
        self._prepared: tuple[date, int] = (date.min, 0)
        self._recent: dict[str, RecentDays] = {}

    def of(self, day: date, at: int) -> tuple[Snapshot, ...]:
        """Every instrument, in the universe's order, `at` microseconds after the day's midnight."""
        second = day, at // SECOND
        if second != self._second:
            self._second = second
            self._asleep.clear()
        self._prepared = day, len(self._symbols)
        return tuple(map(self._look, self._symbols))

    def prepare(self, day: date, seconds: float) -> bool:
        """Looks ahead at the courses of a day, one after the other; whether all are done."""
        until = perf_counter() + seconds
        known, reached = self._prepared
        reached = reached if known == day else 0
        while reached < len(self._symbols) and perf_counter() < until:
            symbol = self._symbols[reached]
            self._glance(symbol)
            self.recent(symbol, day)
            reached += 1
        self._prepared = day, reached
        return reached == len(self._symbols)

    def recent(self, symbol: str, day: date) -> RecentDays:
        """The days before a day; kept for the day."""
        known = self._recent.get(symbol)
        if known is None or known.day != day:
            start = day - timedelta(days=_CALENDAR_DAYS)
            days = self._exchange.history(symbol).traded(start, day - timedelta(days=1))
            known = self._recent[symbol] = RecentDays(
                day=day,
                sums={length: int(days.close[1 - length :].sum()) for length in AVERAGES},
                volume=days.volume[-RECENT:].copy(),
                turnover=days.turnover[-RECENT:].copy(),
            )
        return known

    def _look(self, symbol: str) -> Snapshot:
        if self._exchange.find_venue(symbol) is not None:
            return self._glance(symbol)
        known = self._asleep.get(symbol)
        if known is None:
            known = self._asleep[symbol] = self._glance(symbol)
        return known
