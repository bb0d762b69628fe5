"""What stands above and below the levels: titles, totals, the auction's expectation, the day."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kis_desktop.ui.book.book_view import STALE_OPACITY, BookView, cut
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.order_book import ASK_SIZE, BID_SIZE, PRICE, OrderBookModel

_PADDING = 6
_TITLE_HEIGHT = 24
_TOTAL_HEIGHT = 25
_DAY_HEIGHT = 17
_DAY_COLUMNS = 3
_DAY_LINES = 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class BookTitles(QWidget):
    """The columns' titles, where the columns are; how old the prices are while they are old."""

    def __init__(self, view: BookView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._book = view.book()
        self.setFixedHeight(_TITLE_HEIGHT)
        view.columns_moved.connect(self.update)
        self._book.state_changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setFont(theme.font(FontKind.HINT))
        height = self.height()
        if self._book.state is PanelState.STALE and self._book.state_text:
            painter.setPen(theme.color(Token.ACCENT))
            box = QRect(_PADDING, 0, self.width() - 2 * _PADDING, height)
            painter.drawText(box, _CENTRE, cut(painter, self._book.state_text, box))
        else:
            self._paint_titles(painter, theme)
        painter.fillRect(0, height - 1, self.width(), 1, theme.color(Token.LINE))
        painter.end()

    def _paint_titles(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(theme.color(Token.FAINT))
        left, right = self._view.columns()
        height = self.height()
        for column, box, alignment in (
            (ASK_SIZE, QRect(0, 0, left - _PADDING, height), _RIGHT),
            (PRICE, QRect(left, 0, right - left, height), _CENTRE),
            (BID_SIZE, QRect(right + _PADDING, 0, self.width() - right, height), _LEFT),
        ):
            title = self._book.headerData(column, Qt.Orientation.Horizontal)
            painter.drawText(box, alignment, str(title))


class BookFootView(QWidget):
    """Totals and their difference; in an auction what it would trade at; the day's prices."""

    def __init__(self, view: BookView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._book: OrderBookModel = view.book()
        self.setObjectName("bookFoot")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._book.repriced.connect(self._take)
        self._book.state_changed.connect(self._take)
        view.columns_moved.connect(self.update)
        Theme.current().changed.connect(self.update)
        self._lines = self._line_count()

    def sizeHint(self) -> QSize:
        return QSize(240, _TOTAL_HEIGHT + self._line_count() * _DAY_HEIGHT + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.color(Token.LINE))
        painter.setOpacity(STALE_OPACITY if self._book.state is PanelState.STALE else 1.0)
        self._paint_totals(painter, theme)
        self._paint_day(painter, theme)
        painter.end()

    def _take(self) -> None:
        if self._lines != self._line_count():
            self._lines = self._line_count()
            self.updateGeometry()
        foot = self._book.foot
        told = " ".join(f"{label} {text}" for label, text, _ in foot.day)
        parts = (foot.total_ask, foot.difference, foot.total_bid, foot.indicative, foot.overtime)
        self.setAccessibleName(" ".join(part for part in (*parts, told) if part))
        self.update()

    def _line_count(self) -> int:
        days = -(-len(self._book.foot.day) // _DAY_COLUMNS) or _DAY_LINES
        return days + bool(self._book.foot.indicative) + bool(self._book.foot.overtime)

    def _paint_totals(self, painter: QPainter, theme: Theme) -> None:
        foot = self._book.foot
        left, right = self._view.columns()
        if self._book.state not in {PanelState.LIVE, PanelState.STALE}:
            return
        painter.setFont(theme.font(FontKind.STRONG))
        metrics = painter.fontMetrics()
        ask, bid = (metrics.horizontalAdvance(text) for text in (foot.total_ask, foot.total_bid))
        if max(ask, bid) > left - 2 * _PADDING:  # wider than their columns: out to the edges
            left, right = ask + 2 * _PADDING, self.width() - bid - 2 * _PADDING
        painter.setPen(theme.color(Token.DOWN))
        painter.drawText(QRect(0, 0, left - _PADDING, _TOTAL_HEIGHT), _RIGHT, foot.total_ask)
        painter.setPen(theme.color(Token.UP))
        box = QRect(right + _PADDING, 0, self.width() - right, _TOTAL_HEIGHT)
        painter.drawText(box, _LEFT, foot.total_bid)
        painter.setFont(theme.font(FontKind.BASE))
        painter.setPen(theme.color(Token.DIM))
        box = QRect(left, 0, right - left, _TOTAL_HEIGHT)
        fits = painter.fontMetrics().horizontalAdvance(foot.difference) <= box.width()
        text = foot.difference if fits else foot.bare_difference
        painter.drawText(box, _CENTRE, cut(painter, text, box))

    def _paint_day(self, painter: QPainter, theme: Theme) -> None:
        foot = self._book.foot
        painter.setFont(theme.font(FontKind.HINT))
        top = _TOTAL_HEIGHT
        if foot.indicative:
            painter.setPen(theme.color(Token.ACCENT))
            box = QRect(_PADDING, top, self.width() - 2 * _PADDING, _DAY_HEIGHT)
            painter.drawText(box, _CENTRE, cut(painter, foot.indicative, box))
            top += _DAY_HEIGHT
        if foot.overtime:
            painter.setPen(theme.color(Token.DIM))
            box = QRect(_PADDING, top, self.width() - 2 * _PADDING, _DAY_HEIGHT)
            painter.drawText(box, _CENTRE, cut(painter, foot.overtime, box))
            top += _DAY_HEIGHT
        width = self.width() // _DAY_COLUMNS
        for place, (label, text, tone) in enumerate(foot.day):
            row, column = divmod(place, _DAY_COLUMNS)
            box = QRect(column * width + _PADDING, top + row * _DAY_HEIGHT, width, _DAY_HEIGHT)
            box.setRight(box.right() - 2 * _PADDING)
            painter.setPen(theme.tone(tone))
            painter.drawText(box, _RIGHT, text)
            box.setRight(box.right() - painter.fontMetrics().horizontalAdvance(text) - STEP)
            painter.setPen(theme.color(Token.FAINT))
            painter.drawText(box, _LEFT, cut(painter, label, box))
