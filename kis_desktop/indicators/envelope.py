"""Envelope (엔벨로프): lines at a percentage above and below the simple moving average."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter, Shape

INDICATOR_ID = "envelope"
INDICATOR_TITLE = "엔벨로프"
INDICATOR_TITLE_EN = "Envelope"
INDICATOR_GROUP = "band"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (
    Parameter("length", "기간", "Length", 20, 1, 1000),
    Parameter("percent", "비율(%)", "Percent", 6.0, 0.1, 90.0, 0.5),
)
INDICATOR_OUTPUTS = (
    Output("upper", "저항선", "Upper", Shape.EDGE),
    Output("middle", "중심선", "Middle"),
    Output("lower", "지지선", "Lower", Shape.EDGE),
)


def compute(bars: Inputs, length: int, percent: float) -> tuple[Floats, ...]:
    """The average of the last `length` closes, and `percent` of it above and below."""
    middle = mean(bars.close, length)
    return (middle * (1 + percent / 100), middle, middle * (1 - percent / 100))


def reach(length: int, percent: float) -> int:
    """A window, and no more."""
    del percent
    return length - 1
