"""Twenty levels of the order book, painted in one pass, with a cursor for the keyboard."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QTableView, QWidget

from kis_desktop.ui.click_menu import click_menu
from kis_desktop.ui.grid.states import paint_words
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.book_rows import LEVELS, ROWS, BookRow
from kis_desktop.viewmodels.click_modes import ClickMode, ClickSettings
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.order_book import PRICE, OrderBookModel
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_SIDE_SHARE = 0.36  # of the width, for each column of sizes, where prices leave that much
_WIDEST_RATE = "−00.00"
_USUAL_PRICE = "000,000"
_PADDING = 6
_LEAST_ROW, _MOST_ROW = 17, 40
_BAR_MARGIN = 3
STALE_OPACITY = 0.62
_SKELETON = 0.55
_LEAST_SIDE = 72  # pixels of a column of sizes, before rates make way
_PLACE = "book"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BookView(QTableView):
    """Asks tinted as sellers above, bids as buyers below; the last price is framed."""

    columns_moved = Signal()

    def __init__(
        self,
        model: OrderBookModel,
        preferences: Preferences,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = model
        self._clicks = ClickSettings(preferences, _PLACE)
        self._words = words
        self._hovered = -1
        self._aimed: Decimal | None = None
        self._digits = len(_USUAL_PRICE)
        self._price_width = self._rate_width = 0
        self.setModel(model)
        self._measure()
        self._build()
        model.repriced.connect(self._take_prices)
        self.verticalScrollBar().rangeChanged.connect(self._centre)
        model.state_changed.connect(self.viewport().update)
        Theme.current().changed.connect(self._take_theme)

    @property
    def click_mode(self) -> ClickMode:
        """Which click puts a price into the ticket; Enter always does."""
        return self._clicks.mode

    def sizeHint(self) -> QSize:
        return QSize(320, ROWS * Theme.current().row_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 8 * _LEAST_ROW)

    def columns(self) -> tuple[int, int]:
        """Where the price column begins and ends, in the viewport."""
        width = self.viewport().width()
        side = min(round(width * _SIDE_SHARE), (width - self._middle()) // 2)
        return side, width - side

    def shows_rates(self) -> bool:
        """Whether there is room for rates; in a narrow book the sizes come first."""
        return self.viewport().width() - self._whole_middle() >= 2 * _LEAST_SIDE

    def price_places(self) -> tuple[int, int]:
        """Where prices end and rates end, both right-aligned, in the viewport."""
        left, right = self.columns()
        if not self.shows_rates():
            return right - (right - left - self._price_width) // 2, right
        rate_end = right - (right - left - self._whole_middle()) // 2 - _PADDING
        return rate_end - self._rate_width - STEP, rate_end

    def row_rect(self, place: int) -> QRect:
        """Where a level stands in the viewport."""
        top = self.rowViewportPosition(place)
        return QRect(0, top, self.viewport().width(), self.rowHeight(place))

    def shows(self, place: int) -> bool:
        """Whether a level stands whole in the viewport: no half of one is painted."""
        rect = self.row_rect(place)
        return rect.top() >= 0 and rect.bottom() < self.viewport().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        theme = Theme.current()
        painter.fillRect(event.rect(), theme.color(Token.PANEL))
        state = self._book.state
        if state in {PanelState.EMPTY, PanelState.FAILED}:
            failed = state is PanelState.FAILED
            paint_words(painter, self.viewport().rect(), self._book.state_text, failed=failed)
        else:
            _BookPainter(painter, theme, self).paint(stale=state is PanelState.STALE)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentIndex().isValid():
                self._book.pick(self.currentIndex().row())
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        place = self._row_at(event)
        self._aimed = self._book.book_row(place).price if place >= 0 else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.click_mode is ClickMode.SINGLE:
            self._pick_at(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.click_mode is ClickMode.DOUBLE:
            self._pick_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self._row_at(event))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.click_menu().popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._book.index(LEVELS, PRICE))
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.setAccessibleDescription(self._book.spoken(current.row()))
        self.viewport().update()

    def click_menu(self) -> QMenu:
        """A menu to choose the click that puts a price into the ticket."""
        words = self._words
        names = {mode: words(f"book.click_{mode.value}") for mode in ClickMode}
        return click_menu(self, self._clicks, words("book.click"), names, words("book.confirm"))

    def hovered(self) -> int:
        """The level under the pointer; -1 for none."""
        return self._hovered

    def book(self) -> OrderBookModel:
        """The levels that are shown."""
        return self._book

    def _build(self) -> None:
        self.setObjectName("bookLevels")
        self.setAccessibleName(self._words("book.table"))
        self.setToolTip(self._words("book.tip"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_LEAST_ROW)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _take_theme(self) -> None:
        self._measure()
        self._share_out()
        self.columns_moved.emit()
        self.viewport().update()

    def _share_out(self) -> None:
        """Rows share the height; below the least height the view scrolls, the spread in sight."""
        height = min(max(self.viewport().height() // ROWS, _LEAST_ROW), _MOST_ROW)
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)
        left, right = self.columns()
        for column, width in enumerate((left, right - left, left)):
            self.setColumnWidth(column, width)

    def _centre(self) -> None:
        """The scroll range follows the rows later than the size does, so this follows the range."""
        bar = self.verticalScrollBar()
        if not self.currentIndex().isValid():
            bar.setValue(bar.maximum() // 2)

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.viewport().update()

    def _pick_at(self, event: QMouseEvent) -> None:
        """The price that was aimed at, though the book may have moved since the press."""
        if self._aimed is not None:
            self._book.offer(self._aimed)
        elif (place := self._row_at(event)) >= 0:
            self._book.pick(place)

    def _row_at(self, event: QMouseEvent) -> int:
        """The level under the pointer; -1 for none, and for one that isn't shown whole."""
        place = self.rowAt(event.position().toPoint().y())
        return place if place >= 0 and self.shows(place) else -1

    def _whole_middle(self) -> int:
        return self._price_width + STEP + self._rate_width + 2 * _PADDING

    def _middle(self) -> int:
        return self._whole_middle() if self.shows_rates() else self._price_width + 2 * _PADDING

    def _measure(self) -> None:
        theme = Theme.current()
        digits = "0" * self._digits
        self._price_width = QFontMetrics(theme.font(FontKind.STRONG)).horizontalAdvance(digits)
        self._rate_width = QFontMetrics(theme.font(FontKind.HINT)).horizontalAdvance(_WIDEST_RATE)

    def _take_prices(self) -> None:
        """Prices with more digits than before move the columns once."""
        longest = max(len(self._book.book_row(place).price_text) for place in range(ROWS))
        digits = max(longest, len(_USUAL_PRICE))
        if longest and digits != self._digits:
            self._digits = digits
            self._take_theme()
        self.viewport().update()


class _BookPainter:
    """One paint of all levels that can be seen."""

    def __init__(self, painter: QPainter, theme: Theme, view: BookView) -> None:
        self._painter = painter
        self._theme = theme
        self._view = view
        self._left, self._right = view.columns()
        self._strong = theme.font(FontKind.STRONG)
        self._base = theme.font(FontKind.BASE)
        self._hint = theme.font(FontKind.HINT)

    def paint(self, *, stale: bool) -> None:
        """Grounds and bars first, then texts by font, then frames."""
        book = self._view.book()
        rows = [
            (book.book_row(place), self._view.row_rect(place), place)
            for place in range(ROWS)
            if self._view.shows(place)
        ]
        for row, rect, place in rows:
            self._ground(row, rect, place)
        if book.state is PanelState.LOADING:
            for row, rect, _ in rows:
                self._skeleton(row, rect)
            return
        self._painter.setOpacity(STALE_OPACITY if stale else 1.0)
        for row, rect, _ in rows:
            self._bar(row, rect)
        filled = [(row, rect) for row, rect, _ in rows if row.price is not None]
        self._prices(filled)
        self._sizes(filled)
        self._hints(filled)
        self._painter.setOpacity(1.0)
        for row, rect in filled:
            if row.is_last:
                self._frame(rect)
            if row.is_average:
                self._average(rect)
        self._cursor()

    def _ground(self, row: BookRow, rect: QRect, place: int) -> None:
        """The half of a level: sizes and price together."""
        token = Token.DOWN_GROUND if row.is_ask else Token.UP_GROUND
        half = QRect(rect)
        if row.is_ask:
            half.setRight(self._right - 1)
        else:
            half.setLeft(self._left)
        self._painter.fillRect(half, self._theme.color(token))
        if place == self._view.hovered() and row.price is not None:
            price = QRect(self._left, rect.top(), self._right - self._left, rect.height())
            self._painter.fillRect(price, self._theme.color(token))

    def _bar(self, row: BookRow, rect: QRect) -> None:
        if row.share <= 0:
            return
        token = Token.DOWN_BAR if row.is_ask else Token.UP_BAR
        width = max(round((self._left - _PADDING) * row.share), 1)
        left = self._left - width if row.is_ask else self._right
        height = rect.height() - 2 * _BAR_MARGIN
        colour = self._theme.color(token)
        self._painter.fillRect(left, rect.top() + _BAR_MARGIN, width, height, colour)

    def _prices(self, rows: list[tuple[BookRow, QRect]]) -> None:
        price_end, rate_end = self._view.price_places()
        for row, rect in rows:
            box = QRect(self._left, rect.top(), price_end - self._left, rect.height())
            self._text(row.price_text, box, self._tone(row.tone), self._strong, right=True)
            if not self._view.shows_rates():
                continue
            beside = QRect(price_end, rect.top(), rate_end - price_end, rect.height())
            self._text(row.rate_text, beside, self._tone(row.tone), self._hint, right=True)

    def _sizes(self, rows: list[tuple[BookRow, QRect]]) -> None:
        colour = self._theme.color(Token.TEXT)
        for row, rect in rows:
            box = self._size_box(rect, ask=row.is_ask)
            self._text(row.size_text, box, colour, self._base, right=row.is_ask)

    def _hints(self, rows: list[tuple[BookRow, QRect]]) -> None:
        for row, rect in rows:
            self._change(row, self._size_box(rect, ask=row.is_ask))
            opposite = self._size_box(rect, ask=not row.is_ask)
            taken = self._own(row, opposite)
            free = opposite.adjusted(taken * row.is_ask, 0, -taken * (not row.is_ask), 0)
            tone = self._theme.color(Token.ACCENT) if row.is_average else self._tone(row.tone)
            self._text(row.mark, free, tone, self._hint, right=row.is_ask)

    def _change(self, row: BookRow, box: QRect) -> None:
        """How the size has changed, at the outer edge; not where it would run into the size."""
        size = QFontMetrics(self._base).horizontalAdvance(row.size_text)
        change = QFontMetrics(self._hint).horizontalAdvance(row.change_text)
        if size + change + STEP <= box.width():
            on_bar = row.share * box.width() + change > box.width()  # where hues are hard to read
            tone = self._theme.color(Token.TEXT) if on_bar else self._tone(row.change_tone)
            self._text(row.change_text, box, tone, self._hint, right=not row.is_ask)

    def _own(self, row: BookRow, box: QRect) -> int:
        """Our orders beside the price; how much room they take."""
        if not row.own:
            return 0
        self._painter.setFont(self._base)
        metrics = self._painter.fontMetrics()
        fits = cut(self._painter, row.own, box) == row.own
        text = row.own if fits else row.own_short
        self._text(text, box, self._theme.color(Token.ACCENT), self._base, right=not row.is_ask)
        return metrics.horizontalAdvance(text) + STEP

    def _size_box(self, rect: QRect, *, ask: bool) -> QRect:
        if ask:
            return QRect(_PADDING, rect.top(), self._left - 2 * _PADDING, rect.height())
        left = self._right + _PADDING
        return QRect(left, rect.top(), rect.right() - left - _PADDING + 1, rect.height())

    def _text(
        self, text: str, box: QRect, colour: QColor, font: QFont, *, right: bool = False
    ) -> None:
        if text:
            self._painter.setFont(font)
            self._painter.setPen(colour)
            self._painter.drawText(box, _RIGHT if right else _LEFT, cut(self._painter, text, box))

    def _frame(self, rect: QRect) -> None:
        """The last price."""
        self._painter.setPen(QPen(self._theme.color(Token.ACCENT), 1))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        width = self._right - self._left
        self._painter.drawRect(self._left, rect.top(), width - 1, rect.height() - 1)

    def _average(self, rect: QRect) -> None:
        """What we hold was bought at this price or just above it."""
        self._painter.setPen(QPen(self._theme.color(Token.ACCENT), 1, Qt.PenStyle.DotLine))
        self._painter.drawLine(0, rect.top(), rect.right(), rect.top())

    def _cursor(self) -> None:
        """The level that the keyboard stands on."""
        index = self._view.currentIndex()
        if not self._view.hasFocus() or not index.isValid():
            return
        if not self._view.shows(index.row()):
            return
        rect = self._view.row_rect(index.row()).adjusted(1, 1, -1, -1)
        self._painter.setPen(QPen(self._theme.color(Token.ACCENT), 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(rect)

    def _skeleton(self, row: BookRow, rect: QRect) -> None:
        colour = self._theme.color(Token.RAISED)
        top, height = rect.top() + rect.height() // 2 - STEP, 2 * STEP
        price = round((self._right - self._left) * _SKELETON)
        middle = (self._left + self._right - price) // 2
        self._painter.fillRect(middle, top, price, height, colour)
        size = round(self._left * _SKELETON / 2)
        left = self._left - _PADDING - size if row.is_ask else self._right + _PADDING
        self._painter.fillRect(left, top, size, height, colour)

    def _tone(self, tone: Tone) -> QColor:
        return self._theme.tone(tone)


def cut(painter: QPainter, text: str, box: QRect) -> str:
    """A text in the painter's font with an ellipsis where it has no room: no digit goes unseen."""
    room = max(box.width(), 0)
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
