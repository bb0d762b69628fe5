"""Elder ray (엘더 레이), 13: how far the high and the low lie from the EMA of the close, in KRW."""

from __future__ import annotations

from kis_desktop.indicators.ema import smoothed_mean
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import EXPONENTIAL
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "elder_ray"
INDICATOR_TITLE = "엘더 레이"
INDICATOR_TITLE_EN = "Elder ray"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 13, 1, 500),)
INDICATOR_OUTPUTS = (
    Output("bull", "매수세(Bull)", "Bull power"),
    Output("bear", "매도세(Bear)", "Bear power"),
)
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Bulls by the high, bears by the low."""
    average = smoothed_mean(bars.close, length)
    return (bars.high - average, bars.low - average)


def reach(length: int) -> int:
    """What lies further back weighs nothing."""
    return EXPONENTIAL * length
