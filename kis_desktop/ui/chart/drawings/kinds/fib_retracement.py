"""The shares of a move that are given back (피보나치 되돌림)."""

from __future__ import annotations

from kis_desktop.domain.drawing import Dash, DrawingStyle, Ink
from kis_desktop.ui.chart.drawings.fibonacci import LEAST_WIDTH, ladder
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Shape, Stroke

DRAWING_ID = "fib_retracement"
DRAWING_TITLE = "피보나치 되돌림"
DRAWING_TITLE_EN = "Fib retracement"
DRAWING_GROUP = "fibonacci"
DRAWING_ORDER = 10
DRAWING_POINTS = 2
DRAWING_LOOKS = ("width", "dash")
DRAWING_KEY = "Alt+F"
DRAWING_LOOK = DrawingStyle(Ink.GREY.value, 1)
_LEVELS = (0.0, 0.236, 0.382, 0.5, 0.618, 0.786, 1.0)


def shape(placed: Placed) -> Shape:
    (begin, top), (end, bottom) = placed.ends
    first, last = placed.prices
    move = Stroke(((begin, top), (end, bottom)), width=1.0, dash=Dash.DASHED, share=0.7)
    rungs = [(level, last + (first - last) * level) for level in _LEVELS]
    left, right = sorted((begin, end))
    return ladder(placed, rungs, left, max(right, left + LEAST_WIDTH), (move,))
