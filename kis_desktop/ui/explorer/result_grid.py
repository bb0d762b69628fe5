"""A table of an answer whose rows can be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QWidget

from kis_desktop.ui.grid import Grid
from kis_desktop.viewmodels.api_explorer_table import copied
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.table import RowTableModel


class Unkept:
    """Widths and order of columns as long as the panel lives: answers have too many shapes to
    remember them all.
    """

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self._words.get(key)

    def set(self, key: str, value: str) -> None:
        self._words[key] = value


class ResultGrid(Grid):
    """Several rows can be selected; Ctrl+C copies them, or all where none is."""

    def __init__(
        self,
        model: RowTableModel,
        name: str,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, name, preferences, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy_rows)

    def copy_rows(self) -> None:
        """Put the selected rows, or all, on the clipboard with a line of titles."""
        table = self.model()
        assert isinstance(table, RowTableModel)
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        places = chosen or list(range(table.rowCount()))
        QGuiApplication.clipboard().setText(copied(table, places))
