"""A table of an answer whose rows can be copied."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from kis_desktop.ui.grid import Grid
from kis_desktop.viewmodels.api_explorer_table import copied, copied_value
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.table import RowTableModel
from kis_desktop.viewmodels.words import Words


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
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, name, preferences, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._words = words
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy_rows)

    def cell_menu(self, index: QModelIndex) -> QMenu:
        """What can be copied at a cell."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        value = menu.addAction(self._words("explorer.copy_value"))
        value.triggered.connect(lambda: self.copy_value(index))
        rows = menu.addAction(self._words("explorer.copy_rows"))
        rows.triggered.connect(self.copy_rows)
        menu.addSeparator()
        self.csv.action(menu)
        return menu

    def copy_value(self, index: QModelIndex) -> None:
        """Put one value on the clipboard, whole and without commas."""
        table = self.model()
        assert isinstance(table, RowTableModel)
        text = copied_value(table, index.row(), index.column())
        QGuiApplication.clipboard().setText(text)

    def _offer(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            self.cell_menu(index).popup(self.viewport().mapToGlobal(position))

    def copy_rows(self) -> None:
        """Put the selected rows, or all, on the clipboard with a line of titles."""
        table = self.model()
        assert isinstance(table, RowTableModel)
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        places = chosen or list(range(table.rowCount()))
        QGuiApplication.clipboard().setText(copied(table, places))
