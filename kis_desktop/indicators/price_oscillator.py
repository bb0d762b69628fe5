"""Price oscillator (이동평균 오실레이터), 5-20: a short mean of the close less a long one, in KRW.

Both are simple; the exponential ones make the MACD.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter, Shape

INDICATOR_ID = "price_oscillator"
INDICATOR_TITLE = "이동평균 오실레이터"
INDICATOR_TITLE_EN = "Price oscillator"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("short", "단기", "Short length", 5, 1, 1000),
    Parameter("long", "장기", "Long length", 20, 1, 1000),
)
INDICATOR_OUTPUTS = (Output("value", "오실레이터", "Oscillator", Shape.BARS),)


def compute(bars: Inputs, short: int, long: int) -> tuple[Floats, ...]:
    """0 where the two averages cross."""
    return (mean(bars.close, short) - mean(bars.close, long),)


def reach(short: int, long: int) -> int:
    """A window, and no more."""
    return max(short, long) - 1
