"""A field for a price or a quantity: typed, stepped by wheel, arrows and buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from kis_desktop.ui.theme.theme import Theme, set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, LEAST_TARGET, FontKind
from kis_desktop.viewmodels.format import regrouped
from kis_desktop.viewmodels.roles import Tone

_MARGIN = 3
_UNIT_ROOM = 30
_NOTCH = 120  # eighths of a degree that one notch of a wheel reports
_KEYS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class NumberField(QLineEdit):
    """Text on the left, unit and two buttons on the right; Enter does nothing here.

    `stepped` carries steps up (positive) or down; `typed` the text after every key.
    """

    stepped = Signal(int)
    typed = Signal(str)
    left = Signal()

    def __init__(self, name: str, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wheel = 0
        self.setObjectName(name)
        self.setFixedHeight(FIELD_HEIGHT)
        self.setFont(Theme.current().font(FontKind.STRONG))
        self._unit = QLabel(unit, self)
        self._unit.setFont(Theme.current().font(FontKind.HINT))
        self._unit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        set_tone(self._unit, Tone.DIM)
        self.down = self._button("−", -1, f"{name}Down")
        self.up = self._button("+", 1, f"{name}Up")
        self.setTextMargins(0, 0, 2 * LEAST_TARGET + _UNIT_ROOM + _MARGIN, 0)
        self._shown = ""
        self.textEdited.connect(self._edited)
        self.editingFinished.connect(self.left)

    def set_unit(self, unit: str) -> None:
        """Another unit stands behind the figure."""
        self._unit.setText(unit)

    def set_unit_tone(self, tone: Tone) -> None:
        """The unit is coloured by the side, so that the wrong one is seen."""
        set_tone(self._unit, tone)

    def show_text(self, text: str) -> None:
        """Show a text that came from elsewhere; the cursor stays where somebody types."""
        self._shown = text
        if text != self.text():
            self.setText(text)

    def set_step_names(self, up: str, down: str) -> None:
        """What the two buttons do, for pointer and screen reader."""
        for button, name in ((self.up, up), (self.down, down)):
            button.setToolTip(name)
            button.setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel += event.angleDelta().y()
        notches = int(self._wheel / _NOTCH)
        self._wheel -= notches * _NOTCH
        if notches and self.isEnabled():
            self.stepped.emit(notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _KEYS.get(Qt.Key(event.key()))
        if steps is not None:
            self.stepped.emit(steps)
        elif event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top = (self.height() - LEAST_TARGET) // 2
        right = self.width() - _MARGIN
        self.up.setGeometry(right - LEAST_TARGET, top, LEAST_TARGET, LEAST_TARGET)
        self.down.setGeometry(right - 2 * LEAST_TARGET, top, LEAST_TARGET, LEAST_TARGET)
        unit_left = right - 2 * LEAST_TARGET - _UNIT_ROOM
        self._unit.setGeometry(unit_left, 0, _UNIT_ROOM - _MARGIN, self.height())

    def _edited(self, text: str) -> None:
        """The commas follow what is typed; the cursor stays behind the same digit."""
        grouped = regrouped(self._shown, text)
        if grouped != text:
            behind = len(text[self.cursorPosition() :].replace(",", ""))
            self.setText(grouped)
            place = len(grouped)
            while len(grouped[place:].replace(",", "")) < behind:
                place -= 1
            self.setCursorPosition(place)
        self._shown = grouped
        self.typed.emit(grouped)

    def _button(self, sign: str, step: int, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(sign)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAutoRepeat(True)
        button.clicked.connect(lambda: self.stepped.emit(step))
        return button
