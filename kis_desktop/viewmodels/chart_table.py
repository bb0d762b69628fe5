"""The bars that a chart has in sight as a table, newest first: for eyes that want numbers, and for
people who hear the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries
from kis_desktop.viewmodels.chart_columns import NumberColumn, number_columns
from kis_desktop.viewmodels.chart_plot import Plot
from kis_desktop.viewmodels.chart_times import moment_text
from kis_desktop.viewmodels.table import UNKNOWN
from kis_desktop.viewmodels.words import Words

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ChartTable(QAbstractTableModel):
    """Rows are bars `first` to before `last`, the newest on top; the first column is their time."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._pyramid = BarPyramid(BarSeries.empty())
        self._columns: tuple[NumberColumn, ...] = ()
        self._first = self._last = 0
        self._dated = False

    def show(
        self, pyramid: BarPyramid, plots: Sequence[Plot], sight: tuple[int, int], *, dated: bool
    ) -> None:
        """Show the bars in sight; where they stay the same ones, their figures alone change."""
        columns = number_columns(pyramid, plots, self._words)
        same = (self._first, self._last) == sight and self._dated == dated
        same = same and [one.title for one in columns] == [one.title for one in self._columns]
        if not same:
            self.beginResetModel()
        self._pyramid, self._columns, self._dated = pyramid, columns, dated
        self._first, self._last = sight
        if not same:
            self.endResetModel()
        elif self.rowCount():
            corner = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), corner)

    def bar(self, row: int) -> int:
        """The bar of a row."""
        return self._last - 1 - row

    def row_of(self, bar: int) -> int | None:
        """The row of a bar; None where it isn't in sight."""
        return self._last - 1 - bar if self._first <= bar < self._last else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._last - self._first

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return self._title(section) if role == Qt.ItemDataRole.DisplayRole else None

    def _title(self, section: int) -> str:
        return self._columns[section - 1].title if section else self._words("chart_table.time")

    def _text(self, index: Index) -> str:
        bar = self.bar(index.row())
        if index.column() == 0:
            return moment_text(int(self._pyramid.time[bar]), dated=self._dated)
        column = self._columns[index.column() - 1]
        return number_text(column, float(column.values[bar]))

    def _spoken(self, index: Index) -> str:
        text = self._text(index)
        if index.column() == 0:
            return text
        moment = self._text(self.index(index.row(), 0))
        return f"{moment} {self._title(index.column())} {text}"


def number_text(column: NumberColumn, value: float) -> str:
    """A value as the table writes it; cut to hundredths, never rounded up."""
    if np.isnan(value):
        return UNKNOWN
    if column.whole:
        return f"{value:,.0f}"
    cut = int(value * 100 + (1e-6 if value > 0 else -1e-6)) / 100
    sign = "+" if column.signed and cut > 0 else ""
    text = f"{sign}{cut:,.2f}"
    return text if column.signed else text.removesuffix(".00")
