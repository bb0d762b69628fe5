"""Which of the server's orders is the one that had no answer: the trader says it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.doubts import DoubtChoice
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_SIZE = (640, 400)


class DoubtDialog(QDialog):
    """Closes by itself when the order is settled. Enter alone chooses nothing."""

    def __init__(
        self, choice: DoubtChoice, context: ViewContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("doubtChoice")
        self._choice = choice
        self._words = Words(context.language)
        choice.setParent(self)
        self.setWindowTitle(self._words("doubt.title"))
        self.head, self.failure = QLabel(), QLabel()
        self.grid = Grid(choice.table, "doubtRows", context.preferences, self)
        self.grid.setAccessibleName(self._words("doubt.title"))
        self.yes = QPushButton(self._words("doubt.this_one"))
        self.later = QPushButton(self._words("doubt.later"))
        self.none = QPushButton(self._words("doubt.none_of_them"))
        self.yes.setAutoDefault(False)
        self.none.setAutoDefault(False)
        self.later.setDefault(True)
        self._build()
        self.yes.clicked.connect(self._adopt)
        self.none.clicked.connect(choice.deny)
        self.later.clicked.connect(self.reject)
        self.grid.selectionModel().selectionChanged.connect(self._show)
        choice.changed.connect(self._show)
        choice.settled.connect(self.accept)
        self._show()
        self.grid.setFocus()

    def _build(self) -> None:
        theme = Theme.current()
        self.head.setFont(theme.font(FontKind.SYMBOL))
        self.head.setWordWrap(True)
        explained = QLabel(self._words("doubt.explained"))
        explained.setWordWrap(True)
        set_tone(explained, Tone.DIM)
        self.failure.setWordWrap(True)
        set_tone(self.failure, Tone.UNCERTAIN)
        answers = QHBoxLayout()
        answers.addWidget(self.none)
        answers.addStretch(1)
        answers.addWidget(self.later)
        answers.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 5 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(self.head)
        column.addWidget(explained)
        column.addWidget(self.grid, 1)
        column.addWidget(self.failure)
        column.addLayout(answers)
        self.resize(*_SIZE)

    def _adopt(self) -> None:
        chosen = self.grid.selected_ids()
        if len(chosen) == 1:
            self._choice.choose(chosen[0])

    def _show(self) -> None:
        self.head.setText(self._choice.head)
        self.failure.setText(self._choice.failure)
        self.failure.setVisible(bool(self._choice.failure))
        self.grid.set_state(GridState.LIVE, "")
        can = len(self.grid.selected_ids()) == 1 and not self._choice.is_asking
        self.yes.setEnabled(can)
        self.none.setEnabled(not self._choice.is_asking)
        self.yes.setToolTip("" if can else self._words("doubt.pick_first"))
