"""A purchase with its target and stop: ratio, percent and won (매수 포지션)."""

from __future__ import annotations

from kis_desktop.domain.drawing import DrawingPoint
from kis_desktop.ui.chart.drawings.placed import Placed, Placing
from kis_desktop.ui.chart.drawings.position import completed, position_shape, pulled_edge
from kis_desktop.ui.chart.drawings.shape import Shape

DRAWING_ID = "long_position"
DRAWING_TITLE = "매수 포지션"
DRAWING_TITLE_EN = "Long position"
DRAWING_GROUP = "measures"
DRAWING_ORDER = 20
DRAWING_POINTS = 3
DRAWING_LOOKS = ()
DRAWING_CLICKS = 2
DRAWING_KEY = "Alt+L"

pulled = pulled_edge


def shape(placed: Placed) -> Shape:
    return position_shape(placed)


def complete(points: tuple[DrawingPoint, ...], placing: Placing) -> tuple[DrawingPoint, ...]:
    """The entry, the target above it, and a stop half as far on the other side."""
    return completed(points, placing, 1)
