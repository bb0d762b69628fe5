"""The rungs of a Fibonacci drawing: a line for each share of a move, tinted between them."""

from __future__ import annotations

from collections.abc import Sequence

from kis_desktop.domain.drawing import Ink
from kis_desktop.ui.chart.drawings.figures import price_text
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Fill, Label, Shape, Side, Stroke

LEAST_WIDTH = 24.0  # pixels of a rung
_INKS = (Ink.GREY, Ink.RED, Ink.AMBER, Ink.GREEN, Ink.TEAL, Ink.BLUE, Ink.VIOLET, Ink.PINK)
_NEAR = 4.0  # pixels between a rung and its words


def ladder(
    placed: Placed,
    rungs: Sequence[tuple[float, float]],
    left: float,
    right: float,
    more: tuple[Stroke, ...],
) -> Shape:
    """Rungs at (share, price) from `left` to `right`, their words to the left of them, inside
    where there is no room.
    """
    heights = [placed.placing.y(price) for _, price in rungs]
    strokes, labels, fills = list(more), [], []
    for number, ((share, price), y) in enumerate(zip(rungs, heights, strict=True)):
        ink = _INKS[number % len(_INKS)]
        strokes.append(Stroke(((left, y), (right, y)), ink))
        labels.append(_label(placed, f"{share:g} ({price_text(price)})", left, y, ink))
        if number:
            above = heights[number - 1]
            area = ((left, above), (right, above), (right, y), (left, y))
            fills.append(Fill(area, ink, share=0.07))
    return Shape(tuple(strokes), tuple(fills), tuple(labels))


def _label(placed: Placed, text: str, left: float, y: float, ink: Ink) -> Label:
    room = left - placed.pane.left()
    if room > len(text) * 7.0:
        return Label(text, (left - _NEAR, y), Side.LEFT, ink)
    return Label(text, (max(left, placed.pane.left()) + _NEAR, y - 8.0), Side.RIGHT, ink)
