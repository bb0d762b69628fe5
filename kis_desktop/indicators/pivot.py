"""Pivot (피봇) of the day before: its mean price, and two lines of resistance and support.

P = (high + low + close) / 3, R1 = 2P − low, S1 = 2P − high, R2 = P + (high − low),
S2 = P − (high − low). On minutes the day before is the whole day in Korea; on bars of a day or more
it is the bar before.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sessions import day_starts, first_of_day
from kis_desktop.indicators.study import Output, Shape
from kis_desktop.indicators.windows import since

INDICATOR_ID = "pivot"
INDICATOR_TITLE = "피봇"
INDICATOR_TITLE_EN = "Pivot"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = ()
INDICATOR_OUTPUTS = (
    Output("resistance_2", "피봇 2차저항", "R2", Shape.STEPS),
    Output("resistance_1", "피봇 1차저항", "R1", Shape.STEPS),
    Output("pivot", "피봇 기준선", "P", Shape.STEPS),
    Output("support_1", "피봇 1차지지", "S1", Shape.STEPS),
    Output("support_2", "피봇 2차지지", "S2", Shape.STEPS),
)


def compute(bars: Inputs) -> tuple[Floats, ...]:
    """One level through each day; NaN on the first."""
    lines = np.full((5, len(bars)), np.nan)
    starts = day_starts(bars.time)
    if len(starts) < 2:  # noqa: PLR2004
        return tuple(lines)
    lengths = np.diff(starts, append=len(bars))[1:]
    lines[:, starts[1] :] = np.repeat(_levels(bars, starts), lengths, axis=1)
    return tuple(lines)


def resume(bars: Inputs, start: int, known: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """Two days say all."""
    del known
    today = first_of_day(bars.time, start)
    first = first_of_day(bars.time, max(today - 1, 0))
    return since(compute(bars.since(first)), start - first)


def _levels(bars: Inputs, starts: np.typing.NDArray[np.intp]) -> Floats:
    """The levels (rows) that every day but the last gives to the next."""
    high = np.maximum.reduceat(bars.high, starts)[:-1]
    low = np.minimum.reduceat(bars.low, starts)[:-1]
    middle = (high + low + bars.close[starts[1:] - 1]) / 3
    reach = high - low
    return np.stack([middle + reach, 2 * middle - low, middle, 2 * middle - high, middle - reach])
