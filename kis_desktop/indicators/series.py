"""The one array type that crosses layers: bars as read-only columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Times = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class BarSeries:
    """Bars oldest first. `time` is each bar's start in UTC epoch seconds; prices in KRW, volume in
    shares.

    The arrays have one length and are read-only.
    """

    time: Times
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self.columns()}
        if len(lengths) != 1:
            raise ValueError(f"columns of different lengths: {sorted(lengths)}")
        for column in self.columns():
            column.flags.writeable = False

    def columns(self) -> tuple[Times | Floats, ...]:
        """Time, open, high, low, close, volume."""
        return (self.time, self.open, self.high, self.low, self.close, self.volume)

    def __len__(self) -> int:
        return len(self.time)

    @classmethod
    def empty(cls) -> BarSeries:
        """No bars."""
        return cls(np.empty(0, np.int64), *(np.empty(0, np.float64) for _ in range(5)))
