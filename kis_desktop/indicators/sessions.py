"""Where days begin among bars: the date in Korea (UTC+9, no summer time)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kis_desktop.indicators.series import Floats, Times

_DAY = 86_400
_KOREA = 9 * 3600


def day_starts(time: Times) -> NDArray[np.intp]:
    """The first bar of each day."""
    day = (time + _KOREA) // _DAY
    new = np.ones(len(time), np.bool_)
    new[1:] = day[1:] != day[:-1]
    return np.flatnonzero(new)


def first_of_day(time: Times, bar: int) -> int:
    """The first bar of the day that holds a bar; of the last one for a bar behind all."""
    start = (int(time[min(bar, len(time) - 1)]) + _KOREA) // _DAY * _DAY - _KOREA
    return int(np.searchsorted(time, start))


def day_sums(values: Floats, starts: NDArray[np.intp]) -> Floats:
    """The sum of each day so far at every bar.

    A row a day: a sum over all bars, less what it was at the day's start, would not be exact.
    """
    if len(values) == 0:
        return np.empty(0)
    lengths = np.diff(starts, append=len(values))
    within = np.arange(int(lengths.max())) < lengths[:, None]
    rows = np.zeros(within.shape)
    rows[within] = values
    sums: Floats = np.cumsum(rows, axis=1)[within]
    return sums
