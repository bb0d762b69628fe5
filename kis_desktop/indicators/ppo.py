"""Percentage price oscillator (PPO): the MACD in percent of its slow average."""

from __future__ import annotations

from kis_desktop.indicators.ema import smoothed_mean
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import CASCADE, exponential
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import share

INDICATOR_ID = "ppo"
INDICATOR_TITLE = "PPO"
INDICATOR_TITLE_EN = "PPO"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("fast", "단기", "Fast length", 12, 1, 500),
    Parameter("slow", "장기", "Slow length", 26, 1, 500),
    Parameter("signal", "시그널", "Signal length", 9, 1, 500),
)
INDICATOR_OUTPUTS = (
    Output("value", "PPO", "PPO"),
    Output("signal", "시그널", "Signal"),
    Output("histogram", "오실레이터", "Histogram", Shape.BARS),
)
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, fast: int, slow: int, signal: int) -> tuple[Floats, ...]:
    """All three in percent."""
    base = smoothed_mean(bars.close, slow)
    value = 100 * share(smoothed_mean(bars.close, fast) - base, base)
    mean = exponential(value, signal)
    return (value, mean, value - mean)


def reach(fast: int, slow: int, signal: int) -> int:
    """What lies further back weighs nothing."""
    return CASCADE * (max(fast, slow) + signal)
