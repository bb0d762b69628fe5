"""How wide the Bollinger bands are (밴드폭), in percent of their middle."""

from __future__ import annotations

from kis_desktop.indicators import bollinger
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output
from kis_desktop.indicators.windows import share

INDICATOR_ID = "bollinger_width"
INDICATOR_TITLE = "볼린저 밴드폭"
INDICATOR_TITLE_EN = "Bollinger band width"
INDICATOR_GROUP = "volatility"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = bollinger.INDICATOR_PARAMETERS
INDICATOR_OUTPUTS = (Output("value", "밴드폭", "Width"),)


def compute(bars: Inputs, length: int, width: float) -> tuple[Floats, ...]:
    """100·(upper − lower) / middle."""
    upper, middle, lower = bollinger.compute(bars, length, width)
    return (100 * share(upper - lower, middle),)


def reach(length: int, width: float) -> int:
    """A window, and no more."""
    return bollinger.reach(length, width)
