"""What a replay lays over its chart: frame and mark, its paper orders, average price and fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPen, QPolygonF

from kis_desktop.domain.order import Side
from kis_desktop.domain.paper_engine import PaperFill
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.ui.chart.levels_painter import TAG_HEIGHT, axis_text
from kis_desktop.ui.chart.tag_places import tag_places
from kis_desktop.ui.chart.tool import Brush
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind, Token

_FRAME = 2.0
_MARK_OPACITY = 0.45
_MARK_DOWN = 0.16  # of the price pane's height, where the mark stands
_PAD = 7.0
_TAG_LEFT, _LEGEND = 10.0, 22.0
_FILL = 6.0  # pixels of a fill's triangle
_GAP = 3.0
_ORDER_DASHES, _AVERAGE_DASHES = [4.0, 3.0], [1.0, 2.0]


def replay_ink() -> QColor:
    """The replay's colour."""
    return Theme.current().color(Token.REPLAY)


def paint_frame(brush: Brush, text: str) -> None:
    """Around the plot, and the mark across it."""
    painter, panes = brush.painter, brush.sight.panes
    ink = replay_ink()
    plot = QRectF(0, 0, panes.plot_width, panes.bottom)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, _FRAME))
    painter.drawRect(plot.adjusted(_FRAME / 2, _FRAME / 2, -_FRAME / 2, -_FRAME / 2))
    faint = QColor(ink)
    faint.setAlphaF(_MARK_OPACITY)
    painter.setFont(Theme.current().font(FontKind.PRICE))
    painter.setPen(faint)
    top = panes.price.top() + panes.price.height() * _MARK_DOWN
    box = QRectF(0, top, panes.plot_width, QFontMetricsF(painter.font()).height())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A price (KRW) with its words; without a side it is the average price."""

    price: Decimal
    side: Side | None
    label: str


def paint_lines(brush: Brush, lines: Sequence[PaperLine]) -> None:
    """Lines over the plot, their words at the left and their prices on the axis; tags that meet
    stand below each other, those of prices out of sight at the edge.
    """
    pane, scale = brush.sight.panes.price, brush.sight.price
    wanted = [scale.y(float(line.price)) for line in lines]
    places = tag_places(wanted, TAG_HEIGHT + 1, pane.top() + _LEGEND, pane.bottom())
    for line, y in zip(lines, wanted, strict=True):
        if pane.top() <= y <= pane.bottom():
            _line(brush, line, brush.sight.snapped(y) + 0.5)
    for line, y, place in zip(lines, wanted, places, strict=True):
        away = "" if pane.top() <= y <= pane.bottom() else ("↑ " if y < pane.top() else "↓ ")
        middle = brush.sight.snapped(place)
        _words_tag(brush, line, away + line.label, middle)
        _axis_tag(brush, line, middle)


def _line(brush: Brush, line: PaperLine, y: float) -> None:
    pen = QPen(replay_ink(), 1.0)
    pen.setDashPattern(_AVERAGE_DASHES if line.side is None else _ORDER_DASHES)
    brush.painter.setPen(pen)
    brush.painter.drawLine(QLineF(0.0, y, brush.sight.panes.plot_width, y))


def _words_tag(brush: Brush, line: PaperLine, text: str, middle: float) -> None:
    painter, colors, ink = brush.painter, brush.colors, replay_ink()
    width = QFontMetricsF(brush.fonts.plain).horizontalAdvance(text) + 2 * _PAD
    box = QRectF(_TAG_LEFT, middle - TAG_HEIGHT / 2, width, TAG_HEIGHT)
    painter.fillRect(box, ink)
    painter.fillRect(box.adjusted(1, 1, -1, -1), colors.panel)
    by_side = {None: ink, Side.BUY: colors.up, Side.SELL: colors.down}
    painter.setFont(brush.fonts.plain)
    painter.setPen(by_side[line.side])
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def _axis_tag(brush: Brush, line: PaperLine, middle: float) -> None:
    painter, axis = brush.painter, brush.sight.panes.price_axis
    tag = QRectF(axis.left(), middle - TAG_HEIGHT / 2, axis.width(), TAG_HEIGHT)
    painter.fillRect(tag, replay_ink())
    painter.setFont(brush.fonts.strong)
    painter.setPen(brush.colors.panel)
    painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), axis_text(float(line.price)))


def paint_fills(brush: Brush, pyramid: BarPyramid, fills: Iterable[PaperFill]) -> None:
    """Hollow triangles at the fills' prices: up below a purchase, down above a sale."""
    painter, sight, pane = brush.painter, brush.sight, brush.sight.panes.price
    painter.setClipRect(pane)
    first, last = sight.viewport.visible()
    drawn: set[tuple[int, int, Side]] = set()
    for fill in fills:
        bar = pyramid.find(fill.time)
        if not first <= bar < last:
            continue
        x, y = sight.viewport.x(bar), sight.price.y(float(fill.price))
        place = (round(x), round(y), fill.side)
        if place in drawn:
            continue
        drawn.add(place)
        buys = fill.side is Side.BUY
        way = 1.0 if buys else -1.0
        tip = y + way * _GAP
        base = tip + way * _FILL * 1.4
        painter.setPen(QPen(brush.colors.up if buys else brush.colors.down, 1.5))
        painter.setBrush(brush.colors.panel)
        corners = [QPointF(x, tip), QPointF(x - _FILL, base), QPointF(x + _FILL, base)]
        painter.drawPolygon(QPolygonF(corners))
    painter.setClipping(False)


def paint_start(brush: Brush, x: float) -> None:
    """The line from which a replay would begin; what lies behind it is dimmed."""
    painter, panes = brush.painter, brush.sight.panes
    veil = QColor(brush.colors.panel)
    veil.setAlphaF(0.6)
    painter.fillRect(QRectF(x, 0, panes.plot_width - x, panes.bottom), veil)
    painter.setPen(QPen(replay_ink(), 2.0))
    painter.drawLine(QLineF(x, 0, x, panes.bottom))
