"""Ichimoku Kinko Hyo (일목균형표): 9, 26 and 52 bars.

The leading spans and the lagging one are moved by 26 bars of which the present one is the first,
so by 25 places: as Hosoda counted and Korean terminals do.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import highest, lowest

INDICATOR_ID = "ichimoku"
INDICATOR_TITLE = "일목균형표"
INDICATOR_TITLE_EN = "Ichimoku"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (
    Parameter("turning", "전환선 기간", "Conversion length", 9, 1, 500),
    Parameter("standard", "기준선 기간", "Base length", 26, 1, 500),
    Parameter("leading", "선행스팬2 기간", "Leading span B length", 52, 1, 500),
    Parameter(
        "shift", "이동 칸수(당봉 제외)", "Shift in bars, the present one not counted", 25, 0, 200
    ),
)
INDICATOR_OUTPUTS = (
    Output("turning", "전환선", "Conversion"),
    Output("standard", "기준선", "Base"),
    Output("span_a", "선행스팬1", "Leading span A", Shape.CLOUD, "shift"),
    Output("span_b", "선행스팬2", "Leading span B", Shape.CLOUD, "shift"),
    Output("lagging", "후행스팬", "Lagging span", Shape.LINE, "-shift"),
)


def compute(
    bars: Inputs, turning: int, standard: int, leading: int, shift: int
) -> tuple[Floats, ...]:
    """Each at the bar that it is told from; the drawing moves the spans."""
    del shift
    quick, slow = _middle(bars, turning), _middle(bars, standard)
    return (quick, slow, (quick + slow) / 2, _middle(bars, leading), bars.close.copy())


def reach(turning: int, standard: int, leading: int, shift: int) -> int:
    """The longest window."""
    del shift
    return max(turning, standard, leading) - 1


def _middle(bars: Inputs, length: int) -> Floats:
    return (highest(bars.high, length) + lowest(bars.low, length)) / 2
