"""A move laid on from a third point, and its shares (피보나치 확장)."""

from __future__ import annotations

from kis_desktop.domain.drawing import Dash, DrawingStyle, Ink
from kis_desktop.ui.chart.drawings.fibonacci import LEAST_WIDTH, ladder
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Shape, Stroke

DRAWING_ID = "fib_extension"
DRAWING_TITLE = "피보나치 확장"
DRAWING_TITLE_EN = "Fib extension"
DRAWING_GROUP = "fibonacci"
DRAWING_ORDER = 20
DRAWING_POINTS = 3
DRAWING_LOOKS = ("width", "dash")
DRAWING_LOOK = DrawingStyle(Ink.GREY.value, 1)
_LEVELS = (0.0, 0.382, 0.618, 1.0, 1.272, 1.618, 2.0, 2.618)


def shape(placed: Placed) -> Shape:
    way = Stroke(placed.at, width=1.0, dash=Dash.DASHED, share=0.7)
    if len(placed.at) < DRAWING_POINTS:
        return Shape((way,))
    first, last, start = placed.prices
    rungs = [(level, start + (last - first) * level) for level in _LEVELS]
    left, right = sorted((placed.at[1][0], placed.at[2][0]))
    return ladder(placed, rungs, left, max(right, left + LEAST_WIDTH), (way,))
