"""Other symbols beside the own one, in percent of the first bar in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtGui import QColor, QPainter

from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.fitting import first_value
from kis_desktop.ui.chart.levels_painter import AxisTag
from kis_desktop.ui.chart.lines_painter import paint_trace, trace
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.value_texts import percent_text
from kis_desktop.viewmodels.compared_line import ComparedLine


def compared_ink(line: ComparedLine, place: int, colors: ChartColors) -> QColor:
    """The colour of a line: its own, else the palette's, counted from the end."""
    if line.colour:
        return QColor(line.colour)
    return colors.studies[-1 - place % len(colors.studies)]


def percent_at(sight: Sight, line: ComparedLine, bar: int) -> float | None:
    """How many percent a symbol stands above its first value in sight at a bar."""
    start = first_value(sight, line.values)
    if start is None or not 0 <= bar < len(line.values) or np.isnan(line.values[bar]):
        return None
    return (float(line.values[bar]) / start - 1) * 100


def paint_compared(
    painter: QPainter, sight: Sight, lines: Sequence[ComparedLine], colors: ChartColors
) -> None:
    """The lines in the price pane; the painter counts device pixels."""
    for place, line in enumerate(lines):
        start = first_value(sight, line.values)
        if start is None or sight.base is None:
            continue
        ink = compared_ink(line, place, colors)
        found = trace(sight, line.values, None)
        found = replace(found, values=found.values * (sight.base / start))
        paint_trace(painter, sight, found, sight.price, sight.panes.price, ink)


def compared_tags(
    sight: Sight, lines: Sequence[ComparedLine], colors: ChartColors
) -> tuple[AxisTag, ...]:
    """Where each stands at the last bar in sight; none for one that is out of sight then."""
    _, last = sight.viewport.visible()
    tags = []
    for place, line in enumerate(lines):
        known = np.flatnonzero(np.isfinite(line.values[:last]))
        found = percent_at(sight, line, int(known[-1])) if len(known) else None
        if found is None or sight.base is None:
            continue
        price = sight.base * (1 + found / 100)
        if sight.price.holds(price):
            ink = compared_ink(line, place, colors)
            tags.append(AxisTag(price, percent_text(price, sight.base), ink))
    return tuple(tags)
