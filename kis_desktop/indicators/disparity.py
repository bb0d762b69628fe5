"""Disparity (이격도), 20: the close in percent of its simple moving average."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import share

INDICATOR_ID = "disparity"
INDICATOR_TITLE = "이격도"
INDICATOR_TITLE_EN = "Disparity"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 1000),)
INDICATOR_OUTPUTS = (Output("value", "이격도", "Disparity"),)
INDICATOR_GUIDES = (100.0,)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """100 where the price is at its average."""
    return (100 * share(bars.close, mean(bars.close, length)),)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
