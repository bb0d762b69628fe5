"""The order book panel (호가)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kis_desktop.ui.book.book_edges import BookFootView, BookTitles
from kis_desktop.ui.book.book_venue import BookVenueLine, venue_buttons
from kis_desktop.ui.book.book_view import BookView
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_book import OrderBookModel
from kis_desktop.viewmodels.words import Words

PANEL_ID = "order_book"
PANEL_TITLE = "호가"
PANEL_TITLE_EN = "Order book"
PANEL_PLACE = "right"
PANEL_ORDER = 10


class OrderBookPanel(QWidget):
    """Levels between titles and totals; the venue always written in the head."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        words = Words(context.language)
        self.model = OrderBookModel(context, self)
        self.view = BookView(self.model, context.preferences, words, self)
        self.titles = BookTitles(self.view, self)
        self._venues = venue_buttons(self.model, words, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(BookVenueLine(self.model, self))
        column.addWidget(self.titles)
        column.addWidget(self.view, 1)
        column.addWidget(BookFootView(self.view, self))
        self.setFocusProxy(self.view)

    def head_widgets(self) -> Sequence[QWidget]:
        """The markets to choose from."""
        return self._venues


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new order book panel."""
    return OrderBookPanel(context, parent)
