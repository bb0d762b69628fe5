"""Slope of the linear regression (선형회귀 기울기), 14, in KRW a bar."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "regression_slope"
INDICATOR_TITLE = "선형회귀 기울기"
INDICATOR_TITLE_EN = "Regression slope"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 14, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "기울기", "Slope"),)
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Of the line of least squares through the last `length` closes."""
    import talib  # noqa: PLC0415

    return (talib.LINEARREG_SLOPE(bars.close, length),)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
