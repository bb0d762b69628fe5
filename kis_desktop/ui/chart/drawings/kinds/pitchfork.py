"""The line from a first point through the middle of two others, and its parallels (피치포크)."""

from __future__ import annotations

from kis_desktop.ui.chart.drawings.geometry import extended
from kis_desktop.ui.chart.drawings.lettering import beside
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Fill, Shape, Stroke

DRAWING_ID = "pitchfork"
DRAWING_TITLE = "피치포크"
DRAWING_TITLE_EN = "Pitchfork"
DRAWING_GROUP = "channels"
DRAWING_ORDER = 20
DRAWING_POINTS = 3


def shape(placed: Placed) -> Shape:
    if len(placed.at) < DRAWING_POINTS:
        return Shape((Stroke(placed.at),))
    root, high, low = placed.at
    middle = ((high[0] + low[0]) / 2, (high[1] + low[1]) / 2)
    slope = (middle[0] - root[0], middle[1] - root[1])
    strokes = [Stroke((high, low), width=1.0, share=0.8)]
    for begin in (high, low):
        end = (begin[0] + slope[0], begin[1] + slope[1])
        tine = extended(begin, end, placed.pane, before=False, behind=True)
        strokes += [Stroke(tine)] if tine is not None else []
    spine = extended(root, middle, placed.pane, before=False, behind=True)
    strokes += [Stroke(spine)] if spine is not None else []
    far = placed.pane.width() / max(abs(slope[0]), 1.0) + 1.0
    tip = (slope[0] * far, slope[1] * far)
    area = (high, (high[0] + tip[0], high[1] + tip[1]), (low[0] + tip[0], low[1] + tip[1]), low)
    return Shape(tuple(strokes), (Fill(area, share=0.06),), beside(placed, root, middle))
