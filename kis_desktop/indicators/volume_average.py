"""Volume (거래량) and its simple moving average."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter, Shape

INDICATOR_ID = "volume_average"
INDICATOR_TITLE = "거래량 이동평균"
INDICATOR_TITLE_EN = "Volume average"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 1000),)
INDICATOR_OUTPUTS = (
    Output("volume", "거래량", "Volume", Shape.VOLUME),
    Output("average", "거래량 이동평균", "Average"),
)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Both in shares."""
    return (bars.volume.copy(), mean(bars.volume, length))


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
