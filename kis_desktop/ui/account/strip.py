"""The account's figures in one line at the foot of a panel."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind, Token
from kis_desktop.viewmodels.account_strip import AccountStrip, Figure
from kis_desktop.viewmodels.context import ViewContext

_HEIGHT = 30
_PADDING = 10
_GAP = 24


class AccountStripView(QWidget):
    """Label and figure, side by side; what finds no room is in the tip."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("accountStrip")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.model = AccountStrip(context, self)
        self.model.changed.connect(self._take)
        Theme.current().changed.connect(self.update)
        self._take()

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HEIGHT)

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._told(), self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.color(Token.LINE))
        right = self.width() - _PADDING
        if self.model.age_text:
            painter.setFont(theme.font(FontKind.HINT))
            painter.setPen(theme.color(Token.ACCENT))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(0, 0, right, self.height()), align, self.model.age_text)
            right -= painter.fontMetrics().horizontalAdvance(self.model.age_text) + _GAP
        left = _PADDING
        for figure in self.shown(right):
            left = self._paint(painter, theme, figure, left) + _GAP
        painter.end()

    def shown(self, right: int) -> tuple[Figure, ...]:
        """The figures that stand whole before `right`: none is cut."""
        theme = Theme.current()
        label = QFontMetrics(theme.font(FontKind.BASE))
        strong = QFontMetrics(theme.font(FontKind.STRONG))
        left, found = _PADDING, []
        for figure in self.model.figures:
            left += label.horizontalAdvance(figure.label) + STEP + 2
            left += strong.horizontalAdvance(figure.text)
            if left > right:
                break
            found.append(figure)
            left += _GAP
        return tuple(found)

    def _paint(self, painter: QPainter, theme: Theme, figure: Figure, left: int) -> int:
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for text, kind, colour, gap in (
            (figure.label, FontKind.BASE, theme.color(Token.DIM), STEP),
            (figure.text, FontKind.STRONG, theme.tone(figure.tone), 0),
        ):
            font = theme.font(kind)
            painter.setFont(font)
            painter.setPen(colour)
            width = QFontMetrics(font).horizontalAdvance(text) + 1
            painter.drawText(QRect(left, 0, width, self.height()), align, text)
            left += width + gap
        return left

    def _take(self) -> None:
        self.setAccessibleName(self._told())
        self.update()

    def _told(self) -> str:
        told = [f"{each.label} {each.text} {each.tip}".strip() for each in self.model.figures]
        return "\n".join(part for part in (*told, self.model.age_text) if part)
