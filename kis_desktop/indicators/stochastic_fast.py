"""Fast stochastic (스토캐스틱 패스트), 12 and 5 as Korean terminals begin.

%K is where the close stands between the lowest low and the highest high of the window, %D its
simple mean. TA-Lib says 0 where the price has not moved; here nothing is known then.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import highest, lowest, share

INDICATOR_ID = "stochastic_fast"
INDICATOR_TITLE = "스토캐스틱 패스트"
INDICATOR_TITLE_EN = "Fast stochastic"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("length", "%K 기간", "%K length", 12, 1, 500),
    Parameter("signal", "%D 기간", "%D length", 5, 1, 500),
)
INDICATOR_OUTPUTS = (Output("k", "Fast %K", "Fast %K"), Output("d", "Fast %D", "Fast %D"))
INDICATOR_GUIDES = (20.0, 80.0)
INDICATOR_RANGE = (0.0, 100.0)


def compute(bars: Inputs, length: int, signal: int) -> tuple[Floats, ...]:
    """0–100; NaN where the window has one price only."""
    place = standing(bars, length)
    return (place, mean(place, signal))


def reach(length: int, signal: int) -> int:
    """Two windows."""
    return length + signal - 2


def standing(bars: Inputs, length: int) -> Floats:
    """Where the close stands in the window, 0 at its low and 100 at its high."""
    low = lowest(bars.low, length)
    return 100 * share(bars.close - low, highest(bars.high, length) - low)
