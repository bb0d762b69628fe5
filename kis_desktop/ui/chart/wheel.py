"""Wheel, touchpad and pinch: zoom at the pointer, pull to the side, scale at the price axis."""

from __future__ import annotations

from math import exp, log

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QWheelEvent

from kis_desktop.ui.chart.movable import Movable

NOTCH = 120.0  # an eighth of a degree each; one click of a wheel
ZOOM = 1.18  # for a notch or a key
_NOTCH_ZOOM = log(ZOOM)
_NOTCH_PULL = 48.0  # pixels
_TOUCH = 180.0  # pixels of a touchpad that zoom e-fold


class Wheel:
    """Turns of the wheel and of fingers over one canvas."""

    def __init__(self, canvas: Movable) -> None:
        self._canvas = canvas

    def turn(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; sideways, or with Shift, pull. A touchpad does both by the pixel."""
        place, modifiers = event.position(), event.modifiers()
        x, y = _moves(event)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            x, y = x or y / _NOTCH_ZOOM * _NOTCH_PULL, 0.0
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            x = 0.0
        if x and abs(x) / _NOTCH_PULL >= abs(y) / _NOTCH_ZOOM:
            self.pull(x)
        elif y:
            self.zoom(exp(y), place)
        self._canvas.point(place)
        event.accept()

    def pull(self, pixels: float) -> None:
        """Pull the bars to the right."""
        self._canvas.move_to(self._canvas.viewport.panned(pixels))

    def zoom(self, factor: float, place: QPointF) -> None:
        """Zoom about a place; on the price axis its scale alone."""
        canvas, sight = self._canvas, self._canvas.sight
        viewport = canvas.viewport
        if sight is not None and place.x() > sight.panes.plot_width:
            pane = sight.panes.at(place.y())
            if pane:
                canvas.hold_scale(sight.scale_of(pane).zoomed(factor, place.y()), pane)
            return
        canvas.move_to(viewport.zoomed(factor, min(place.x(), viewport.width)))


def _moves(event: QWheelEvent) -> tuple[float, float]:
    """Pixels to the side, and the logarithm of a zoom."""
    touched = event.pixelDelta()
    if not touched.isNull() and event.phase() is not Qt.ScrollPhase.NoScrollPhase:
        return float(touched.x()), touched.y() / _TOUCH
    turned = event.angleDelta()
    return turned.x() / NOTCH * _NOTCH_PULL, turned.y() / NOTCH * _NOTCH_ZOOM
