"""An indicator's values, kept true at their end while the last bars move."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.scan import Indicator
from kis_desktop.indicators.series import Floats

_ROOM = 256  # values that can come before anything is copied


class LiveLine:
    """One value a bar, NaN where there is none."""

    def __init__(self, indicator: Indicator, length: int, close: Floats) -> None:
        self._indicator = indicator
        self._length = length
        self._count = 0
        self._values: Floats = np.empty(0)
        self.follow(close, 0)

    @property
    def indicator(self) -> Indicator:
        """Which indicator it is."""
        return self._indicator

    @property
    def length(self) -> int:
        """Over how many bars it reaches."""
        return self._length

    @property
    def values(self) -> Floats:
        """A view that the next `follow` may change."""
        return self._values[: self._count]

    def value(self, bar: int) -> float | None:
        """The value at a bar; None where there is none."""
        if not 0 <= bar < self._count or np.isnan(self._values[bar]):
            return None
        return float(self._values[bar])

    def follow(self, close: Floats, start: int) -> None:
        """Take the closes that changed from the bar `start` on."""
        first = max(start - self._indicator.warm_up * self._length, 0)
        fresh = self._indicator.compute(close[first:], self._length)
        if len(close) > len(self._values):
            grown = np.empty(len(close) + max(len(close) // 4, _ROOM))
            grown[: self._count] = self.values
            self._values = grown
        self._values[start : len(close)] = fresh[start - first :]
        self._count = len(close)
