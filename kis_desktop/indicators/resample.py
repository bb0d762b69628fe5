"""Bars of a longer interval from smaller ones: pure, in columns.

Minutes count from midnight in Korea, every day anew. A day and more begin at midnight of a calendar
day: a week on Monday, a month on its first, a year on the first of January. N weeks, months and
years count from 1970; N days are N weekdays, counted from Monday 5 January 1970, so that a bar
always holds the same days whatever is known before it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.indicators.series import BarSeries, Times

_OFFSET = 9 * 3600  # seconds; Korea has no daylight saving time
_MINUTE, _DAY = 60, 86_400
_MONDAY = 4  # days from 1 January 1970 to the first Monday
_WEEKDAYS = 5
_MONTHS = 12
_EPOCH = 1970

Days = NDArray[np.int64]


def resampled(bars: BarSeries, interval: Interval) -> BarSeries:
    """Bars of a length; the given ones are oldest first and no longer than it."""
    if not len(bars):
        return bars
    starts = bucket_starts(bars.time, interval)
    first = np.flatnonzero(np.concatenate(([True], starts[1:] != starts[:-1])))
    last = np.concatenate((first[1:], [len(starts)])) - 1
    return BarSeries(
        starts[first],
        bars.open[first],
        np.maximum.reduceat(bars.high, first),
        np.minimum.reduceat(bars.low, first),
        bars.close[last],
        np.add.reduceat(bars.volume, first),
    )


def resampled_times(times: Times, interval: Interval) -> Times:
    """The starts of the bars that `resampled` makes of bars with these starts."""
    if not len(times):
        return times
    starts = bucket_starts(times, interval)
    return starts[np.concatenate(([True], starts[1:] != starts[:-1]))]


def bucket_starts(times: Times, interval: Interval) -> Times:
    """The start of the bar that each moment lies in (UTC epoch seconds).

    Raises `ValueError` for ticks, which no moment tells apart.
    """
    local = times + _OFFSET
    days = local // _DAY
    match interval.unit:
        case Unit.MINUTE:
            within = local - days * _DAY
            length = interval.count * _MINUTE
            return days * _DAY + within // length * length - _OFFSET
        case Unit.DAY:
            days = days if interval.count == 1 else _weekday_bucket(days, interval.count)
        case Unit.WEEK:
            length = 7 * interval.count
            days = (days - _MONDAY) // length * length + _MONDAY
        case Unit.MONTH | Unit.YEAR:
            count = interval.count * (_MONTHS if interval.unit is Unit.YEAR else 1)
            days = _month_bucket(days, count)
        case Unit.TICK:
            raise ValueError("ticks have no interval of time")
    return days * _DAY - _OFFSET


@lru_cache(maxsize=4096)
def bucket(start: int, interval: Interval) -> int:
    """`bucket_starts` of one moment."""
    return int(bucket_starts(np.array([start], np.int64), interval)[0])


def concatenated(parts: list[BarSeries]) -> BarSeries:
    """Bars one after another."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return BarSeries.empty()
    return BarSeries(
        np.concatenate([part.time for part in parts]),
        np.concatenate([part.open for part in parts]),
        np.concatenate([part.high for part in parts]),
        np.concatenate([part.low for part in parts]),
        np.concatenate([part.close for part in parts]),
        np.concatenate([part.volume for part in parts]),
    )


def cut(bars: BarSeries, since: int | None = None, until: int | None = None) -> BarSeries:
    """The bars from `since` up to and without `until` (UTC epoch seconds)."""
    first = 0 if since is None else int(np.searchsorted(bars.time, since))
    last = len(bars) if until is None else int(np.searchsorted(bars.time, until))
    return BarSeries(
        bars.time[first:last],
        bars.open[first:last],
        bars.high[first:last],
        bars.low[first:last],
        bars.close[first:last],
        bars.volume[first:last],
    )


def _weekday_bucket(days: Days, count: int) -> Days:
    """The first day of every so many weekdays."""
    since = days - _MONDAY
    weekdays = since // 7 * _WEEKDAYS + np.minimum(since % 7, _WEEKDAYS - 1)
    first = weekdays // count * count
    return first // _WEEKDAYS * 7 + first % _WEEKDAYS + _MONDAY


def _month_bucket(days: Days, count: int) -> Days:
    """The first day of every so many months."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    years = _EPOCH * _MONTHS
    first = (months + years) // count * count - years
    return first.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
