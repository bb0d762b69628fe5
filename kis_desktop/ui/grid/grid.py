"""A table that stays fast while its numbers move.

Qt's own view gives selection, keyboard and accessibility; the rows are painted here, in one pass.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QTableView, QToolTip, QWidget

from kis_desktop.ui.grid.column_widths import kept_columns, kept_text
from kis_desktop.ui.grid.csv_saving import CsvSaving
from kis_desktop.ui.grid.header import GridHeader
from kis_desktop.ui.grid.painting import DOT_ROOM, PADDING, Line, RowPainter, Span
from kis_desktop.ui.grid.states import paint_age, paint_skeleton, paint_words
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FLASH_SECONDS, FontKind
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.table import RowTableModel

_FADE_MILLISECONDS = 33
_SAVE_MILLISECONDS = 400
_FOCUS_RING = 2
Monotonic = Callable[[], float]


class GridState(enum.StrEnum):
    """What a grid has to say as a whole."""

    LIVE = "live"
    EMPTY = "empty"  # nothing there; the text says what to do next
    LOADING = "loading"  # rows are on their way; shown in their final geometry
    STALE = "stale"  # what is shown is old; the text is its age
    FAILED = "failed"  # the text is the sentence with its code; Enter asks again


class Grid(QTableView):
    """Rows of a `RowTableModel`. Column widths are kept under the name given.

    With `dots`, the first column's title leaves room for the dot before its texts.
    """

    row_activated = Signal(str)
    current_row_changed = Signal(str)
    retry_requested = Signal()

    def __init__(
        self,
        model: RowTableModel,
        name: str,
        preferences: Preferences,
        parent: QWidget | None = None,
        *,
        dots: bool = False,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._name = name
        self._preferences = preferences
        self._monotonic = monotonic
        self._theme = Theme.current()
        self._painter = RowPainter(self._theme)
        self._state = GridState.LIVE
        self._state_text = ""
        self._header = GridHeader(self, indented=dots)
        self.csv = CsvSaving(self, model)
        self._fade = _timer(self, _FADE_MILLISECONDS, self._fade_on)
        self._save = _timer(self, _SAVE_MILLISECONDS, self._keep_columns)
        self._save.setSingleShot(True)
        self._grow = _timer(self, 0, self._make_room)
        self._grow.setSingleShot(True)
        self._build()

    @property
    def grid_state(self) -> GridState:
        """What the grid says as a whole."""
        return self._state

    @property
    def state_text(self) -> str:
        """The sentence or age that goes with the state."""
        return self._state_text

    def set_state(self, state: GridState, text: str = "") -> None:
        """Say something about all rows: see `GridState`."""
        if (state, text) != (self._state, self._state_text):
            self._state, self._state_text = state, text
            self.setAccessibleDescription(text)
            self.viewport().update()

    def current_id(self) -> str | None:
        """The id of the current row; None when there is none."""
        index = self.currentIndex()
        return self._rows.row(index.row()).id if index.isValid() else None

    def selected_ids(self) -> tuple[str, ...]:
        """The ids of the selected rows, top to bottom."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return tuple(self._rows.row(place).id for place in places)

    def select_id(self, row_id: str) -> bool:
        """Select the row of an id and make it visible; false when there is none."""
        place = self._rows.place_of(row_id)
        if place is None:
            return False
        index = self._rows.index(place, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def shown_ids(self) -> tuple[str, ...]:
        """The ids of the rows that can be seen now, top to bottom."""
        first, last = self._visible_places(self.viewport().rect())
        return tuple(self._rows.row(place).id for place in range(first, last + 1))

    def sizeHint(self) -> QSize:
        width = sum(column.width for column in self._rows.columns if not column.hidden)
        return QSize(width, 8 * self._theme.row_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 3 * self._theme.row_height)

    def dataChanged(
        self,
        topLeft: QModelIndex | QPersistentModelIndex,  # noqa: N803
        bottomRight: QModelIndex | QPersistentModelIndex,  # noqa: N803
        roles: Sequence[int] = (),
    ) -> None:
        """Repaint the rows of a change, once, before the next frame."""
        del roles
        top = self.rowViewportPosition(topLeft.row())
        bottom = self.rowViewportPosition(bottomRight.row()) + self._theme.row_height
        changed = QRect(0, top, self.viewport().width(), bottom - top)
        self.viewport().update(changed & self.viewport().rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        region = event.region()
        painter.fillRect(event.rect(), self._painter.palette.panel)
        if self._state is GridState.LOADING and not self._rows.rowCount():
            paint_skeleton(painter, self.viewport().rect(), self._spans(), self._theme.row_height)
        elif self._words_instead():
            paint_words(
                painter,
                self.viewport().rect(),
                self._state_text,
                failed=self._state is GridState.FAILED,
            )
        else:
            self._paint_rows(painter, region)
        if self._state is GridState.STALE and self._state_text:
            paint_age(painter, self.viewport().rect(), self._state_text)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
            event.accept()
            return
        if event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._rows.rowCount():
            last = self._rows.rowCount() - 1
            place = 0 if event.key() == Qt.Key.Key_Home else last
            self.select_id(self._rows.row(place).id)
            event.accept()
            return
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the table; grids with a menu of their own add it there."""
        self.table_menu().popup(event.globalPos())

    def table_menu(self) -> QMenu:
        """What can be done with the table as a whole."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.csv.action(menu)
        return menu

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self.viewport().update()

    def _build(self) -> None:
        self.setObjectName(self._name)
        self.setModel(self._rows)
        self.setHorizontalHeader(self._header)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFont(self._theme.font(FontKind.BASE))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalHeader().hide()
        self._row_metrics()
        self._show_columns()
        self.doubleClicked.connect(self._activate)
        self._header.sectionResized.connect(self._resized)
        self._header.sectionMoved.connect(self._save.start)
        self._header.visibility_changed.connect(self._column_shown)
        self._theme.changed.connect(self._take_theme)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _row_metrics(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(self._theme.row_height)
        rows.setDefaultSectionSize(self._theme.row_height)

    def _take_theme(self) -> None:
        self._painter = RowPainter(self._theme)
        self._row_metrics()
        self._header.viewport().update()
        self.viewport().update()

    def _words_instead(self) -> bool:
        if self._state is GridState.FAILED:
            return not self._rows.rowCount()
        return self._state is GridState.EMPTY or not self._rows.rowCount()

    def _visible_places(self, area: QRect) -> tuple[int, int]:
        """First and last place in an area of the viewport; an empty range when there is none."""
        first = self.rowAt(area.top())
        if first < 0:
            return 0, -1
        last = self.rowAt(area.bottom())
        return first, last if last >= 0 else self._rows.rowCount() - 1

    def _paint_rows(self, painter: QPainter, region: QRegion) -> None:
        spans = self._spans()
        selection = self.selectionModel()
        root = QModelIndex()
        lines = []
        first, last = self._visible_places(region.boundingRect())
        for place in range(first, last + 1):
            top = self.rowViewportPosition(place)
            if region.intersects(QRect(0, top, self.viewport().width(), self._theme.row_height)):
                selected = selection.isRowSelected(place, root)
                lines.append(Line(place, top, selected))
        fading = self._painter.paint(
            painter,
            self._rows,
            spans,
            lines,
            height=self._theme.row_height,
            now=self._monotonic(),
            stale=self._state is GridState.STALE,
        )
        if fading and not self._fade.isActive():
            self._fade.start()
        self._paint_focus(painter)
        if self._painter.has_wanted and not self._grow.isActive():
            self._grow.start()

    def _paint_focus(self, painter: QPainter) -> None:
        index = self.currentIndex()
        if not self.hasFocus() or not index.isValid():
            return
        top = self.rowViewportPosition(index.row())
        painter.fillRect(0, top, _FOCUS_RING, self._theme.row_height, self._painter.palette.accent)

    def _spans(self) -> list[Span]:
        """The visible columns from left to right."""
        width = self.viewport().width()
        spans = []
        for visual in range(self._header.count()):
            number = self._header.logicalIndex(visual)
            if self._header.isSectionHidden(number):
                continue
            left = self._header.sectionViewportPosition(number)
            size = self._header.sectionSize(number)
            if left < width and left + size > 0:
                spans.append(Span(number, self._rows.columns[number], left, size))
        return spans

    def _fade_on(self) -> None:
        """Repaint what flashes, until nothing does."""
        now = self._monotonic()
        first, last = self._visible_places(self.viewport().rect())
        fading = [place for place in range(first, last + 1) if self._flashed_lately(place, now)]
        if not fading:
            self._fade.stop()
        for place in fading:
            top = self.rowViewportPosition(place)
            self.viewport().update(0, top, self.viewport().width(), self._theme.row_height)

    def _flashed_lately(self, place: int, now: float) -> bool:
        """Whether a cell of the row flashes, or has stopped so lately that it must be cleaned."""
        until = now - FLASH_SECONDS - 3 * _FADE_MILLISECONDS / 1000
        cells = self._rows.row(place).cells
        return any(cell.flash is not None and cell.flash[0] > until for cell in cells)

    def _make_room(self) -> None:
        """Widen the columns whose numbers found no room; they never become narrower again."""
        for number, width in self._painter.take_wanted().items():
            if width > self._header.sectionSize(number):
                self._header.resizeSection(number, width)
        self.viewport().update()

    def _enter(self) -> None:
        if self._state is GridState.FAILED and not self._rows.rowCount():
            self.retry_requested.emit()
        elif self.currentIndex().isValid():
            self._activate(self.currentIndex())

    def _activate(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.row_activated.emit(self._rows.row(index.row()).id)

    def _moved(self, current: QModelIndex) -> None:
        if current.isValid():
            self.current_row_changed.emit(self._rows.row(current.row()).id)

    def _tip_at(self, position: QPoint) -> str:
        """The cell's own tip, or its text where it is cut."""
        index = self.indexAt(position)
        if not index.isValid():
            return ""
        cell = self._rows.cell(index.row(), index.column())
        if cell.tip:
            return cell.tip
        cache = self._painter.palette.strong if cell.bold else self._painter.palette.base
        room = self._header.sectionSize(index.column()) - 2 * PADDING
        room -= DOT_ROOM - PADDING if cell.dot is not None else 0
        return cell.text if cache.laid_out(cell.text)[1] > room else ""

    def _show_columns(self) -> None:
        kept = kept_columns(self._preferences.get(self._key()))
        for number, column in enumerate(self._rows.columns):
            width, hidden = kept.get(column.id, (column.width, column.hidden))
            self._header.resizeSection(number, width)
            self._header.setSectionHidden(number, hidden and not column.stretch)
        order = [column_id for column_id in kept if column_id in self._column_ids()]
        for place, column_id in enumerate(order):
            number = self._column_ids().index(column_id)
            self._header.moveSection(self._header.visualIndex(number), place)

    def _keep_columns(self) -> None:
        columns = self._rows.columns
        kept = {}
        for visual in range(self._header.count()):
            number = self._header.logicalIndex(visual)
            column, hidden = columns[number], self._header.isSectionHidden(number)
            size = self._header.sectionSize(number)
            keeps_own = column.stretch or hidden
            kept[column.id] = (column.width if keeps_own else size, hidden)
        self._preferences.set(self._key(), kept_text(kept))

    def _column_shown(self) -> None:
        """A column that comes back has its width; the others make room."""
        for number, column in enumerate(self._rows.columns):
            if not self._header.isSectionHidden(number) and not self._header.sectionSize(number):
                self._header.resizeSection(number, column.width)
        self._stretch()
        self._save.start()

    def _resized(self, section: int) -> None:
        if not self._rows.columns[section].stretch:
            self._stretch()
            self._save.start()

    def _stretch(self) -> None:
        """Give the stretching column what the others leave, never less than its width."""
        columns = self._rows.columns
        number = next((place for place, column in enumerate(columns) if column.stretch), None)
        if number is None:
            return
        others = sum(
            self._header.sectionSize(other) for other in range(len(columns)) if other != number
        )
        room = self.viewport().width() - others
        self._header.resizeSection(number, max(room, columns[number].width))

    def _column_ids(self) -> list[str]:
        return [column.id for column in self._rows.columns]

    def _key(self) -> str:
        return f"grid/{self._name}/columns"


def _timer(parent: QObject, milliseconds: int, call: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(milliseconds)
    timer.timeout.connect(call)
    return timer
