"""An arrow from one point to another (화살표)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.geometry import arrow_head
from kis_desktop.ui.chart.drawings.lettering import beside
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Shape, Stroke

DRAWING_ID = "arrow"
DRAWING_TITLE = "화살표"
DRAWING_TITLE_EN = "Arrow"
DRAWING_GROUP = "notes"
DRAWING_ORDER = 20
DRAWING_POINTS = 2
DRAWING_KEY = "Alt+W"


def shape(placed: Placed) -> Shape:
    begin, end = placed.ends
    head = arrow_head(begin, end, 6.0 + 2.5 * placed.drawing.style.width)
    return Shape((Stroke(placed.at), Stroke(head)), labels=beside(placed, begin, end))
