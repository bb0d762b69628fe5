"""One of a chart's intervals as a tab for a panel's head."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import HEAD_HEIGHT, FontKind, Token

_PAD = 10


class IntervalChip(QAbstractButton):
    """One interval; a line below the chosen one."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        Theme.current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(Theme.current().font(FontKind.HEAD))
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * _PAD, HEAD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = Theme.current()
        chosen = self.isChecked()
        painter.setFont(theme.font(FontKind.HEAD if chosen else FontKind.BASE))
        lit = chosen or self.underMouse()
        painter.setPen(theme.color(Token.TEXT if lit else Token.DIM))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        if chosen:
            line = QRectF(0, self.height() - 2, self.width(), 2)
            painter.fillRect(line, theme.color(Token.ACCENT))
        if self.hasFocus():
            painter.setPen(theme.color(Token.ACCENT))
            painter.drawRect(QRectF(self.rect()).adjusted(2.5, 3.5, -3.5, -4.5))
        painter.end()
