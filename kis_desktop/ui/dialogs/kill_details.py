"""Every order that the kill switch takes back, and what became of it, as it goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.kill_switch import KillSwitch
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_SIZE = (860, 420)


class KillDetails(QDialog):
    """Follows the switch while it is open."""

    def __init__(
        self, switch: KillSwitch, context: ViewContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        words = Words(context.language)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("killDetails")
        self.setWindowTitle(words("kill.details_title"))
        self._switch = switch
        self._words = words
        head = QLabel(words("kill.details_title"))
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        self.sentence = QLabel()
        set_tone(self.sentence, Tone.DIM)
        self.grid = Grid(switch.table, "killRows", context.preferences, self)
        self.grid.setAccessibleName(words("kill.details_title"))
        close = QPushButton(words("shell.close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        for widget in (head, self.sentence):
            column.addWidget(widget)
        column.addWidget(self.grid, 1)
        column.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        self.resize(*_SIZE)
        switch.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.sentence.setText(self._switch.summary)
        empty = not self._switch.table.rowCount()
        state = GridState.EMPTY if empty else GridState.LIVE
        self.grid.set_state(state, self._words("kill.details_empty") if empty else "")
