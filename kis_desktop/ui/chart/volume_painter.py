"""The volume of each bar as a column from the foot of its pane."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from kis_desktop.domain.chart_setup import VOLUME_PANE, VolumeColours
from kis_desktop.indicators.pyramid import CLOSE, VOLUME, BarPyramid
from kis_desktop.ui.chart.bars_painter import Signs, fill, heights, signs_of, stems, widths
from kis_desktop.ui.chart.batch import boxes_of
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.sight import Sight


def paint_volume(
    painter: QPainter,
    sight: Sight,
    pyramid: BarPyramid,
    colors: ChartColors,
    by: VolumeColours,
) -> None:
    """The columns in sight; the painter counts device pixels."""
    pane = sight.panes.box(VOLUME_PANE)
    first, last = sight.entries(len(pyramid))
    if first >= last or pane.isEmpty():
        return
    volume = pyramid.level(sight.level)[VOLUME, first:last]
    stem, body = widths(sight)
    left = stems(sight, first, last, stem) - (body - stem) // 2
    foot = sight.device(pane.bottom()) - 1
    top = np.minimum(heights(sight, sight.scale_of(VOLUME_PANE), volume), foot)
    top = np.where(volume > 0, top, foot + 1).astype(np.int32)
    boxes = boxes_of(left, top, left + body - 1, foot)
    signs = volume_signs(pyramid, sight, first, last, by)
    inks = (colors.volume_up, colors.volume_down, colors.volume_flat)
    fill(painter, sight, pane, boxes, signs, inks)


def volume_signs(
    pyramid: BarPyramid, sight: Sight, first: int, last: int, by: VolumeColours
) -> Signs:
    """1 for the colour of rising, −1 for that of falling, 0 for neither, of entries of a level."""
    if by is VolumeColours.BAR:
        return signs_of(pyramid, sight, first, last)
    row = CLOSE if by is VolumeColours.PREVIOUS_CLOSE else VOLUME
    values = pyramid.level(sight.level)[row]
    before = values[np.maximum(np.arange(first, last) - 1, 0)]
    found: Signs = np.sign(values[first:last] - before).astype(np.int8)
    return found
