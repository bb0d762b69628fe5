"""Labels of the ticket: quiet lines of text that say where they are cut."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.roles import Tone


class Line(QLabel):
    """One line; cut with an ellipsis where there is no room, whole in the tip."""

    def __init__(
        self,
        name: str,
        font: FontKind = FontKind.HINT,
        tone: Tone = Tone.DIM,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFont(Theme.current().font(font))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_tone(self, tone)

    def say(self, text: str, tone: Tone | None = None) -> None:
        """Show a text."""
        if tone is not None:
            set_tone(self, tone)
        if text != self.text():
            self.setText(text)
            self.setToolTip(text)

    def sizeHint(self) -> QSize:
        return QSize(0, QFontMetrics(self.font()).height() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics = painter.fontMetrics()
        cut = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, cut)
        painter.end()


class Sentence(QLabel):
    """A sentence of up to two lines, in a height that never changes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFont(Theme.current().font(FontKind.HINT))
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(2 * QFontMetrics(self.font()).lineSpacing() + 2)

    def say(self, text: str, tone: Tone) -> None:
        """Show a text in a tone."""
        set_tone(self, tone)
        if text != self.text():
            self.setText(text)
            self.setToolTip(text)
