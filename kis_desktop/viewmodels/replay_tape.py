"""The bars of a chart as they came, in the smallest steps that are known of each.

A bar of a chart is played in the one-minute bars inside of it where those are known and agree with
it; else it comes whole. Nothing is made up between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.indicators.series import BarSeries, Floats, Times

_MINUTE, _DAY = 60, 86_400  # seconds
_OFFSET = 9 * 3600  # Korea has no daylight saving time
_EPOCH = date(1970, 1, 1).toordinal()
_SAME = 1e-9  # of a price's size; less is a rounding of the floats

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ReplayTape:
    """`units` are the steps, oldest first; `places` says which of the `bars` each belongs to,
    `ends` when it is over (UTC epoch seconds), and `days` its Korean day, counted from 1970.
    `one_day` says that no step is longer than a day. A cursor counts units that are over.
    """

    bars: BarSeries
    units: BarSeries
    places: Places
    ends: Times
    days: Places
    one_day: bool

    def __len__(self) -> int:
        return len(self.units)

    def cursor_at(self, moment: int) -> int:
        """How many units are over at a moment; at least the first."""
        return max(int(np.searchsorted(self.ends, moment, side="right")), min(1, len(self)))

    def cursor_before(self, moment: int) -> int:
        """The cursor from which what holds a moment is the next to be played."""
        place = int(np.searchsorted(self.units.time, moment, side="right")) - 1
        bar = self.places[max(place, 0)]
        return max(int(np.searchsorted(self.places, bar)), 1)

    def tells_day(self, cursor: int) -> bool:
        """Whether the last unit is of one day alone, so that it has a day before it."""
        return self.one_day or self.is_clocked(cursor)

    def is_clocked(self, cursor: int) -> bool:
        """Whether the last unit tells the time of day, not only a date."""
        return bool(self.ends[cursor - 1] - self.units.time[cursor - 1] < _DAY // 2)

    def seconds(self, cursor: int) -> int:
        """How long the market took for the next unit; 0 for one that tells no time of day."""
        place = min(cursor, len(self) - 1)
        length = int(self.ends[place] - self.units.time[place])
        return length if length < _DAY // 2 else 0

    def day(self, cursor: int) -> date:
        """The Korean date of the last unit."""
        return date.fromordinal(_EPOCH + int(self.days[cursor - 1]))

    def day_span(self, cursor: int) -> tuple[int, int]:
        """The first and last cursor of the last unit's day."""
        day = self.days[cursor - 1]
        first = int(np.searchsorted(self.days, day, side="left"))
        return first + 1, int(np.searchsorted(self.days, day, side="right"))

    def next_bar(self, cursor: int, count: int = 1) -> int:
        """The cursor once the bar that grows, or else the next one, is over, and more of them."""
        if cursor >= len(self):
            return len(self)
        bar = self.places[cursor] + count - 1
        return int(np.searchsorted(self.places, bar, side="right"))

    def previous_bar(self, cursor: int) -> int:
        """The cursor at which the bar before the last one was over."""
        begin = int(np.searchsorted(self.places, self.places[cursor - 1], side="left"))
        return max(begin, 1)

    def next_day(self, cursor: int) -> int:
        """The cursor once the first unit of the next day is over: its opening."""
        _, last = self.day_span(cursor)
        return min(last + 1, len(self))

    def place(self, cursor: int) -> int:
        """The last bar that is shown."""
        return int(self.places[cursor - 1])

    def shown(self, cursor: int, first: int = 0) -> BarSeries:
        """The bars from `first` on as they stood at a cursor, the last one as far as it came."""
        last = self.place(cursor)
        whole = cursor == len(self) or self.places[cursor] != last
        if whole:
            return _cut(self.bars, first, last + 1)
        before, grown = _cut(self.bars, first, last), self._grown(cursor, last)
        columns = zip(_prices(before), _prices(grown), strict=True)
        time = np.concatenate([before.time, grown.time])
        return BarSeries(time, *(np.concatenate(pair) for pair in columns))

    def _grown(self, cursor: int, bar: int) -> BarSeries:
        begin = int(np.searchsorted(self.places, bar, side="left"))
        part = _cut(self.units, begin, cursor)
        return BarSeries(
            self.bars.time[bar : bar + 1].copy(),
            part.open[:1].copy(),
            np.array([part.high.max()]),
            np.array([part.low.min()]),
            part.close[-1:].copy(),
            np.array([part.volume.sum()]),
        )


def recorded(bars: BarSeries, minutes: BarSeries, interval: Interval) -> ReplayTape:
    """The bars of an interval, played in minutes where those agree with them."""
    groups: Places = np.searchsorted(bars.time, minutes.time, side="right") - 1
    begins = np.searchsorted(groups, np.arange(len(bars)), side="left")
    ends = np.searchsorted(groups, np.arange(len(bars)), side="right")
    fits = _fitting(bars, minutes, begins, ends)
    wanted = np.append(fits, values=False)[groups]
    alone = ~fits
    time = np.concatenate([minutes.time[wanted], bars.time[alone]])
    order = np.argsort(time, kind="stable")
    columns = zip(_prices(minutes), _prices(bars), strict=True)
    prices = [np.concatenate([fine[wanted], own[alone]])[order] for fine, own in columns]
    places = np.concatenate([groups[wanted], np.nonzero(alone)[0]])[order]
    over = np.concatenate([minutes.time[wanted] + _MINUTE, _ends(bars, interval)[alone]])[order]
    units = BarSeries(time[order], *prices)
    days = (units.time + _OFFSET) // _DAY
    one_day = not interval.is_dated or interval == Interval.DAY
    return ReplayTape(bars, units, places, over, days, one_day)


def _fitting(bars: BarSeries, minutes: BarSeries, begins: Places, ends: Places) -> Flags:
    """Which bars are what their minutes make together, volumes aside."""
    fits: Flags = np.zeros(len(bars), np.bool_)
    held = np.nonzero(ends > begins)[0]
    if len(held) == 0:
        return fits
    first, last = begins[held], ends[held] - 1
    start = int(first[0])
    high = np.maximum.reduceat(minutes.high[start : last[-1] + 1], first - start)
    low = np.minimum.reduceat(minutes.low[start : last[-1] + 1], first - start)
    fits[held] = (
        _same(minutes.open[first], bars.open[held])
        & _same(minutes.close[last], bars.close[held])
        & (high <= bars.high[held] * (1 + _SAME))
        & (low >= bars.low[held] * (1 - _SAME))
    )
    return fits


def _same(one: Floats, other: Floats) -> Flags:
    found: Flags = np.abs(one - other) <= _SAME * np.abs(other)
    return found


def _ends(bars: BarSeries, interval: Interval) -> Times:
    """When each bar is over; one of a day and more, or of prints, when the next begins."""
    if interval.unit is Unit.MINUTE:
        return bars.time + interval.count * _MINUTE
    last = bars.time[-1:] + (_DAY if interval.is_dated else 1)
    return np.concatenate([bars.time[1:], last])


def _cut(bars: BarSeries, first: int, last: int) -> BarSeries:
    return BarSeries(bars.time[first:last], *(column[first:last] for column in _prices(bars)))


def _prices(bars: BarSeries) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Open, high, low, close, volume."""
    return bars.open, bars.high, bars.low, bars.close, bars.volume
