"""The tape panel (체결가)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.tape import FILTERS, Tape
from kis_desktop.viewmodels.words import Words

PANEL_ID = "tape"
PANEL_TITLE = "체결가"
PANEL_TITLE_EN = "Trades"
PANEL_PLACE = "right"
PANEL_ORDER = 15


class TapePanel(QWidget):
    """Prints, newest on top; the pointer over them holds them still."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._words = Words(context.language)
        self.tape = Tape(context, self)
        self.grid = Grid(self.tape, "tapeRows", context.preferences, self)
        self.grid.setAccessibleName(self._words("tape.table"))
        self._held = QLabel(self)
        self._held.setObjectName("held")
        self._held.setProperty("chip", True)
        self._held.setFont(Theme.current().font(FontKind.HINT))
        self._held.hide()
        self.sizes = QToolButton(self)
        self.sizes.setObjectName("tapeSizes")
        self.sizes.setText(f"{self._filter_text(0)} ▾")
        self.sizes.clicked.connect(self._offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.setFocusProxy(self.grid)
        self.tape.state_changed.connect(self._show_state)
        self.grid.retry_requested.connect(self.tape.retry)
        self._show_state()

    def head_widgets(self) -> Sequence[QWidget]:
        """The sizes from which prints stand out."""
        return (self.sizes,)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_held()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.tape.pause(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.tape.pause(False)

    def filter_menu(self) -> QMenu:
        """The sizes to choose from."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for least in FILTERS:
            action = QAction(self._filter_text(least), menu)
            action.setCheckable(True)
            action.setChecked(least == self.tape.least)
            action.triggered.connect(lambda _on, chosen=least: self._choose(chosen))
            menu.addAction(action)
        return menu

    def _choose(self, least: int) -> None:
        self.tape.set_least(least)
        self.sizes.setText(f"{self._filter_text(least)} ▾")

    def _filter_text(self, least: int) -> str:
        return self._words("tape.filter", n=least) if least else self._words("tape.all_sizes")

    def _offer(self) -> None:
        self.filter_menu().popup(self.sizes.mapToGlobal(self.sizes.rect().bottomLeft()))

    def _show_state(self) -> None:
        state, text = self.tape.state, self.tape.state_text
        live = state is PanelState.LIVE
        self._held.setText(text if live else "")
        self._held.setVisible(live and bool(text))
        self._place_held()
        self.grid.set_state(GridState(state.value), "" if live else text)

    def _place_held(self) -> None:
        """Above the lower right corner: nothing is re-laid-out by it."""
        self._held.adjustSize()
        right, bottom = self.width() - STEP, self.height() - STEP
        self._held.move(right - self._held.width(), bottom - self._held.height())


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new tape panel."""
    return TapePanel(context, parent)
