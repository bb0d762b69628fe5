"""MACD: a quick exponential average of the close less a slow one, its signal and their distance.

Each average begins at the mean of its own first values. TA-Lib begins the quick one late, and turns
the two about where the quick one is the longer.
"""

from __future__ import annotations

from kis_desktop.indicators.ema import smoothed_mean
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import CASCADE, exponential
from kis_desktop.indicators.study import Output, Parameter, Shape

INDICATOR_ID = "macd"
INDICATOR_TITLE = "MACD"
INDICATOR_TITLE_EN = "MACD"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("fast", "단기", "Fast length", 12, 1, 500),
    Parameter("slow", "장기", "Slow length", 26, 1, 500),
    Parameter("signal", "시그널", "Signal length", 9, 1, 500),
)
INDICATOR_OUTPUTS = (
    Output("value", "MACD", "MACD"),
    Output("signal", "시그널", "Signal"),
    Output("histogram", "오실레이터", "Histogram", Shape.BARS),
)
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, fast: int, slow: int, signal: int) -> tuple[Floats, ...]:
    """All three in KRW."""
    value = smoothed_mean(bars.close, fast) - smoothed_mean(bars.close, slow)
    return with_signal(value, signal)


def with_signal(value: Floats, signal: int) -> tuple[Floats, Floats, Floats]:
    """A line, its exponential average and the distance between the two."""
    mean = exponential(value, signal)
    return (value, mean, value - mean)


def reach(fast: int, slow: int, signal: int) -> int:
    """What lies further back weighs nothing."""
    return CASCADE * (max(fast, slow) + signal)
