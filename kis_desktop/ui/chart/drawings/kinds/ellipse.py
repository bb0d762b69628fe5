"""A rounded span of time and price (타원)."""

from __future__ import annotations

from math import cos, pi, sin

from kis_desktop.ui.chart.drawings.corners import corners, pulled_corner
from kis_desktop.ui.chart.drawings.lettering import within
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Fill, Shape, Stroke

DRAWING_ID = "ellipse"
DRAWING_TITLE = "타원"
DRAWING_TITLE_EN = "Ellipse"
DRAWING_GROUP = "shapes"
DRAWING_ORDER = 20
DRAWING_POINTS = 2
_SIDES = 72
_ANGLES = tuple(2 * pi * n / _SIDES for n in range(_SIDES))

handles, pulled = corners, pulled_corner


def shape(placed: Placed) -> Shape:
    (left, top), (right, bottom) = placed.ends
    middle = ((left + right) / 2, (top + bottom) / 2)
    wide, high = (right - left) / 2, (bottom - top) / 2
    round_ = tuple((middle[0] + wide * cos(a), middle[1] + high * sin(a)) for a in _ANGLES)
    labels = within(placed, left, top, right, bottom)
    return Shape((Stroke(round_, closed=True),), (Fill(round_, solid=True),), labels)
