"""The left part: a field to search in, and the list below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP, FontKind
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.api_explorer import ApiExplorer
from kis_desktop.viewmodels.api_explorer_entries import key_of
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.roles import Tone

_PAGE = 10  # rows that Page Up and Page Down move


class FindPane(QWidget):
    """Typing narrows the list, arrows move in it, Enter opens; groups open and close."""

    opened = Signal(str)

    def __init__(
        self, model: ApiExplorer, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        words = model.words
        self.setObjectName("explorerFind")
        self.field = QLineEdit(self)
        self.field.setObjectName("explorerSearch")
        self.field.setPlaceholderText(words("explorer.search_hint"))
        self.field.setAccessibleName(words("explorer.search"))
        self.field.setFont(Theme.current().font(FontKind.BASE))
        self.field.setFixedHeight(FIELD_HEIGHT)
        self.field.setClearButtonEnabled(False)
        self.field.installEventFilter(self)
        self.grid = Grid(model.entries.table, "explorerList", preferences, self)
        self.grid.horizontalHeader().hide()
        self.grid.setAccessibleName(words("explorer.list"))
        self.grid.installEventFilter(self)
        self.count = Line("explorerCount", tone=Tone.FAINT, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, STEP)
        column.setSpacing(STEP)
        top = QVBoxLayout()
        top.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        top.addWidget(self.field)
        column.addLayout(top)
        column.addWidget(self.grid, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        foot.addWidget(self.count)
        column.addLayout(foot)
        self.field.textChanged.connect(self._search)
        self.grid.row_activated.connect(self._activate)
        self.grid.doubleClicked.disconnect()  # the first click has opened it already
        self.grid.clicked.connect(lambda index: self._activate(self._id_at(index.row())))
        self.grid.retry_requested.connect(model.load)
        model.entries.changed.connect(self.show_state)
        model.directory_changed.connect(self.show_state)
        self.show_state()

    def begin(self) -> None:
        """Put the keyboard into the search field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.field:
                return self._key_in_field(event)
            if watched is self.grid:
                return self._key_in_list(event)
        return super().eventFilter(watched, event)

    def show_state(self) -> None:
        """Follow the list: what was found, still to come, or failed."""
        model, words = self._model, self._model.words
        if model.directory_failure:
            self.grid.set_state(GridState.FAILED, model.directory_failure)
        elif not model.is_loaded:
            self.grid.set_state(GridState.LOADING, words("explorer.list_loading"))
        elif not model.entries.table.rowCount():
            text = words("explorer.list_none", text=model.entries.text)
            self.grid.set_state(GridState.EMPTY, text)
        else:
            self.grid.set_state(GridState.LIVE)
        self.count.say(model.entries.found_text() if model.is_loaded else "")

    def _search(self, text: str) -> None:
        self._model.entries.search(text)
        if text.strip() and self._model.entries.table.rowCount():
            self.grid.select_id(self._model.entries.table.row(0).id)
        else:
            self.grid.scrollToTop()

    def _key_in_field(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_PageDown:
                self._move(_PAGE)
            case Qt.Key.Key_PageUp:
                self._move(-_PAGE)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                chosen = self.grid.current_id()
                if chosen is not None:
                    self._activate(chosen)
            case Qt.Key.Key_Escape if self.field.text():
                self.field.clear()
            case _:
                return False
        return True

    def _key_in_list(self, event: QKeyEvent) -> bool:
        """Right opens a group, left closes it; typing goes on in the field."""
        chosen = self.grid.current_id()
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right} and chosen is not None:
            opened = event.key() == Qt.Key.Key_Right
            group = chosen if opened else self._model.entries.group_of(chosen)
            if group and self._model.entries.toggle(group, opened=opened):
                self.grid.select_id(group)
            return True
        if event.text().isprintable() and event.text().strip() and not event.modifiers():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.setText(event.text())
            return True
        return False

    def _move(self, step: int) -> None:
        count = self._model.entries.table.rowCount()
        if count:
            index = self.grid.currentIndex()
            place = index.row() + step if index.isValid() else (0 if step > 0 else count - 1)
            place = min(max(place, 0), count - 1)
            self.grid.select_id(self._id_at(place))

    def _activate(self, row_id: str) -> None:
        if self._model.entries.toggle(row_id):
            self.grid.select_id(row_id)
        else:
            self.opened.emit(key_of(row_id))

    def _id_at(self, place: int) -> str:
        return self._model.entries.table.row(place).id
