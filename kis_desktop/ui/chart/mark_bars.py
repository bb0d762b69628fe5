"""Which bars our fills stand at: worked out once for each change of fills, bars or zoom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kis_desktop.domain.order import Side
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.viewmodels.chart_levels import FillMark

Places = NDArray[np.int64]
_KOREA, _DAY = 9 * 3600, 86_400  # seconds; the exchange's days


@dataclass(frozen=True, slots=True)
class MarkEntries:
    """Entries of one level of the pyramid that hold fills of one side, the first one left, with how
    many; `order` and `begins` say which: `order[begins[i]:begins[i + 1]]`.
    """

    entries: Places
    counts: Places
    order: Places
    begins: Places

    def between(self, first: int, last: int) -> slice:
        """Those from the entry `first` up to the one before `last`."""
        begin, end = np.searchsorted(self.entries, (first, last))
        return slice(int(begin), int(end))

    def held(self, entry: int) -> tuple[int, ...]:
        """Which fills an entry holds."""
        at = int(np.searchsorted(self.entries, entry))
        if at == len(self.entries) or self.entries[at] != entry:
            return ()
        return tuple(self.order[self.begins[at] : self.begins[at + 1]].tolist())


class MarkBars:
    """Fills by the bar of their moment. One that came before the first print of its day stands at
    that day's first bar; one whose day has no bars stands nowhere.
    """

    def __init__(self, marks: Sequence[FillMark] = ()) -> None:
        self.marks = tuple(marks)
        self._times = np.array([mark.time for mark in marks], np.int64)
        self._buys = np.array([mark.side is Side.BUY for mark in marks], np.bool_)
        self._laid_on: tuple[object, ...] = ()
        self._bars: Places = np.empty(0, np.int64)
        self._found: dict[tuple[int, Side], MarkEntries] = {}

    def __len__(self) -> int:
        return len(self.marks)

    def entries(self, pyramid: BarPyramid, level: int, side: Side, *, dated: bool) -> MarkEntries:
        """The entries with fills of a side; bars that are `dated` are a day or more."""
        self._lay(pyramid, dated=dated)
        key = (level, side)
        if key not in self._found:
            mine = self._buys if side is Side.BUY else ~self._buys
            self._found[key] = _grouped(self._bars, mine & (self._bars >= 0), level)
        return self._found[key]

    def _lay(self, pyramid: BarPyramid, *, dated: bool) -> None:
        times = pyramid.time
        ends = (int(times[0]), int(times[-1])) if len(times) else (0, 0)
        laid_on = (len(times), *ends, dated)
        if laid_on != self._laid_on:
            self._laid_on = laid_on
            self._found.clear()
            self._bars = _bars_of(self._times, times, dated=dated)


def _bars_of(moments: Places, times: Places, *, dated: bool) -> Places:
    """The bar of each moment, -1 for none."""
    if len(times) == 0:
        return np.full(len(moments), -1, np.int64)
    bars: Places = np.searchsorted(times, moments, side="right") - 1
    if dated:
        return bars
    days = (moments + _KOREA) // _DAY
    here = (times[np.maximum(bars, 0)] + _KOREA) // _DAY
    after = np.minimum(bars + 1, len(times) - 1)
    there = (times[after] + _KOREA) // _DAY
    stands = (bars >= 0) & (here == days)
    found: Places = np.where(stands, bars, np.where(there == days, after, -1))
    return found


def _grouped(bars: Places, mine: NDArray[np.bool_], level: int) -> MarkEntries:
    """`np.unique` would import numpy.ma, eighty milliseconds in the middle of a paint."""
    places = np.flatnonzero(mine)
    entries = bars[places] >> level
    sorted_by = np.argsort(entries, kind="stable")
    entries, order = entries[sorted_by], places[sorted_by]
    fresh = np.flatnonzero(np.diff(entries, prepend=-1) != 0)
    begins = np.append(fresh, len(entries))
    return MarkEntries(entries[fresh], np.diff(begins), order, begins)
