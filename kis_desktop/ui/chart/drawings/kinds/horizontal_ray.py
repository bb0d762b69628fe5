"""A price from a moment on (수평 반직선)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.figures import price_text
from kis_desktop.ui.chart.drawings.lettering import beside
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Shape, Stroke

DRAWING_ID = "horizontal_ray"
DRAWING_TITLE = "수평 반직선"
DRAWING_TITLE_EN = "Horizontal ray"
DRAWING_GROUP = "lines"
DRAWING_ORDER = 50
DRAWING_POINTS = 1
DRAWING_KEY = "Alt+J"
DRAWING_LINE = True


def shape(placed: Placed) -> Shape:
    begin = placed.at[0]
    end = (max(placed.pane.right(), begin[0]), begin[1])
    tag = (price_text(placed.prices[0]), begin[1])
    return Shape((Stroke((begin, end)),), labels=beside(placed, begin, end), tags=(tag,))
