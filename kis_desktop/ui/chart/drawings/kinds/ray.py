"""A line from one point through another and on (반직선)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.geometry import extended
from kis_desktop.ui.chart.drawings.lettering import beside
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Shape, Stroke

DRAWING_ID = "ray"
DRAWING_TITLE = "반직선"
DRAWING_TITLE_EN = "Ray"
DRAWING_GROUP = "lines"
DRAWING_ORDER = 20
DRAWING_POINTS = 2
DRAWING_KEY = "Alt+R"
DRAWING_LINE = True


def shape(placed: Placed) -> Shape:
    line = extended(*placed.ends, placed.pane, before=False, behind=True)
    strokes = (Stroke(line),) if line is not None else ()
    return Shape(strokes, labels=beside(placed, *placed.ends))
