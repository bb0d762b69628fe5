"""Alerts over the chart: a fine line at each price, and a tag with a bell at the right edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from kis_desktop.domain.alert import LineCross, Stand
from kis_desktop.ui.chart.levels_painter import TAG_HEIGHT, paint_close
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tag_places import tag_places
from kis_desktop.ui.chart.tool import Brush
from kis_desktop.viewmodels.chart_alerts import AlertMark

_BELL, _CLOSE, _PAD, _EDGE = 18.0, 18.0, 6.0, 4.0
_DASH = [2.0, 4.0]
_LEGEND = 22.0
_TONES = {Stand.ARMED: "text", Stand.PAUSED: "faint", Stand.HELD: "accent"}


@dataclass(frozen=True, slots=True)
class AlertTag:
    """A mark with the place of its tag; `close` is its ×."""

    mark: AlertMark
    box: QRectF
    close: QRectF


def alert_tags(sight: Sight, marks: Sequence[AlertMark], font: QFont) -> tuple[AlertTag, ...]:
    """The tags of the marks in sight, none over another."""
    pane, metrics = sight.panes.price, QFontMetricsF(font)
    seen = [mark for mark in marks if sight.price.holds(float(mark.price))]
    wanted = [sight.price.y(float(mark.price)) for mark in seen]
    places = tag_places(wanted, TAG_HEIGHT + 1, pane.top() + _LEGEND, pane.bottom())
    found = []
    for mark, place in zip(seen, places, strict=True):
        width = round(_BELL + metrics.horizontalAdvance(mark.text) + _PAD + _CLOSE)
        left = sight.panes.plot_width - width - _EDGE
        box = QRectF(left, sight.snapped(place - TAG_HEIGHT / 2), width, TAG_HEIGHT)
        close = QRectF(box.right() - _CLOSE, box.top(), _CLOSE, TAG_HEIGHT)
        found.append(AlertTag(mark, box, close))
    return tuple(found)


def paint_alerts(brush: Brush, tags: Sequence[AlertTag], hovered: AlertTag | None = None) -> None:
    """Lines first, so that none crosses a tag."""
    painter, sight = brush.painter, brush.sight
    for tag in tags:
        if not isinstance(tag.mark.alert.condition, LineCross):
            _line(painter, sight, sight.price.y(float(tag.mark.price)), brush.colors.dim)
    for tag in tags:
        _tag(brush, tag, lit=hovered is not None and hovered.mark == tag.mark)


def _line(painter: QPainter, sight: Sight, y: float, ink: QColor) -> None:
    width = max(int(sight.ratio), 1) / sight.ratio
    pen = QPen(ink, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([length / width for length in _DASH])
    painter.setPen(pen)
    middle = sight.snapped(y) + width / 2
    painter.drawLine(QLineF(0.0, middle, sight.panes.plot_width, middle))


def _tag(brush: Brush, tag: AlertTag, *, lit: bool) -> None:
    painter, ink = brush.painter, _ink(brush, tag)
    line = max(int(brush.sight.ratio), 1) / brush.sight.ratio
    painter.fillRect(tag.box, ink if lit else brush.colors.dim)
    inner = tag.box.adjusted(line, line, -line, -line)
    painter.fillRect(inner, brush.colors.raised if lit else brush.colors.panel)
    paint_bell(painter, QPointF(tag.box.left() + _BELL / 2, tag.box.center().y()), ink)
    painter.setFont(brush.fonts.plain)
    painter.setPen(ink)
    words = tag.box.adjusted(_BELL, 0, -_CLOSE, 0)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), tag.mark.text)
    ground = brush.colors.raised if lit else brush.colors.panel
    paint_close(painter, tag.close.adjusted(0, line, -line, -line), ground, brush.colors.dim)


def paint_bell(painter: QPainter, at: QPointF, ink: QColor) -> None:
    """A bell of eleven pixels, `at` its middle."""
    path = QPainterPath(at + QPointF(-4.5, 3.0))
    path.lineTo(at + QPointF(-3.2, 1.4))
    path.lineTo(at + QPointF(-3.2, -1.2))
    path.cubicTo(at + QPointF(-3.2, -5.6), at + QPointF(3.2, -5.6), at + QPointF(3.2, -1.2))
    path.lineTo(at + QPointF(3.2, 1.4))
    path.lineTo(at + QPointF(4.5, 3.0))
    path.closeSubpath()
    path.addEllipse(at + QPointF(0.0, 4.4), 1.3, 1.1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPath(path)
    painter.restore()


def paint_words(brush: Brush, sentence: str) -> None:
    """A sentence in the middle of the prices."""
    painter, pane = brush.painter, brush.sight.panes.price
    width = min(
        QFontMetricsF(brush.fonts.plain).horizontalAdvance(sentence) + 4 * _PAD, pane.width()
    )
    box = QRectF(0, 0, width, 2 * TAG_HEIGHT)
    box.moveCenter(pane.center())
    painter.fillRect(box, brush.colors.accent)
    painter.fillRect(box.adjusted(1, 1, -1, -1), brush.colors.panel)
    painter.setFont(brush.fonts.plain)
    painter.setPen(brush.colors.accent)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box, int(flags), sentence)


def _ink(brush: Brush, tag: AlertTag) -> QColor:
    ink: QColor = getattr(brush.colors, _TONES.get(tag.mark.alert.stand, "faint"))
    return ink
