"""What ladder and chart show of a place where clicks order: its switch, and how many shares."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import LEAST_TARGET, STEP, FontKind, Token
from kis_desktop.viewmodels.armed_place import ArmedPlace
from kis_desktop.viewmodels.format import quantity
from kis_desktop.viewmodels.words import Words

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class ArmTexts(NamedTuple):
    """What the switch is called, and what stands on it while it is on and off; message ids."""

    name: str
    on: str
    off: str


class ArmButton(QPushButton):
    """Whether a click orders: in words, and amber while it does."""

    def __init__(
        self, place: ArmedPlace, texts: ArmTexts, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = texts
        self._words = words
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(words(texts.name))
        self.clicked.connect(self._press)
        place.state_changed.connect(self._show)
        Theme.current().changed.connect(self.update)
        self._show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, on = Theme.current(), self._place.armed
        painter = QPainter(self)
        box = self._box()
        painter.fillRect(box, theme.color(Token.ACCENT if on else Token.RAISED))
        painter.setPen(theme.color(Token.ACCENT if self.hasFocus() else Token.LINE))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        ink = Token.PANEL if on else (Token.DIM if self.isEnabled() else Token.FAINT)
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font(FontKind.STRONG))
        told = f"{'●' if on else '○'} {self.text()}"
        fitted = painter.fontMetrics().elidedText(
            told, Qt.TextElideMode.ElideRight, box.width() - 2 * STEP
        )
        painter.drawText(box, _CENTRE, fitted)
        painter.end()

    def _box(self) -> QRect:
        """What of it is filled."""
        return self.rect()

    def _press(self, wanted: bool) -> None:  # noqa: FBT001 - Qt's clicked(bool)
        self._place.arm(wanted)
        self._show()

    def _show(self) -> None:
        why, on = self._place.why_not_armed, self._place.armed
        self.setChecked(on)
        self.setText(self._words(self._texts.on if on else self._texts.off))
        self.setEnabled(not why)
        self.setToolTip(why)
        self.setAccessibleDescription(" ".join(one for one in (self.text(), why) if one))
        self.update()


class QuantityField(QLineEdit):
    """How many shares each click orders, as typed."""

    def __init__(
        self, place: ArmedPlace, name: str, size: QSize, words: Words, parent: QWidget | None = None
    ) -> None:
        """`name` is the id of what it is called."""
        super().__init__(parent)
        self._place = place
        self.setPlaceholderText(words("ladder.quantity_hint"))
        self.setAccessibleName(words(name))
        self.setFixedSize(size)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(Theme.current().font(FontKind.STRONG))
        self.textEdited.connect(place.set_quantity_text)
        place.state_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        if self.text() != self._place.quantity_text:
            self.setText(self._place.quantity_text)


class PresetChip(QToolButton):
    """One press for a number of shares."""

    def __init__(
        self, place: ArmedPlace, shares: int, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._shares = shares
        self.setText(quantity(shares))
        self.setAccessibleName(words("ladder.preset", n=shares))
        self.setCheckable(True)
        self.setMinimumSize(LEAST_TARGET, LEAST_TARGET)
        self.clicked.connect(self._choose)
        place.state_changed.connect(self._show)
        self._show()

    def _choose(self) -> None:
        self._place.set_quantity_text(quantity(self._shares))
        self._show()

    def _show(self) -> None:
        self.setChecked(self._place.quantity == self._shares)
