"""How each share of an index stands, reckoned quickly while it sleeps."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from kis_desktop.simulator.day_path import DayPath, value_at
from kis_desktop.simulator.history import History
from kis_desktop.simulator.hours import MINUTE, SECOND
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.tape import Tape


class ShareStanding(NamedTuple):
    """A share in the regular session so far; prices in won."""

    last: int
    base: int
    volume: int
    turnover: int


class SleepingShare:
    """What the tape of a sleeping share would tell, with the sums of the minutes passed kept."""

    __slots__ = ("_grid", "_minute", "_path", "_turnover", "_volume")

    def __init__(self, path: DayPath, grid: PriceGrid) -> None:
        self._path = path
        self._grid = grid
        self._minute = self._volume = self._turnover = 0

    def at(self, at: int) -> ShareStanding:
        """At a moment of the day, microseconds since midnight."""
        path, base = self._path, self._grid.base
        hours, bar = path.hours, path.bar
        if at <= hours.open or not bar.volume:
            return ShareStanding(base, base, 0, 0)
        reached = min(at, hours.closing_auction)
        minutes, rest = divmod(reached - hours.open, MINUTE)
        if minutes != self._minute:
            self._minute = minutes
            self._volume = int(path.volumes[:minutes].sum())
            self._turnover = int(path.turnovers[:minutes].sum())
        volume, turnover = self._volume, self._turnover
        last = int(path.close_prices[minutes - 1]) if minutes else bar.open
        if rest and minutes < len(path.volumes):
            opening = path.opening_volume if minutes == 0 else 0
            part = opening + (int(path.volumes[minutes]) - opening) * rest // MINUTE
            value = self._grid.nearest(value_at(path.knots, reached - hours.open))
            last = min(max(value, bar.low), bar.high)
            volume, turnover = volume + part, turnover + last * part
        if at >= hours.close and path.closing_volume:
            last = bar.close
            volume += path.closing_volume
            turnover += path.closing_volume * last
        return ShareStanding(last, base, volume, turnover)


class ShareStandings:
    """All shares at one market second of the day, each looked at once for all indices."""

    def __init__(
        self, history: Callable[[str], History], own_tape: Callable[[str], Tape | None]
    ) -> None:
        self._history = history
        self._own_tape = own_tape
        self._asleep: dict[str, SleepingShare] = {}
        self._known: dict[str, ShareStanding] = {}
        self._second = -1

    def of(self, symbol: str, day: date, at: int) -> ShareStanding:
        """One share; the first look within a second holds for all of it."""
        if at // SECOND != self._second:
            self._second = at // SECOND
            self._known.clear()
        known = self._known.get(symbol)
        if known is None:
            known = self._known[symbol] = self._looked_at(symbol, day, at)
        return known

    def end_day(self) -> None:
        """The courses of the day are over."""
        self._asleep.clear()
        self._known.clear()
        self._second = -1

    def _looked_at(self, symbol: str, day: date, at: int) -> ShareStanding:
        tape = self._own_tape(symbol)
        if tape is not None:
            return ShareStanding(
                tape.settled_last, tape.base, tape.regular_volume, tape.regular_turnover
            )
        share = self._asleep.get(symbol)
        if share is None:
            history = self._history(symbol)
            share = self._asleep[symbol] = SleepingShare(history.path(day), history.grid(day))
        return share.at(at)
