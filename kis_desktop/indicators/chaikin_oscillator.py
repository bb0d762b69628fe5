"""Chaikin oscillator (차이킨 오실레이터): a quick EMA of the A/D line less a slow one, 3 and 10.

As TA-Lib: both averages begin at the A/D line's first value.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import EXPONENTIAL
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "chaikin_oscillator"
INDICATOR_TITLE = "차이킨 오실레이터"
INDICATOR_TITLE_EN = "Chaikin oscillator"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("fast", "단기", "Fast length", 3, 2, 200),
    Parameter("slow", "장기", "Slow length", 10, 2, 200),
)
INDICATOR_OUTPUTS = (Output("value", "CHO", "CHO"),)
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, fast: int, slow: int) -> tuple[Floats, ...]:
    """In shares."""
    import talib  # noqa: PLC0415

    return (talib.ADOSC(bars.high, bars.low, bars.close, bars.volume, fast, slow),)


def reach(fast: int, slow: int) -> int:
    """What lies further back weighs nothing in the difference."""
    return (EXPONENTIAL + 4) * max(fast, slow)
