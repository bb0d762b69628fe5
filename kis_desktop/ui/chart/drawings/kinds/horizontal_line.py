"""A price over all times (수평선)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.figures import price_text
from kis_desktop.ui.chart.drawings.lettering import beside
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Shape, Stroke

DRAWING_ID = "horizontal_line"
DRAWING_TITLE = "수평선"
DRAWING_TITLE_EN = "Horizontal line"
DRAWING_GROUP = "lines"
DRAWING_ORDER = 40
DRAWING_POINTS = 1
DRAWING_KEY = "Alt+H"
DRAWING_LINE = True


def shape(placed: Placed) -> Shape:
    pane, y = placed.pane, placed.at[0][1]
    begin, end = (pane.left(), y), (pane.right(), y)
    tag = (price_text(placed.prices[0]), y)
    return Shape((Stroke((begin, end)),), labels=beside(placed, begin, end), tags=(tag,))
