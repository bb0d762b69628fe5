"""Lowest and highest of one column at every zoom, as `BarPyramid` has them of bars.

Entry `k` of level `n` stands for the values from `k·2ⁿ` on; NaN where none of them is one.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.series import Floats

LEAST, MOST = range(2)
_ROOM = 64  # entries that can come before anything is copied


class ValuePyramid:
    """Levels are made when they are asked for, and only as far as values have changed."""

    def __init__(self) -> None:
        self._levels: list[Floats] = []
        self._true: list[int] = []  # entries of each level that are known to be true

    def change(self, start: int) -> None:
        """The values from `start` on are others now, or gone."""
        for level, known in enumerate(self._true, 1):
            self._true[level - 1] = min(known, start >> level)

    def level(self, values: Floats, level: int) -> Floats:
        """Least and most of each entry as two rows; views that the next `change` may change."""
        if level == 0:
            return np.broadcast_to(values, (2, len(values)))
        self._make(values, level)
        length = -(-len(values) // (1 << level))
        return self._levels[level - 1][:, :length]

    def _make(self, values: Floats, level: int) -> None:
        while len(self._levels) < level:
            self._levels.append(np.empty((2, 0)))
            self._true.append(0)
        below = np.broadcast_to(values, (2, len(values)))
        for number in range(1, level + 1):
            length = -(-len(values) // (1 << number))
            if self._true[number - 1] < length:
                self._fold(number - 1, below, length)
            below = self._levels[number - 1][:, :length]

    def _fold(self, place: int, below: Floats, length: int) -> None:
        first = min(self._true[place], length)
        kept = self._levels[place]
        if kept.shape[1] < length:
            more = max(length // 4, _ROOM) if first else _ROOM
            grown = np.empty((2, length + more))
            grown[:, :first] = kept[:, :first]
            self._levels[place] = kept = grown
        pairs, second = below[:, 2 * first :: 2], below[:, 2 * first + 1 :: 2]
        whole = second.shape[1]
        fresh = kept[:, first:length]
        fresh[:, whole:] = pairs[:, whole:]
        np.fmin(pairs[LEAST, :whole], second[LEAST], out=fresh[LEAST, :whole])
        np.fmax(pairs[MOST, :whole], second[MOST], out=fresh[MOST, :whole])
        self._true[place] = length
