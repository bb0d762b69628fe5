"""Whose book is shown: the switch in the panel's head, and the line that always says it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from kis_desktop.domain.feed_key import MarketView
from kis_desktop.ui.book.book_view import cut
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.order_book import OrderBookModel
from kis_desktop.viewmodels.words import Words

_PADDING = 6
_HEIGHT = 20
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def venue_buttons(model: OrderBookModel, words: Words, parent: QWidget) -> list[QToolButton]:
    """One button a market, the shown one pressed."""
    group = QButtonGroup(parent)
    made: list[QToolButton] = []
    for view in MarketView:
        name = view.name.lower()
        button = QToolButton(parent)
        button.setObjectName(f"venue_{name}")
        button.setText(words(f"book.{name}"))
        button.setToolTip(words(f"book.{name}_tip"))
        button.setAccessibleName(words("book.venue_of", venue=words(f"book.{name}")))
        button.setCheckable(True)
        button.setChecked(view is model.view)
        button.clicked.connect(lambda _on, chosen=view: model.set_view(chosen))
        group.addButton(button)
        made.append(button)
    return made


class BookVenueLine(QWidget):
    """The market, what it is doing, and in an auction that nothing of this is traded."""

    def __init__(self, model: OrderBookModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = model
        self.setObjectName("bookVenue")
        self.setFixedHeight(_HEIGHT)
        model.session_changed.connect(self._take)
        Theme.current().changed.connect(self.update)
        self._take()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setFont(theme.font(FontKind.HINT))
        box = QRect(_PADDING, 0, self.width() - 2 * _PADDING, self.height())
        if self._book.badge:
            painter.setPen(theme.color(Token.ACCENT))
            text = cut(painter, self._book.badge, box)
            painter.drawText(box, _RIGHT, text)
            taken = painter.fontMetrics().horizontalAdvance(text) + 2 * STEP
            box.setRight(box.right() - taken)
        painter.setPen(theme.color(Token.DIM))
        painter.drawText(box, _LEFT, cut(painter, self._book.session, box))
        painter.end()

    def _take(self) -> None:
        told = " · ".join(part for part in (self._book.session, self._book.badge) if part)
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.update()
