"""Double exponential moving average (이중지수이동평균).

2·EMA − EMA of EMA: an exponential average with less lag.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import CASCADE
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "dema"
INDICATOR_TITLE = "이중지수이동평균"
INDICATOR_TITLE_EN = "Double exponential moving average"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "DEMA", "DEMA"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Each average begins at the mean of the first `length` values that it is given."""
    import talib  # noqa: PLC0415

    return (talib.DEMA(bars.close, length),)


def reach(length: int) -> int:
    """What lies further back weighs nothing."""
    return CASCADE * length
