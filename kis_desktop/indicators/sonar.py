"""Sonar momentum (소나 모멘텀), 20-9-9: an EMA of the close less what it was 9 bars ago, in KRW.

The signal is a simple mean.
"""

from __future__ import annotations

from kis_desktop.indicators.ema import smoothed_mean
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.smoothing import EXPONENTIAL
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import before

INDICATOR_ID = "sonar"
INDICATOR_TITLE = "소나(SONAR)"
INDICATOR_TITLE_EN = "Sonar momentum"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("length", "평균 기간", "Average length", 20, 1, 500),
    Parameter("back", "비교 기간", "Bars back", 9, 1, 500),
    Parameter("signal", "시그널", "Signal length", 9, 1, 500),
)
INDICATOR_OUTPUTS = (Output("value", "SONAR", "Sonar"), Output("signal", "시그널", "Signal"))
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, length: int, back: int, signal: int) -> tuple[Floats, ...]:
    """Above 0 while the average rises."""
    average = smoothed_mean(bars.close, length)
    value = average - before(average, back)
    return (value, mean(value, signal))


def reach(length: int, back: int, signal: int) -> int:
    """What lies further back weighs nothing."""
    return EXPONENTIAL * length + back + signal
