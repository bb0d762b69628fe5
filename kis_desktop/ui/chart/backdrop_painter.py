"""Grid, day breaks and the lines between panes: hairlines of whole device pixels."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from kis_desktop.ui.chart.batch import boxes_of, draw_boxes
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.panes import Panes
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import Indices

_DASH = 4  # device pixels of a dash and of the gap behind it
_EMPTY_ROW, _EMPTY_COLUMN = 44.0, 160.0  # pixels between the lines of an empty grid


def paint_grid(
    painter: QPainter,
    sight: Sight,
    colors: ChartColors,
    bars: Iterable[int],
    prices: Iterable[float],
) -> None:
    """A line for each time and price label; the painter counts device pixels."""
    panes = sight.panes
    bottom, right = sight.device(panes.bottom), sight.device(panes.plot_width)
    middles = sight.columns(np.array([bar + 0.5 for bar in bars], np.float64))
    boxes = [_upright(sight, x, 0, bottom) for x in middles.tolist()]
    if not panes.price.isEmpty():
        boxes += [_level(sight, sight.price.y(price), right) for price in prices]
    painter.setClipRect(sight.span[0], 0, sight.span[1] - sight.span[0], bottom)
    _fill(painter, colors.line, boxes)
    painter.setClipping(False)


def paint_guides(
    painter: QPainter, sight: Sight, pane: str, guides: Iterable[float], colors: ChartColors
) -> None:
    """Dashed lines at the levels that a study names."""
    scale, right = sight.scale_of(pane), sight.device(sight.panes.plot_width)
    sight.clip(painter, sight.panes.box(pane))
    for guide in guides:
        _dashes(painter, sight, colors.line, _level(sight, scale.y(guide), right))
    painter.setClipping(False)


def paint_frame(painter: QPainter, panes: Panes, ratio: float, colors: ChartColors) -> None:
    """The lines above the lower panes; no box around anything."""
    width = round((panes.plot_width + panes.price_axis.width()) * ratio)
    tops = [pane.box.top() for pane in panes.lower if pane.box.top() > 0]
    thick = max(int(ratio), 1)
    boxes = [(0, round(top * ratio), width - 1, round(top * ratio) + thick - 1) for top in tops]
    _fill(painter, colors.line, boxes)


def paint_empty_grid(painter: QPainter, panes: Panes, ratio: float, colors: ChartColors) -> None:
    """The grid of panes that wait for their bars: no labels, nothing that looks like a price."""
    thick, right = max(int(ratio), 1), round(panes.plot_width * ratio)
    bottom = round(panes.bottom * ratio)
    rows = range(
        round(_EMPTY_ROW * ratio),
        round(panes.price.bottom() * ratio) - 1,
        round(_EMPTY_ROW * ratio),
    )
    columns = range(round(_EMPTY_COLUMN * ratio), right, round(_EMPTY_COLUMN * ratio))
    boxes = [(0, y, right - 1, y + thick - 1) for y in rows]
    boxes += [(x, 0, x + thick - 1, bottom - 1) for x in columns]
    _fill(painter, colors.raised, boxes)


def paint_day_breaks(painter: QPainter, sight: Sight, days: Indices, colors: ChartColors) -> None:
    """A dashed line before each day's first bar."""
    first, last = sight.entries(sight.viewport.count)
    size = 1 << sight.level
    seen = days[np.searchsorted(days, first * size) : np.searchsorted(days, last * size)]
    ink = QColor(colors.faint)
    ink.setAlphaF(0.55)
    bottom = sight.device(sight.panes.bottom)
    painter.setClipRect(sight.span[0], 0, sight.span[1] - sight.span[0], bottom)
    tops = np.arange(0, bottom, 2 * _DASH)
    for x in sight.columns(seen.astype(np.float64)).tolist():
        left, _, right, _ = _upright(sight, x, 0, 0)
        boxes = boxes_of(left, tops, right, tops + _DASH - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        draw_boxes(painter, boxes)
    painter.setClipping(False)


def _upright(sight: Sight, x: float, top: int, bottom: int) -> tuple[int, int, int, int]:
    """A line right of `x` (device pixels)."""
    left = int(np.floor(x))
    return left, top, left + sight.hairline - 1, bottom - 1


def _level(sight: Sight, y: float, right: int) -> tuple[int, int, int, int]:
    top = sight.device(y)
    return 0, top, right - 1, top + sight.hairline - 1


def _dashes(painter: QPainter, sight: Sight, ink: QColor, line: tuple[int, int, int, int]) -> None:
    """A dashed line whose dashes move with the bars."""
    lefts = np.arange(line[0] - sight.origin % (2 * _DASH), line[2], 2 * _DASH)
    boxes = boxes_of(lefts, line[1], lefts + _DASH - 1, line[3])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    draw_boxes(painter, boxes)


def _fill(painter: QPainter, ink: QColor, boxes: list[tuple[int, int, int, int]]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    draw_boxes(painter, np.array(boxes, np.int32).reshape(-1, 4))
