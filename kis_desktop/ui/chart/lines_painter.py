"""Indicator lines, one point for each entry of the pyramid's level."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kis_desktop.indicators.series import Floats
from kis_desktop.ui.chart.bars_painter import entries, middles
from kis_desktop.ui.chart.batch import draw_lines, joined
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.sight import Sight

_WIDTH = 1.4  # pixels
_FAR = 30_000.0  # device pixels


def paint_line(
    painter: QPainter,
    sight: Sight,
    values: Floats,
    scale: Scale,
    pane: QRectF,
    color: QColor,
) -> None:
    """A line through the values in sight; the painter counts device pixels."""
    first, last = entries(sight)
    first, last = max(first - 1, 0), min(last + 1, -(-len(values) // (1 << sight.level)))
    if last - first < 2:  # noqa: PLR2004 - a line has two ends
        return
    size = 1 << sight.level
    at = np.minimum(np.arange(first, last) * size + size - 1, len(values) - 1)
    ys = np.clip(scale.ys(values[at]) * sight.ratio, -_FAR, _FAR)
    painter.setClipRect(
        QRectF(
            pane.left() * sight.ratio,
            pane.top() * sight.ratio,
            pane.width() * sight.ratio,
            pane.height() * sight.ratio,
        )
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(
        QPen(color, _WIDTH * sight.ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
    )
    draw_lines(painter, joined(middles(sight, first, last), ys))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setClipping(False)
