"""Rate of change (ROC, 변화율): the close against the one `length` bars ago, in percent."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "roc"
INDICATOR_TITLE = "ROC"
INDICATOR_TITLE_EN = "Rate of change"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 12, 1, 1000),)
INDICATOR_OUTPUTS = (Output("value", "ROC", "ROC"),)
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """0 where the price is what it was."""
    import talib  # noqa: PLC0415

    return (talib.ROC(bars.close, length),)


def reach(length: int) -> int:
    """The bar that it is held against."""
    return length
