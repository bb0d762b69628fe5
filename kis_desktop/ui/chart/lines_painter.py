"""Lines through values, never more than about two points for each pixel.

Where an entry of the level stands for many bars, the line goes through the last value of each, and
a stroke shows what lies between its least and its most, so that no spike is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.value_pyramid import LEAST, MOST
from kis_desktop.ui.chart.area_painter import Curve
from kis_desktop.ui.chart.batch import draw_lines, joined, lines_of
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import Indices

_WIDTH = 1.4  # pixels
_DENSE = 4.0  # device pixels between points below which a line is drawn thin
_FAR = 30_000.0  # device pixels


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """What of a column of values is in sight: `values` are the last ones of the entries from
    `first` on, `envelope` their least and most; None where an entry is one bar.
    """

    first: int
    values: Floats
    envelope: Floats | None
    shift: int = 0
    breaks: NDArray[np.bool_] | None = None
    """the entries at which the line begins anew"""

    def curve(self, sight: Sight, scale: Scale) -> Curve:
        """The points through which it goes, in device pixels."""
        xs = sight.middles(self.first, self.first + len(self.values), self.shift)
        return Curve(xs, _heights(sight, scale, self.values))


def trace(
    sight: Sight,
    values: Floats,
    envelope: Floats | None,
    shift: int = 0,
    begins: Indices | None = None,
) -> Trace:
    """The part of a column that is in sight, drawn `shift` bars to the right; `envelope` is that of
    all entries of the sight's level, `begins` are bars to which no line leads.
    """
    first, last = sight.entries(len(values), shift)
    breaks = None if begins is None else _breaks(begins, first, last, sight.level)
    if sight.level == 0:
        return Trace(first, values[first:last], None, shift, breaks)
    size = 1 << sight.level
    at = np.minimum(np.arange(first, last) * size + size - 1, len(values) - 1)
    part = None if envelope is None else envelope[:, first:last]
    return Trace(first, values[at], part, shift, breaks)


def paint_trace(
    painter: QPainter, sight: Sight, found: Trace, scale: Scale, pane: QRectF, color: QColor
) -> None:
    """The line of a trace; the painter counts device pixels."""
    curve = found.curve(sight, scale)
    lines = joined(curve.xs, curve.ys, found.breaks)
    if found.envelope is not None:
        lines = np.concatenate([lines, _spikes(sight, scale, curve, found.envelope)])
    paint_lines(painter, sight, pane, lines, color)


def paint_lines(
    painter: QPainter, sight: Sight, pane: QRectF, lines: Floats, color: QColor
) -> None:
    """Lines of the usual width, thin ones where they stand close."""
    sight.clip(painter, pane)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    dense = sight.slot * (1 << sight.level) < _DENSE
    width = sight.hairline if dense else _WIDTH * sight.ratio
    cap = Qt.PenCapStyle.FlatCap if dense else Qt.PenCapStyle.SquareCap
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, cap))
    draw_lines(painter, lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setClipping(False)


def _breaks(begins: Indices, first: int, last: int, level: int) -> NDArray[np.bool_]:
    """Which of the entries hold a bar at which the line begins."""
    found = np.zeros(last - first, np.bool_)
    entries = (begins >> level) - first
    found[entries[(entries >= 0) & (entries < len(found))]] = True
    return found


def _heights(sight: Sight, scale: Scale, values: Floats) -> Floats:
    found = scale.ys(values)
    found *= sight.ratio
    np.maximum(found, -_FAR, out=found)
    np.minimum(found, _FAR, out=found)
    return found


def _spikes(sight: Sight, scale: Scale, curve: Curve, envelope: Floats) -> Floats:
    """A stroke in each column whose values reach a pixel beyond the line."""
    one, other = _heights(sight, scale, envelope[LEAST]), _heights(sight, scale, envelope[MOST])
    top, bottom = np.minimum(one, other), np.maximum(one, other)
    before = np.concatenate([curve.ys[:1], curve.ys[:-1]])
    reached = (top < np.fmin(curve.ys, before) - 1) | (bottom > np.fmax(curve.ys, before) + 1)
    at = curve.xs[reached]
    return lines_of(at, top[reached], at, bottom[reached])
