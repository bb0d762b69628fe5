"""A moment over all prices (수직선)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.figures import moment_text
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Label, Shape, Stroke

DRAWING_ID = "vertical_line"
DRAWING_TITLE = "수직선"
DRAWING_TITLE_EN = "Vertical line"
DRAWING_GROUP = "lines"
DRAWING_ORDER = 60
DRAWING_POINTS = 1
DRAWING_KEY = "Alt+V"


def shape(placed: Placed) -> Shape:
    pane, x = placed.pane, placed.at[0][0]
    begin, end = (x, pane.bottom()), (x, pane.top())
    text = placed.drawing.style.text
    labels = (Label(text, (x + 5, pane.bottom() - 12)),) if text else ()
    moment = moment_text(placed.drawing.points[0].time, dated=placed.placing.dated)
    return Shape((Stroke((begin, end)),), labels=labels, moments=((moment, x),))
