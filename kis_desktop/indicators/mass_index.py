"""Mass index (매스 인덱스) after Dorsey, 9 and 25: a turn is near above 27 and below 26.5 again.

The sum of EMA(range) / EMA(EMA(range)); the ratio outlasts every window, so it goes on from both.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import exponential, exponential_on
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import over_end, share, since, total

INDICATOR_ID = "mass_index"
INDICATOR_TITLE = "매스 인덱스"
INDICATOR_TITLE_EN = "Mass index"
INDICATOR_GROUP = "volatility"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("smoothing", "평균 기간", "Average length", 9, 1, 300),
    Parameter("length", "합산 기간", "Sum length", 25, 1, 500),
)
INDICATOR_OUTPUTS = (
    Output("value", "매스 인덱스", "Mass index"),
    Output("once", "평균", "Average", Shape.HIDDEN),
    Output("twice", "평균의 평균", "Average of averages", Shape.HIDDEN),
)
INDICATOR_GUIDES = (26.5, 27.0)


def compute(bars: Inputs, smoothing: int, length: int) -> tuple[Floats, ...]:
    """About `length` while the ranges stay what they are."""
    once = exponential(bars.high - bars.low, smoothing)
    twice = exponential(once, smoothing)
    return (total(share(once, twice), length), once, twice)


def resume(
    bars: Inputs, start: int, known: tuple[Floats, ...], smoothing: int, length: int
) -> tuple[Floats, ...]:
    """It goes on from both averages."""
    if np.isnan(known[2][start - 1]):
        return since(compute(bars, smoothing, length), start)
    once = exponential_on(bars.high[start:] - bars.low[start:], known[1][start - 1], smoothing)
    twice = exponential_on(once, known[2][start - 1], smoothing)
    back = max(start - length, 0)
    ratio = share(known[1][back:], known[2][back:])
    value = over_end(ratio, share(once, twice), length, lambda all_: total(all_, length))
    return (value, once, twice)
