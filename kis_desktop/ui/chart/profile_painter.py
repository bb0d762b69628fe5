"""Volume at prices (매물대) of the bars in sight, from the right edge of the price pane."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.pyramid import CLOSE, HIGH, LOW, OPEN, VOLUME, BarPyramid
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Shape
from kis_desktop.indicators.volume_profile import Profile, profile
from kis_desktop.ui.chart.bars_painter import heights
from kis_desktop.ui.chart.batch import boxes_of, draw_boxes
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.theme.theme import thinned
from kis_desktop.viewmodels.chart_plot import Plot

_WIDEST = 0.28  # of the plot, the busiest row
_INSIDE, _OUTSIDE = 0.34, 0.15  # opacity in and out of the value area


def paint_profiles(
    painter: QPainter,
    sight: Sight,
    pyramid: BarPyramid,
    plots: tuple[Plot, ...],
    colors: ChartColors,
) -> None:
    """The profiles that are shown; the painter counts device pixels."""
    for plot in plots:
        shapes = [output.shape for output in plot.study.indicator.outputs]
        if Shape.PROFILE in shapes and plot.setup.shown and plot.over_prices:
            rows, area, day = (int(value) for value in plot.study.parameters[:3])
            bars = _bars(sight, pyramid)
            found = profile(bars, 0, len(bars), rows, area, day)
            if found is not None:
                _paint(painter, sight, found, colors)


def _bars(sight: Sight, pyramid: BarPyramid) -> Inputs:
    """The entries in sight as bars."""
    first, last = sight.viewport.visible()
    begin, end = first >> sight.level, -(-last // (1 << sight.level))
    rows = pyramid.level(sight.level)[:, begin:end]
    time = pyramid.time[:: 1 << sight.level][begin:end]
    return Inputs(time, rows[OPEN], rows[HIGH], rows[LOW], rows[CLOSE], rows[VOLUME])


def _paint(painter: QPainter, sight: Sight, found: Profile, colors: ChartColors) -> None:
    """Rows with what rose outside and what fell inside, the value area stronger."""
    pane = sight.panes.price
    right = sight.device(pane.right())
    widest = sight.device(pane.width() * _WIDEST)
    prices: Floats = found.low + found.step * np.arange(len(found.volumes) + 1, dtype=np.float64)
    ys = heights(sight, sight.price, prices)
    top, bottom = np.minimum(ys[:-1], ys[1:]) + 1, np.maximum(ys[:-1], ys[1:]) - 1
    bottom = np.maximum(bottom, top)
    factor = widest / max(float(found.volumes.max()), 1.0)
    fell = right - np.rint(found.fell * factor).astype(np.int32)
    rose = fell - np.rint(found.rose * factor).astype(np.int32)
    inside = np.zeros(len(top), bool)
    inside[found.first : found.last + 1] = True
    sight.clip(painter, pane)
    painter.setPen(Qt.PenStyle.NoPen)
    for seen, opacity in ((inside, _INSIDE), (~inside, _OUTSIDE)):
        for left, end, ink in (
            (fell, np.full_like(fell, right), colors.down),
            (rose, fell, colors.up),
        ):
            painter.setBrush(thinned(ink, opacity))
            wide = seen & (end > left)
            draw_boxes(painter, boxes_of(left[wide], top[wide], end[wide] - 1, bottom[wide]))
    y = heights(sight, sight.price, np.array([found.control]))[0]
    painter.setBrush(colors.accent)
    line = boxes_of(np.array([right - widest]), int(y), right - 1, int(y) + sight.hairline - 1)
    draw_boxes(painter, line)
    painter.setClipping(False)
