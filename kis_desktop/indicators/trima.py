"""Triangular moving average (삼각이동평균): the middle of the window counts most."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "trima"
INDICATOR_TITLE = "삼각이동평균"
INDICATOR_TITLE_EN = "Triangular moving average"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "삼각이동평균", "TRIMA"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Weights rise by one to the middle of the last `length` closes and fall by one behind it."""
    import talib  # noqa: PLC0415

    return (talib.TRIMA(bars.close, length),)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
