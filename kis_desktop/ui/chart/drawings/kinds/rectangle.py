"""A span of time and price (사각형)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.corners import corners, pulled_corner
from kis_desktop.ui.chart.drawings.lettering import within
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Fill, Shape, Stroke

DRAWING_ID = "rectangle"
DRAWING_TITLE = "사각형"
DRAWING_TITLE_EN = "Rectangle"
DRAWING_GROUP = "shapes"
DRAWING_ORDER = 10
DRAWING_POINTS = 2
DRAWING_KEY = "Alt+B"

handles, pulled = corners, pulled_corner


def shape(placed: Placed) -> Shape:
    (left, top), (right, bottom) = placed.ends
    area = corners(placed)
    labels = within(placed, left, top, right, bottom)
    return Shape((Stroke(area, closed=True),), (Fill(area, solid=True),), labels)
