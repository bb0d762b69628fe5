"""The journal of one order, in a window of its own."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_journal import OrderJournal
from kis_desktop.viewmodels.words import Words

_SIZE = QSize(680, 360)


class OrderJournalDialog(QDialog):
    """Every entry with its time and what it holds."""

    def __init__(
        self,
        context: ViewContext,
        trade_date: date,
        local_id: str,
        order_no: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("orderJournal")
        words = Words(context.language)
        self.journal = OrderJournal(context, trade_date, local_id, order_no, self)
        self.setWindowTitle(self.journal.title)
        head = QLabel(self.journal.title)
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        self.grid = Grid(self.journal.table, "journalRows", context.preferences, self)
        self.grid.setAccessibleName(words("history.details_table"))
        close = QPushButton(words("shell.close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 5 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(head)
        column.addWidget(self.grid, 1)
        column.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        self.resize(_SIZE)
        self.journal.changed.connect(self._show)
        self.grid.retry_requested.connect(self.journal.read)
        self._show()

    def _show(self) -> None:
        self.grid.set_state(GridState(self.journal.state.value), self.journal.state_text)
