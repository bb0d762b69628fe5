"""Net buying of institutions (기관 순매수), in shares."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Shape

INDICATOR_ID = "net_institution"
INDICATOR_TITLE = "기관 순매수"
INDICATOR_TITLE_EN = "Net buying: institutions"
INDICATOR_GROUP = "investor"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = ()
INDICATOR_OUTPUTS = (Output("net", "기관 순매수", "Institutions", Shape.BARS),)
INDICATOR_BESIDE = ("institution",)


def compute(bars: Inputs) -> tuple[Floats, ...]:
    """Below 0 where they sold more than they bought; NaN where it is not known."""
    return (bars.told("institution"),)


def reach() -> int:
    """Nothing lies further back."""
    return 0
