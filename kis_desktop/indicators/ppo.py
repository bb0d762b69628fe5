"""Percentage price oscillator (PPO): the MACD in percent of its slow average."""

from __future__ import annotations

from kis_desktop.indicators import macd
from kis_desktop.indicators.ema import smoothed_mean
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output
from kis_desktop.indicators.windows import share

INDICATOR_ID = "ppo"
INDICATOR_TITLE = "PPO"
INDICATOR_TITLE_EN = "PPO"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = macd.INDICATOR_PARAMETERS
INDICATOR_OUTPUTS = (Output("value", "PPO", "PPO"), *macd.INDICATOR_OUTPUTS[1:])
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, fast: int, slow: int, signal: int) -> tuple[Floats, ...]:
    """All three in percent."""
    base = smoothed_mean(bars.close, slow)
    value = 100 * share(smoothed_mean(bars.close, fast) - base, base)
    return macd.with_signal(value, signal)


def reach(fast: int, slow: int, signal: int) -> int:
    """What lies further back weighs nothing."""
    return macd.reach(fast, slow, signal)
