"""Trade strength (체결강도): what was bought at the ask in percent of what was sold at the bid.

100 is balance. Beside each bar's own stand the simple means of 5 and of 20 bars.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import share

INDICATOR_ID = "trade_strength"
INDICATOR_TITLE = "체결강도"
INDICATOR_TITLE_EN = "Trade strength"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("short", "단기 평균", "Short mean", 5, 1, 500),
    Parameter("long", "장기 평균", "Long mean", 20, 1, 500),
)
INDICATOR_OUTPUTS = (
    Output("value", "체결강도", "Trade strength"),
    Output("short", "단기 평균", "Short mean"),
    Output("long", "장기 평균", "Long mean"),
)
INDICATOR_GUIDES = (100.0,)
INDICATOR_BESIDE = ("bought", "sold")


def compute(bars: Inputs, short: int, long: int) -> tuple[Floats, ...]:
    """NaN where it is not known, or nothing was sold; a mean needs every bar of its window."""
    value = 100 * share(bars.told("bought"), bars.told("sold"))
    return (value, mean(value, short), mean(value, long))


def reach(short: int, long: int) -> int:
    """A window, and no more."""
    return max(short, long) - 1
