"""Average true range (ATR) after Wilder, 14."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import WILDER
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "atr"
INDICATOR_TITLE = "ATR"
INDICATOR_TITLE_EN = "Average true range"
INDICATOR_GROUP = "volatility"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 14, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "ATR", "ATR"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """In KRW; begun at the mean of the first `length` ranges that know a close before them."""
    import talib  # noqa: PLC0415

    return (talib.ATR(bars.high, bars.low, bars.close, length),)


def reach(length: int) -> int:
    """What lies further back weighs nothing."""
    return WILDER * length + 1
