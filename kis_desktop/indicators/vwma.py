"""Volume-weighted moving average (거래량가중이동평균)."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import share, total

INDICATOR_ID = "vwma"
INDICATOR_TITLE = "거래량가중이동평균"
INDICATOR_TITLE_EN = "Volume-weighted moving average"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 1000),)
INDICATOR_OUTPUTS = (Output("value", "거래량가중이동평균", "VWMA"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Each of the last `length` closes counts by its volume; NaN where nothing was traded."""
    return (share(total(bars.close * bars.volume, length), total(bars.volume, length)),)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
