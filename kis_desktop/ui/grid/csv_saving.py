"""Saving a grid's rows as CSV: the menu's line, the file's name, and what is said of it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QTableView, QToolTip, QWidget

from kis_desktop.viewmodels.table import RowTableModel
from kis_desktop.viewmodels.table_csv import table_csv
from kis_desktop.viewmodels.words import Words

WORLD = "world"
"""the property of the window that says which world its figures come from"""
_UNFIT = re.compile(r"[^\w.가-힣-]+")


class CsvSaving:
    """Offers and does it for one grid."""

    def __init__(self, grid: QTableView, rows: RowTableModel) -> None:
        self._grid = grid
        self._rows = rows
        self._words = Words(rows.language)

    def action(self, menu: QMenu) -> QAction:
        """The menu's line; greyed out where there is nothing to save."""
        action = menu.addAction(self._words("csv.save"))
        action.setEnabled(self._rows.rowCount() > 0)
        action.triggered.connect(self.ask)
        return action

    def ask(self) -> None:
        """Ask where the rows are to be written."""
        dialog = QFileDialog(
            self._grid, self._words("csv.save"), self.file_name(), self._words("csv.filter")
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def file_name(self) -> str:
        """What the rows are, which world they come from, and when."""
        parts = (self._grid.accessibleName(), self.world(), f"{datetime.now():%Y%m%d-%H%M}")  # noqa: DTZ005 - a file is named by the clock on the wall
        return "_".join(_UNFIT.sub("-", part).strip("-") for part in parts if part) + ".csv"

    def world(self) -> str:
        """The world as the window tells it; a torn off panel belongs to the window it came from."""
        widget: QWidget | None = self._grid
        while widget is not None:
            told = widget.property(WORLD)
            if told:
                return str(told)
            widget = widget.parentWidget()
        return ""

    def save(self, path: Path) -> None:
        """Write the rows as they are shown, and say so."""
        header = self._grid.horizontalHeader()
        shown = [
            header.logicalIndex(place)
            for place in range(header.count())
            if not header.isSectionHidden(header.logicalIndex(place))
        ]
        titles = (self._words("csv.symbol"), self._words("csv.world"))
        try:
            old = self._words("csv.old")
            path.write_bytes(table_csv(self._rows, shown, titles, self.world(), old))
        except OSError:
            self._say("csv.failed", file=path.name)
        else:
            self._say("csv.saved", rows=self._rows.rowCount(), file=path.name)

    def _say(self, id_: str, **arguments: str | int) -> None:
        corner = self._grid.viewport().mapToGlobal(QPoint(0, 0))
        QToolTip.showText(corner, self._words(id_, **arguments), self._grid)
