"""The tape panel (체결가)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from kis_desktop.domain.feed_key import MarketView
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.tape import FILTERS, LARGE, Tape
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
        self.sizes.setAccessibleName(self._words("tape.sizes"))
        self.sizes.clicked.connect(lambda: self._offer(self.filter_menu(), self.sizes))
        self.venue = QToolButton(self)
        self.venue.setObjectName("tapeVenue")
        self.venue.setAccessibleName(self._words("tape.venue"))
        self.venue.clicked.connect(lambda: self._offer(self.venue_menu(), self.venue))
        self._show_choices()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.setFocusProxy(self.grid)
        self.tape.state_changed.connect(self._show_state)
        self.grid.retry_requested.connect(self.tape.retry)
        self._show_state()

    def head_widgets(self) -> Sequence[QWidget]:
        """Whose prints are shown, and from which size on."""
        return (self.venue, self.sizes)

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
        """The sizes from which on prints are shown, and from which on they stand out."""
        menu = self._menu()
        menu.addSection(self._words("tape.sizes"))
        for least in FILTERS:
            chosen = least == self.tape.least
            self._add(menu, self._filter_text(least), partial(self.choose, least), chosen=chosen)
        menu.addSection(self._words("tape.large_from"))
        for won in LARGE:
            text = fmt.amount(Decimal(won), self._words.language)
            text = text if won else self._words("tape.none_large")
            choose = partial(self.tape.set_large, won)
            self._add(menu, text, choose, chosen=won == self.tape.large)
        return menu

    def venue_menu(self) -> QMenu:
        """The markets whose prints can be shown."""
        menu = self._menu()
        for view in MarketView:
            text = self._words(f"book.{view.name.lower()}")
            chosen = view is self.tape.view
            self._add(menu, text, partial(self.choose_venue, view), chosen=chosen)
        return menu

    def choose(self, least: int) -> None:
        """Show prints of at least so many shares."""
        self.tape.set_least(least)
        self._show_choices()

    def choose_venue(self, view: MarketView) -> None:
        """Show the prints of another market."""
        self.tape.set_view(view)
        self._show_choices()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add(self, menu: QMenu, text: str, choose: Callable[[], None], *, chosen: bool) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda _on: choose())

    def _show_choices(self) -> None:
        view = self._words(f"book.{self.tape.view.name.lower()}")
        self.venue.setText(f"{view} ▾")
        self.sizes.setText(f"{self._filter_text(self.tape.least)} ▾")

    def _filter_text(self, least: int) -> str:
        return self._words("tape.filter", n=least) if least else self._words("tape.all_sizes")

    def _offer(self, menu: QMenu, button: QToolButton) -> None:
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

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
