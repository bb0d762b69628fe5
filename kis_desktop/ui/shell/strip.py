"""A line under the top bar that says something which must not be overlooked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.roles import Tone

_HEIGHT = 32


class Strip(QWidget):
    """A sentence with buttons behind it; hidden while there is nothing to say. `moved` when it came
    or went, and all below it with it.
    """

    moved = Signal()

    def __init__(self, name: str, font: FontKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFixedHeight(_HEIGHT)
        self.sentence = QLabel()
        self.sentence.setObjectName(f"{name}Sentence")
        self.sentence.setFont(Theme.current().font(font))
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_tone(self.sentence, Tone.UNCERTAIN)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3 * STEP, 0, 3 * STEP, 0)
        self._row.setSpacing(2 * STEP)
        self._row.addWidget(self.sentence, 1)
        Theme.current().changed.connect(self.update)

    def add_button(self, name: str, text: str) -> QToolButton:
        """A button behind the others."""
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        self._row.addWidget(button)
        return button

    def say(self, told: str) -> None:
        """Show a sentence; whether it is shown at all is the caller's."""
        self.sentence.setText(told)
        self.sentence.setToolTip(told)
        self.setAccessibleName(told)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.moved.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.moved.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Token.RAISED))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Token.LINE))
        painter.fillRect(0, 0, STEP // 2, self.height(), theme.color(Token.ACCENT))
        painter.end()
