"""Bollinger bands (볼린저 밴드): the moving average and σ about it.

σ is the population's (divided by n), as Bollinger has it and Korean terminals do.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import deviation

INDICATOR_ID = "bollinger"
INDICATOR_TITLE = "볼린저 밴드"
INDICATOR_TITLE_EN = "Bollinger bands"
INDICATOR_GROUP = "band"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (
    Parameter("length", "기간", "Length", 20, 2, 500),
    Parameter("width", "승수", "Deviations", 2.0, 0.1, 10.0, 0.1),
)
INDICATOR_OUTPUTS = (
    Output("upper", "상한선", "Upper", Shape.EDGE),
    Output("middle", "중심선", "Middle"),
    Output("lower", "하한선", "Lower", Shape.EDGE),
)


def compute(bars: Inputs, length: int, width: float) -> tuple[Floats, ...]:
    """The mean of the last `length` closes, and `width` σ above and below it."""
    middle, spread = mean(bars.close, length), width * deviation(bars.close, length)
    return (middle + spread, middle, middle - spread)


def reach(length: int, width: float) -> int:
    """A window, and no more."""
    del width
    return length - 1
