"""The times that are written under the bars: first bars of round stretches of exchange time.

Days, months and years weigh more than minutes: where two labels would touch, the heavier stays.
"""

from __future__ import annotations

import enum
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kis_desktop.indicators.series import Times
from kis_desktop.ui.chart.viewport import Viewport

_KOREA = 9 * 3600  # seconds east of UTC; Korea has no daylight saving time
_MINUTE, _DAY = 60, 86_400
_MINUTE_STEPS = (1, 2, 5, 10, 20, 30, 60, 120, 240)
_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120)
_YEAR = 12  # months
_EPOCH_YEAR = 1970
_MOST_LABELS = 2_000  # kept

Indices = NDArray[np.int64]


class Weight(enum.IntEnum):
    """How much changes at a bar."""

    TIME = 0
    DAY = 1
    MONTH = 2
    YEAR = 3


@dataclass(frozen=True, slots=True)
class TimeLabel:
    """A label below a bar."""

    bar: int
    text: str
    weight: Weight


class TimeAxis:
    """The labels of one chart's bars; what was found for a step is kept until the bars change.

    The times are looked at, not copied: charts of one key have the same.
    """

    def __init__(self, times: Times) -> None:
        self._times = times
        self._found: dict[int, Indices] = {}
        self._dense: tuple[float, float, list[tuple[Weight, Indices]]] | None = None
        self._last: tuple[Viewport, float, tuple[TimeLabel, ...]] | None = None
        self._labels: dict[tuple[int, Weight], TimeLabel] = {}
        self._days = _starts((times + _KOREA) // _DAY)
        self._months = self._days[_starts(_month(self._local(self._days)))]
        self._seconds = _usual_step(times)

    @property
    def days(self) -> Indices:
        """The first bar of every day but the first one's; empty for bars of a day and more."""
        return self._days[1:] if self._seconds < _DAY else np.empty(0, np.int64)

    def labels(self, viewport: Viewport, spacing: float) -> tuple[TimeLabel, ...]:
        """The labels in sight, left to right, none closer to another than `spacing` pixels."""
        if self._last is None or self._last[:2] != (viewport, spacing):
            self._last = viewport, spacing, self._chosen(viewport, spacing)
        return self._last[2]

    def _chosen(self, viewport: Viewport, spacing: float) -> tuple[TimeLabel, ...]:
        first, last = viewport.visible()
        taken: list[int] = []
        weights: dict[int, Weight] = {}
        if self._dense is None or self._dense[:2] != (viewport.bar_width, spacing):
            found = self._candidates(viewport.bar_width, spacing)
            self._dense = viewport.bar_width, spacing, found
        for weight, bars in self._dense[2]:
            for bar in _between(bars, first, last).tolist():
                place = bisect_left(taken, bar)
                near = taken[max(place - 1, 0) : place + 1]
                if all(abs(bar - other) * viewport.bar_width >= spacing for other in near):
                    taken.insert(place, bar)
                    weights[bar] = weight
        return tuple(self._label(bar, weights[bar]) for bar in taken)

    def _label(self, bar: int, weight: Weight) -> TimeLabel:
        found = self._labels.get((bar, weight))
        if found is None:
            if len(self._labels) > _MOST_LABELS:
                self._labels.clear()
            found = self._labels[bar, weight] = TimeLabel(bar, self._text(bar, weight), weight)
        return found

    def _candidates(self, bar_width: float, spacing: float) -> list[tuple[Weight, Indices]]:
        """Bars that may carry a label, the heaviest first, none so dense that most would fall."""
        bars = spacing / bar_width  # a label takes this many
        months, days = self._months, self._days
        years = months[_starts(_month(self._local(months)) // _YEAR)]
        found = [(Weight.YEAR, _thinned(years, bars, len(self._times)))]
        for step in reversed(_MONTH_STEPS):
            kept = months[_starts(_month(self._local(months)) // step)]
            if step < _YEAR and self._fits(len(kept), bars):
                found.append((Weight.MONTH, kept))
        if self._fits(len(days), bars / 2):
            found.append((Weight.DAY, days))
        elif self._fits(len(days) // 5, bars):
            found.append((Weight.DAY, days[_starts(_week(self._local(days)))]))
        if self._seconds < _DAY:
            found += self._times_of_day(bars)
        return found

    def _times_of_day(self, bars: float) -> list[tuple[Weight, Indices]]:
        for minutes in _MINUTE_STEPS:
            step = minutes * _MINUTE
            if step >= self._seconds * bars:
                if minutes not in self._found:
                    self._found[minutes] = _starts((self._times + _KOREA) // step)
                return [(Weight.TIME, self._found[minutes])]
        return []

    def _local(self, bars: Indices) -> Times:
        """The times of bars in seconds of the exchange's own clock."""
        return self._times[bars] + _KOREA

    def _fits(self, marks: int, bars: float) -> bool:
        return marks * bars <= len(self._times)

    def _text(self, bar: int, weight: Weight) -> str:
        moment = int(self._times[bar]) + _KOREA
        months = int(_month(np.array([moment]))[0])
        year, month = _EPOCH_YEAR + months // _YEAR, months % _YEAR + 1
        if weight is Weight.YEAR:
            return str(year)
        if weight is Weight.MONTH and self._seconds >= _DAY:
            return f"{year}/{month}"
        if weight >= Weight.DAY:
            return f"{month}/{_day(moment)}"
        return clock_text(moment - _KOREA)


def clock_text(time: int) -> str:
    """A moment (UTC epoch seconds) as exchange time: `9:05`."""
    seconds = (time + _KOREA) % _DAY
    return f"{seconds // 3600}:{seconds % 3600 // _MINUTE:02d}"


def date_text(time: int) -> str:
    """A moment's day on the exchange: `2026/11/20`."""
    months = int(_month(np.array([time + _KOREA]))[0])
    year, month = _EPOCH_YEAR + months // _YEAR, months % _YEAR + 1
    return f"{year}/{month:02d}/{_day(time + _KOREA):02d}"


def _starts(values: Indices) -> Indices:
    """Where a new value begins; the first place is one."""
    if len(values) == 0:
        return np.empty(0, np.int64)
    changes = np.flatnonzero(values[1:] != values[:-1]) + 1
    return np.concatenate([np.zeros(1, np.int64), changes.astype(np.int64)])


def _between(bars: Indices, first: int, last: int) -> Indices:
    return bars[np.searchsorted(bars, first) : np.searchsorted(bars, last)]


def _thinned(bars: Indices, room: float, count: int) -> Indices:
    """Every n-th behind the first, which need not begin anything, so that each has its room."""
    if len(bars) == 0:
        return bars
    step = int(np.ceil(len(bars) * room / max(count, 1)))
    return bars[1 :: max(step, 1)]


def _month(local: Times) -> Indices:
    """Months since January 1970."""
    return local.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)


def _week(local: Times) -> Indices:
    """Weeks since the epoch, Monday first."""
    return (local // _DAY + 3) // 7


def _day(local: int) -> int:
    """The day of the month."""
    day = np.datetime64(local // _DAY, "D")
    return int((day - day.astype("datetime64[M]")).astype(np.int64)) + 1


def _usual_step(times: Times) -> int:
    """The usual seconds from a bar to the next: the median of the newest thousand."""
    steps = np.diff(times[-1000:])
    return int(np.median(steps)) if len(steps) else _MINUTE
