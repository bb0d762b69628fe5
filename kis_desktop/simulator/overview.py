"""All instruments at a glance, cheap enough to be ranked by thousands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter

from kis_desktop.simulator.exchange import Exchange
from kis_desktop.simulator.hours import SECOND
from kis_desktop.simulator.universe import Universe
from kis_desktop.simulator.views import Snapshot

AVERAGES = (5, 10, 20, 60, 120)
"""trading days"""
_CALENDAR_DAYS = 200
"""hold as many trading days as the longest average, whatever the holidays"""


@dataclass(frozen=True, slots=True)
class PastCloses:
    """Sums of an instrument's closes before a day, by the length of the average that they make."""

    day: date
    sums: dict[int, int]

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
        self._sums: dict[str, PastCloses] = {}

    def of(self, day: date, at: int) -> tuple[Snapshot, ...]:
        """Every instrument, in the universe's order, `at` microseconds after the day's midnight."""
        second = day, at // SECOND
        if second != self._second:
            self._second = second
            self._asleep.clear()
        self._prepared = day, len(self._symbols)
        return tuple(map(self._look, self._symbols))

    def prepare(self, day: date, seconds: float) -> None:
        """Looks ahead at the courses of a day, one instrument after the other."""
        until = perf_counter() + seconds
        known, reached = self._prepared
        reached = reached if known == day else 0
        while reached < len(self._symbols) and perf_counter() < until:
            symbol = self._symbols[reached]
            self._glance(symbol)
            self.past_closes(symbol, day)
            reached += 1
        self._prepared = day, reached

    def past_closes(self, symbol: str, day: date) -> PastCloses:
        """What the averages over the last days need beside the last price; kept for the day."""
        known = self._sums.get(symbol)
        if known is None or known.day != day:
            start = day - timedelta(days=_CALENDAR_DAYS)
            closes = self._exchange.history(symbol).traded(start, day - timedelta(days=1)).close
            sums = {length: int(closes[1 - length :].sum()) for length in AVERAGES}
            known = self._sums[symbol] = PastCloses(day, sums)
        return known

    def _look(self, symbol: str) -> Snapshot:
        if self._exchange.find_venue(symbol) is not None:
            return self._glance(symbol)
        known = self._asleep.get(symbol)
        if known is None:
            known = self._asleep[symbol] = self._glance(symbol)
        return known
