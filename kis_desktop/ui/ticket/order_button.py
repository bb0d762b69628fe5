"""Buttons that act on the market: a double click is one press, and so is a held key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from kis_desktop.domain.order import Side
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import MONEY_BUTTON_HEIGHT, FontKind
from kis_desktop.ui.ticket.fresh_key import PRESSING, FreshKey


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
        self.setFont(Theme.current().font(FontKind.BUTTON))
        self.setFixedHeight(MONEY_BUTTON_HEIGHT)

    def show_side(self, side: Side) -> None:
        """Take the side's colour."""
        if self.property("side") != side.value:
            self.setProperty("side", side.value)
            self.style().unpolish(self)
            self.style().polish(self)
