"""What lies between two points: price, percent, bars, time and volume (측정)."""

from __future__ import annotations

import numpy as np

from kis_desktop.domain.drawing import Dash
from kis_desktop.indicators.pyramid import VOLUME
from kis_desktop.ui.chart.drawings.corners import corners, pulled_corner
from kis_desktop.ui.chart.drawings.figures import percent_text, signed_price, time_text, volume_text
from kis_desktop.ui.chart.drawings.geometry import arrow_head
from kis_desktop.ui.chart.drawings.placed import Placed
from kis_desktop.ui.chart.drawings.shape import (
    LOSS,
    NEUTRAL,
    PROFIT,
    Fill,
    Label,
    Shape,
    Side,
    Stroke,
)

DRAWING_ID = "measure"
DRAWING_TITLE = "측정"
DRAWING_TITLE_EN = "Measure"
DRAWING_GROUP = "measures"
DRAWING_ORDER = 10
DRAWING_POINTS = 2
DRAWING_LOOKS = ()
DRAWING_KEY = "Alt+M"
_HEAD = 6.0

handles, pulled = corners, pulled_corner


def shape(placed: Placed) -> Shape:
    (left, top), (right, bottom) = placed.ends
    first, last = placed.prices
    ink = PROFIT if last > first else LOSS if last < first else NEUTRAL
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    area = corners(placed)
    up, across = ((middle_x, top), (middle_x, bottom)), ((left, middle_y), (right, middle_y))
    lines = (up, arrow_head(*up, _HEAD), across, arrow_head(*across, _HEAD))
    strokes = tuple(Stroke(line, ink, 1.0, Dash.SOLID) for line in lines)
    side = Side.ABOVE if bottom < top else Side.BELOW
    label = Label(_told(placed), (middle_x, bottom), side, ink, plate=True)
    return Shape(strokes, (Fill(area, ink, solid=True),), (label,))


def _told(placed: Placed) -> str:
    """Two lines: the move, and what it took."""
    placing, (begin, end) = placed.placing, placed.drawing.points
    words = placing.words
    first, last = placed.prices
    move = f"{signed_price(last - first)} ({percent_text(last - first, first)})"
    bars = placing.bar(end.time) - placing.bar(begin.time)
    parts = [words("drawing.bars", n=bars), time_text(end.time - begin.time, words)]
    low, high = sorted((placing.bar(begin.time), placing.bar(end.time)))
    volume = placing.pyramid.level(0)[VOLUME, max(low, 0) : max(high + 1, 0)]
    if len(volume):
        parts.append(words("drawing.volume", n=volume_text(float(np.sum(volume)), words)))
    return f"{move}\n{', '.join(parts)}"
