"""Hull moving average (헐이동평균): WMA(√n) of 2·WMA(n/2) − WMA(n), halves and roots cut down."""

from __future__ import annotations

from math import isqrt

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import behind_front
from kis_desktop.indicators.wma import weighted

INDICATOR_ID = "hma"
INDICATOR_TITLE = "헐이동평균(HMA)"
INDICATOR_TITLE_EN = "Hull moving average"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "HMA", "HMA"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """The average from the first bar on that has all its windows."""
    ahead = 2 * weighted(bars.close, length // 2) - weighted(bars.close, length)
    return (behind_front(ahead, lambda known: weighted(known, isqrt(length))),)


def reach(length: int) -> int:
    """Two windows, and no more."""
    return length + isqrt(length) - 2
