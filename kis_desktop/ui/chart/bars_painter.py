"""Candles and open-high-low-close bars, in whole device pixels so that every edge is sharp."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from kis_desktop.domain.chart_setup import ChartStyle
from kis_desktop.indicators.pyramid import CLOSE, HIGH, LOW, OPEN, BarPyramid
from kis_desktop.indicators.series import Floats
from kis_desktop.ui.chart.batch import Boxes, boxes_of, draw_boxes
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.sight import Sight

_BODY = 0.76  # of the slot
_THIN_SLOT = 3  # device pixels; below, a bar is a line
_LOOK_BACK = 100  # entries before an entry that may lend it their direction
_FAR = 30_000.0  # device pixels; what lies further out is cut there

Signs = NDArray[np.int8]
Lefts = NDArray[np.int32]


def paint_bars(
    painter: QPainter, sight: Sight, pyramid: BarPyramid, colors: ChartColors, style: ChartStyle
) -> None:
    """The bars in sight in the price pane; the painter counts device pixels."""
    first, last = sight.entries(len(pyramid))
    if first >= last:
        return
    rows, signs = pyramid.level(sight.level)[:, first:last], signs_of(pyramid, sight, first, last)
    stem, body = widths(sight)
    left = stems(sight, first, last, stem)
    if style is ChartStyle.BAR and body > stem:
        boxes = _bars(sight, rows, left, stem, body)
    else:
        boxes = _candles(sight, rows, left, stem, body)
    pane = sight.panes.price
    inks = (colors.up, colors.down, colors.flat)
    fill(painter, sight, pane, boxes, np.tile(signs, len(boxes) // len(signs)), inks)
    if style is ChartStyle.HOLLOW and body > 2 * stem:
        inner = boxes[len(signs) :][signs > 0] + np.array([stem, stem, -stem, -stem], np.int32)
        inner = inner[inner[:, 1] <= inner[:, 3]]
        ground = (colors.panel, colors.panel, colors.panel)
        fill(painter, sight, pane, inner, np.ones(len(inner), np.int8), ground)


def widths(sight: Sight) -> tuple[int, int]:
    """The width of a stem and of a body in device pixels, both odd or both even."""
    slot = sight.slot * (1 << sight.level)
    stem = sight.hairline
    if slot < max(_THIN_SLOT, stem + 2):
        return 1, 1
    body = max(int(slot * _BODY), stem)
    if (body - stem) % 2:
        body += 1 if body + 1 < slot else -1
    return stem, max(body, stem)


def stems(sight: Sight, first: int, last: int, stem: int) -> Lefts:
    """The left edge of each entry's stem in device pixels."""
    found: Lefts = np.floor(sight.middles(first, last)).astype(np.int32) - stem // 2
    return found


def signs_of(pyramid: BarPyramid, sight: Sight, first: int, last: int) -> Signs:
    """1 up, −1 down, 0 where nothing has moved for long. An entry that closed where it opened goes
    by the close before it, then by its neighbours to the left, as the last move is what it goes on.
    """
    before = max(first - _LOOK_BACK - 1, 0)
    rows = pyramid.level(sight.level)[:, before:last]
    close = rows[CLOSE]
    moves = np.sign(close - rows[OPEN])
    moves[1:] = np.where(moves[1:] != 0, moves[1:], np.sign(close[1:] - close[:-1]))
    places = np.arange(len(moves))
    moved = np.maximum.accumulate(np.where(moves != 0, places, -_LOOK_BACK - 1))
    known = places - moved <= _LOOK_BACK
    found: Signs = np.where(known, moves[np.maximum(moved, 0)], 0).astype(np.int8)
    return found[first - before :]


def heights(sight: Sight, scale: Scale, values: Floats) -> NDArray[np.int32]:
    """Where values are, in whole device pixels."""
    ys = scale.ys(values)
    ys *= sight.ratio
    np.maximum(ys, -_FAR, out=ys)
    np.minimum(ys, _FAR, out=ys)
    found: NDArray[np.int32] = np.rint(ys, out=ys).astype(np.int32)
    return found


def fill(
    painter: QPainter,
    sight: Sight,
    pane: QRectF,
    boxes: Boxes,
    signs: Signs,
    inks: tuple[QColor, QColor, QColor],
) -> None:
    """Boxes in the colours of rising, falling and neither."""
    sight.clip(painter, pane)
    painter.setPen(Qt.PenStyle.NoPen)
    for sign, ink in zip((1, -1, 0), inks, strict=True):
        painter.setBrush(ink)
        draw_boxes(painter, boxes[signs == sign])
    painter.setClipping(False)


def _extent(sight: Sight, rows: Floats) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The upper and the lower end of each entry."""
    high, low = heights(sight, sight.price, rows[HIGH]), heights(sight, sight.price, rows[LOW])
    return np.minimum(high, low), np.maximum(high, low)


def _candles(sight: Sight, rows: Floats, left: Lefts, stem: int, body: int) -> Boxes:
    """Stems, then bodies; alone the stems where a bar is one line."""
    thick = sight.hairline
    upper, lower = _extent(sight, rows)
    lines = boxes_of(left, upper, left + stem - 1, np.maximum(lower - 1, upper + thick - 1))
    if body == stem == 1:
        return lines
    open_, close = heights(sight, sight.price, rows[OPEN]), heights(sight, sight.price, rows[CLOSE])
    top, bottom = np.minimum(open_, close), np.maximum(open_, close)
    side = left - (body - stem) // 2
    bodies = boxes_of(side, top, side + body - 1, np.maximum(bottom - 1, top + thick - 1))
    return np.concatenate([lines, bodies])


def _bars(sight: Sight, rows: Floats, left: Lefts, stem: int, body: int) -> Boxes:
    """Stems, then a tick to the left for the open and one to the right for the close."""
    thick, reach = sight.hairline, (body - stem) // 2
    upper, lower = _extent(sight, rows)
    open_, close = heights(sight, sight.price, rows[OPEN]), heights(sight, sight.price, rows[CLOSE])
    right = left + stem - 1
    lines = boxes_of(left, upper, right, lower + thick - 1)
    opens = boxes_of(left - reach, open_, left - 1, open_ + thick - 1)
    closes = boxes_of(right + 1, close, right + reach, close + thick - 1)
    return np.concatenate([lines, opens, closes])
