"""One paint of all rows of the ladder that can be seen, whatever the day's range holds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygon

from kis_desktop.domain.order import Side
from kis_desktop.ui.book.book_view import STALE_OPACITY, cut
from kis_desktop.ui.ladder.ladder_places import Places, Spot, Zone
from kis_desktop.ui.theme.theme import Theme, laid_over
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.ladder import Ladder
from kis_desktop.viewmodels.ladder_rows import LadderRow, own_short
from kis_desktop.viewmodels.own_orders import OwnLevel
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_BAR_MARGIN = 3
_MARKER = 5
_CROSS = "×"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Drag:
    """Our orders on their way to another price."""

    side: Side
    before: Decimal
    place: int
    level: OwnLevel


@dataclass(frozen=True, slots=True)
class Hand:
    """Where pointer and keyboard are. `flash` is the tone of a last price that has just moved."""

    hovered: Spot | None = None
    cursor: int | None = None
    focused: bool = False
    drag: Drag | None = None
    flash: Tone | None = None


class LadderPainter:
    """Paints the rows in view."""

    def __init__(self, painter: QPainter, ladder: Ladder, places: Places, words: Words) -> None:
        self._painter = painter
        self._theme = Theme.current()
        self._ladder = ladder
        self._places = places
        self._words = words
        colour, panel = self._theme.color, self._theme.color(Token.PANEL)
        self._ground = {  # opaque: many times faster to fill than what shines through
            Zone.BID: laid_over(colour(Token.UP_GROUND), panel),
            Zone.ASK: laid_over(colour(Token.DOWN_GROUND), panel),
        }
        self._bar = {
            Zone.BID: laid_over(colour(Token.UP_BAR), self._ground[Zone.BID]),
            Zone.ASK: laid_over(colour(Token.DOWN_BAR), self._ground[Zone.ASK]),
        }
        self._strong = self._theme.font(FontKind.STRONG)
        self._base = self._theme.font(FontKind.BASE)
        self._hint = self._theme.font(FontKind.HINT)

    def paint(self, hand: Hand) -> None:
        """Grounds and bars first, then texts, then lines and what is in the hand."""
        rows = [(place, self._ladder.row(place)) for place in self._places.rows]
        self._grounds(len(rows))
        if self._ladder.state is PanelState.STALE:
            self._painter.setOpacity(STALE_OPACITY)
        for place, row in rows:
            self._sizes(place, row)
        for place, row in rows:
            self._price(place, row, hand.flash if row.is_last else None)
            self._own(place, row)
            self._mark(place, row)
        self._painter.setOpacity(1.0)
        for place, row in rows:
            self._lines(place, row)
        self._hover(hand)
        self._drag(hand.drag)
        self._cursor(hand)
        if self._ladder.armed:
            self._armed()

    def paint_loading(self) -> None:
        """The columns where they will be, and a blank where each price will stand."""
        self._grounds(self._places.visible)
        edges = self._places.edges()
        width, height = (edges[3] - edges[2]) * 3 // 5, 2 * STEP
        left = (edges[2] + edges[3] - width) // 2
        for number in range(self._places.visible):
            row = self._places.row(self._places.top + number)
            top = row.center().y() - height // 2
            self._painter.fillRect(left, top, width, height, self._theme.color(Token.RAISED))

    def _grounds(self, rows: int) -> None:
        """The column that buys and the one that sells."""
        edges = self._places.edges()
        height = rows * self._places.row_height
        bids = QRect(edges[1], 0, edges[2] - edges[1], height)
        asks = QRect(edges[3], 0, edges[4] - edges[3], height)
        self._painter.fillRect(bids, self._ground[Zone.BID])
        self._painter.fillRect(asks, self._ground[Zone.ASK])

    def _sizes(self, place: int, row: LadderRow) -> None:
        text = self._theme.color(Token.TEXT)
        for zone, size, share in (
            (Zone.BID, row.bid_text, row.bid_share),
            (Zone.ASK, row.ask_text, row.ask_share),
        ):
            if not size:
                continue
            cell = self._places.cell(place, zone)
            width = max(round(cell.width() * share), 1)
            bar = cell.adjusted(0, _BAR_MARGIN, 0, -_BAR_MARGIN)
            if zone is Zone.BID:
                bar.setLeft(bar.right() - width + 1)
            else:
                bar.setWidth(width)
            self._painter.fillRect(bar, self._bar[zone])
            pad = self._places.padding
            box = cell.adjusted(pad, 0, -pad, 0)
            self._text(size, box, text, self._base, _RIGHT if zone is Zone.BID else _LEFT)

    def _price(self, place: int, row: LadderRow, flash: Tone | None) -> None:
        cell = self._places.cell(place, Zone.PRICE)
        if row.is_last:
            self._painter.fillRect(cell, self._theme.color(Token.SELECTED))
        if flash is not None:
            token = Token.UP_GROUND if flash is Tone.UP else Token.DOWN_GROUND
            self._painter.fillRect(cell, self._theme.color(token))
        pad = self._places.padding
        box = cell.adjusted(pad, 0, -pad, 0)
        self._text(row.price_text, box, self._theme.tone(row.tone), self._strong, _CENTRE)
        if row.is_last:
            self._frame(cell.adjusted(0, 0, -1, -1), self._theme.color(Token.ACCENT), 1)
        if row.filled is not None:
            self._fill_marker(cell, row.filled)

    def _fill_marker(self, cell: QRect, side: Side) -> None:
        """A triangle that points at the price, from the side that was filled."""
        buy = side is Side.BUY
        at = cell.left() + 1 if buy else cell.right() - 1
        inward = _MARKER if buy else -_MARKER
        middle = cell.center().y()
        triangle = QPolygon(
            [
                QPoint(at, middle - _MARKER),
                QPoint(at + inward, middle),
                QPoint(at, middle + _MARKER),
            ]
        )
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color(Token.BUY if buy else Token.SELL))
        self._painter.drawPolygon(triangle)

    def _own(self, place: int, row: LadderRow) -> None:
        for level, zone, cancel in (
            (row.buy, Zone.OWN_BUY, Zone.CANCEL_BUY),
            (row.sell, Zone.OWN_SELL, Zone.CANCEL_SELL),
        ):
            if level is None:
                continue
            cell = self._places.cell(place, zone)
            self._chip(cell, own_short(level, self._words))
            if not self._places.cancels:
                continue
            cross = self._places.cell(place, cancel)
            self._text(_CROSS, cross, self._theme.color(Token.DIM), self._strong, _CENTRE)

    def _chip(self, cell: QRect, text: str) -> None:
        """Our orders: their number on a ground that tells them from the market's."""
        inner = cell.adjusted(1, 2, -1, -2)
        self._painter.setPen(QPen(self._theme.color(Token.ACCENT), 1))
        self._painter.setBrush(self._theme.color(Token.RAISED))
        self._painter.drawRoundedRect(inner, 3, 3)
        self._text(text, inner, self._theme.color(Token.ACCENT), self._base, _CENTRE)

    def _mark(self, place: int, row: LadderRow) -> None:
        """Limits, triggers and prices of the day, where no size stands."""
        if not row.mark and not row.is_average:
            return
        average = self._words("book.average") if row.is_average else ""
        text = " · ".join(part for part in (average, row.mark) if part)
        zone = Zone.BID if not row.bid_text else Zone.ASK
        if zone is Zone.ASK and row.ask_text:
            return
        pad = self._places.padding
        box = self._places.cell(place, zone).adjusted(pad, 0, -pad, 0)
        colour = self._theme.color(Token.ACCENT) if average else self._theme.tone(row.tone)
        self._text(text, box, colour, self._hint, _RIGHT if zone is Zone.BID else _LEFT)

    def _lines(self, place: int, row: LadderRow) -> None:
        rect = self._places.row(place)
        if row.is_average:
            self._painter.setPen(QPen(self._theme.color(Token.ACCENT), 1, Qt.PenStyle.DotLine))
            self._painter.drawLine(rect.left(), rect.top(), rect.right(), rect.top())

    def _hover(self, hand: Hand) -> None:
        """What a click here would do, in the column's own colour; nothing while it's off."""
        spot = hand.hovered
        if spot is None or hand.drag is not None or spot.zone not in {Zone.BID, Zone.ASK}:
            return
        quantity = self._ladder.quantity
        if not self._ladder.armed or not quantity:
            return
        buy = spot.zone is Zone.BID
        cell = self._places.cell(spot.place, spot.zone).adjusted(1, 1, -1, -1)
        side = self._words(f"side.{Side.BUY.value if buy else Side.SELL.value}_signed")
        self._painter.fillRect(cell, self._theme.color(Token.BUY if buy else Token.SELL))
        colour = self._theme.color(Token.ON_BUTTON)
        self._text(f"{side} {quantity:,}", cell, colour, self._strong, _CENTRE)

    def _drag(self, drag: Drag | None) -> None:
        if drag is None or drag.place not in self._places.rows:
            return
        zone = Zone.OWN_BUY if drag.side is Side.BUY else Zone.OWN_SELL
        row = self._places.row(drag.place).adjusted(0, 0, -1, -1)
        self._frame(row, self._theme.color(Token.ACCENT), 1, Qt.PenStyle.DashLine)
        self._painter.setOpacity(0.8)
        self._chip(self._places.cell(drag.place, zone), own_short(drag.level, self._words))
        self._painter.setOpacity(1.0)

    def _cursor(self, hand: Hand) -> None:
        if hand.focused and hand.cursor is not None and hand.cursor in self._places.rows:
            rect = self._places.row(hand.cursor).adjusted(1, 1, -1, -1)
            self._frame(rect, self._theme.color(Token.ACCENT), 2)

    def _armed(self) -> None:
        """A click orders: seen from the corner of an eye."""
        area = QRect(0, 0, self._places.width, self._places.height).adjusted(1, 1, -1, -1)
        self._frame(area, self._theme.color(Token.ACCENT), 2)

    def _frame(
        self,
        rect: QRect,
        colour: QColor,
        width: int,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        self._painter.setPen(QPen(colour, width, style))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(rect)

    def _text(
        self, text: str, box: QRect, colour: QColor, font: QFont, where: Qt.AlignmentFlag
    ) -> None:
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(box, where, cut(self._painter, text, box))
