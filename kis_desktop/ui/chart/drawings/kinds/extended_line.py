"""A line through two points without an end (연장선)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.geometry import extended
from kis_desktop.ui.chart.drawings.lettering import beside
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Shape, Stroke

DRAWING_ID = "extended_line"
DRAWING_TITLE = "연장선"
DRAWING_TITLE_EN = "Extended line"
DRAWING_GROUP = "lines"
DRAWING_ORDER = 30
DRAWING_POINTS = 2
DRAWING_KEY = "Alt+E"
DRAWING_LINE = True


def shape(placed: Placed) -> Shape:
    line = extended(*placed.ends, placed.pane, before=True, behind=True)
    strokes = (Stroke(line),) if line is not None else ()
    return Shape(strokes, labels=beside(placed, *placed.ends))
