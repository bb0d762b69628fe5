"""All instruments at a glance, cheap enough to be ranked by thousands."""

from collections.abc import Callable
from datetime import date
from time import perf_counter

from kis_desktop.simulator.exchange import Exchange
from kis_desktop.simulator.hours import SECOND
from kis_desktop.simulator.universe import Universe
from kis_desktop.simulator.views import Snapshot


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
            self._glance(self._symbols[reached])
            reached += 1
        self._prepared = day, reached

    def _look(self, symbol: str) -> Snapshot:
        if self._exchange.find_venue(symbol) is not None:
            return self._glance(symbol)
        known = self._asleep.get(symbol)
        if known is None:
            known = self._asleep[symbol] = self._glance(symbol)
        return known
