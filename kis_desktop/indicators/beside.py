"""What is told of single days, laid beside the bars of a chart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kis_desktop.indicators.series import Floats, Times


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Values by day, oldest first: `time` is midnight in Korea in UTC epoch seconds, a value that
    is not known NaN. The arrays have one length and are read-only.
    """

    time: Times
    values: Floats

    def __post_init__(self) -> None:
        if len(self.time) != len(self.values):
            raise ValueError(f"{len(self.time)} days and {len(self.values)} values")
        for column in (self.time, self.values):
            column.flags.writeable = False

    def __len__(self) -> int:
        return len(self.time)


def laid_beside(told: Told, bars: Times) -> Floats:
    """The sum of the days that lie in each bar; `bars` are the starts of bars of a day or more.

    NaN for a bar of which no day is told, or one is not known, and for the one in which telling
    begins, unless it begins with the bar.
    """
    at = np.searchsorted(bars, told.time, side="right") - 1
    inside = at >= 0
    at, times, values = at[inside], told.time[inside], told.values[inside]
    found = np.bincount(at, values, len(bars)).astype(np.float64)
    found[np.bincount(at, minlength=len(bars)) == 0] = np.nan
    if len(at) and int(times[0]) > int(bars[at[0]]):
        found[at[0]] = np.nan
    return found
