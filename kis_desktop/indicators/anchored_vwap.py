"""Volume-weighted average price since a moment that the trader sets (앵커드 VWAP).

Of each bar counts (high + low + close) / 3.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats, Times
from kis_desktop.indicators.study import Output, Shape
from kis_desktop.indicators.windows import share, since

INDICATOR_ID = "anchored_vwap"
INDICATOR_TITLE = "앵커드 VWAP"
INDICATOR_TITLE_EN = "Anchored VWAP"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = ()
INDICATOR_OUTPUTS = (
    Output("value", "앵커드 VWAP", "AVWAP"),
    Output("paid", "누적 대금", "Turnover", Shape.HIDDEN),
    Output("traded", "누적 거래량", "Volume", Shape.HIDDEN),
)
INDICATOR_ANCHORED = True


def compute(bars: Inputs) -> tuple[Floats, ...]:
    """NaN before the bar that holds the anchor, and everywhere where none is set.

    Where the anchor lies before all bars it counts from the first: whoever sets one reads so far.
    """
    lines = np.full((3, len(bars)), np.nan)
    if bars.anchor is None or len(bars) == 0:
        return tuple(lines)
    first = _anchored(bars.time, bars.anchor)
    lines[:, first:] = _since(bars, first, 0.0, 0.0)
    return tuple(lines)


def resume(bars: Inputs, start: int, known: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """It goes on from the two sums."""
    paid, traded = float(known[1][start - 1]), float(known[2][start - 1])
    if np.isnan(paid):
        return since(compute(bars), start)
    return tuple(_since(bars, start, paid, traded))


def _anchored(time: Times, anchor: int) -> int:
    """The bar that holds a moment, the next one where it lies between bars.

    How long a bar is tells the smallest step between two.
    """
    bar = int(np.searchsorted(time, anchor, side="right")) - 1
    length = int(np.diff(time).min(initial=np.iinfo(np.int64).max))
    holds = bar >= 0 and (int(time[bar]) == anchor or anchor - int(time[bar]) < length)
    return bar if holds else bar + 1


def _since(bars: Inputs, first: int, paid: float, traded: float) -> Floats:
    """The price and both sums (rows) from a bar on."""
    new = bars.since(first)
    sums = np.stack([new.typical * new.volume, new.volume])
    sums[:, :1] += [[paid], [traded]]
    sums = np.cumsum(sums, axis=1)
    return np.stack([share(sums[0], sums[1]), *sums])
