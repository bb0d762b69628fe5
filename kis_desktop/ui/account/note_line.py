"""One line at the foot of the holdings: what differs from the server, how old the reading is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.comparison import ComparisonLine
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

_HEIGHT = 24
_PADDING = 10


class NoteLine(QWidget):
    """Amber on the left where something differs, faint on the right how old the figures are."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("accountNote")
        self.setFixedHeight(_HEIGHT)
        words = Words(context.language)
        self.comparison = ComparisonLine(context, self)
        self._warning = ""
        self.told, self.reading = QLabel(), QLabel()
        self.accept = QToolButton(self)
        self.accept.setObjectName("newBaseline")
        self.accept.setText(words("compare.accept"))
        self.accept.setToolTip(words("compare.accept_tip"))
        self.accept.clicked.connect(self.comparison.accept)
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(_PADDING, 0, _PADDING, 0)
        row.setSpacing(2 * STEP)
        row.addWidget(self.told, 1)
        row.addWidget(self.accept)
        row.addWidget(self.reading)
        self.comparison.changed.connect(self._show)
        Theme.current().changed.connect(self._paint)
        self._paint()
        self._show()

    def say(self, reading: str, warning: str) -> None:
        """How old the account's reading is, and what its sums don't agree in."""
        if (reading, warning) != (self.reading.text(), self._warning):
            self.reading.setText(reading)
            self._warning = warning
            self._show()

    def _show(self) -> None:
        told = " · ".join(part for part in (self.comparison.text, self._warning) if part)
        self.told.setText(told)
        self.told.setToolTip(self.comparison.details)
        self.reading.setToolTip(self.comparison.details)
        self.accept.setVisible(self.comparison.differs)

    def _paint(self) -> None:
        theme = Theme.current()
        for label, token in ((self.told, Token.ACCENT), (self.reading, Token.FAINT)):
            label.setFont(theme.font(FontKind.HINT))
            label.setStyleSheet(f"color: {theme.color(token).name()}")
