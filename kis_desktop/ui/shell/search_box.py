"""Finding an instrument from anywhere: a field in the top bar, results in a panel under it."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QLineEdit, QWidget

from kis_desktop.ui.shell.search_results import SearchResults
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.search_results import SCOPES, Opens, lists_line, opens_in
from kis_desktop.viewmodels.words import Words

_RESULTS = 100
_PAGE = 10
_CODE = re.compile(r"[0-9][0-9A-Z]{5}|Q[0-9]{6}")  # of the Korean stock market
_MOVES = {QEvent.Type.Resize, QEvent.Type.Move}
_ENDS = {QEvent.Type.Hide, QEvent.Type.WindowDeactivate}
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}


class SearchBox(QLineEdit):
    """Name, 초성, code or English name; arrows choose, Tab changes the markets, Enter shows, Escape
    gives up.

    `selected` carries a symbol of the Korean stock market; `explored` an instrument of elsewhere,
    which panels and ticket don't know.
    """

    selected = Signal(str)
    explored = Signal(object)

    def __init__(self, context: ViewContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._words = Words(context.language)
        self._came_from: QWidget | None = None
        self.setObjectName("search")
        self.setPlaceholderText(self._words("shell.search_hint"))
        self.setAccessibleName(self._words("shell.search"))
        self.setFont(Theme.current().font(FontKind.BASE))
        self.setClearButtonEnabled(False)
        self._hint = QLabel("Ctrl K", self)
        self._hint.setProperty("chip", True)
        self._hint.setFont(Theme.current().font(FontKind.TINY))
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_tone(self._hint, Tone.FAINT)
        self.results = SearchResults(context.language, context.instruments.name, window)
        self.results.chosen.connect(self._choose)
        self.results.scope_changed.connect(self._search)
        self.textEdited.connect(self._search)
        context.instruments.updated.connect(self._list_came)
        window.installEventFilter(self)

    def begin(self) -> None:
        """Put the keyboard here, from wherever it is, another window of the program included."""
        focused = QApplication.focusWidget()
        if focused is not self:
            self._came_from = focused
        self.window().activateWindow()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.results.move_choice(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab goes through the markets while there are results to narrow."""
        if self.results.isVisible():
            self.results.next_scope(1 if forward else -1)
            return True
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.results.hide()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._hint.adjustSize()
        top = (self.height() - self._hint.height()) // 2
        self._hint.move(self.width() - self._hint.width() - 2 * STEP, top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and self.results.isVisible():
            self._place_results()
        elif event.type() in _ENDS:
            self.results.hide()
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        directory = self._context.instruments
        text = self.text().strip()
        scopes = SCOPES[self.results.scope][1]
        self._tell_lists()
        found = directory.search_all(text, _RESULTS, scopes) if text else ()
        self.results.stand_over_panels(floating=self._panels_float())
        self._place_results()  # a window of its own is to appear in its place
        self.results.show_results(found, self._instead(text))
        self._place_results()

    def _instead(self, text: str) -> str:
        """What stands in the place of results: what is missing, and what can be typed."""
        what = self._words("search.what")
        if not self._context.instruments.total:
            return self._words("shell.search_waiting")
        return f"{self._words('shell.search_none', text=text)}\n\n{what}" if text else what

    def _tell_lists(self) -> None:
        directory = self._context.instruments
        text, wrong = lists_line(directory.states, directory.total, self._words)
        self.results.tell_lists(text, wrong=wrong)

    def _place_results(self) -> None:
        below = self.mapTo(self.window(), QPoint(0, self.height() + STEP))
        room = self.window().width() - self.results.width() - STEP
        place = QPoint(max(0, min(below.x(), room)), below.y())
        own = self.results.isWindow()
        self.results.move(self.window().mapToGlobal(place) if own else place)

    def _panels_float(self) -> bool:
        docks = self.window().findChildren(QDockWidget)
        return any(dock.isFloating() and dock.isVisible() for dock in docks)

    def _list_came(self) -> None:
        """The list has grown: what is shown is found anew, and the mark stays where it was."""
        if self.results.isVisible():
            marked = self.results.grid.current_id()
            self._search()
            if marked is not None:
                self.results.grid.select_id(marked)

    def _enter(self) -> None:
        """The marked result; a bare Korean code goes through while there is no list yet."""
        marked = self.results.grid.current_id() if self.results.isVisible() else None
        typed = self.text().strip().upper()
        if marked is not None:
            self._choose(marked)
        elif not len(self._context.instruments) and _CODE.fullmatch(typed):
            self._leave()
            self.selected.emit(typed)

    def _choose(self, key: str) -> None:
        """Korean stocks become the linked symbol; nothing else ever does. What opens nowhere stays
        marked, with the words that say so.
        """
        instrument = self.results.instrument(key)
        opens = Opens.NOWHERE if instrument is None else opens_in(instrument)
        if instrument is None or opens is Opens.NOWHERE:
            return
        self._leave()
        if opens is Opens.PANELS:
            self.selected.emit(instrument.symbol)
        else:
            self.explored.emit(instrument)

    def _leave(self) -> None:
        self.clear()
        self.results.hide()
        self.results.reset_scope()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.window().activateWindow()
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()
        self._came_from = None
