"""Finding an instrument from anywhere: a field in the top bar, results in a list under it."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from kis_desktop.domain.instrument import Instrument
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

_RESULTS = 20
_SHOWN_ROWS = 10
_WIDTH = 420
_CODE = re.compile(r"[0-9A-Za-z]{6,7}")
_COLUMNS = (
    Column("name", "column.name", ColumnKind.TEXT, 200, stretch=True),
    Column("code", "search.code", ColumnKind.TEXT, 80),
    Column("market", "search.market", ColumnKind.TEXT, 80),
)


class _Unkept:
    """The results' columns are no one's preference."""

    def get(self, key: str) -> str | None:
        del key
        return None

    def set(self, key: str, value: str) -> None:
        del key, value


class SearchResults(QFrame):
    """The list under the field; a child of the window, so that the field keeps the keyboard."""

    chosen = Signal(str)

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("searchResults")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.Box)
        self.model = RowTableModel(_COLUMNS, language, self)
        self.grid = Grid(self.model, "searchResultsGrid", _Unkept())
        self.grid.horizontalHeader().hide()
        self.grid.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.grid.setAccessibleName(Words(language)("shell.search_results"))
        self.grid.clicked.connect(lambda index: self.chosen.emit(self.model.row(index.row()).id))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, STEP, 1, STEP)
        column.addWidget(self.grid)
        self.hide()

    def show_results(self, found: tuple[Instrument, ...], nothing: str) -> None:
        """Show what was found, or the sentence that says what to do instead."""
        self.model.replace([_row(instrument) for instrument in found])
        self.grid.set_state(GridState.LIVE if found else GridState.EMPTY, nothing)
        if found:
            self.grid.select_id(found[0].symbol)
        rows = min(max(len(found), 3), _SHOWN_ROWS)
        self.resize(_WIDTH, rows * Theme.current().row_height + 2 * STEP + 2)
        self.show()
        self.raise_()

    def move_choice(self, step: int) -> None:
        """Mark the next or the previous result."""
        place = self.grid.currentIndex().row() + step
        if 0 <= place < self.model.rowCount():
            self.grid.select_id(self.model.row(place).id)


class SearchBox(QLineEdit):
    """Name, 초성, code or English name; arrows choose, Enter shows, Escape gives up."""

    selected = Signal(str)

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
        self.results = SearchResults(context.language, window)
        self.results.chosen.connect(self._choose)
        self.textEdited.connect(self._search)
        context.instruments.changed.connect(self._list_came)
        window.installEventFilter(self)

    def begin(self) -> None:
        """Put the keyboard here, from wherever it is."""
        focused = self.window().focusWidget()
        if focused is not self:
            self._came_from = focused
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.results.move_choice(1)
            case Qt.Key.Key_Up:
                self.results.move_choice(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Escape:
                self._leave()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

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
        if event.type() is QEvent.Type.Resize and self.results.isVisible():
            self._place_results()
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        if not text.strip():
            self.results.hide()
            return
        directory = self._context.instruments
        id_ = "shell.search_none" if len(directory) else "shell.search_waiting"
        nothing = self._words(id_, text=text)
        self.results.show_results(directory.search(text, _RESULTS), nothing)
        self._place_results()

    def _place_results(self) -> None:
        below = self.mapTo(self.window(), QPoint(0, self.height() + STEP))
        self.results.move(below)

    def _list_came(self) -> None:
        if self.results.isVisible():
            self._search(self.text())

    def _enter(self) -> None:
        """The marked result; a bare code goes through while there is no list yet."""
        marked = self.results.grid.current_id() if self.results.isVisible() else None
        typed = self.text().strip().upper()
        if marked is not None:
            self._choose(marked)
        elif not len(self._context.instruments) and _CODE.fullmatch(typed):
            self._choose(typed)

    def _choose(self, symbol: str) -> None:
        self._leave()
        self.selected.emit(symbol)

    def _leave(self) -> None:
        self.clear()
        self.results.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()
        self._came_from = None


def _row(instrument: Instrument) -> Row:
    return Row(
        instrument.symbol,
        (
            Cell(instrument.name, instrument.name),
            Cell(instrument.symbol, instrument.symbol, Tone.DIM),
            Cell(instrument.market.value, instrument.market.value, Tone.FAINT),
        ),
        instrument.symbol,
    )
