"""The studies of a pane, each output in its shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from kis_desktop.indicators.study import COLUMNS, Output, Shape
from kis_desktop.ui.chart.area_painter import paint_between
from kis_desktop.ui.chart.bars_painter import Signs, fill, heights, stems, widths
from kis_desktop.ui.chart.batch import Boxes, boxes_of, draw_boxes
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.lines_painter import Trace, paint_trace, trace
from kis_desktop.ui.chart.scale import Scale
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.study_look import drawn_outputs
from kis_desktop.ui.chart.time_axis import Indices
from kis_desktop.ui.chart.volume_painter import volume_signs
from kis_desktop.ui.theme.theme import thinned
from kis_desktop.viewmodels.chart_plot import Plot

_EDGE_FILL, _CLOUD_FILL = 0.08, 0.16  # opacity
_DOT = 2.6  # pixels
_STEP = 1.4
_NO_SIGNS: Signs = np.empty(0, np.int8)
_FILLED = (Shape.EDGE, Shape.CLOUD)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One output as it is drawn."""

    output: Output
    trace: Trace
    ink: QColor
    signs: Signs


def paint_studies(
    painter: QPainter,
    sight: Sight,
    content: Content,
    pane: str,
    inks: Mapping[str, tuple[QColor, ...]],
    colors: ChartColors,
    days: Indices,
) -> None:
    """The studies of a pane that are not hidden; `days` are the first bars of the days. The
    painter counts device pixels.
    """
    box, scale = sight.panes.box(pane), sight.scale_of(pane)
    if box.isEmpty():
        return
    for plot in content.plots_in(pane):
        if plot.setup.shown:
            drawn = _drawn(sight, content, plot, inks[plot.key], days)
            _paint_areas(painter, sight, box, scale, drawn, colors)
            for one in drawn:
                _paint(painter, sight, box, scale, one, colors)


def _drawn(
    sight: Sight, content: Content, plot: Plot, inks: tuple[QColor, ...], days: Indices
) -> list[Drawn]:
    found = []
    daily = plot.study.indicator.daily and not content.dated
    for (place, output), ink in zip(drawn_outputs(plot), inks, strict=True):
        envelope = plot.study.envelope(place, sight.level) if sight.level else None
        values = plot.study.values(place)
        seen = trace(sight, values, envelope, plot.shift(output), days if daily else None)
        found.append(Drawn(output, seen, ink, _signs(sight, content, output, seen)))
    return found


def _signs(sight: Sight, content: Content, output: Output, seen: Trace) -> Signs:
    """What the colours of columns tell; nothing for other shapes."""
    if output.shape not in COLUMNS:
        return _NO_SIGNS
    if output.shape is not Shape.VOLUME:
        return np.sign(np.nan_to_num(seen.values)).astype(np.int8)
    last = seen.first + len(seen.values)
    by = content.setup.volume_colours
    return volume_signs(content.pyramid, sight, seen.first, last, by)


def _paint_areas(
    painter: QPainter,
    sight: Sight,
    box: QRectF,
    scale: Scale,
    drawn: list[Drawn],
    colors: ChartColors,
) -> None:
    edges = [one for one in drawn if one.output.shape in _FILLED]
    for one, other in pairwise(edges):
        if one.output.shape is not other.output.shape:
            continue
        inks = (one.ink, one.ink)
        opacity = _EDGE_FILL
        if one.output.shape is Shape.CLOUD:
            inks, opacity = (colors.up, colors.down), _CLOUD_FILL
        thin = tuple(thinned(ink, opacity) for ink in inks)
        curves = one.trace.curve(sight, scale), other.trace.curve(sight, scale)
        paint_between(painter, sight, box, curves, (thin[0], thin[1]))


def _paint(
    painter: QPainter, sight: Sight, box: QRectF, scale: Scale, one: Drawn, colors: ChartColors
) -> None:
    if one.output.shape in COLUMNS:
        _bars(painter, sight, box, scale, one, colors)
    elif one.output.shape is Shape.DOTS:
        _dots(painter, sight, box, scale, one)
    elif one.output.shape is Shape.STEPS:
        _steps(painter, sight, box, scale, one)
    elif one.output.shape is not Shape.PROFILE:
        paint_trace(painter, sight, one.trace, scale, box, one.ink)


def _bars(
    painter: QPainter, sight: Sight, box: QRectF, scale: Scale, one: Drawn, colors: ChartColors
) -> None:
    """Columns from zero, in the colours of rising and of falling."""
    found = one.trace
    seen = np.isfinite(found.values)
    values = np.where(seen, found.values, 0.0)
    low, high = (values, values) if found.envelope is None else found.envelope
    low, high = np.where(seen, low, 0.0), np.where(seen, high, 0.0)
    zero, thick = heights(sight, scale, np.zeros(1))[0], sight.hairline
    ys = heights(sight, scale, np.maximum(high, 0.0)), heights(sight, scale, np.minimum(low, 0.0))
    stem, body = widths(sight)
    last = found.first + len(values)
    left = stems(sight, found.first, last, stem) - (body - stem) // 2
    left = left + round(found.shift * sight.slot)
    top, bottom = np.minimum(ys[0], zero), np.maximum(ys[1] - 1, ys[0] + thick - 1)
    boxes = boxes_of(left, top, left + body - 1, bottom)
    inks = (colors.volume_up, colors.volume_down, colors.volume_flat)
    fill(painter, sight, box, boxes[seen], one.signs[seen], inks)


def _dots(painter: QPainter, sight: Sight, box: QRectF, scale: Scale, one: Drawn) -> None:
    """A dot with its corners cut, as large as the bars let it be."""
    curve = one.trace.curve(sight, scale)
    seen = np.isfinite(curve.ys)
    size = max(min(sight.device(_DOT), widths(sight)[1]), sight.hairline)
    left = np.floor(curve.xs[seen]).astype(np.int32) - size // 2
    top = np.rint(curve.ys[seen]).astype(np.int32) - size // 2
    cut = 1 if size > 2 else 0  # noqa: PLR2004 - a square of two has no corners to cut
    wide = boxes_of(left, top + cut, left + size - 1, top + size - 1 - cut)
    tall = boxes_of(left + cut, top, left + size - 1 - cut, top + size - 1)
    _fill_plain(painter, sight, box, np.concatenate([wide, tall]), one.ink)


def _steps(painter: QPainter, sight: Sight, box: QRectF, scale: Scale, one: Drawn) -> None:
    """A level line over each entry's whole slot."""
    found = one.trace
    last = found.first + len(found.values)
    seen = np.isfinite(found.values)
    half = sight.slot * (1 << sight.level) / 2
    middles = sight.middles(found.first, last, found.shift)
    left = np.floor(middles - half).astype(np.int32)
    right = np.maximum(np.floor(middles + half).astype(np.int32) - 1, left)
    top = heights(sight, scale, np.where(seen, found.values, 0.0))
    thick = max(sight.device(_STEP), 1)
    boxes = boxes_of(left, top, right, top + thick - 1)
    _fill_plain(painter, sight, box, boxes[seen], one.ink)


def _fill_plain(painter: QPainter, sight: Sight, box: QRectF, boxes: Boxes, ink: QColor) -> None:
    sight.clip(painter, box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    draw_boxes(painter, boxes)
    painter.setClipping(False)
