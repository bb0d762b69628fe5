"""Volume-weighted average price of the day so far (VWAP, 거래량가중평균가).

Of each bar counts (high + low + close) / 3. A day is a day in Korea, whatever the exchange.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sessions import day_starts, day_sums, first_of_day
from kis_desktop.indicators.study import Output
from kis_desktop.indicators.windows import share, since

INDICATOR_ID = "vwap"
INDICATOR_TITLE = "VWAP"
INDICATOR_TITLE_EN = "VWAP"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = ()
INDICATOR_OUTPUTS = (Output("value", "VWAP", "VWAP"),)
INDICATOR_DAILY = True


def compute(bars: Inputs) -> tuple[Floats, ...]:
    """NaN while nothing has been traded in a day."""
    starts = day_starts(bars.time)
    paid = day_sums(bars.typical * bars.volume, starts)
    return (share(paid, day_sums(bars.volume, starts)),)


def resume(bars: Inputs, start: int, known: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """The day that the bar lies in says all."""
    del known
    first = first_of_day(bars.time, start)
    return since(compute(bars.since(first)), start - first)
