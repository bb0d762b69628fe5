"""A grid whose rows are orders or fills: the journal of each is one step away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from kis_desktop.ui.grid import Grid
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.table import RowTableModel
from kis_desktop.viewmodels.words import Words


class JournalGrid(Grid):
    """`journal_requested` with the id of the row whose journal is wanted."""

    journal_requested = Signal(str)

    def __init__(
        self,
        model: RowTableModel,
        name: str,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, name, preferences, parent)
        self._words = Words(model.language)

    def table_menu(self) -> QMenu:
        """What can be done with the current row, and with the table."""
        menu = super().table_menu()
        before = menu.actions()[0]
        current = self.current_id()
        journal = menu.addAction(self._words("history.details"))
        journal.setEnabled(current is not None)
        journal.triggered.connect(lambda: self.journal_requested.emit(current or ""))
        menu.removeAction(journal)
        menu.insertAction(before, journal)
        return menu
