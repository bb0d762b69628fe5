"""Where the pointer (or the keyboard) points: two dashed lines with the price and the time."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from kis_desktop.domain.chart_setup import PRICE_PANE, VOLUME_PANE
from kis_desktop.ui.chart.colors import ChartColors
from kis_desktop.ui.chart.content import Content
from kis_desktop.ui.chart.lettering import Lettering
from kis_desktop.ui.chart.levels_painter import TAG_HEIGHT, price_tag
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.value_texts import moment_text, percent_text, value_text

_PAD = 8.0
_BOX = 0.12  # opacity


@dataclass(frozen=True, slots=True)
class Crosshair:
    """A bar and a height; `y` is None when the keyboard chose the bar, its close is meant then."""

    bar: int
    y: float | None


def paint_crosshair(
    painter: QPainter,
    sight: Sight,
    content: Content,
    crosshair: Crosshair,
    colors: ChartColors,
    letters: Lettering,
) -> None:
    """Lines through all panes and a tag on each axis."""
    panes, width = sight.panes, max(int(sight.ratio), 1) / sight.ratio
    pen = QPen(colors.faint, width)
    pen.setDashPattern([4.0, 4.0])
    painter.setPen(pen)
    middle = sight.viewport.x(crosshair.bar)
    x = floor(middle * sight.ratio) / sight.ratio + width / 2
    if 0 <= middle <= panes.plot_width:
        painter.drawLine(QLineF(x, 0, x, panes.bottom))
        _time_tag(painter, sight, x, moment_text(content, crosshair.bar), colors, letters)
    y = crosshair.y
    if y is None:
        y = sight.price.y(float(content.pyramid.close[crosshair.bar]))
    if not 0 <= y <= panes.bottom or (crosshair.y is None and not panes.price.contains(1.0, y)):
        return
    painter.setPen(pen)
    height = sight.snapped(y) + width / 2
    painter.drawLine(QLineF(0, height, panes.plot_width, height))
    text = _value(sight, content, y)
    if text:
        price_tag(painter, sight, y, text, _ground(colors), colors.panel, letters.strong.font)


def paint_box(painter: QPainter, box: QRectF, colors: ChartColors) -> None:
    """A box that is drawn by hand."""
    ground = QColor(colors.accent)
    ground.setAlphaF(_BOX)
    painter.fillRect(box, ground)
    painter.setPen(QPen(colors.accent, 1.0))
    painter.drawRect(box)


def _value(sight: Sight, content: Content, y: float) -> str:
    """What the height means in the pane that holds it."""
    pane = sight.panes.at(y)
    if pane == PRICE_PANE:
        price = sight.price.price(y)
        if sight.base is not None:
            return percent_text(price, sight.base)
        return f"{content.on_tick(price):,}" if price > 0 else ""
    if not pane:
        return ""
    value = sight.scale_of(pane).price(y)
    return f"{max(value, 0):,.0f}" if pane == VOLUME_PANE else value_text(value)


def _time_tag(
    painter: QPainter, sight: Sight, x: float, text: str, colors: ChartColors, letters: Lettering
) -> None:
    axis = sight.panes.time_axis
    width = letters.width(text, strong=True) + 2 * _PAD
    left = min(max(x - width / 2, 0.0), max(axis.right() - width, 0.0))
    box = QRectF(round(left), axis.top() + 2, round(width), TAG_HEIGHT)
    painter.fillRect(box, _ground(colors))
    letters.centred(painter, box, text, colors.panel, strong=True)


def _ground(colors: ChartColors) -> QColor:
    return colors.dim
