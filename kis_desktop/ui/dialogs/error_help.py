"""A code of the server explained, in a small window whose words can be selected and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.error_help import ErrorHelp
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_WIDTH = 440


class ErrorHelpDialog(QDialog):
    """One code; Escape or Enter closes it."""

    def __init__(self, explained: ErrorHelp, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("errorHelp")
        self.setWindowTitle(words("error_help.title"))
        self._explained = explained
        self._words = words
        self.copy = QPushButton(words("error_help.copy"))
        self.copy.setObjectName("copyErrorHelp")
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        close = QPushButton(words("shell.close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        head = self._label(explained.code, FontKind.SYMBOL)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 5 * STEP, 5 * STEP, 4 * STEP)
        column.setSpacing(STEP)
        column.addWidget(head)
        for title, told in explained.parts:
            column.addSpacing(2 * STEP)
            above = QLabel(title)
            above.setFont(Theme.current().font(FontKind.HINT))
            set_tone(above, Tone.DIM)
            column.addWidget(above)
            column.addWidget(self._label(told, FontKind.BASE))
        answers = QHBoxLayout()
        answers.addStretch(1)
        answers.addWidget(self.copy)
        answers.addWidget(close)
        column.addSpacing(3 * STEP)
        column.addLayout(answers)
        close.setFocus()

    def _label(self, text: str, font: FontKind) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)  # the server's words are never markup
        label.setFont(Theme.current().font(font))
        label.setWordWrap(True)
        label.setFixedWidth(_WIDTH)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._explained.text)
        self.copy.setText(self._words("error_help.copied"))
