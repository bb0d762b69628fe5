"""Labels and figures under their headings; each figure says where it comes from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.funds import Funds
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_GAP = 8 * STEP


class FundList(QFrame):
    """One column of figures a group, side by side."""

    def __init__(self, funds: Funds, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fundList")
        self._funds = funds
        self.figures: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        row.setSpacing(_GAP)
        for group, figures in funds.groups().items():
            column = QGridLayout()
            column.setVerticalSpacing(STEP)
            column.setHorizontalSpacing(4 * STEP)
            head = QLabel(words(group))
            head.setFont(Theme.current().font(FontKind.HINT))
            set_tone(head, Tone.FAINT)
            column.addWidget(head, 0, 0, 1, 2)
            for place, figure in enumerate(figures, start=1):
                label, value = QLabel(figure.label), QLabel(figure.text)
                set_tone(label, Tone.DIM)
                value.setFont(Theme.current().font(FontKind.STRONG))
                value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                value.setObjectName(f"fund_{figure.id}")
                column.addWidget(label, place, 0)
                column.addWidget(value, place, 1)
                self.figures[figure.id] = value
            column.setRowStretch(len(figures) + 1, 1)
            column.setColumnStretch(1, 1)
            row.addLayout(column, 1)
        funds.changed.connect(self.show_figures)
        self.show_figures()

    def show_figures(self) -> None:
        """Show what is known now."""
        for figures in self._funds.groups().values():
            for figure in figures:
                label = self.figures[figure.id]
                label.setText(figure.text)
                label.setToolTip(figure.tip)
                label.setAccessibleName(f"{figure.label} {figure.text}")
                set_tone(label, figure.tone)
