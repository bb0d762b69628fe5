"""Volume oscillator (거래량 오실레이터), 5 and 20: a short mean of the volume against a long one.

In percent of the long one; both are simple.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import share

INDICATOR_ID = "volume_oscillator"
INDICATOR_TITLE = "거래량 오실레이터"
INDICATOR_TITLE_EN = "Volume oscillator"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("short", "단기", "Short length", 5, 1, 1000),
    Parameter("long", "장기", "Long length", 20, 1, 1000),
)
INDICATOR_OUTPUTS = (Output("value", "거래량 오실레이터", "Volume oscillator", Shape.BARS),)


def compute(bars: Inputs, short: int, long: int) -> tuple[Floats, ...]:
    """NaN where nothing was traded."""
    base = mean(bars.volume, long)
    return (100 * share(mean(bars.volume, short) - base, base),)


def reach(short: int, long: int) -> int:
    """A window, and no more."""
    return max(short, long) - 1
