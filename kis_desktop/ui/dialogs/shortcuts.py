"""The cheat sheet: every key and what it does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_COLUMNS = 2


class Shortcuts(QDialog):
    """Pairs of keys and words, in two columns."""

    def __init__(
        self, keys: Sequence[tuple[str, str]], words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("shortcuts")
        self.setWindowTitle(words("shell.shortcuts"))
        head = QLabel(words("shell.shortcuts"))
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * STEP)
        grid.setVerticalSpacing(2 * STEP)
        rows = (len(keys) + _COLUMNS - 1) // _COLUMNS
        for place, (key, told) in enumerate(keys):
            column, row = divmod(place, rows)
            chip, label = QLabel(key), QLabel(told)
            chip.setProperty("chip", True)
            chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
            set_tone(label, Tone.DIM)
            grid.addWidget(chip, row, 2 * column)
            grid.addWidget(label, row, 2 * column + 1)
        close = QPushButton(words("shell.close"))
        close.clicked.connect(self.accept)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(5 * STEP, 5 * STEP, 5 * STEP, 4 * STEP)
        column_layout.setSpacing(4 * STEP)
        column_layout.addWidget(head)
        column_layout.addLayout(grid)
        column_layout.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
