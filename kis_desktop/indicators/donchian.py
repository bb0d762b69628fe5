"""Donchian channel (돈치안 채널): the highest high and lowest low, the present bar among them."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import highest, lowest

INDICATOR_ID = "donchian"
INDICATOR_TITLE = "돈치안 채널"
INDICATOR_TITLE_EN = "Donchian channel"
INDICATOR_GROUP = "band"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 1000),)
INDICATOR_OUTPUTS = (
    Output("upper", "상한선", "Upper", Shape.EDGE),
    Output("middle", "중심선", "Middle"),
    Output("lower", "하한선", "Lower", Shape.EDGE),
)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Of the last `length` bars; the middle is half-way."""
    upper, lower = highest(bars.high, length), lowest(bars.low, length)
    return (upper, (upper + lower) / 2, lower)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
