"""A question with two answers, in a window of its own over the main one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.words import Words

_WIDTH = 360


class Confirm(QDialog):
    """Says what will happen. Enter alone never says yes: the cancelling button has the focus."""

    def __init__(
        self, title: str, sentence: str, yes: str, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("confirm")
        self.setWindowTitle(title)
        self.setModal(True)
        head, told = QLabel(title), QLabel(sentence)
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        told.setWordWrap(True)
        told.setFixedWidth(_WIDTH)
        self.no, self.yes = QPushButton(words("shell.cancel")), QPushButton(yes)
        self.no.setObjectName("no")
        self.yes.setObjectName("yes")
        self.yes.setAutoDefault(False)
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.accept)
        answers = QHBoxLayout()
        answers.addStretch(1)
        answers.addWidget(self.no)
        answers.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 5 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        for widget in (head, told):
            column.addWidget(widget)
        column.addLayout(answers)
        self.no.setFocus()
