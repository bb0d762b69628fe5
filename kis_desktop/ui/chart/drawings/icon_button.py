"""A quiet button with an icon: of a tool, a switch or an action."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from kis_desktop.ui.chart.drawings.icons import tinted
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import RADIUS, Token

SIZE = 28
_ICON = 20
_LONG = 350  # ms; a press this long opens the fly-out
_CORNER = 4.0


class IconButton(QAbstractButton):
    """Draws itself; one with more behind it has a corner, and says so with `more_asked`."""

    more_asked = Signal()

    def __init__(self, icon: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._has_more = False
        self._mark = ""  # a letter in the corner: the magnet's strength
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(_LONG)
        self._long.timeout.connect(self._ask_more)
        self.setFixedSize(SIZE, SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say(text)
        Theme.current().changed.connect(self.update)

    def say(self, text: str, key: str = "") -> None:
        """What it does, for the pointer and for those who hear it."""
        self.setAccessibleName(text)
        self.setToolTip(f"{text}  {key}" if key else text)

    def show_icon(self, icon: str, mark: str = "") -> None:
        """Bear another icon, and a letter in its corner."""
        if (icon, mark) != (self._icon, self._mark):
            self._icon, self._mark = icon, mark
            self.update()

    def offer_more(self) -> None:
        """Bear the corner of one that has more behind it."""
        self._has_more = True
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIZE, SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), Theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        lit = self.isChecked() or self.isDown()
        if self.isEnabled() and (lit or self.underMouse()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(Token.SELECTED if lit else Token.RAISED))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        token = Token.ACCENT if self.isChecked() else Token.TEXT if self.underMouse() else Token.DIM
        colour = theme.color(token if self.isEnabled() else Token.LINE)
        off = (SIZE - _ICON) / 2
        image = tinted(self._icon, colour, _ICON, self.devicePixelRatioF())
        painter.drawImage(QPointF(off, off), image)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if self._has_more:
            right, bottom = self.width() - 2.0, self.height() - 2.0
            corner = (right, bottom), (right - _CORNER, bottom), (right, bottom - _CORNER)
            painter.drawPolygon(QPolygonF([QPointF(*place) for place in corner]))
        if self._mark:
            painter.drawEllipse(QPointF(self.width() - 6.5, 6.5), 2.2, 2.2)
        if self.hasFocus():
            painter.setPen(theme.color(Token.ACCENT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._has_more and event.button() is Qt.MouseButton.LeftButton:
            self._long.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._long.stop()
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._has_more:
            self._ask_more()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Right and self._has_more and not event.modifiers():
            self._ask_more()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def _ask_more(self) -> None:
        self._long.stop()
        self.setDown(False)
        self.more_asked.emit()
