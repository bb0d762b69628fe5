"""Heikin-Ashi (평균봉): each bar averaged with the one before, so that trends stand out.

Close is the mean of the bar's four prices, open the mean of the averaged bar before, high and low
reach over both. The first one opens in the middle of its own open and close.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.recursion import smoothed
from kis_desktop.indicators.series import BarSeries, Floats

_KEPT = 0.5  # of the averaged open before


def averaged(bars: BarSeries, before: tuple[float, float] | None = None) -> BarSeries:
    """The averaged bars; `before` is open and close of the averaged bar before them, None at the
    beginning. Time and volume are the bars' own.
    """
    if len(bars) == 0:
        return bars
    close = (bars.open + bars.high + bars.low + bars.close) / 4
    start = (float(bars.open[0]), float(bars.close[0])) if before is None else before
    opened = _opens(close, (start[0] + start[1]) / 2)
    return BarSeries(
        bars.time.copy(),
        opened,
        np.maximum(bars.high, np.maximum(opened, close)),
        np.minimum(bars.low, np.minimum(opened, close)),
        close,
        bars.volume.copy(),
    )


def _opens(close: Floats, first: float) -> Floats:
    """Each the mean of open and close before it."""
    rest = smoothed(close[:-1], first, _KEPT)
    return np.concatenate([np.array([first]), rest])
