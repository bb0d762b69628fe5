"""Momentum (모멘텀) as Korean terminals have it: 100 · close / close `length` bars ago.

The difference of the two, which others call so, is here the NCO.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "momentum"
INDICATOR_TITLE = "모멘텀"
INDICATOR_TITLE_EN = "Momentum"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 10, 1, 1000),)
INDICATOR_OUTPUTS = (Output("value", "모멘텀", "Momentum"),)
INDICATOR_GUIDES = (100.0,)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """100 where the price is what it was."""
    import talib  # noqa: PLC0415

    return (talib.ROCR100(bars.close, length),)


def reach(length: int) -> int:
    """The bar that it is held against."""
    return length
