"""Between moments and places on the axis of bars, also where no bar is yet or any more."""

from __future__ import annotations

from math import floor

import numpy as np

from kis_desktop.indicators.series import Times

_MINUTE = 60
_RECENT = 1000  # bars that tell the usual step


class BarTimes:
    """Bar `i` begins at index `i`, its middle stands at `Viewport.x(i)`. Moments are UTC epoch
    seconds; between two bars and beyond the ends they lie on straight lines.
    """

    def __init__(self, times: Times) -> None:
        self._times = times
        steps = np.diff(times[-_RECENT:])
        self._step = max(int(np.median(steps)) if len(steps) else _MINUTE, 1)

    @property
    def step(self) -> int:
        """The usual seconds from a bar to the next."""
        return self._step

    def index_of(self, time: int) -> float:
        """Where a moment is; 0 without bars."""
        count = len(self._times)
        if count == 0:
            return 0.0
        if time < self._times[0]:
            return (time - float(self._times[0])) / self._step
        if time >= self._times[-1]:
            return count - 1 + (time - float(self._times[-1])) / self._step
        bar = int(np.searchsorted(self._times, time, side="right")) - 1
        begin, end = float(self._times[bar]), float(self._times[bar + 1])
        return bar + (time - begin) / (end - begin)

    def time_of(self, index: float) -> int:
        """The moment of a place; 0 without bars."""
        count = len(self._times)
        if count == 0:
            return 0
        if index < 0:
            return int(self._times[0] + index * self._step)
        if index >= count - 1:
            return int(self._times[-1] + (index - (count - 1)) * self._step)
        bar = floor(index)
        begin, end = int(self._times[bar]), int(self._times[bar + 1])
        return int(begin + (index - bar) * (end - begin))
