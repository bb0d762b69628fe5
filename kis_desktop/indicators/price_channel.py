"""Price channel (프라이스 채널): highest high and lowest low of the bars before the present one.

Korean terminals leave the present bar out, so a close beyond the line is a break-out; the Donchian
channel has it in.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import before, highest, lowest

INDICATOR_ID = "price_channel"
INDICATOR_TITLE = "프라이스 채널"
INDICATOR_TITLE_EN = "Price channel"
INDICATOR_GROUP = "band"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 5, 1, 1000),)
INDICATOR_OUTPUTS = (
    Output("upper", "상한선", "Upper", Shape.EDGE),
    Output("middle", "중심선", "Middle"),
    Output("lower", "하한선", "Lower", Shape.EDGE),
)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Of the `length` bars before each bar."""
    upper = before(highest(bars.high, length), 1)
    lower = before(lowest(bars.low, length), 1)
    return (upper, (upper + lower) / 2, lower)


def reach(length: int) -> int:
    """A window behind the bar."""
    return length
