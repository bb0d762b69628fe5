"""The log panel (연결 기록)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QMenu, QVBoxLayout, QWidget

from kis_desktop.ui.dialogs.error_help import ErrorHelpDialog
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.panel_parts import head_button
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.log import Log
from kis_desktop.viewmodels.words import Words

PANEL_ID = "log"
PANEL_TITLE = "연결 기록"
PANEL_TITLE_EN = "Connection log"
PANEL_PLACE = "bottom"
PANEL_ORDER = 90


class LogPanel(QWidget):
    """What happened, to be read and copied."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._words = words = Words(context.language)
        self.log = Log(context, self)
        self.grid = Grid(self.log.table, "logRows", context.preferences, self)
        self.grid.setAccessibleName(words("log.table"))
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._open_menu)
        self.grid.row_activated.connect(self.explain)
        self.copy = head_button(self, "copyLog", words("log.copy"))
        self.connect_now = head_button(self, "connectNow", words("log.connect_now"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.setFocusProxy(self.grid)
        self.copy.clicked.connect(self.copy_lines)
        commands, services = context.commands, context.services
        self.connect_now.clicked.connect(lambda: commands.start(services.connection.connect_now))
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, self.grid)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy_lines)
        self.log.changed.connect(self._show)
        self._show()

    def head_widgets(self) -> Sequence[QWidget]:
        """Copying, and trying the line at once."""
        return (self.connect_now, self.copy)

    def copy_lines(self) -> None:
        """Put the selected lines, or all, on the clipboard."""
        chosen = self.grid.selected_ids() or self.log.table.ids()
        self._put(chosen)

    def explain(self, row_id: str) -> None:
        """Open what a line's code means; nothing for a line without one."""
        explained = self.log.find_help(row_id)
        if explained is not None:
            ErrorHelpDialog(explained, self._words, self).open()

    def row_menu(self) -> QMenu:
        """What can be done with the selected lines, and with all."""
        chosen = self.grid.selected_ids()
        current = self.grid.current_id()
        explained = current is not None and self.log.find_help(current) is not None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id_, keys, enabled, call in (
            ("error_help.open", "Enter", explained, lambda: self.explain(current or "")),
            ("error_help.copy_rows", "Ctrl+C", bool(chosen), lambda: self._put(chosen)),
            ("error_help.copy_all", "", True, lambda: self._put(self.log.table.ids())),
        ):
            text = self._words(id_)
            action = QAction(f"{text}\t{keys}" if keys else text, menu)
            action.setEnabled(enabled)
            action.triggered.connect(call)
            menu.addAction(action)
        self.grid.csv.action(menu)
        return menu

    def _open_menu(self, place: QPoint) -> None:
        if self.log.table.rowCount():
            self.row_menu().popup(self.grid.viewport().mapToGlobal(place))

    def _put(self, row_ids: tuple[str, ...]) -> None:
        QGuiApplication.clipboard().setText(self.log.copied(row_ids))

    def _show(self) -> None:
        self.grid.set_state(GridState(self.log.state.value), self.log.state_text)


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new log panel."""
    return LogPanel(context, parent)
