"""The buttons of a player and of its paper orders, painted: no font need have their signs."""

from __future__ import annotations

import enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from kis_desktop.domain.order import Side
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import RADIUS, FontKind, Token

_SIZE = 26.0
_HALF = 5.0  # of a sign's height, pixels
_PAD = 12.0


class Sign(enum.Enum):
    """What a button does, as players everywhere show it."""

    PLAY = "play"
    PAUSE = "pause"
    BACK = "back"
    FINE = "fine"
    STEP = "step"
    DAY = "day"
    NEWEST = "newest"


class TransportButton(QAbstractButton):
    """One sign on a square."""

    def __init__(self, name: str, sign: Sign, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.say(sign, told)
        Theme.current().changed.connect(self.update)

    def say(self, sign: Sign, told: str) -> None:
        """Show a sign, with what it does for pointer and screen reader."""
        self._sign = sign
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(_SIZE), round(_SIZE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        ink = _face(painter, self, Token.REPLAY if self._sign is Sign.PLAY else Token.TEXT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        _draw(painter, self._sign, QRectF(self.rect()).center())
        painter.end()


class PaperButton(QAbstractButton):
    """Buy or sell on paper: an outline in the side's colour, never the full ground of the button
    that sends an order.
    """

    def __init__(self, side: Side, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setObjectName(f"replay-{side}")
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        Theme.current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(Theme.current().font(FontKind.STRONG)).horizontalAdvance(self.text())
        return QSize(round(width + 2 * _PAD), round(_SIZE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        token = Token.UP if self._side is Side.BUY else Token.DOWN
        ink = _face(painter, self, token)
        painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setFont(Theme.current().font(FontKind.STRONG))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.text())
        painter.end()


def _face(painter: QPainter, button: QAbstractButton, token: Token) -> QColor:
    """Ground and focus of a button; the ink for what stands on it."""
    theme = Theme.current()
    box = QRectF(button.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    if button.isEnabled() and (button.underMouse() or button.isDown()):
        painter.setBrush(theme.color(Token.SELECTED if button.isDown() else Token.RAISED))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if button.hasFocus():
        painter.setPen(QPen(theme.color(Token.ACCENT), 2))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    return theme.color(token if button.isEnabled() else Token.FAINT)


def _draw(painter: QPainter, sign: Sign, middle: QPointF) -> None:
    if sign is Sign.PLAY:
        _triangle(painter, middle, -4.0, 5.0, _HALF + 1)
    elif sign is Sign.PAUSE:
        _bar(painter, middle, -4.0)
        _bar(painter, middle, 2.0)
    elif sign is Sign.BACK:
        _bar(painter, middle, -6.0)
        _triangle(painter, middle, 5.0, -3.0)
    elif sign is Sign.FINE:
        _triangle(painter, middle, -2.0, 3.0, _HALF - 2)
        _bar(painter, middle, 4.0, _HALF - 2)
    elif sign is Sign.STEP:
        _triangle(painter, middle, -5.0, 3.0)
        _bar(painter, middle, 4.0)
    else:
        _triangle(painter, middle, -7.0, -1.0)
        _triangle(painter, middle, -1.0, 5.0)
        if sign is Sign.NEWEST:
            _bar(painter, middle, 6.0)


def _triangle(
    painter: QPainter, middle: QPointF, base: float, tip: float, half: float = _HALF
) -> None:
    x, y = middle.x(), middle.y()
    corners = [QPointF(x + base, y - half), QPointF(x + base, y + half), QPointF(x + tip, y)]
    painter.drawPolygon(QPolygonF(corners))


def _bar(painter: QPainter, middle: QPointF, left: float, half: float = _HALF) -> None:
    painter.drawRect(QRectF(middle.x() + left, middle.y() - half, 2.0, 2 * half))
