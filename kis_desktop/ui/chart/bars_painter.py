"""Candles and volume, in whole device pixels so that every edge is sharp."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from kis_desktop.indicators.pyramid import CLOSE, HIGH, LOW, OPEN, VOLUME, BarPyramid
from kis_desktop.indicators.series import Floats
from kis_desktop.ui.chart.batch import Boxes, draw_boxes
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.viewmodels.chart_style import ChartStyle

_BODY = 0.76  # of the slot
_THIN_SLOT = 3  # device pixels; below, a bar is a line
_LOOK_BACK = 100  # entries before the first in sight that may lend it their direction
_FAR = 30_000.0  # device pixels; what lies further out is cut there

Signs = NDArray[np.int8]


def entries(sight: Sight) -> tuple[int, int]:
    """The entries of the sight's level that are to be drawn, and the one behind them."""
    first, last = sight.viewport.visible()
    return first >> sight.level, -(-last // (1 << sight.level))


def middles(sight: Sight, first: int, last: int) -> Floats:
    """The middle of each entry in device pixels."""
    size = 1 << sight.level
    index = np.arange(first, last, dtype=np.float64) * size + size / 2
    found: Floats = (index - sight.viewport.left) * (sight.viewport.bar_width * sight.ratio)
    return found


def paint_bars(
    painter: QPainter,
    sight: Sight,
    pyramid: BarPyramid,
    colors: ChartColors,
    style: ChartStyle = ChartStyle.CANDLE,
) -> None:
    """Candles in the price pane, volume in its own; the painter counts device pixels."""
    first, last = entries(sight)
    if first >= last:
        return
    rows = pyramid.level(sight.level)
    shown = rows[:, first:last]
    before = max(first - _LOOK_BACK, 0)
    signs = _signs(rows[:, before:last])[first - before :]
    stem, body = widths(sight)
    left = np.floor(middles(sight, first, last)).astype(np.int32) - stem // 2
    painter.setPen(Qt.PenStyle.NoPen)
    if sight.panes.volume.height() > 0:
        volume = _volume(sight, shown, left - (body - stem) // 2, body)
        inks = (colors.volume_up, colors.volume_down, colors.volume_flat)
        _fill(painter, sight, sight.panes.volume, volume, signs, inks)
    if style is ChartStyle.LINE:
        return
    boxes = _candles(sight, shown, left, stem, body)
    if style is ChartStyle.BAR and body > stem:
        boxes = _bars(sight, shown, left, stem, body)
    inks = (colors.up, colors.down, colors.flat)
    pane = sight.panes.price
    _fill(painter, sight, pane, boxes, np.tile(signs, len(boxes) // len(signs)), inks)
    if style is ChartStyle.HOLLOW and body > 2 * stem:
        inner = boxes[len(signs) :][signs > 0] + np.array([stem, stem, -stem, -stem], np.int32)
        inner = inner[inner[:, 1] <= inner[:, 3]]
        ground = (colors.panel, colors.panel, colors.panel)
        _fill(painter, sight, pane, inner, np.ones(len(inner), np.int8), ground)


def widths(sight: Sight) -> tuple[int, int]:
    """The width of a stem and of a body in device pixels, both odd or both even."""
    slot = sight.viewport.bar_width * (1 << sight.level) * sight.ratio
    stem = max(int(sight.ratio), 1)
    if slot < max(_THIN_SLOT, stem + 2):
        return 1, 1
    body = max(int(slot * _BODY), stem)
    if (body - stem) % 2:
        body += 1 if body + 1 < slot else -1
    return stem, max(body, stem)


def _signs(rows: Floats) -> Signs:
    """1 up, −1 down. A bar that closed where it opened goes by the close before it, then by its
    neighbour to the left, as the last move is what it continues.
    """
    signs = np.sign(rows[CLOSE] - rows[OPEN])
    previous = np.empty_like(rows[CLOSE])
    previous[0] = rows[CLOSE, 0]
    previous[1:] = rows[CLOSE, :-1]
    signs = np.where(signs != 0, signs, np.sign(rows[CLOSE] - previous))
    moved = np.where(signs != 0, np.arange(len(signs)), 0)
    found: Signs = signs[np.maximum.accumulate(moved)].astype(np.int8)
    return found


def _heights(sight: Sight, prices: Floats) -> NDArray[np.int32]:
    ys = np.clip(sight.price.ys(prices) * sight.ratio, -_FAR, _FAR)
    return np.rint(ys).astype(np.int32)


def _candles(sight: Sight, rows: Floats, left: NDArray[np.int32], stem: int, body: int) -> Boxes:
    """Stems, then bodies; alone the stems where a bar is one line."""
    thick = max(int(sight.ratio), 1)
    high, low = _heights(sight, rows[HIGH]), _heights(sight, rows[LOW])
    stems = np.stack([left, high, left + stem - 1, np.maximum(low - 1, high + thick - 1)], axis=1)
    if body == stem == 1:
        return stems
    open_, close = _heights(sight, rows[OPEN]), _heights(sight, rows[CLOSE])
    top, bottom = np.minimum(open_, close), np.maximum(open_, close)
    edge = left - (body - stem) // 2
    bodies = np.stack([edge, top, edge + body - 1, np.maximum(bottom - 1, top + thick - 1)], axis=1)
    return np.concatenate([stems, bodies])


def _bars(sight: Sight, rows: Floats, left: NDArray[np.int32], stem: int, body: int) -> Boxes:
    """Stems, then a tick to the left for the open and one to the right for the close."""
    thick, reach = max(int(sight.ratio), 1), (body - stem) // 2
    high, low = _heights(sight, rows[HIGH]), _heights(sight, rows[LOW])
    open_, close = _heights(sight, rows[OPEN]), _heights(sight, rows[CLOSE])
    right = left + stem - 1
    bottom = np.maximum(low, high) + thick - 1
    stems = np.stack([left, high, right, bottom], axis=1)
    opens = np.stack([left - reach, open_, left - 1, open_ + thick - 1], axis=1)
    closes = np.stack([right + 1, close, right + reach, close + thick - 1], axis=1)
    return np.concatenate([stems, opens, closes])


def _volume(sight: Sight, rows: Floats, left: NDArray[np.int32], body: int) -> Boxes:
    ys = np.clip(sight.volume.ys(rows[VOLUME]) * sight.ratio, -_FAR, _FAR)
    top = np.rint(ys).astype(np.int32)
    foot = np.full_like(top, sight.device(sight.panes.volume.bottom()) - 1)
    top = np.where(rows[VOLUME] > 0, np.minimum(top, foot), foot + 1).astype(np.int32)
    return np.stack([left, top, left + body - 1, foot], axis=1)


def _fill(
    painter: QPainter,
    sight: Sight,
    pane: QRectF,
    boxes: Boxes,
    signs: Signs,
    inks: tuple[QColor, QColor, QColor],
) -> None:
    painter.setClipRect(
        sight.device(pane.left()),
        sight.device(pane.top()),
        sight.device(pane.width()),
        sight.device(pane.bottom()) - sight.device(pane.top()),
    )
    for sign, ink in zip((1, -1, 0), inks, strict=True):
        painter.setBrush(ink)
        draw_boxes(painter, boxes[signs == sign])
    painter.setClipping(False)
