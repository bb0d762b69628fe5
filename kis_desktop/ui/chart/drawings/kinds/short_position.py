"""A sale with its target and stop: ratio, percent and won (매도 포지션)."""

from __future__ import annotations

from kis_desktop.domain.drawing import DrawingPoint
from kis_desktop.ui.chart.drawings.placed import Placed, Placing
from kis_desktop.ui.chart.drawings.position import completed, position_shape, pulled_edge
from kis_desktop.ui.chart.drawings.shape import Shape

DRAWING_ID = "short_position"
DRAWING_TITLE = "매도 포지션"
DRAWING_TITLE_EN = "Short position"
DRAWING_GROUP = "measures"
DRAWING_ORDER = 30
DRAWING_POINTS = 3
DRAWING_LOOKS = ()
DRAWING_CLICKS = 2
DRAWING_KEY = "Alt+S"

pulled = pulled_edge


def shape(placed: Placed) -> Shape:
    return position_shape(placed)


def complete(points: tuple[DrawingPoint, ...], placing: Placing) -> tuple[DrawingPoint, ...]:
    """The entry, the target below it, and a stop half as far on the other side."""
    return completed(points, placing, -1)
