"""An indicator's values over a chart's bars, kept true at their end while the last ones move."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Indicator
from kis_desktop.indicators.value_pyramid import ValuePyramid

_ROOM = 256  # values that can come before anything is copied


class LiveStudy:
    """One array for each output, one value a bar, NaN where there is none."""

    def __init__(self, indicator: Indicator, parameters: tuple[float, ...], bars: Inputs) -> None:
        self._indicator = indicator
        self._parameters = indicator.held(parameters)
        self._count = 0
        self._values: Floats = np.empty((len(indicator.outputs), 0))
        self._pyramids = tuple(ValuePyramid() for _ in indicator.outputs)
        self.follow(bars, 0)

    @property
    def indicator(self) -> Indicator:
        """Which indicator it is."""
        return self._indicator

    @property
    def parameters(self) -> tuple[float, ...]:
        """What it is computed with."""
        return self._parameters

    def __len__(self) -> int:
        return self._count

    def values(self, output: int = 0) -> Floats:
        """A view of an output's values that the next `follow` may change."""
        return self._values[output, : self._count]

    def value(self, bar: int, output: int = 0) -> float | None:
        """An output's value at a bar; None where there is none."""
        if not 0 <= bar < self._count or np.isnan(self._values[output, bar]):
            return None
        return float(self._values[output, bar])

    def envelope(self, output: int, level: int) -> Floats:
        """Least and most of an output in each 2**level bars, as two rows; views as `values`."""
        return self._pyramids[output].level(self.values(output), level)

    def follow(self, bars: Inputs, start: int) -> None:
        """Take bars that changed from the bar `start` on; what stood behind them is gone."""
        fresh = self._fresh(bars, start)
        self._make_room(len(bars))
        for row, values in zip(self._values, fresh, strict=True):
            row[start : len(bars)] = values
        self._count = len(bars)
        for pyramid in self._pyramids:
            pyramid.change(start)

    def _fresh(self, bars: Inputs, start: int) -> tuple[Floats, ...]:
        """The outputs from the bar `start` on."""
        indicator, parameters = self._indicator, self._parameters
        if start == 0:
            return indicator.compute(bars, *parameters)
        if indicator.resume is not None:
            known = tuple(self._values[:, :start])
            return indicator.resume(bars, start, known, *parameters)
        assert indicator.reach is not None
        first = max(start - indicator.reach(*parameters), 0)
        found = indicator.compute(bars.since(first), *parameters)
        return tuple(values[start - first :] for values in found)

    def _make_room(self, needed: int) -> None:
        if needed <= self._values.shape[1]:
            return
        more = max(needed // 4, _ROOM) if self._count else _ROOM  # bars that were read stay so many
        grown = np.empty((len(self._values), needed + more))
        grown[:, : self._count] = self._values[:, : self._count]
        self._values = grown
