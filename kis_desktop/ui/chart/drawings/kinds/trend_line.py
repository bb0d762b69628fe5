"""A line from one point to another (추세선)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.lettering import beside
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Shape, Stroke

DRAWING_ID = "trend_line"
DRAWING_TITLE = "추세선"
DRAWING_TITLE_EN = "Trend line"
DRAWING_GROUP = "lines"
DRAWING_ORDER = 10
DRAWING_POINTS = 2
DRAWING_KEY = "Alt+T"
DRAWING_LINE = True


def shape(placed: Placed) -> Shape:
    return Shape((Stroke(placed.at),), labels=beside(placed, *placed.ends))
