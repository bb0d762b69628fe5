"""From a place under the hand to a point: on a bar and a tick, at a bar's price, at an angle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import atan2, copysign, pi

from kis_desktop.domain.drawing import FIRST_TIME, LAST_TIME, DrawingPoint
from kis_desktop.indicators.pyramid import CLOSE
from kis_desktop.ui.chart.drawings.geometry import Place
from kis_desktop.ui.chart.drawings.placed import Placing
from kis_desktop.viewmodels.drawings import Magnet

_WEAK = 14.0  # pixels within which the weak magnet draws
_EXACT = 4  # decimals of a bar's price
_EIGHTH = pi / 4


@dataclass(frozen=True, slots=True)
class Snapping:
    """How points are found. `on_tick` rounds to a price that can be quoted."""

    placing: Placing
    on_tick: Callable[[float], Decimal]
    magnet: Magnet

    def point(self, place: Place) -> DrawingPoint:
        """The point at a place, drawn to a bar's price where the magnet says so."""
        bar = self._bar(place[0])
        return DrawingPoint(self._time(bar), self._price(bar, place[1]))

    def fine(self, place: Place) -> DrawingPoint:
        """The point at a place, on no bar and no tick."""
        index = self.placing.sight.viewport.index_at(place[0]) - 0.5
        time = min(max(self.placing.times.time_of(index), FIRST_TIME), LAST_TIME)
        return DrawingPoint(time, exact(self.placing.sight.price.price(place[1])))

    def angled(self, place: Place, anchor: DrawingPoint) -> DrawingPoint:
        """The point in the direction of a place from another one, turned to an eighth of a circle;
        on the level the price is exactly the other's.
        """
        x, y = self.placing.place(anchor)
        dx, dy = place[0] - x, place[1] - y
        turn = round(atan2(dy, dx) / _EIGHTH) % 4
        if turn == 0:
            return DrawingPoint(self._time(self._bar(place[0])), anchor.price)
        if turn == 2:  # noqa: PLR2004 - a quarter: upright
            return DrawingPoint(anchor.time, self._quoted(place[1]))
        bar = self._bar(place[0])
        reach = abs(self.placing.sight.viewport.x(bar) - x)
        return DrawingPoint(self._time(bar), self._quoted(y + copysign(reach, dy)))

    def _bar(self, x: float) -> int:
        return round(self.placing.sight.viewport.index_at(x) - 0.5)

    def _time(self, bar: int) -> int:
        return min(max(self.placing.times.time_of(bar), FIRST_TIME), LAST_TIME)

    def _price(self, bar: int, y: float) -> Decimal:
        pyramid = self.placing.pyramid
        if self.magnet is Magnet.OFF or not 0 <= bar < len(pyramid):
            return self._quoted(y)
        prices = [float(price) for price in pyramid.level(0)[: CLOSE + 1, bar]]
        nearest = min(prices, key=lambda price: abs(self.placing.y(price) - y))
        if self.magnet is Magnet.WEAK and abs(self.placing.y(nearest) - y) > _WEAK:
            return self._quoted(y)
        return exact(nearest)

    def _quoted(self, y: float) -> Decimal:
        price = self.placing.sight.price.price(y)
        return self.on_tick(price) if price > 0 else exact(price)


def exact(price: float) -> Decimal:
    """A price of a bar as a number without float dust."""
    found = Decimal(str(round(price, _EXACT)))
    whole = found.to_integral_value()
    return whole if found == whole else found
