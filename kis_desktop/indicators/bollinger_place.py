"""Where the close stands in the Bollinger bands (%B): 0 at the lower one, 1 at the upper one."""

from __future__ import annotations

from kis_desktop.indicators import bollinger
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output
from kis_desktop.indicators.windows import share

INDICATOR_ID = "bollinger_place"
INDICATOR_TITLE = "볼린저 %B"
INDICATOR_TITLE_EN = "Bollinger %B"
INDICATOR_GROUP = "band"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = bollinger.INDICATOR_PARAMETERS
INDICATOR_OUTPUTS = (Output("value", "%B", "%B"),)
INDICATOR_GUIDES = (0.0, 0.5, 1.0)


def compute(bars: Inputs, length: int, width: float) -> tuple[Floats, ...]:
    """NaN where the price has not moved in the whole window."""
    upper, _, lower = bollinger.compute(bars, length, width)
    return (share(bars.close - lower, upper - lower),)


def reach(length: int, width: float) -> int:
    """A window, and no more."""
    return bollinger.reach(length, width)
