"""A line drawn by hand (펜)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Shape, Stroke

DRAWING_ID = "brush"
DRAWING_TITLE = "펜"
DRAWING_TITLE_EN = "Brush"
DRAWING_GROUP = "shapes"
DRAWING_ORDER = 30
DRAWING_POINTS = 1
DRAWING_LOOKS = ("ink", "width", "dash")
DRAWING_FREE = True


def shape(placed: Placed) -> Shape:
    if len(placed.at) == 1:
        x, y = placed.at[0]
        return Shape((Stroke(((x, y), (x + 1.0, y))),))
    return Shape((Stroke(placed.at, rounded=True),))
