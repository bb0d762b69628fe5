"""Areas below and between curves, one box for each column of device pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from kis_desktop.indicators.series import Floats
from kis_desktop.ui.chart.batch import boxes_of, draw_boxes
from kis_desktop.ui.chart.sight import Sight

_FAR = 30_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Points of a curve in device pixels, from left to right; NaN where it is broken."""

    xs: Floats
    ys: Floats

    def at(self, columns: Floats) -> Floats:
        """The height in each column; NaN beside the ends."""
        if len(self.xs) == 0:
            return np.full(len(columns), np.nan)
        found: Floats = np.interp(columns, self.xs, self.ys, left=np.nan, right=np.nan)
        return found


def paint_area(
    painter: QPainter, sight: Sight, pane: QRectF, curve: Curve, foot: float, brush: QBrush
) -> None:
    """What lies between a curve and a height (device pixels)."""
    columns = _columns(sight)
    ys = curve.at(columns)
    _fill(painter, sight, pane, columns, ys, np.full_like(ys, foot), brush)


def paint_between(
    painter: QPainter,
    sight: Sight,
    pane: QRectF,
    curves: tuple[Curve, Curve],
    inks: tuple[QColor, QColor],
) -> None:
    """What lies between two curves, in the first colour where the first curve is the higher one."""
    columns = _columns(sight)
    one, other = curves[0].at(columns), curves[1].at(columns)
    for above, ink in zip((True, False), inks, strict=True):
        seen = (one <= other) if above else (one > other)
        _fill(painter, sight, pane, columns[seen], one[seen], other[seen], QBrush(ink))


def _columns(sight: Sight) -> Floats:
    return np.arange(sight.span[0], sight.span[1], dtype=np.float64)


def _fill(
    painter: QPainter,
    sight: Sight,
    pane: QRectF,
    columns: Floats,
    one: Floats,
    other: Floats,
    brush: QBrush,
) -> None:
    seen = np.isfinite(one) & np.isfinite(other)
    top = np.clip(np.minimum(one[seen], other[seen]), -_FAR, _FAR)
    bottom = np.clip(np.maximum(one[seen], other[seen]), -_FAR, _FAR)
    xs = columns[seen]
    boxes = boxes_of(xs, np.rint(top), xs, np.rint(bottom) - 1)
    sight.clip(painter, pane)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    draw_boxes(painter, boxes[boxes[:, 3] >= boxes[:, 1]])
    painter.setClipping(False)
