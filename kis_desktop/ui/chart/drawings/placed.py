"""Where the points of a drawing are in one frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor

from PySide6.QtCore import QRectF

from kis_desktop.domain.drawing import Drawing, DrawingPoint
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.ui.chart.bar_times import BarTimes
from kis_desktop.ui.chart.drawings.geometry import Place, Places
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.viewmodels.words import Words

_NEARLY = 1e-6  # of a bar; what is this close to the next one is there


@dataclass(frozen=True, slots=True)
class Placing:
    """Between moments and prices and places of one frame."""

    sight: Sight
    times: BarTimes
    pyramid: BarPyramid
    words: Words
    indexes: dict[int, float] = field(default_factory=dict, compare=False)
    """places of moments that were asked for already, for as long as the times are the same"""
    dated: bool = False
    """whether a bar is told by its date alone"""

    @property
    def pane(self) -> QRectF:
        """Where prices are."""
        return self.sight.panes.price

    def bar(self, time: int) -> int:
        """The bar that holds a moment, counted on beyond both ends."""
        return floor(self._index(time) + _NEARLY)

    def x(self, time: int) -> float:
        """Where a moment's bar stands."""
        return self.sight.viewport.x(self.bar(time))

    def y(self, price: float) -> float:
        """Where a price is."""
        return self.sight.price.y(price)

    def place(self, point: DrawingPoint) -> Place:
        """Where a point is."""
        return self.x(point.time), self.y(float(point.price))

    def fine_place(self, point: DrawingPoint) -> Place:
        """Where a point is that need not stand on a bar."""
        x = self.sight.viewport.x(self._index(point.time))
        return x, self.y(float(point.price))

    def _index(self, time: int) -> float:
        found = self.indexes.get(time)
        if found is None:
            found = self.indexes[time] = self.times.index_of(time)
        return found


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing with the places of its points."""

    drawing: Drawing
    placing: Placing
    at: Places

    @classmethod
    def of(cls, drawing: Drawing, placing: Placing, *, fine: bool = False) -> Placed:
        """A drawing in a frame; the points of a `fine` one need not stand on bars."""
        place = placing.fine_place if fine else placing.place
        return cls(drawing, placing, tuple(map(place, drawing.points)))

    @property
    def pane(self) -> QRectF:
        return self.placing.pane

    @property
    def ends(self) -> tuple[Place, Place]:
        """The first two points."""
        return self.at[0], self.at[1]

    @property
    def prices(self) -> tuple[float, ...]:
        """The points' prices."""
        return tuple(float(point.price) for point in self.drawing.points)
