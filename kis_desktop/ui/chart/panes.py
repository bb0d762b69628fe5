"""How the canvas is divided: price, volume and strength above each other, axes right and below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

AXIS_HEIGHT = 24.0
_LEAST_AXIS_WIDTH = 64.0
_LEAST_PRICE = 120.0  # the price pane keeps this; the others give way first
_VOLUME, _STRENGTH = 0.145, 0.118  # of the height, as in the pictures
_LEAST_PANE = 40.0


@dataclass(frozen=True, slots=True)
class Panes:
    """Rectangles in device-independent pixels; a pane without room is empty."""

    price: QRectF
    volume: QRectF
    strength: QRectF
    price_axis: QRectF
    time_axis: QRectF

    @property
    def plot_width(self) -> float:
        """The width that bars have."""
        return self.price.width()

    @property
    def bottom(self) -> float:
        """Where the lowest pane ends."""
        return self.time_axis.top()


def divided(width: float, height: float, axis_width: float) -> Panes:
    """The panes of a canvas of this size; `axis_width` is what the longest price needs."""
    axis = min(max(axis_width, _LEAST_AXIS_WIDTH), width)
    plot = max(width - axis, 1.0)
    room = max(height - AXIS_HEIGHT, 1.0)
    strength = _pane(room * _STRENGTH, room, 2)
    volume = _pane(room * _VOLUME, room, 1)
    price = room - volume - strength
    return Panes(
        price=QRectF(0, 0, plot, price),
        volume=QRectF(0, price, plot, volume),
        strength=QRectF(0, price + volume, plot, strength),
        price_axis=QRectF(plot, 0, axis, room),
        time_axis=QRectF(0, room, plot, max(height - room, 0.0)),
    )


def _pane(wanted: float, room: float, beside: int) -> float:
    """Whole pixels, or nothing where the price pane would become too small."""
    height = float(round(max(wanted, _LEAST_PANE)))
    return height if room - beside * height >= _LEAST_PRICE else 0.0
