"""Days from which prices are without a right, as small chips below the bars."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from kis_desktop.ui.chart.bar_times import BarTimes
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.levels_painter import TagFonts
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.time_axis import date_text

_SIZE, _RADIUS = 16.0, 3.0
_DAY = 86_400  # seconds


def paint_ex_dates(
    painter: QPainter, sight: Sight, content: Content, colors: ChartColors, fonts: TagFonts
) -> None:
    """The first letter of each right's name above the axis of time."""
    painter.setFont(fonts.strong)
    for box, _, label in _chips(sight, content):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.accent)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.setPen(colors.panel)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), label[:1])


def ex_date_at(sight: Sight, content: Content, at: QPointF) -> str:
    """What the chip under the pointer stands for; empty where there is none."""
    told = [
        f"{date_text(time)} {label}"
        for box, time, label in _chips(sight, content)
        if box.contains(at)
    ]
    return "\n".join(told)


def _chips(sight: Sight, content: Content) -> list[tuple[QRectF, int, str]]:
    first, last = sight.viewport.visible()
    top = sight.panes.bottom - _SIZE - 3
    found = []
    for time, label in content.ex_dates:
        bar = _bar_of(content, time)
        if bar is not None and first <= bar < last and label:
            x = sight.snapped(sight.viewport.x(bar) - _SIZE / 2)
            found.append((QRectF(x, top, _SIZE, _SIZE), time, label))
    return found


def _bar_of(content: Content, time: int) -> int | None:
    """The bar that holds a day; of shorter bars the day's first. None where there is none."""
    times = content.pyramid.time
    if not content.dated:
        bar = content.pyramid.find(time - 1) + 1
        return bar if bar < len(times) and times[bar] - time < _DAY else None
    bar = content.pyramid.find(time)
    is_past = bar < len(times) - 1 or time < times[bar] + BarTimes(times).step
    return bar if bar >= 0 and is_past else None
