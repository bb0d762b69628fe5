"""The watchlist's table: the row that was chosen by hand, and rows moved by hand."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from kis_desktop.ui.grid import Grid
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.viewmodels.watchlist import Watchlist
from kis_desktop.viewmodels.words import Words

_LINE = 2
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class WatchGrid(Grid):
    """`chosen` only where somebody chose: rows that come and go never change the symbol."""

    chosen = Signal(str)
    alert_asked = Signal(str)

    def __init__(
        self, watchlist: Watchlist, name: str, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(watchlist.table, name, watchlist.preferences, parent, dots=True)
        self._watchlist = watchlist
        self._words = words
        self._pressed: QPoint | None = None
        self._moving = ""
        self._before: str | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._watchlist.groups.remove(self.selected_ids())
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _MOVES:
            self.move_current(_MOVES[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self._moving:
            self._end_moving()
        else:
            before = self.current_id()
            super().keyPressEvent(event)
            self._choose_after(before)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self._choose_after(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        far = (position - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if not self._moving and far and self._watchlist.table.sort_column < 0:
            self._moving = self._id_at(self._pressed) or ""
        if self._moving:
            self._before = self._id_at(position)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        moving, before = self._moving, self._before
        self._end_moving()
        if moving:
            self._watchlist.groups.place(moving, before or "")
            self.select_id(moving)
        else:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current_id() is not None:
            self.row_menu().popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._moving:
            return
        painter = QPainter(self.viewport())
        place = self._watchlist.table.place_of(self._before or "")
        last = self._watchlist.table.rowCount() - 1
        top = (
            self.rowViewportPosition(place)
            if place is not None
            else self.rowViewportPosition(last) + Theme.current().row_height
        )
        accent = Theme.current().color(Token.ACCENT)
        painter.fillRect(0, max(top - 1, 0), self.viewport().width(), _LINE, accent)
        painter.end()

    def move_current(self, by: int) -> None:
        """Move the current row up (negative) or down in the trader's own order."""
        symbol = self.current_id()
        if symbol is not None and self._watchlist.table.sort_column < 0:
            self._watchlist.groups.move(symbol, by)
            self.select_id(symbol)

    def row_menu(self) -> QMenu:
        """What can be done with the current row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        own_order = self._watchlist.table.sort_column < 0
        for text, keys, enabled, call in (
            ("watchlist.move_up", "Alt+Up", own_order, lambda: self.move_current(-1)),
            ("watchlist.move_down", "Alt+Down", own_order, lambda: self.move_current(1)),
            ("watchlist.own_order", "", not own_order, lambda: self._watchlist.table.sort(-1)),
            (
                "watchlist.remove",
                "Del",
                True,
                lambda: self._watchlist.groups.remove(self.selected_ids()),
            ),
        ):
            action = QAction(f"{self._words(text)}\t{keys}" if keys else self._words(text), menu)
            action.setEnabled(enabled)
            action.triggered.connect(call)
            menu.addAction(action)
        menu.addSeparator()
        symbol = self.current_id()
        watch = menu.addAction(self._words("alerts_panel.watch"))
        watch.setEnabled(symbol is not None)
        watch.triggered.connect(lambda: self.alert_asked.emit(symbol))
        self.csv.action(menu)
        return menu

    def _choose_after(self, before: str | None) -> None:
        current = self.current_id()
        if current is not None and current != before:
            self.chosen.emit(current)

    def _end_moving(self) -> None:
        self._pressed, self._moving, self._before = None, "", None
        self.viewport().unsetCursor()
        self.viewport().update()

    def _id_at(self, position: QPoint) -> str | None:
        place = self.rowAt(position.y())
        return self._watchlist.table.row(place).id if place >= 0 else None
