"""The tape panel (체결)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.tape import FILTERS, Tape
from kis_desktop.viewmodels.words import Words

PANEL_ID = "tape"
PANEL_TITLE = "체결"
PANEL_TITLE_EN = "Trades"
PANEL_PLACE = "right"
PANEL_ORDER = 15


class TapePanel(QWidget):
    """Prints, newest on top; the pointer over them holds them still."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        words = Words(context.language)
        self.tape = Tape(context, self)
        self.grid = Grid(self.tape, "tapeRows", context.preferences, self)
        self.grid.setAccessibleName(words("tape.table"))
        self._held = QLabel(self)
        self._held.setObjectName("held")
        self._held.setProperty("chip", True)
        self._held.setFont(Theme.current().font(FontKind.HINT))
        self._held.hide()
        self._filters = QButtonGroup(self)
        self._filter_buttons = [self._filter(least, words) for least in FILTERS]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.setFocusProxy(self.grid)
        self.tape.state_changed.connect(self._show_state)
        self.grid.retry_requested.connect(self.tape.retry)
        self._show_state()

    def head_widgets(self) -> Sequence[QWidget]:
        """The sizes from which prints stand out."""
        return self._filter_buttons

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_held()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.tape.pause(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.tape.pause(False)

    def _filter(self, least: int, words: Words) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"least_{least}")
        button.setText(words("tape.filter", n=least) if least else words("tape.all_sizes"))
        button.setCheckable(True)
        button.setChecked(least == 0)
        button.clicked.connect(lambda: self.tape.set_least(least))
        self._filters.addButton(button)
        return button

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
