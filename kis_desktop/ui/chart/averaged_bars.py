"""The Heikin-Ashi bars of a chart, kept true while its last bars move."""

from __future__ import annotations

from kis_desktop.indicators.heikin_ashi import averaged
from kis_desktop.indicators.pyramid import CLOSE, OPEN, BarPyramid
from kis_desktop.indicators.series import BarSeries


class AveragedBars:
    """Averaged when they are asked for, from the first bar that has changed since."""

    def __init__(self) -> None:
        self._source: BarPyramid | None = None
        self._puts = 0
        self._pyramid = BarPyramid(BarSeries.empty())

    def of(self, source: BarPyramid) -> BarPyramid:
        """The averaged bars of a chart's."""
        if source is not self._source:
            self._source, self._puts = source, 0
            self._pyramid = BarPyramid(BarSeries.empty())
        if source.puts != self._puts:
            start = min(source.changed_since(self._puts), len(self._pyramid))
            self._puts = source.puts
            self._average(source, start)
        return self._pyramid

    def _average(self, source: BarPyramid, start: int) -> None:
        before = None
        if start:
            rows = self._pyramid.level(0)
            before = float(rows[OPEN, start - 1]), float(rows[CLOSE, start - 1])
        self._pyramid.put(start, averaged(source.bars(start), before))
