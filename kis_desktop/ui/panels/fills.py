"""The fills panel (체결)."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kis_desktop.ui.account.filter_bar import FilterBar
from kis_desktop.ui.account.journal_grid import JournalGrid
from kis_desktop.ui.account.strip import AccountStripView
from kis_desktop.ui.dialogs.order_journal import OrderJournalDialog
from kis_desktop.ui.grid import GridState
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.fills import Fills
from kis_desktop.viewmodels.words import Words

PANEL_ID = "fills"
PANEL_TITLE = "체결"
PANEL_TITLE_EN = "Fills"
PANEL_PLACE = "bottom"
PANEL_ORDER = 20


class FillsPanel(QWidget):
    """Today's fills; what only a notice said is marked until the inquiry agrees."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._context = context
        words = Words(context.language)
        self.fills = Fills(context, self)
        self.grid = JournalGrid(self.fills.table, "fillRows", context.preferences, self)
        self.grid.setAccessibleName(words("fills.table"))
        self.filters = FilterBar(words, self, standings=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.grid, 1)
        column.addWidget(AccountStripView(context, self))
        self.setFocusProxy(self.grid)
        self.fills.changed.connect(self._show)
        self.filters.changed.connect(self.fills.set_filter)
        self.grid.row_activated.connect(self.fills.pick)
        self.grid.journal_requested.connect(self.open_journal)
        self._show()

    def open_journal(self, row_id: str) -> None:
        """Show what the journal says of the order that was filled."""
        fill = self.fills.find(row_id)
        if fill is not None:
            dialog = OrderJournalDialog(self._context, fill.trade_date, "", fill.order_no, self)
            dialog.open()

    def _show(self) -> None:
        self.grid.set_state(GridState(self.fills.state.value), self.fills.state_text)
        self.setWindowTitle(self.fills.title)


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new fills panel."""
    return FillsPanel(context, parent)
