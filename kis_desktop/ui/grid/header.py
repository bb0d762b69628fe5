"""The header of a grid: titles where their columns' texts stand, and the way of sorting."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from kis_desktop.ui.grid.painting import DOT_ROOM, PADDING
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind, Token
from kis_desktop.viewmodels.table import RowTableModel, alignment

HEIGHT = 24
_LEAST_WIDTH = 32


class GridHeader(QHeaderView):
    """Clicking a title sorts by it: falling, rising, own order. Columns can be hidden by menu."""

    visibility_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, indented: bool = False) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._indented = indented
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(_LEAST_WIDTH)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer_columns)
        self.sectionClicked.connect(self._turn)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def rows(self) -> RowTableModel:
        """The model above whose columns this stands."""
        model = self.model()
        assert isinstance(model, RowTableModel)
        return model

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        theme, model = Theme.current(), self.rows()
        column = model.columns[logicalIndex]
        painter.fillRect(rect, theme.color(Token.PANEL))
        painter.setFont(theme.font(FontKind.HINT))
        sorted_here = model.sort_column == logicalIndex
        painter.setPen(theme.color(Token.TEXT if sorted_here else Token.FAINT))
        title = model.titles[logicalIndex]
        if sorted_here:
            rising = model.sort_order is Qt.SortOrder.AscendingOrder
            title = f"{title} {'↑' if rising else '↓'}"
        first = self.visualIndex(logicalIndex) == 0
        left = DOT_ROOM if first and self._indented else PADDING
        room = rect.adjusted(left, 0, -PADDING, 0)
        cut = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, alignment(column), cut)

    def paintEvent(self, e: object) -> None:
        super().paintEvent(e)  # type: ignore[arg-type]
        painter = QPainter(self.viewport())
        painter.setPen(Theme.current().color(Token.LINE))
        bottom = self.viewport().height() - 1
        painter.drawLine(0, bottom, self.viewport().width(), bottom)
        painter.end()

    def _turn(self, section: int) -> None:
        model = self.rows()
        if not model.columns[section].sortable:
            return
        if model.sort_column != section:
            model.sort(section, Qt.SortOrder.DescendingOrder)
        elif model.sort_order is Qt.SortOrder.DescendingOrder:
            model.sort(section, Qt.SortOrder.AscendingOrder)
        else:
            model.sort(-1)
        self.viewport().update()

    def column_menu(self) -> QMenu:
        """A menu to show and hide columns; the stretching one stays."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(self.rows().columns):
            action = QAction(self.rows().titles[number], menu)
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(number))
            action.setEnabled(not column.stretch)
            action.setData(number)
            action.toggled.connect(self._show_column)
            menu.addAction(action)
        return menu

    def _offer_columns(self, position: QPoint) -> None:
        self.column_menu().popup(self.mapToGlobal(position))

    def _show_column(self, shown: bool) -> None:  # noqa: FBT001
        action = self.sender()
        assert isinstance(action, QAction)
        self.setSectionHidden(action.data(), not shown)
        self.visibility_changed.emit()
