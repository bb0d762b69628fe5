"""Two lines of one slope, the second through a third point (평행 채널)."""

from __future__ import annotations

from kis_desktop.domain.drawing import Dash
from kis_desktop.ui.chart.drawings.geometry import level_at
from kis_desktop.ui.chart.drawings.lettering import beside
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Fill, Shape, Stroke

DRAWING_ID = "parallel_channel"
DRAWING_TITLE = "평행 채널"
DRAWING_TITLE_EN = "Parallel channel"
DRAWING_GROUP = "channels"
DRAWING_ORDER = 10
DRAWING_POINTS = 3
DRAWING_KEY = "Alt+P"


def shape(placed: Placed) -> Shape:
    first, last = placed.at[:2]
    if len(placed.at) < DRAWING_POINTS:
        return Shape((Stroke((first, last)),))
    lift = placed.at[2][1] - level_at(first, last, placed.at[2][0])
    low, high = (first[0], first[1] + lift), (last[0], last[1] + lift)
    middle = (first[0], first[1] + lift / 2), (last[0], last[1] + lift / 2)
    strokes = (
        Stroke((first, last)),
        Stroke((low, high)),
        Stroke(middle, width=1.0, dash=Dash.DASHED, share=0.8),
    )
    fill = Fill((first, last, high, low), share=0.09)
    return Shape(strokes, (fill,), beside(placed, first, last))
