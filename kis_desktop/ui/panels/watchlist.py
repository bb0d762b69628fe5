"""The watchlist panel (관심종목)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kis_desktop.ui.dialogs.alert_editor import AlertEditor
from kis_desktop.ui.grid import GridState
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.watchlist.add_field import AddField
from kis_desktop.ui.watchlist.group_tabs import GroupTabs
from kis_desktop.ui.watchlist.watch_grid import WatchGrid
from kis_desktop.viewmodels.alert_draft import AlertDraft
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.watchlist import Watchlist
from kis_desktop.viewmodels.words import Words

PANEL_ID = "watchlist"
PANEL_TITLE = "관심종목"
PANEL_TITLE_EN = "Watchlist"
PANEL_PLACE = "left"
PANEL_ORDER = 10

_HEAD_REST = 60  # the panel's menu and the gaps of the head


class WatchlistPanel(QWidget):
    """Groups and the use of realtime registrations in the head, prices below."""

    head_title = False
    shows_symbol = False

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        words = Words(context.language)
        self._context = context
        self.watchlist = Watchlist(context, self)
        self.groups = GroupTabs(self.watchlist.groups, words, self)
        self.registrations = QLabel(self)
        self.registrations.setObjectName("registrations")
        self.registrations.setFont(Theme.current().font(FontKind.HINT))
        set_tone(self.registrations, Tone.DIM)
        self.grid = WatchGrid(self.watchlist, "watchRows", words, self)
        self.grid.setAccessibleName(words("watchlist.table"))
        self.field = AddField(context.instruments, words, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(STEP, STEP, STEP, STEP)
        foot.addWidget(self.field)
        column.addLayout(foot)
        self.setFocusProxy(self.grid)
        self._connect()
        self._show_state()

    def head_widgets(self) -> Sequence[QWidget]:
        """Groups on the left, registrations on the right."""
        return (self.groups, self.registrations)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        self._tell_visible()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._tell_visible()

    def _connect(self) -> None:
        watchlist, table = self.watchlist, self.watchlist.table
        watchlist.state_changed.connect(self._show_state)
        self.grid.chosen.connect(watchlist.select)
        self.grid.alert_asked.connect(self._write_alert)
        self.grid.retry_requested.connect(watchlist.groups.load)
        self.grid.verticalScrollBar().valueChanged.connect(self._tell_visible)
        for signal in (table.layoutChanged, table.rowsInserted, table.rowsRemoved):
            signal.connect(self._tell_visible)
        self.field.found.connect(self._add)
        self.field.left.connect(self.grid.setFocus)
        self._context.link.symbol_changed.connect(self._follow)
        watchlist.groups.changed.connect(self._make_room)
        watchlist.groups.changed.connect(lambda: self._follow(self._context.link.symbol))
        self._follow(self._context.link.symbol)

    def _add(self, symbol: str) -> None:
        self.watchlist.groups.add(symbol)
        self.watchlist.select(symbol)
        self._follow(symbol)

    def _write_alert(self, symbol: str) -> None:
        words = Words(self._context.language)
        AlertEditor(AlertDraft(self._context, symbol), words, self.window()).open()

    def _follow(self, symbol: str) -> None:
        """The linked symbol is the current row, where this group holds it."""
        if self.grid.current_id() != symbol and not self.grid.select_id(symbol):
            self.grid.clearSelection()

    def _tell_visible(self) -> None:
        self.watchlist.set_visible(self.grid.shown_ids())

    def _make_room(self) -> None:
        """In a narrow head the groups come first: the status line tells registrations too."""
        room = self.width() - self.groups.whole_width() - _HEAD_REST
        self.registrations.setVisible(room >= self.registrations.sizeHint().width())

    def _show_state(self) -> None:
        watchlist = self.watchlist
        self.grid.set_state(GridState(watchlist.state.value), watchlist.state_text)
        self.registrations.setText(watchlist.registrations_text)
        self._make_room()


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new watchlist panel."""
    return WatchlistPanel(context, parent)
