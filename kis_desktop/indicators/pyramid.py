"""Bars at every zoom: each level holds pairs of the one below, so a frame never sees them all.

Level 0 is the bars themselves; entry `k` of level `n` stands for the bars from `k·2ⁿ` on.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from kis_desktop.indicators.series import BarSeries, Floats, Times

OPEN, HIGH, LOW, CLOSE, VOLUME = range(5)
_ROWS = 5
_TOP = 64  # no level is built above one of this length
_ROOM = 256  # bars that can come before anything is copied
_REMEMBERED = 64  # puts whose beginning is known


class BarPyramid:
    """The bars of one chart, grown at the end; rows are open, high, low, close, volume."""

    def __init__(self, bars: BarSeries) -> None:
        self._count = 0
        self._puts = 0
        self._starts: deque[int] = deque(maxlen=_REMEMBERED)
        self._times: Times = np.empty(len(bars) + _ROOM, np.int64)
        self._levels: list[Floats] = [np.empty((_ROWS, len(bars) + _ROOM))]
        self.put(0, bars)

    def __len__(self) -> int:
        return self._count

    @property
    def time(self) -> Times:
        """The start of every bar in UTC epoch seconds."""
        return self._times[: self._count]

    @property
    def height(self) -> int:
        """How many levels there are; at least one."""
        return len(self._levels)

    def level(self, level: int) -> Floats:
        """A level as rows × entries; a view that the next `put` may change."""
        length = -(-self._count // (1 << level))
        return self._levels[level][:, :length]

    @property
    def close(self) -> Floats:
        """The close of every bar."""
        close: Floats = self.level(0)[CLOSE]
        return close

    def level_for(self, bars_per_slot: float) -> int:
        """The lowest level that has at most one entry for this many bars."""
        wanted = max(int(np.ceil(np.log2(max(bars_per_slot, 1.0)))), 0)
        return min(wanted, self.height - 1)

    def put(self, start: int, bars: BarSeries) -> None:
        """Lay bars over those from `start` on; what stood behind them is gone.

        Raises `ValueError` where that would leave a hole.
        """
        if not 0 <= start <= self._count:
            raise ValueError(f"bars at {start} leave a hole behind {self._count}")
        end = start + len(bars)
        self._make_room(end)
        self._times[start:end] = bars.time
        for row, column in enumerate(bars.columns()[1:]):
            self._levels[0][row, start:end] = column
        self._count = end
        self._puts += 1
        self._starts.append(start)
        self._fold(start)

    @property
    def puts(self) -> int:
        """How often bars were laid."""
        return self._puts

    def changed_since(self, puts: int) -> int:
        """The first bar that may have changed since there were so many puts; the number of bars
        when none has.
        """
        passed = self._puts - puts
        if passed > len(self._starts):
            return 0
        return min(list(self._starts)[len(self._starts) - passed :], default=self._count)

    def bars(self, start: int) -> BarSeries:
        """The bars from `start` on, copied."""
        columns = (row[start:].copy() for row in self.level(0))
        return BarSeries(self.time[start:].copy(), *columns)

    def find(self, time: int) -> int:
        """The bar that holds a moment (UTC epoch seconds); −1 before the first."""
        return int(np.searchsorted(self.time, time, side="right")) - 1

    def extent(self, first: int, last: int, level: int = 0) -> tuple[float, float, float] | None:
        """Lowest low, highest high and largest volume of the bars `first` to before `last`.

        At a higher level the edges are those of its entries. None where there is no bar.
        """
        rows = self.level(level)[:, max(first, 0) >> level : -(-max(last, 0) // (1 << level))]
        if rows.shape[1] == 0:
            return None
        return float(rows[LOW].min()), float(rows[HIGH].max()), float(rows[VOLUME].max())

    def _make_room(self, needed: int) -> None:
        if needed <= len(self._times):
            return
        room = needed + max(needed // 4, _ROOM)
        times = np.empty(room, np.int64)
        times[: self._count] = self.time
        self._times = times
        for level in range(self.height):
            grown = np.empty((_ROWS, -(-room // (1 << level))))
            kept = self.level(level)
            grown[:, : kept.shape[1]] = kept
            self._levels[level] = grown

    def _fold(self, start: int) -> None:
        """Make the entries above the bars from `start` on true again."""
        level = 0
        while -(-self._count // (1 << level)) > _TOP:
            level += 1
            first = start >> level
            if level == self.height:
                self._levels.append(np.empty((_ROWS, -(-len(self._times) // (1 << level)))))
                first = 0
            below = self.level(level - 1)[:, 2 * first :]
            self._levels[level][:, first : first + -(-below.shape[1] // 2)] = _paired(below)
        del self._levels[level + 1 :]


def _paired(rows: Floats) -> Floats:
    """Each two entries as one; an odd last one stands alone."""
    pairs = rows[:, 0::2].copy()
    second = rows[:, 1::2]
    whole = pairs[:, : second.shape[1]]
    np.maximum(whole[HIGH], second[HIGH], out=whole[HIGH])
    np.minimum(whole[LOW], second[LOW], out=whole[LOW])
    whole[CLOSE] = second[CLOSE]
    whole[VOLUME] += second[VOLUME]
    return pairs
