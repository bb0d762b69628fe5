"""The table of the bars in sight, below the canvas."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.viewmodels.chart_table import ChartTable
from kis_desktop.viewmodels.words import Words

_PAUSE = 250  # ms; the table follows the chart no more often
_ROW, _ROWS, _COLUMN = 25, 8, 96


class BarsTable(QTableView):
    """Follows its canvas while it is shown; the current row points at its bar there."""

    left = Signal()  # by Escape

    def __init__(self, canvas: ChartCanvas, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.table = ChartTable(words, self)
        self.setModel(self.table)
        self.setObjectName("chart-table")
        self.setAccessibleName(words("chart_table.title"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultSectionSize(_COLUMN)
        self.horizontalHeader().setStretchLastSection(True)
        self.setFixedHeight((_ROWS + 1) * _ROW)
        self.setColumnWidth(0, _COLUMN + 40)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.follow)
        canvas.sight_changed.connect(self._follow_soon)
        self.hide()

    def follow(self) -> None:
        """Show what the canvas has in sight now; the current bar stays the current one."""
        content, current = self._canvas.content, self.currentIndex()
        bar = self.table.bar(current.row()) if current.isValid() else None
        sight = self._canvas.viewport.visible()
        self.table.show(content.pyramid, content.plots, sight, dated=content.dated)
        row = self.table.row_of(bar) if bar is not None else None
        if row is not None and row != self.currentIndex().row():
            self.setCurrentIndex(self.table.index(row, current.column()))

    def open(self) -> None:
        """Show the table, the newest bar in sight first, and take the keyboard."""
        self.show()
        self.follow()
        if self.table.rowCount():
            self.setCurrentIndex(self.table.index(0, 0))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self._canvas.point_at_bar(self.table.bar(current.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _follow_soon(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()
