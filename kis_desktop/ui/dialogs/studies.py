"""The indicators of a chart: found, added, ordered, changed, and kept as templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.dialogs.study_form import StudyForm
from kis_desktop.ui.dialogs.study_templates import TemplateBar
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.study_list import found_indicators
from kis_desktop.viewmodels.study_settings import StudySettings

_ID = Qt.ItemDataRole.UserRole
_ROWS = "QListWidget::item { padding: 3px 6px; }"
_LIST_WIDTH, _CHOSEN_HEIGHT, _HEIGHT, _WIDTH = 250, 170, 560, 720


class StudiesDialog(QDialog):
    """Everything is seen on the chart at once; one button puts back what was there before."""

    anchor_asked = Signal()

    def __init__(
        self,
        settings: StudySettings,
        usual: Callable[[], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("chart-studies-dialog")
        settings.setParent(self)
        self.settings = settings
        self._words = settings.words
        self.setWindowTitle(self._words("chart_panel.studies_title"))
        self.search = QLineEdit()
        self.search.setObjectName("study-search")
        self.search.setPlaceholderText(self._words("chart_panel.studies_search"))
        self.search.setAccessibleName(self._words("chart_panel.studies_search"))
        self.search.setClearButtonEnabled(True)
        self.found = QListWidget()
        self.found.setObjectName("study-found")
        self.found.setAccessibleName(self._words("chart_panel.studies_all"))
        self.chosen = QListWidget()
        self.chosen.setObjectName("study-chosen")
        self.chosen.setAccessibleName(self._words("chart_panel.studies_shown"))
        self.chosen.setFixedHeight(_CHOSEN_HEIGHT)
        for listed in (self.found, self.chosen):
            listed.setStyleSheet(_ROWS)
        self.form = StudyForm(settings, usual)
        self.form.anchor_asked.connect(self.anchor_asked)
        self.buttons = {
            name: self._tool(name, text)
            for name, text in (("up", "↑"), ("down", "↓"), ("hide", ""), ("remove", ""))
        }
        self.own = QCheckBox()
        self.own.setObjectName("study-own")
        self._build()
        self._connect()
        self._find("")
        self._show()
        self.resize(_WIDTH, _HEIGHT)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field, arrows go through what was found and Enter adds it."""
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress and self._search_key(event):
                return True
        elif watched is self.chosen and isinstance(event, QKeyEvent):
            wanted = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            if event.type() is QEvent.Type.KeyPress and wanted:
                self._remove()
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        words = self._words
        left = QVBoxLayout()
        left.setSpacing(2 * STEP)
        left.addWidget(self.search)
        left.addWidget(self.found, 1)
        add = QPushButton(words("chart_panel.studies_add"))
        add.setObjectName("study-add")
        add.setAutoDefault(False)
        add.clicked.connect(self._add_current)
        left.addWidget(add)
        right = QVBoxLayout()
        right.setSpacing(2 * STEP)
        right.addLayout(self._chosen_head())
        right.addWidget(self.chosen)
        right.addWidget(self._scrolled(), 1)
        right.addWidget(self.own)
        right.addWidget(TemplateBar(self.settings))
        middle = QHBoxLayout()
        middle.setSpacing(4 * STEP)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        self.found.setFixedWidth(_LIST_WIDTH)
        self.search.setFixedWidth(_LIST_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 3 * STEP)
        column.setSpacing(3 * STEP)
        head = QLabel(words("chart_panel.studies_title"))
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        column.addWidget(head)
        column.addLayout(middle, 1)
        column.addLayout(self._foot())

    def _chosen_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = QLabel(self._words("chart_panel.studies_shown"))
        set_tone(title, Tone.DIM)
        row.addWidget(title, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        return row

    def _scrolled(self) -> QScrollArea:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, STEP, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(holder)
        return area

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        undo = QPushButton(self._words("chart_panel.studies_undo"))
        undo.setObjectName("study-undo")
        close = QPushButton(self._words("shell.close"))
        for button in (undo, close):
            button.setAutoDefault(False)
        undo.clicked.connect(self.settings.undo)
        close.clicked.connect(self.accept)
        row.addWidget(undo)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _connect(self) -> None:
        settings, grid = self.settings, self.settings.grid
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.chosen.installEventFilter(self)
        self.found.itemActivated.connect(self._add)
        self.chosen.currentRowChanged.connect(self._choose)
        self.buttons["up"].clicked.connect(lambda: settings.move(settings.chosen, -1))
        self.buttons["down"].clicked.connect(lambda: settings.move(settings.chosen, 1))
        self.buttons["hide"].clicked.connect(self._turn)
        self.buttons["remove"].clicked.connect(self._remove)
        self.own.clicked.connect(lambda own: settings.set_own(own=own))
        settings.changed.connect(self._show)
        grid.cells_changed.connect(self.close)
        grid.active_changed.connect(self.close)

    def _find(self, text: str) -> None:
        self.found.clear()
        language = self._words.language
        for group, indicators in found_indicators(text):
            head = QListWidgetItem(self._words(f"chart_panel.group.{group}"))
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setFont(Theme.current().font(FontKind.HINT))
            head.setForeground(Theme.current().color(Token.FAINT))
            self.found.addItem(head)
            for one in indicators:
                item = QListWidgetItem(one.titled(language))
                item.setData(_ID, one.id)
                item.setToolTip(one.title_en if language == "ko" else one.title)
                self.found.addItem(item)
        if not self.found.count():
            nothing = QListWidgetItem(self._words("chart_panel.studies_nothing", text=text.strip()))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.addItem(nothing)
        if self.found.count() > 1:
            self.found.setCurrentRow(1)

    def _search_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._add_current()
            return True
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            return False
        row = self.found.currentRow() + step
        while 0 <= row < self.found.count() and self.found.item(row).data(_ID) is None:
            row += step
        if 0 <= row < self.found.count():
            self.found.setCurrentRow(row)
        return True

    def _add_current(self) -> None:
        item = self.found.currentItem()
        if item is not None:
            self._add(item)

    def _add(self, item: QListWidgetItem) -> None:
        id_ = item.data(_ID)
        if id_ is not None:
            self.settings.add(id_)

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.settings.choose(row)

    def _turn(self) -> None:
        study = self.settings.study
        if study is not None:
            self.settings.show(self.settings.chosen, shown=not study.shown)

    def _remove(self) -> None:
        if self.settings.study is not None:
            self.settings.remove(self.settings.chosen)

    def _show(self) -> None:
        settings, theme = self.settings, Theme.current()
        self.chosen.blockSignals(True)
        self.chosen.clear()
        for title, one in zip(settings.titles(), settings.setup.studies, strict=True):
            item = QListWidgetItem(title)
            item.setForeground(theme.color(Token.TEXT if one.shown else Token.FAINT))
            self.chosen.addItem(item)
        self.chosen.setCurrentRow(settings.chosen)
        self.chosen.blockSignals(False)
        study = settings.study
        shown = study is None or study.shown
        self.buttons["hide"].setText(
            self._words(f"chart_panel.study_{'hide' if shown else 'show'}")
        )
        for button in self.buttons.values():
            button.setEnabled(study is not None)
        self.own.setText(self._words("chart_panel.scope_own", name=settings.name))
        self.own.setChecked(settings.is_own)

    def _tool(self, name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"study-{name}")
        button.setText(text or self._words(f"chart_panel.study_{name}"))
        button.setAccessibleName(self._words(f"chart_panel.study_{name}"))
        button.setToolTip(self._words(f"chart_panel.study_{name}"))
        return button
