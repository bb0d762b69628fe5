"""Words at a place (텍스트)."""

from __future__ import annotations

from kis_desktop.domain.drawing import DrawingStyle, Ink
from kis_desktop.ui.chart.drawings.lettering import size_of
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import Label, Shape

DRAWING_ID = "text"
DRAWING_TITLE = "텍스트"
DRAWING_TITLE_EN = "Text"
DRAWING_GROUP = "notes"
DRAWING_ORDER = 10
DRAWING_POINTS = 1
DRAWING_LOOKS = ("ink", "text")
DRAWING_KEY = "Alt+N"
DRAWING_WRITES = True
_ASIDE = 8.0  # pixels from the point, for its handle
DRAWING_LOOK = DrawingStyle(Ink.AMBER.value)


def shape(placed: Placed) -> Shape:
    x, y = placed.at[0]
    x += _ASIDE
    text = placed.drawing.style.text or placed.placing.words("drawing.usual_text")
    wide, high = size_of(text, large=True)
    left, right, top, bottom = x - _ASIDE, x + wide + 4, y - high / 2, y + high / 2
    area = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Shape(labels=(Label(text, (x, y), large=True),), grasp=(area,))
