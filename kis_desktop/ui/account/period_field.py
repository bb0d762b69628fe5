"""Two days and a button: a period that the trader chooses."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QToolButton, QWidget

from kis_desktop.ui.theme.tokens import STEP
from kis_desktop.viewmodels.words import Words

_FORMAT = "yyyy-MM-dd"
_FLAT = "QDateEdit::drop-down { border: none; width: 14px; }"


class PeriodField(QWidget):
    """`chosen` with the first and the last day once the button is pressed."""

    chosen = Signal(object, object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        self.start = self._field(words("profit.start"))
        self.end = self._field(words("profit.end"))
        self.read = QToolButton(self)
        self.read.setObjectName("readPeriod")
        self.read.setText(words("profit.read"))
        self.read.clicked.connect(self._tell)
        for widget in (self.start, self.end, self.read):
            row.addWidget(widget)

    def set_period(self, start: date, end: date) -> None:
        """Show these days."""
        self.start.setDate(QDate(start.year, start.month, start.day))
        self.end.setDate(QDate(end.year, end.month, end.day))

    def _field(self, name: str) -> QDateEdit:
        field = QDateEdit(self)
        field.setDisplayFormat(_FORMAT)
        field.setCalendarPopup(True)
        field.setStyleSheet(_FLAT)
        field.setAccessibleName(name)
        field.setToolTip(name)
        return field

    def _tell(self) -> None:
        self.chosen.emit(_day(self.start.date()), _day(self.end.date()))


def _day(told: QDate) -> date:
    return date(told.year(), told.month(), told.day())
