"""The right part: what came back, as tables, raw text, headers, and the calls before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.catalogue.entry import Endpoint
from kis_desktop.ui.explorer.raw_view import RawView
from kis_desktop.ui.explorer.result_grid import ResultGrid, Unkept
from kis_desktop.ui.explorer.status_row import StatusRow
from kis_desktop.ui.grid import GridState
from kis_desktop.ui.theme.tokens import STEP
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.api_explorer import ApiExplorer, Asking
from kis_desktop.viewmodels.api_explorer_answer import Answer, BlockTable, pretty
from kis_desktop.viewmodels.api_explorer_csv import csv_bytes
from kis_desktop.viewmodels.api_explorer_lists import (
    CALL_COLUMNS,
    call_rows,
    documented_model,
    documented_rows,
    header_model,
    header_table,
)
from kis_desktop.viewmodels.api_explorer_table import ValueTable, field_list
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import RowTableModel

_RAW, _HEADERS, _FIELDS, _HISTORY = "raw", "headers", "fields", "history"
_FIXED = ((_RAW, "explorer.tab_raw"), (_HEADERS, "explorer.tab_headers"),
          (_FIELDS, "explorer.tab_fields"), (_HISTORY, "explorer.tab_history"))  # fmt: skip


class AnswerPane(QWidget):
    """A tab for each block, then the fixed ones; the tab that was looked at stays in front."""

    def __init__(
        self, model: ApiExplorer, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._preferences = preferences
        self._widths = Unkept()
        self._shown: Answer | None = None
        self._blocks: tuple[BlockTable, ...] = ()
        self._grids: list[ResultGrid] = []
        self._tables: list[RowTableModel] = []
        self._wanted = ""
        words = model.words
        self.setObjectName("explorerAnswer")
        self.status = StatusRow(model, self)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("explorerTabs")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(words("explorer.answer"))
        self.copy = self._tool("explorerCopy", "explorer.copy", self.copy_shown)
        self.csv = self._tool("explorerCsv", "explorer.csv", self.ask_for_file)
        self.python = self._tool("explorerPython", "explorer.python", self.copy_python)
        self.python.setToolTip(words("explorer.python_tip"))
        self.told = Line("explorerTold", tone=Tone.DIM, parent=self)
        self.raw = RawView(words, self)
        self.stack = QStackedWidget(self)
        self._calls = RowTableModel(CALL_COLUMNS, words.language, self)
        self.history = ResultGrid(self._calls, "explorerHistory", preferences, words, self)
        self.history.setAccessibleName(words("explorer.history"))
        self.history.set_state(GridState.EMPTY, words("explorer.history_empty"))
        self.history.setToolTip(words("explorer.history_hint"))
        self.history.row_activated.connect(model.reopen)
        self._lay_out()
        model.asked.connect(self.show_state)
        model.entry_changed.connect(self._entry_changed)
        model.called.connect(self._show_calls)
        model.told.connect(self.told.say)
        self.tabs.currentChanged.connect(self._turn)
        self._rebuild()

    def show_state(self) -> None:
        """Follow the question: the status at once, the tables when others have come."""
        self.status.show_state()
        answer = self._model.answer
        if answer is not self._shown and not self._extend(answer):
            self._rebuild()
        self._show_waiting()
        self._show_tools()

    def tab_names(self) -> tuple[str, ...]:
        """The tabs, left to right."""
        return tuple(str(self.tabs.tabData(place)) for place in range(self.tabs.count()))

    def turn_to(self, name: str) -> None:
        """Bring a tab to the front."""
        if name in self.tab_names():
            self.tabs.setCurrentIndex(self.tab_names().index(name))

    def grid(self, block: str) -> ResultGrid:
        """The table of a block."""
        names = [one.name for one in self._blocks]
        return self._grids[names.index(block)]

    def copy_shown(self) -> None:
        """Copy what the tab in front shows: rows, or the raw text."""
        shown = self.stack.currentWidget()
        if isinstance(shown, ResultGrid):
            shown.copy_rows()
        elif shown is self.raw:
            QGuiApplication.clipboard().setText(self.raw.text.toPlainText())
        self.told.say(self._model.words("explorer.copied"))

    def copy_python(self) -> None:
        """Copy the question as a script."""
        QGuiApplication.clipboard().setText(self._model.python())
        self.told.say(self._model.words("explorer.copied_python"))

    def ask_for_file(self) -> None:
        """Ask where the table in front is to be written."""
        block = self._block()
        line = self._model.line
        if block is None or line is None:
            return
        name = f"{line.id.replace('/', '-')}-{block.name}.csv"
        dialog = QFileDialog(self, self._model.words("explorer.csv"), name, "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self.save_csv(Path(path)))
        dialog.open()

    def save_csv(self, path: Path) -> None:
        """Write the table in front as CSV, its rows as they are shown."""
        block = self._block()
        if block is None:
            return
        table = self._tables[self._blocks.index(block)]
        rows = table.all_values() if isinstance(table, ValueTable) else block.rows
        self._model.save(path, csv_bytes(block.columns, rows))

    def _block(self) -> BlockTable | None:
        place = self.tabs.currentIndex()
        return self._blocks[place] if 0 <= place < len(self._blocks) else None

    def _entry_changed(self) -> None:
        self.told.say("")
        self._wanted = ""
        entry = self._model.entry
        endpoint = entry if isinstance(entry, Endpoint) else None
        self._documented_rows.replace(documented_rows(endpoint, self._model.words))
        self._rebuild()

    def _rebuild(self) -> None:
        """Make the tabs anew; the one in front stays where there is one of its name."""
        answer = self._shown = self._model.answer
        wanted = self._wanted
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for grid in self._grids:
            self.stack.removeWidget(grid)
            grid.deleteLater()
        for table in self._tables:
            table.deleteLater()
        korean = self._model.words.language == "ko"
        self._blocks = () if answer is None else answer.tables(korean=korean)
        self._tables = [self._table(block) for block in self._blocks]
        self._grids = [
            self._grid(block, table)
            for block, table in zip(self._blocks, self._tables, strict=True)
        ]
        for place, block in enumerate(self._blocks):
            self.tabs.addTab(_counted(block))
            self.tabs.setTabData(place, block.name)
        for name, title in _FIXED:
            self.tabs.setTabData(self.tabs.addTab(self._model.words(title)), name)
        self.tabs.blockSignals(False)
        self.turn_to(wanted or (self._first_filled() if self._blocks else _FIELDS))
        self._turn(self.tabs.currentIndex())
        self._wanted = wanted

    def _extend(self, answer: Answer | None) -> bool:
        """Put the rows of further pages under those that are there; false where that can't be:
        a table keeps its sorting, its place and the keyboard.
        """
        if answer is None or not self._blocks or not answer.continues(self._shown):
            return False
        blocks = answer.tables(korean=self._model.words.language == "ko")
        shapes = [(one.name, one.columns, one.is_object) for one in blocks]
        if shapes != [(one.name, one.columns, one.is_object) for one in self._blocks]:
            return False
        for old, new, table in zip(self._blocks, blocks, self._tables, strict=True):
            if isinstance(table, ValueTable):
                table.extend(new.rows[len(old.rows) :])
            elif old.rows != new.rows:
                return False
        self._shown, self._blocks = answer, blocks
        for place, block in enumerate(blocks):
            self.tabs.setTabText(place, _counted(block))
        return True

    def _first_filled(self) -> str:
        filled = (block.name for block in self._blocks if block.rows)
        return next(filled, self._blocks[0].name)

    def _table(self, block: BlockTable) -> RowTableModel:
        language = self._model.words.language
        if block.is_object and block.rows:
            return field_list(block.columns, block.rows[0], language, self)
        return ValueTable(block.columns, block.rows, language, self)

    def _grid(self, block: BlockTable, table: RowTableModel) -> ResultGrid:
        line = self._model.line
        name = f"explorer:{line.id if line else ''}:{block.name}:{len(block.columns)}"
        grid = ResultGrid(table, name, self._widths, self._model.words, self.stack)
        grid.setAccessibleName(f"{self._model.words('explorer.answer')} {block.name}")
        if not table.rowCount():
            text = self._model.words("explorer.no_rows", block=block.name)
            grid.set_state(GridState.EMPTY, text)
        self.stack.addWidget(grid)
        return grid

    def _turn(self, place: int) -> None:
        if place < 0:
            return
        name = str(self.tabs.tabData(place))
        if self._shown is not None:
            self._wanted = name
        if name == _RAW:
            self.raw.show_body(pretty(self._shown.last.body) if self._shown else "")
            self.stack.setCurrentWidget(self.raw)
        elif name == _HEADERS:
            self._show_headers()
        elif name == _FIELDS:
            self.stack.setCurrentWidget(self.documented)
        elif name == _HISTORY:
            self.stack.setCurrentWidget(self.history)
        else:
            self.stack.setCurrentWidget(self._grids[place])
        self._show_tools()

    def _show_headers(self) -> None:
        self.stack.setCurrentWidget(self.headers)
        page = None if self._shown is None else self._shown.last
        self._header_rows.replace(header_table(page, self._model.words))

    def _show_calls(self) -> None:
        self._calls.replace(call_rows(self._model.calls, self._model.entries, self._model.words))
        self.history.set_state(GridState.LIVE)

    def _show_waiting(self) -> None:
        """Rows to come are drawn in their place; old ones are dimmed while others are awaited."""
        loading = self._model.state is Asking.LOADING
        for grid in self._grids:
            if grid.grid_state is not GridState.EMPTY:
                grid.set_state(GridState.STALE if loading else GridState.LIVE)

    def _show_tools(self) -> None:
        block = self._block()
        shown = self.stack.currentWidget()
        self.csv.setEnabled(block is not None and bool(block.rows))
        self.copy.setEnabled(shown is not self.raw or self._shown is not None)
        self.python.setEnabled(bool(self._model.python()))

    def _lay_out(self) -> None:
        words = self._model.words
        self._header_rows = header_model(words.language, self)
        self.headers = ResultGrid(
            self._header_rows, "explorerHeaders", self._preferences, words, self
        )
        self.headers.setAccessibleName(words("explorer.headers"))
        self._documented_rows = documented_model(words.language, self)
        self.documented = ResultGrid(
            self._documented_rows, "explorerDocumented", self._preferences, words, self
        )
        self.documented.setAccessibleName(words("explorer.documented"))
        for widget in (self.raw, self.headers, self.documented, self.history):
            self.stack.addWidget(widget)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * STEP, 2, 2 * STEP, 2)
        foot.setSpacing(0)
        foot.addWidget(self.told, 1)
        for button in (self.copy, self.csv, self.python):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.status)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)

    def _tool(self, name: str, text: str, call: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(self._model.words(text))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda *_: call())
        return button


def _counted(block: BlockTable) -> str:
    return block.name if block.is_object else f"{block.name} {len(block.rows):,}"
