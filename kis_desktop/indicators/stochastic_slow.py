"""Slow stochastic (스토캐스틱 슬로우), 12-5-5 as Korean terminals begin.

%K is the simple mean of the fast %K, %D the simple mean of that: Lane's own variant. Terminals that
smooth it exponentially tell other values.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.stochastic_fast import standing
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "stochastic_slow"
INDICATOR_TITLE = "스토캐스틱 슬로우"
INDICATOR_TITLE_EN = "Slow stochastic"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("length", "기간", "Length", 12, 1, 500),
    Parameter("slowing", "%K 기간", "%K length", 5, 1, 500),
    Parameter("signal", "%D 기간", "%D length", 5, 1, 500),
)
INDICATOR_OUTPUTS = (Output("k", "Slow %K", "Slow %K"), Output("d", "Slow %D", "Slow %D"))
INDICATOR_GUIDES = (20.0, 80.0)
INDICATOR_RANGE = (0.0, 100.0)


def compute(bars: Inputs, length: int, slowing: int, signal: int) -> tuple[Floats, ...]:
    """0–100; NaN where one of the windows has one price only."""
    slow = mean(standing(bars, length), slowing)
    return (slow, mean(slow, signal))


def reach(length: int, slowing: int, signal: int) -> int:
    """Three windows."""
    return length + slowing + signal - 3
