"""What stands in the place of a panel that could not be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import set_tone
from kis_desktop.ui.theme.tokens import STEP
from kis_desktop.viewmodels.roles import Tone


class ErrorPanel(QWidget):
    """The sentence, selectable, so that it can be told to somebody."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel(sentence)
        label.setObjectName("sentence")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        set_tone(label, Tone.UNCERTAIN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        layout.addWidget(label)
        self.setFocusProxy(label)
