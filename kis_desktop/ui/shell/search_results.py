"""The panel under the search field: markets to choose from, what was found, how old the list is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.domain.instrument import Instrument
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.search_results import COLUMNS, SCOPES, hint_of, result_row
from kis_desktop.viewmodels.table import RowTableModel
from kis_desktop.viewmodels.words import Words

_SHOWN_ROWS = 12
_LEAST_ROWS = 5
_WIDTH = 720


class _Unkept:
    """The results' columns are no one's preference."""

    def get(self, key: str) -> str | None:
        del key
        return None

    def set(self, key: str, value: str) -> None:
        del key, value


class SearchResults(QFrame):
    """Never takes the keyboard from the field. `chosen` carries a key.

    A child of the window; over floating panels, which would hide a child, a window like a tooltip.
    """

    chosen = Signal(str)
    scope_changed = Signal()

    def __init__(self, language: str, name_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._name_of = name_of
        self._words = Words(language)
        self._found: dict[str, Instrument] = {}
        self.setObjectName("searchResults")
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFrameShape(QFrame.Shape.Box)
        self.model = RowTableModel(COLUMNS, language, self)
        self.grid = Grid(self.model, "searchResultsGrid", _Unkept())
        self.hint, self.lists = _line("searchHint"), _line("searchLists")
        self._scopes = QButtonGroup(self)
        self._build()
        self.hide()

    @property
    def scope(self) -> int:
        """The place of the markets that are searched."""
        return self._scopes.checkedId()

    def next_scope(self, step: int) -> None:
        """Search the next or the previous markets, round and round."""
        self._scopes.button((self.scope + step) % len(SCOPES)).click()

    def reset_scope(self) -> None:
        """Search all markets."""
        self._scopes.button(0).setChecked(True)

    def stand_over_panels(self, *, floating: bool) -> None:
        """Be a window of its own where panels float, otherwise a child again."""
        if floating is not self.isWindow():
            child = Qt.WindowType.Widget
            own = Qt.WindowType.ToolTip | Qt.WindowType.WindowDoesNotAcceptFocus
            self.setParent(self._over, own if floating else child)

    def show_results(self, found: Sequence[Instrument], instead: str) -> None:
        """Show what was found, or the words that stand in its place."""
        self._found = {one.key: one for one in found}
        self.model.replace([result_row(one, self._words) for one in self._found.values()])
        self.grid.set_state(GridState.LIVE if found else GridState.EMPTY, instead)
        self.hint.setText("")
        if found:
            self.grid.select_id(found[0].key)
            self.grid.scrollToTop()
        rows = min(max(len(found), _LEAST_ROWS), _SHOWN_ROWS)
        self.grid.setFixedHeight(rows * Theme.current().row_height)
        self.hint.setVisible(bool(found))
        self.setFixedWidth(min(_WIDTH, self._over.width()))
        self.adjustSize()
        self.show()
        if not self.isWindow():
            self.raise_()

    def tell_lists(self, text: str, *, wrong: bool) -> None:
        """How old the list is, and what is wrong with it."""
        self.lists.setText(text)
        self.lists.setToolTip(text)
        self.lists.setVisible(bool(text))
        set_tone(self.lists, Tone.UNCERTAIN if wrong else Tone.FAINT)

    def instrument(self, key: str) -> Instrument | None:
        """The instrument of a row."""
        return self._found.get(key)

    def move_choice(self, step: int) -> None:
        """Mark a result so many rows on, or the last one on the way."""
        rows = self.model.rowCount()
        if rows:
            place = min(max(self.grid.currentIndex().row() + step, 0), rows - 1)
            self.grid.select_id(self.model.row(place).id)

    def _build(self) -> None:
        self.grid.horizontalHeader().hide()
        self.grid.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.grid.setAccessibleName(self._words("shell.search_results"))
        self.grid.clicked.connect(lambda index: self.chosen.emit(self.model.row(index.row()).id))
        self.grid.selectionModel().currentRowChanged.connect(self._tell_choice)
        self._scopes.idClicked.connect(lambda _: self.scope_changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(1, STEP, 1, STEP)
        column.setSpacing(STEP)
        column.addLayout(self._scope_row())
        for widget in (self.grid, self.hint, self.lists):
            column.addWidget(widget)

    def _scope_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        row.setSpacing(STEP)
        for place, (id_, _) in enumerate(SCOPES):
            button = QPushButton(self._words(f"search_scope.{id_}"), self)
            button.setProperty("flat", True)
            button.setCheckable(True)
            button.setChecked(place == 0)
            button.setFont(Theme.current().font(FontKind.BASE))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(self._words("search.scopes"))
            self._scopes.addButton(button, place)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _tell_choice(self, current: QModelIndex) -> None:
        marked = self._found.get(self.model.row(current.row()).id) if current.isValid() else None
        self.hint.setText("" if marked is None else hint_of(marked, self._words, self._name_of))


def _line(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(Theme.current().font(FontKind.HINT))
    label.setContentsMargins(3 * STEP, 0, 3 * STEP, 0)
    set_tone(label, Tone.DIM)
    return label
