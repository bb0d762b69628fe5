"""Keltner channel (켈트너 채널), the later form: an EMA of the close and Wilder's ATR about it."""

from __future__ import annotations

from kis_desktop.indicators.ema import smoothed_mean
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import EXPONENTIAL, WILDER, true_range, wilder
from kis_desktop.indicators.study import Output, Parameter, Shape

INDICATOR_ID = "keltner"
INDICATOR_TITLE = "켈트너 채널"
INDICATOR_TITLE_EN = "Keltner channel"
INDICATOR_GROUP = "band"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (
    Parameter("length", "기간", "Length", 20, 2, 500),
    Parameter("range_length", "ATR 기간", "ATR length", 10, 2, 500),
    Parameter("width", "승수", "Multiplier", 2.0, 0.1, 20.0, 0.1),
)
INDICATOR_OUTPUTS = (
    Output("upper", "상한선", "Upper", Shape.EDGE),
    Output("middle", "중심선", "Middle"),
    Output("lower", "하한선", "Lower", Shape.EDGE),
)


def compute(bars: Inputs, length: int, range_length: int, width: float) -> tuple[Floats, ...]:
    """The average, and `width` ATR above and below it."""
    middle = smoothed_mean(bars.close, length)
    spread = width * wilder(true_range(bars), range_length)
    return (middle + spread, middle, middle - spread)


def reach(length: int, range_length: int, width: float) -> int:
    """What lies further back weighs nothing."""
    del width
    return max(EXPONENTIAL * length, WILDER * range_length + 1)
