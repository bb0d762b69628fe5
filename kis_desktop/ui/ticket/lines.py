"""Labels of the ticket: quiet lines of text that say where they are cut."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.viewmodels.roles import Tone

_LINES = 3


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
    """A sentence in a height that never changes; what doesn't fit is cut at the end, whole in the
    tip.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFont(Theme.current().font(FontKind.HINT))
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_LINES * QFontMetrics(self.font()).lineSpacing() + 2)

    def say(self, text: str, tone: Tone) -> None:
        """Show a text in a tone."""
        set_tone(self, tone)
        if text != self.text():
            self.setText(text)
            self.setToolTip(text)

    def shown_lines(self) -> list[str]:
        """What there is room for; the last line ends in an ellipsis where more would come."""
        text, metrics, lines = self.text(), QFontMetrics(self.font()), list[str]()
        layout = QTextLayout(text, self.font())
        layout.beginLayout()
        while len(lines) < _LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(self.width())
            end = line.textStart() + line.textLength()
            lines.append(text[line.textStart() : end])
            if len(lines) == _LINES and end < len(text):
                rest = text[line.textStart() :]
                lines[-1] = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
        layout.endLayout()
        return lines

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), "\n".join(self.shown_lines()))
        painter.end()
