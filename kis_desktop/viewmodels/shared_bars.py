"""Bars that charts share: those of one key are built once, and moved once for all that show them.

A year of minutes with its studies takes 15 MB, and sixteen charts of one symbol are what a grid
begins with.
"""

from __future__ import annotations

from weakref import WeakValueDictionary

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.bar import BarKey, BarTail
from kis_desktop.indicators.pyramid import VOLUME, BarPyramid
from kis_desktop.indicators.resample import cut
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import series
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.shared_studies import SharedStudies

_GROWING = 4  # bars at the end that come live, and may be ahead of what was read


class SharedBars(QObject):
    """A pyramid with the studies over it, for as long as a chart holds it."""

    moved = Signal(int)  # the bars from this one on

    def __init__(self, bars: BarSeries) -> None:
        super().__init__()
        self.pyramid = BarPyramid(bars)
        self.studies = SharedStudies(self.pyramid)
        self._tail: BarTail | None = None  # laid last

    def lay(self, bars: BarSeries) -> None:
        """Lay bars over the end; what stood behind their beginning is gone."""
        first = int(bars.time[0])
        at = self.pyramid.find(first)
        start = at if at >= 0 and int(self.pyramid.time[at]) == first else at + 1
        self.pyramid.put(start, bars)
        self.studies.follow(start)
        self.moved.emit(start)

    def lay_tail(self, tail: BarTail) -> None:
        """Lay the newest bars; once, however many charts bring them."""
        if tail is not self._tail:
            self._tail = tail
            self.lay(series(tail.bars))

    def lay_kept(self, tail: BarTail) -> None:
        """Lay bars that came a while ago, where no newer ones were brought by another chart. Of
        equally new ones those that are laid last hold what was read anew of the bars before.
        """
        if self._tail is None or _reach_of(tail) >= _reach_of(self._tail):
            self.lay_tail(tail)

    def takes(self, bars: BarSeries) -> bool:
        """Whether bars that were read are these; what they have ahead at the end is laid then."""
        pyramid, count = self.pyramid, len(bars)
        settled = min(count, len(pyramid)) - _GROWING
        if settled <= 0 or abs(count - len(pyramid)) > _GROWING or not _agree(pyramid, bars):
            return False
        if _reach(bars) > (int(pyramid.time[-1]), float(pyramid.level(0)[VOLUME, -1])):
            self.lay(cut(bars, since=int(bars.time[settled])))
        return True


class BarShelf(QObject):
    """The bars that any chart of a window shows now, by their keys."""

    came = Signal(object)  # a chart has read the bars of this key

    def __init__(self, _context: ViewContext) -> None:
        super().__init__()
        self._shown: WeakValueDictionary[BarKey, SharedBars] = WeakValueDictionary()

    def find(self, key: BarKey) -> SharedBars | None:
        """What a chart shows of a key; None where none does."""
        return self._shown.get(key)

    def take(self, key: BarKey, bars: BarSeries) -> SharedBars:
        """Bars of a key that were read just now: those that another chart has where they are the
        same, and else new ones.
        """
        shown = self._shown.get(key)
        if shown is None or not shown.takes(bars):
            shown = self._shown[key] = SharedBars(bars)
        return shown


def _agree(pyramid: BarPyramid, bars: BarSeries) -> bool:
    """Whether both have the same bars, the growing ones at the end as far as their times."""
    count = min(len(bars), len(pyramid))
    settled = count - _GROWING
    rows = pyramid.level(0)
    return bool((pyramid.time[:count] == bars.time[:count]).all()) and all(
        bool((row[:settled] == column[:settled]).all())
        for row, column in zip(rows, bars.columns()[1:], strict=True)
    )


def _reach(bars: BarSeries) -> tuple[int, float]:
    """How far bars reach: the last one's time, and what was traded in it."""
    return int(bars.time[-1]), float(bars.volume[-1])


def _reach_of(tail: BarTail) -> tuple[int, float]:
    return tail.bars[-1].time, float(tail.bars[-1].volume)
