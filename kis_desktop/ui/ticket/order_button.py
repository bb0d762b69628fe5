"""The money button: says the whole order, and tells a mouse click from a key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from kis_desktop.domain.order import Side
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import MONEY_BUTTON_HEIGHT, FontKind


class OrderButton(QPushButton):
    """`pressed_once` with whether it was the mouse. A double click is one press, a held key too."""

    pressed_once = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_mouse = False
        self.setObjectName("send")
        self.setFont(Theme.current().font(FontKind.BUTTON))
        self.setFixedHeight(MONEY_BUTTON_HEIGHT)
        self.setAutoDefault(False)
        self.clicked.connect(self._clicked)

    def show_side(self, side: Side) -> None:
        """Take the side's colour."""
        if self.property("side") != side.value:
            self.setProperty("side", side.value)
            self.style().unpolish(self)
            self.style().polish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._by_mouse = True
        super().mouseReleaseEvent(event)
        self._by_mouse = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            event.accept()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
            if self.isEnabled():
                self.pressed_once.emit(False)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            event.accept()
        else:
            super().keyReleaseEvent(event)

    def _clicked(self) -> None:
        self.pressed_once.emit(self._by_mouse)
