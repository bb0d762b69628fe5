"""Linear regression (선형회귀선), 14: where the line of least squares through the closes ends."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "linear_regression"
INDICATOR_TITLE = "선형회귀선"
INDICATOR_TITLE_EN = "Linear regression"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 14, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "선형회귀선", "LRL"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Through the last `length` closes."""
    import talib  # noqa: PLC0415

    return (talib.LINEARREG(bars.close, length),)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
