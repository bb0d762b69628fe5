"""Volume at prices (매물대): how much was traded where, the busiest price, and the value area.

A bar's volume is spread evenly from its low to its high: more is not known of a bar. It has no
value at a bar: who draws it asks `profile` for the bars that are shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sessions import first_of_day
from kis_desktop.indicators.study import Output, Parameter, Shape

INDICATOR_ID = "volume_profile"
INDICATOR_TITLE = "매물대"
INDICATOR_TITLE_EN = "Volume profile"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (
    Parameter("rows", "단계", "Rows", 24, 2, 400),
    Parameter("area", "가치영역(%)", "Value area, percent", 70, 1, 100),
    Parameter("day", "당일만(1)", "Last day only (1)", 0, 0, 1),
)
INDICATOR_OUTPUTS = (Output("profile", "매물대", "Volume profile", Shape.PROFILE),)


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Rows of one height from the lowest price on: `low` and `step` in KRW, volumes in shares."""

    low: float
    step: float
    rose: Floats  # of bars that closed at or above their open
    fell: Floats
    busiest: int  # the row of the point of control
    first: int  # the lowest row of the value area
    last: int  # the highest row of the value area

    @property
    def volumes(self) -> Floats:
        """Everything that was traded in each row."""
        found: Floats = self.rose + self.fell
        return found

    @property
    def control(self) -> float:
        """The price in the middle of the busiest row."""
        return self.low + (self.busiest + 0.5) * self.step


def compute(bars: Inputs, rows: int, area: int, day: int) -> tuple[Floats, ...]:
    """Nothing at a bar; see `profile`."""
    del rows, area, day
    return (np.full(len(bars), np.nan),)


def reach(rows: int, area: int, day: int) -> int:
    """Nothing lies further back."""
    del rows, area, day
    return 0


def profile(bars: Inputs, first: int, last: int, rows: int, area: int, day: int) -> Profile | None:
    """The profile of the bars from `first` to before `last`; with `day`, of those that lie on the
    day of the last one.

    `area` is how many percent of the volume the value area has to hold. None where nothing was
    traded.
    """
    first, last = max(first, 0), min(last, len(bars))
    if day and first < last:
        first = max(first, first_of_day(bars.time, last - 1))
    if first >= last or not bars.volume[first:last].any():
        return None
    low, high = bars.low[first:last], bars.high[first:last]
    volume = bars.volume[first:last]
    rose = bars.close[first:last] >= bars.open[first:last]
    bottom, top = float(low.min()), float(high.max())
    step = (top - bottom) / rows or 1.0
    ends = (low - bottom) / step, (high - bottom) / step
    up = _spread(*ends, np.where(rose, volume, 0.0), rows)
    down = _spread(*ends, np.where(rose, 0.0, volume), rows)
    busiest = int((up + down).argmax())
    return Profile(bottom, step, up, down, busiest, *_area(up + down, busiest, area / 100))


def _spread(low: Floats, high: Floats, volume: Floats, rows: int) -> Floats:
    """Volumes of bars from `low` to `high` (in rows), by row."""
    first, last = _row(low, rows), _row(high, rows)
    length = high - low
    one = first == last
    density = np.zeros(len(volume))
    np.divide(volume, length, out=density, where=~one)
    at_first = np.where(one, volume, density * (first + 1 - low))
    found = np.bincount(first, at_first, rows) + np.bincount(last, density * (high - last), rows)
    between = np.bincount(first + 1, density, rows + 2) - np.bincount(last, density, rows + 2)
    spread: Floats = np.maximum(found + np.cumsum(between)[:rows], 0.0)
    return spread


def _row(place: Floats, rows: int) -> NDArray[np.intp]:
    return np.minimum(place.astype(np.intp), rows - 1)


def _area(volumes: Floats, busiest: int, share: float) -> tuple[int, int]:
    """The rows about the busiest one that hold a share, grown to the larger neighbour."""
    first = last = busiest
    held, wanted = float(volumes[busiest]), share * float(volumes.sum())
    while held < wanted and (first > 0 or last < len(volumes) - 1):
        above = float(volumes[last + 1]) if last < len(volumes) - 1 else -1.0
        below = float(volumes[first - 1]) if first > 0 else -1.0
        if above >= below:
            last += 1
        else:
            first -= 1
        held += max(above, below)
    return first, last
