"""The name of what is ordered, with the exchange's warnings as badges behind it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import RADIUS, STEP, FontKind, Token
from kis_desktop.viewmodels.ticket_marks import Badge

_HEIGHT = 20
_PAD = 4
_LEAST_NAME = 60  # pixels of the name that badges leave


class NameLine(QWidget):
    """One line of fixed height: badges take what they need, the name is cut, all in the tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ticketName")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.name = ""
        self.badges: tuple[Badge, ...] = ()

    def say(self, name: str, badges: tuple[Badge, ...]) -> None:
        """Show a name and its badges."""
        if (name, badges) == (self.name, self.badges):
            return
        self.name, self.badges = name, badges
        told = " · ".join([name, *(badge.text for badge in badges)])
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def shown_badges(self) -> tuple[Badge, ...]:
        """Those that fit beside the name; what doesn't is counted in the last one."""
        metrics = QFontMetrics(Theme.current().font(FontKind.TINY))
        room = self.width() - _LEAST_NAME
        shown: list[Badge] = []
        for place, badge in enumerate(self.badges):
            width = _width(badge, metrics) + STEP
            rest = len(self.badges) - place - 1
            spare = _width(Badge("+9"), metrics) + STEP if rest else 0
            if width + spare > room:
                return (*shown, Badge(f"+{rest + 1}", badge.tone))
            shown.append(badge)
            room -= width
        return tuple(shown)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tiny = QFontMetrics(theme.font(FontKind.TINY))
        shown = self.shown_badges()
        taken = sum(_width(badge, tiny) + STEP for badge in shown)
        font = theme.font(FontKind.HEAD)
        metrics = QFontMetrics(font)
        name = metrics.elidedText(self.name, Qt.TextElideMode.ElideRight, self.width() - taken)
        painter.setFont(font)
        painter.setPen(theme.color(Token.TEXT))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, name)
        left = metrics.horizontalAdvance(name) + STEP
        painter.setFont(theme.font(FontKind.TINY))
        for badge in shown:
            box = QRectF(left + 0.5, 2.5, _width(badge, tiny) - 1, _HEIGHT - 5)
            colour = theme.tone(badge.tone)
            painter.setPen(QPen(colour))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, RADIUS - 1, RADIUS - 1)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge.text)
            left += _width(badge, tiny) + STEP
        painter.end()


def _width(badge: Badge, metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance(badge.text) + 2 * _PAD
