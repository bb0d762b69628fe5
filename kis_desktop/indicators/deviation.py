"""Standard deviation of the close (표준편차), the population's."""

from __future__ import annotations

from kis_desktop.indicators import windows
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "deviation"
INDICATOR_TITLE = "표준편차"
INDICATOR_TITLE_EN = "Standard deviation"
INDICATOR_GROUP = "volatility"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "표준편차", "StdDev"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """In KRW; 0 where the window has one price only."""
    return (windows.deviation(bars.close, length),)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
