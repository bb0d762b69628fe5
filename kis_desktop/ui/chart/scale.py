"""Between a price and its height on the screen: linear or logarithmic, upright or inverted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp, log

import numpy as np

from kis_desktop.indicators.series import Floats

_LEAST_SPAN = 1e-9  # of a scale, in its own units
_LEAST_RATIO = 1e-4  # a scale never covers less than this part of its price


@dataclass(frozen=True, slots=True)
class Scale:
    """`low` lies at `bottom`, `high` at `top` (pixels, growing downwards); the other way round when
    inverted. Prices in KRW.
    """

    low: float
    high: float
    top: float
    bottom: float
    logarithmic: bool = False
    inverted: bool = False

    def y(self, price: float) -> float:
        """Where a price is; outside of the pane for one outside of the scale."""
        low, bends = self.low, self.logarithmic and self.low > 0
        span = self._span if bends else max(self.high - low, _LEAST_SPAN)
        share = ((self._level(price) - self._level(low)) if bends else price - low) / span
        top, bottom = self.top, self.bottom
        return top + share * (bottom - top) if self.inverted else bottom - share * (bottom - top)

    def ys(self, prices: Floats) -> Floats:
        """Where many prices are."""
        levels = np.log(np.maximum(prices, self.low * _LEAST_RATIO)) if self._bends else prices
        found: Floats = levels - self._level(self.low)
        found *= -self._rise / self._span
        found += self._foot
        return found

    def price(self, y: float) -> float:
        """The price at a height."""
        share = (self._foot - y) / self._rise
        level = self._level(self.low) + share * self._span
        return exp(level) if self._bends else level

    def holds(self, price: float) -> bool:
        """Whether a price is in sight."""
        return self.low <= price <= self.high

    def is_like(self, other: Scale) -> bool:
        """Whether two lie in the same place and bend and stand alike, whatever their prices."""
        return replace(self, low=other.low, high=other.high) == other

    def zoomed(self, factor: float, y: float) -> Scale:
        """`factor` times as much room for each won; the price at `y` stays there."""
        return self._mapped(lambda edge: y + (edge - y) / factor)

    def panned(self, pixels: float) -> Scale:
        """The prices pulled down by this many pixels."""
        return self._mapped(lambda edge: edge - pixels)

    def showing(self, low: float, high: float) -> Scale:
        """The same kind of scale for other prices."""
        low, high = min(low, high), max(low, high)
        if high - low < max(abs(high) * _LEAST_RATIO, _LEAST_SPAN):
            return self
        return replace(self, low=low, high=high)

    def placed(self, top: float, bottom: float) -> Scale:
        """The same prices in another pane."""
        return replace(self, top=top, bottom=max(bottom, top + 1.0))

    @classmethod
    def fitted(
        cls,
        low: float,
        high: float,
        top: float,
        bottom: float,
        *,
        logarithmic: bool = False,
        inverted: bool = False,
    ) -> Scale:
        """A scale for these prices; one flat price lies in the middle."""
        if high <= low:
            room = max(abs(high) * 0.01, 1.0)
            low, high = low - room, high + room
        return cls(low, high, top, max(bottom, top + 1.0), logarithmic, inverted)

    @property
    def _foot(self) -> float:
        """Where the lowest price lies."""
        return self.top if self.inverted else self.bottom

    @property
    def _rise(self) -> float:
        """Pixels from the highest price down to the lowest one; negative when inverted."""
        height = self.bottom - self.top
        return -height if self.inverted else height

    @property
    def _bends(self) -> bool:
        return self.logarithmic and self.low > 0

    @property
    def _span(self) -> float:
        return max(self._level(self.high) - self._level(self.low), _LEAST_SPAN)

    def _level(self, price: float) -> float:
        return log(max(price, self.low * _LEAST_RATIO)) if self._bends else price

    def _mapped(self, edge: Callable[[float], float]) -> Scale:
        low, high = self.price(edge(self._foot)), self.price(edge(self._foot - self._rise))
        if high - low < max(abs(high) * _LEAST_RATIO, _LEAST_SPAN):
            return self
        return replace(self, low=low, high=high)
