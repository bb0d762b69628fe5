"""What an indicator is computed from: the columns of the bars, and what is told beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kis_desktop.indicators.series import Floats, Times


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Columns of one length, oldest first: `time` is each bar's start in UTC epoch seconds, prices
    and volume as in `BarSeries`.

    `beside` are further columns by name that an indicator's header asks for (`INDICATOR_BESIDE`),
    NaN where nothing is known of a bar; `anchor` is the moment that an anchored one counts from.
    """

    time: Times
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    beside: Mapping[str, Floats] = field(default_factory=dict)
    anchor: int | None = None

    def __len__(self) -> int:
        return len(self.time)

    def since(self, first: int) -> Inputs:
        """The same from the bar `first` on; views, nothing is copied."""
        return Inputs(
            self.time[first:],
            self.open[first:],
            self.high[first:],
            self.low[first:],
            self.close[first:],
            self.volume[first:],
            {name: column[first:] for name, column in self.beside.items()},
            self.anchor,
        )

    def told(self, name: str) -> Floats:
        """A column of `beside`, a copy; NaN everywhere where it is not there."""
        column = self.beside.get(name)
        return np.full(len(self), np.nan) if column is None else column.copy()

    @property
    def typical(self) -> Floats:
        """(high + low + close) / 3 of every bar."""
        found: Floats = (self.high + self.low + self.close) / 3
        return found
