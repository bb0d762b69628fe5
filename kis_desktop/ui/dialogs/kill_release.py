"""The question before the kill switch is let go: it wants a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_WIDTH = 380
_LONGEST = 200


class KillRelease(QDialog):
    """`released` with the reason. Enter alone never says yes."""

    released = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("killRelease")
        self.setWindowTitle(words("kill.release_title"))
        self.setModal(True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(_LONGEST)
        self.reason.setAccessibleName(words("kill.release_reason"))
        self.no, self.yes = QPushButton(words("shell.cancel")), QPushButton(words("kill.release"))
        self.no.setObjectName("no")
        self.yes.setObjectName("yes")
        self.yes.setAutoDefault(False)
        self.no.setAutoDefault(False)
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self._release)
        self.reason.textChanged.connect(self._show)
        self._words = words
        self._build()
        self._show()
        self.reason.setFocus()

    def _build(self) -> None:
        head = QLabel(self._words("kill.release_title"))
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        told, above = QLabel(self._words("kill.release_words")), QLabel()
        told.setWordWrap(True)
        told.setFixedWidth(_WIDTH)
        above.setText(self._words("kill.release_reason"))
        above.setBuddy(self.reason)
        set_tone(above, Tone.DIM)
        answers = QHBoxLayout()
        answers.addStretch(1)
        answers.addWidget(self.no)
        answers.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 5 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        for widget in (head, told, above, self.reason):
            column.addWidget(widget)
        column.addSpacing(2 * STEP)
        column.addLayout(answers)

    def _show(self) -> None:
        given = bool(self.reason.text().strip())
        self.yes.setEnabled(given)
        self.yes.setToolTip("" if given else self._words("kill.reason_needed"))

    def _release(self) -> None:
        self.released.emit(self.reason.text().strip())
        self.accept()
