"""Triple exponential moving average (삼중지수이동평균).

3·EMA − 3·EMA of EMA + EMA of EMA of EMA: an exponential average with hardly any lag.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import CASCADE
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "tema"
INDICATOR_TITLE = "삼중지수이동평균"
INDICATOR_TITLE_EN = "Triple exponential moving average"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "TEMA", "TEMA"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Each average begins at the mean of the first `length` values that it is given."""
    import talib  # noqa: PLC0415

    return (talib.TEMA(bars.close, length),)


def reach(length: int) -> int:
    """What lies further back weighs nothing."""
    return CASCADE * length
