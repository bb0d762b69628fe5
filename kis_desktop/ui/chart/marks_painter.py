"""Our fills as small triangles: below the bar for a purchase, above it for a sale.

Fills of one entry and side are one triangle with their count beside it where there is room, so five
thousand cost what the pixels cost.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from kis_desktop.domain.order import Side
from kis_desktop.indicators.pyramid import HIGH, LOW, BarPyramid
from kis_desktop.indicators.series import Floats
from kis_desktop.ui.chart.batch import draw_boxes
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.mark_bars import MarkBars
from kis_desktop.ui.chart.sight import Sight

_ROWS = 5  # device-independent pixels of height
_GAP = 4.0  # between bar and triangle
_GRASP = 9.0  # from a triangle's middle within which the pointer means it
_COUNTED = 40  # triangles in sight, above which counts would only cover the bars
_SIDES = ((Side.BUY, LOW, 1), (Side.SELL, HIGH, -1))


def paint_marks(
    painter: QPainter,
    sight: Sight,
    pyramid: BarPyramid,
    marks: MarkBars,
    colors: ChartColors,
    *,
    dated: bool,
    font: QFont,
) -> None:
    """Triangles at the bars that hold the fills; the painter counts device pixels."""
    if not len(marks) or len(pyramid) == 0:
        return
    first, last = sight.entries(len(pyramid))
    for side, row, way in _SIDES:
        found = marks.entries(pyramid, sight.level, side, dated=dated)
        shown = found.between(first, last)
        entries = found.entries[shown]
        if len(entries) == 0:
            continue
        xs = sight.middles(first, last)[entries - first]
        ys = sight.price.ys(pyramid.level(sight.level)[row, entries]) * sight.ratio
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.up if side is Side.BUY else colors.down)
        _triangles(painter, sight, xs, ys, way)
        if len(entries) <= _COUNTED:
            painter.setPen(colors.up if side is Side.BUY else colors.down)
            _counts(painter, sight, xs, ys, found.counts[shown].tolist(), way, font)


def marks_at(
    sight: Sight, pyramid: BarPyramid, marks: MarkBars, at: QPointF, *, dated: bool
) -> tuple[int, ...]:
    """Which fills the triangle under the pointer stands for, nearest first; none where none is."""
    if not len(marks) or len(pyramid) == 0:
        return ()
    first, last = sight.entries(len(pyramid))
    middles = sight.middles(first, last) / sight.ratio
    near = np.flatnonzero(np.abs(middles - at.x()) <= _GRASP)
    best: tuple[float, tuple[int, ...]] = (_GRASP, ())
    for side, row, way in _SIDES:
        found = marks.entries(pyramid, sight.level, side, dated=dated)
        for place in near.tolist():
            held = found.held(first + place)
            if held:
                price = float(pyramid.level(sight.level)[row, first + place])
                middle = sight.price.y(price) + way * (_GAP + _ROWS / 2)
                away = max(abs(middles[place] - at.x()), abs(middle - at.y()))
                best = min(best, (float(away), held))
    return best[1]


def _triangles(painter: QPainter, sight: Sight, xs: Floats, ys: Floats, way: int) -> None:
    """Rows of growing width away from the bar, `way` 1 downwards."""
    gap = sight.device(_GAP)
    steps = np.arange(sight.device(_ROWS), dtype=np.float64)[:, None]
    left = np.floor(xs)[None, :] - steps
    top = np.rint(ys)[None, :] + way * (gap + steps)
    boxes = np.stack([left, top, left + 2 * steps, top], axis=2).reshape(-1, 4)
    draw_boxes(painter, boxes.astype(np.int32))


def _counts(
    painter: QPainter,
    sight: Sight,
    xs: Floats,
    ys: Floats,
    counts: list[int],
    way: int,
    font: QFont,
) -> None:
    """How many fills a triangle stands for, behind it, where there are several."""
    painter.save()
    painter.scale(sight.ratio, sight.ratio)
    painter.setFont(font)
    height = QFontMetricsF(font).height()
    for x, y, count in zip(xs / sight.ratio, ys / sight.ratio, counts, strict=True):
        if count > 1:
            top = y + _GAP + _ROWS if way > 0 else y - _GAP - _ROWS - height
            box = QRectF(x - height, top, 2 * height, height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), f"{count}")
    painter.restore()
