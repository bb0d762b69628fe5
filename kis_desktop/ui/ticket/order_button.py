"""Buttons that act on the market: a double click is one press, and so is a held key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from kis_desktop.domain.order import Side
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import MONEY_BUTTON_HEIGHT, FontKind
from kis_desktop.ui.ticket.fresh_key import PRESSING, FreshKey

_PADDING = 12  # pixels beside the text


class SingleButton(QPushButton):
    """`pressed_once` with whether it was the mouse; the key must have been up before it presses.

    Its `keys` are shared with the form that takes the keyboard while the button is locked.
    """

    pressed_once = Signal(bool)
    key_seen = Signal()

    def __init__(self, name: str, keys: FreshKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._by_mouse = False
        self.setObjectName(name)
        self.setAutoDefault(False)
        self.clicked.connect(self._clicked)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._by_mouse = True
        super().mouseReleaseEvent(event)
        self._by_mouse = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in PRESSING:
            super().keyPressEvent(event)
            return
        event.accept()
        fresh = self._keys.take(event)
        self.key_seen.emit()
        if fresh and self.isEnabled():
            self.pressed_once.emit(False)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() not in PRESSING:
            super().keyReleaseEvent(event)
            return
        event.accept()
        self._keys.take(event)
        self.key_seen.emit()

    def _clicked(self) -> None:
        self.pressed_once.emit(self._by_mouse)


class OrderButton(SingleButton):
    """The money button, in the colour of its side: says the whole order."""

    def __init__(self, keys: FreshKey, parent: QWidget | None = None) -> None:
        super().__init__("send", keys, parent)
        self._whole, self._name = "", ""
        self.setFont(Theme.current().font(FontKind.BUTTON))
        self.setFixedHeight(MONEY_BUTTON_HEIGHT)

    def say(self, text: str, name: str) -> None:
        """Say the whole order; where there is no room, the name in it is cut and nothing else."""
        self._whole, self._name = text, name
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * _PADDING
        text = fitted(self._whole, self._name, QFontMetrics(self.font()), room)
        if text != self.text():
            self.setText(text)

    def show_side(self, side: Side) -> None:
        """Take the side's colour."""
        if self.property("side") != side.value:
            self.setProperty("side", side.value)
            self.style().unpolish(self)
            self.style().polish(self)


def fitted(whole: str, name: str, metrics: QFontMetrics, room: int) -> str:
    """The whole order in `room` pixels; where it is too long, the name alone is cut."""
    over = metrics.horizontalAdvance(whole) - room
    if over <= 0 or not name or name not in whole:
        return whole
    left = max(metrics.horizontalAdvance(name) - over, 0)
    return whole.replace(name, metrics.elidedText(name, Qt.TextElideMode.ElideRight, left), 1)
