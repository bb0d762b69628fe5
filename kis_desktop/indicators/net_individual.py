"""Net buying of individuals (개인 순매수), in shares."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Shape

INDICATOR_ID = "net_individual"
INDICATOR_TITLE = "개인 순매수"
INDICATOR_TITLE_EN = "Net buying: individuals"
INDICATOR_GROUP = "investor"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = ()
INDICATOR_OUTPUTS = (Output("net", "개인 순매수", "Individuals", Shape.BARS),)
INDICATOR_BESIDE = ("individual",)


def compute(bars: Inputs) -> tuple[Floats, ...]:
    """Below 0 where they sold more than they bought; NaN where it is not known."""
    return (bars.told("individual"),)


def reach() -> int:
    """Nothing lies further back."""
    return 0
