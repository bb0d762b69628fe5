"""A realtime channel as a growing table: what is registered, how fast it comes, pause and stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabBar, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.explorer.result_grid import ResultGrid
from kis_desktop.ui.grid import GridState
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.viewmodels.api_explorer import ApiExplorer
from kis_desktop.viewmodels.api_explorer_live import Listening
from kis_desktop.viewmodels.api_explorer_table import ValueTable
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import RowTableModel


class LivePane(QWidget):
    """A tab for each channel that is listened to; below it its keys, its figures and its table."""

    def __init__(
        self, model: ApiExplorer, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._preferences = preferences
        self._table: RowTableModel | None = None
        self._chips: list[QToolButton] = []
        words = model.words
        self.setObjectName("explorerLive")
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("explorerLiveTabs")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(words("explorer.tab_live"))
        self.places = Line("explorerPlaces", tone=Tone.DIM, parent=self)
        self.figures = Line("explorerFigures", tone=Tone.DIM, parent=self)
        self.failure = QLabel(self)
        self.failure.setObjectName("explorerLiveFailure")
        self.failure.setWordWrap(True)
        set_tone(self.failure, Tone.UNCERTAIN)
        self.failure.hide()
        self.simulated = QLabel(words("explorer.simulated"), self)
        self.simulated.setProperty("chip", True)
        self.simulated.setFont(Theme.current().font(FontKind.TINY))
        self.simulated.setVisible(model.simulated)
        self.pause = self._tool("explorerPause", words("explorer.pause"), self._turn_pause)
        self.pause.setCheckable(True)
        self.stop = self._tool("explorerStop", words("explorer.stop"), self._stop)
        self.copy = self._tool("explorerLiveCopy", words("explorer.copy"), self._copy)
        self.columns = self._tool(
            "explorerLiveColumns", words("explorer.columns"), self._offer_columns
        )
        self.grid: ResultGrid | None = None
        self._keys = QHBoxLayout()
        self._room = QVBoxLayout()
        self._lay_out()
        model.live.listed.connect(self.show_list)
        model.live.changed.connect(self.show_figures)
        model.live.failed.connect(self._fail)
        model.entry_changed.connect(self._follow_entry)
        self.tabs.currentChanged.connect(lambda *_: self._show_channel())
        self.show_list()

    def show_list(self) -> None:
        """Make the tabs anew."""
        front = self._channel_id()
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for channel_id in self._model.live.channels:
            line = self._model.entries.line(f"channel:{channel_id}")
            title = self._model.entries.title(line) if line is not None else channel_id
            self.tabs.setTabData(self.tabs.addTab(title), channel_id)
        self.tabs.blockSignals(False)
        self._turn_to(self._opened() if self._opened() in self._model.live.channels else front)
        self._show_channel()

    def show_figures(self) -> None:
        """Follow what has come."""
        if not self.isVisible():
            return
        known = self._listening()
        self.places.say(self._model.live.places())
        if known is None:
            return
        if known.table is not self._table:
            self._show_channel()
        self.figures.say(self._model.live.summary(known.channel_id))
        for chip, key in zip(self._chips, known.keys, strict=False):
            text = self._chip_text(known, key)
            if chip.text() != text:
                chip.setText(text)
            set_tone(chip, self._chip_tone(known, key))
        if self.grid is not None:
            empty = not known.table.rowCount()
            text = self._model.live.empty_text(known.channel_id) if empty else ""
            self.grid.set_state(GridState.EMPTY if empty else GridState.LIVE, text)

    def _opened(self) -> str:
        line = self._model.line
        return line.id if line is not None and line.is_channel else ""

    def _follow_entry(self) -> None:
        self.failure.hide()
        self._turn_to(self._opened())
        self._show_channel()

    def _turn_to(self, channel_id: str) -> None:
        for place in range(self.tabs.count()):
            if self.tabs.tabData(place) == channel_id:
                self.tabs.setCurrentIndex(place)

    def _channel_id(self) -> str:
        place = self.tabs.currentIndex()
        return str(self.tabs.tabData(place)) if place >= 0 else ""

    def _listening(self) -> Listening | None:
        return self._model.live.listening(self._channel_id())

    def _show_channel(self) -> None:
        known = self._listening()
        table = known.table if known is not None else self._preview()
        if self.grid is None or table is not self._table:
            self._show_table(table)
        self._show_keys(known)
        for widget in (self.pause, self.stop, self.copy, self.columns):
            widget.setVisible(known is not None)
        self.tabs.setVisible(known is not None)
        self.figures.say("")
        if known is None:
            self._say_how_to_begin()
            return
        self.pause.setChecked(known.paused)
        self.pause.setText(self._model.words(f"explorer.{'resume' if known.paused else 'pause'}"))
        self.show_figures()

    def _preview(self) -> ValueTable:
        """What is open, without records."""
        opened = self._opened()
        if opened:
            return self._model.live.preview(opened)
        return ValueTable((), (), self._model.words.language)

    def _say_how_to_begin(self) -> None:
        entry = self._model.form
        needs_key = entry is not None and bool(entry.values())
        id_ = "explorer.live_start" if needs_key else "explorer.live_notice_start"
        self.places.say(self._model.live.places())
        if self.grid is not None:
            self.grid.set_state(GridState.EMPTY, self._model.words(id_))

    def _show_table(self, table: RowTableModel) -> None:
        if self.grid is not None:
            self._room.removeWidget(self.grid)
            self.grid.deleteLater()
        name = f"explorerLive:{self._channel_id()}"
        self.grid = ResultGrid(table, name, self._preferences, self._model.words, self)
        self.grid.setAccessibleName(self._model.words("explorer.live_table"))
        self._table = table
        self._room.addWidget(self.grid, 1)

    def _show_keys(self, known: Listening | None) -> None:
        """A chip for each registration; pressing it gives the place back."""
        for chip in self._chips:
            self._keys.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for key in known.keys if known is not None else []:
            assert known is not None
            chip = self._tool(f"explorerKey_{key}", self._chip_text(known, key), _nothing)
            shown = key or self._model.words("explorer.hts_id")
            set_tone(chip, self._chip_tone(known, key))
            chip.setToolTip(self._model.words("explorer.stop_key", key=shown))
            chip.setAccessibleName(self._model.words("explorer.stop_key", key=shown))
            chip.clicked.connect(
                lambda _=False, one=key, id_=known.channel_id: self._model.live.end(id_, one)
            )
            self._keys.insertWidget(len(self._chips), chip)
            self._chips.append(chip)

    def _chip_text(self, known: Listening, key: str) -> str:
        shown = key or self._model.words("explorer.hts_id")
        return f"{shown} · {self._model.live.standing(known.channel_id, key)} ✕"

    def _chip_tone(self, known: Listening, key: str) -> Tone:
        denied = self._model.live.is_denied(known.channel_id, key)
        return Tone.UNCERTAIN if denied else Tone.DIM

    def _turn_pause(self) -> None:
        known = self._listening()
        if known is not None:
            self._model.live.pause(known.channel_id, paused=not known.paused)
            self._show_channel()

    def _stop(self) -> None:
        self._model.live.end(self._channel_id())

    def _copy(self) -> None:
        if self.grid is not None:
            self.grid.copy_rows()

    def _offer_columns(self) -> None:
        if self.grid is not None:
            header = self.grid.horizontalHeader()
            menu = getattr(header, "column_menu")()  # noqa: B009 - Qt's type hides our header
            menu.popup(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))

    def _fail(self, sentence: str) -> None:
        self.failure.setText(sentence)
        self.failure.show()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 2 * STEP, 0)
        head.addWidget(self.tabs, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        head.addWidget(self.simulated, 0, right)
        chips = QHBoxLayout()
        chips.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        chips.setSpacing(STEP)
        chips.addLayout(self._keys)
        chips.addWidget(self.places, 1)
        figures = QHBoxLayout()
        figures.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        figures.addWidget(self.figures, 1)
        for button in (self.pause, self.stop, self.columns, self.copy):
            figures.addWidget(button)
        failure = QHBoxLayout()
        failure.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        failure.addWidget(self.failure)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 0)
        column.setSpacing(STEP)
        for row in (head, chips, figures, failure):
            column.addLayout(row)
        column.addLayout(self._room, 1)

    def _tool(self, name: str, text: str, call: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda *_: call())
        return button


def _nothing() -> None:
    """The chip is connected to what it does."""
