"""Our fills as small triangles: below the bar for a purchase, above it for a sale.

Marks that fall on one entry and side are one triangle, so five thousand cost what the pixels cost.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from kis_desktop.domain.order import Side
from kis_desktop.indicators.pyramid import HIGH, LOW, BarPyramid
from kis_desktop.indicators.series import Floats
from kis_desktop.ui.chart.batch import draw_boxes
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.viewmodels.chart_levels import FillMark

_ROWS = 5  # device-independent pixels of height
_GAP = 4.0  # between bar and triangle


def paint_marks(
    painter: QPainter,
    sight: Sight,
    pyramid: BarPyramid,
    marks: Sequence[FillMark],
    colors: ChartColors,
) -> None:
    """Triangles at the bars that hold the fills; the painter counts device pixels."""
    if not marks or len(pyramid) == 0:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    for side, row, ink in ((Side.BUY, LOW, colors.up), (Side.SELL, HIGH, colors.down)):
        times = np.array([mark.time for mark in marks if mark.side is side], np.int64)
        bars = np.searchsorted(pyramid.time, times, side="right") - 1
        first, last = sight.entries(len(pyramid))
        # np.unique would import numpy.ma, eighty milliseconds in the middle of a paint
        seen = np.array(sorted(set((bars[bars >= 0] >> sight.level).tolist())), np.int64)
        seen = seen[(seen >= first) & (seen < last)]
        if len(seen) == 0:
            continue
        xs = sight.middles(first, last)[seen - first]
        ys = sight.price.ys(pyramid.level(sight.level)[row, seen]) * sight.ratio
        painter.setBrush(ink)
        _triangles(painter, sight, xs, ys, 1 if side is Side.BUY else -1)


def _triangles(painter: QPainter, sight: Sight, xs: Floats, ys: Floats, way: int) -> None:
    """Rows of growing width away from the bar, `way` 1 downwards."""
    gap = sight.device(_GAP)
    for step in range(sight.device(_ROWS)):
        left = np.floor(xs) - step
        top = np.rint(ys) + way * (gap + step)
        boxes = np.stack([left, top, left + 2 * step, top], axis=1)
        draw_boxes(painter, boxes.astype(np.int32))
