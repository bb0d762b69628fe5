"""Williams %R (윌리엄스 %R): how far the close lies below the window's high, 0 to −100."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.stochastic_fast import standing
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "williams_r"
INDICATOR_TITLE = "윌리엄스 %R"
INDICATOR_TITLE_EN = "Williams %R"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 14, 1, 500),)
INDICATOR_OUTPUTS = (Output("value", "%R", "%R"),)
INDICATOR_GUIDES = (-80.0, -20.0)
INDICATOR_RANGE = (-100.0, 0.0)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """NaN where the window has one price only, of which TA-Lib says 0."""
    return (standing(bars, length) - 100,)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
