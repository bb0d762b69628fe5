"""Going to a day of the past."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import STEP, FontKind
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.words import Words

_NO_BUTTONS = "QDateEdit::up-button, QDateEdit::down-button { border: none; width: 0px; }"
_OPENS = time(9, 0)


class DateDialog(QDialog):
    """A day is typed or chosen; `chosen` carries its opening in UTC epoch seconds."""

    chosen = Signal(int)

    def __init__(
        self, shown: date, newest: date, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("chart-date")
        self.setWindowTitle(words("chart_panel.date_title"))
        day = QDate(shown.year, shown.month, shown.day)
        last = QDate(newest.year, newest.month, newest.day)
        self.field = QDateEdit(day)
        self.field.setObjectName("chart-date-field")
        self.field.setAccessibleName(words("chart_panel.date_title"))
        self.field.setDisplayFormat("yyyy-MM-dd")
        self.field.setMaximumDate(last)
        self.field.setStyleSheet(_NO_BUTTONS)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(words.language))
        self.calendar.setMaximumDate(last)
        self.calendar.setSelectedDate(day)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        self.field.dateChanged.connect(self.calendar.setSelectedDate)
        self.calendar.clicked.connect(self.field.setDate)
        self.calendar.activated.connect(self._go)
        self._build(words)
        self.field.setFocus()

    def _build(self, words: Words) -> None:
        head = QLabel(words("chart_panel.date_title"))
        head.setFont(Theme.current().font(FontKind.SYMBOL))
        no, yes = QPushButton(words("shell.cancel")), QPushButton(words("chart_panel.date_go"))
        no.clicked.connect(self.reject)
        yes.clicked.connect(self._go)
        yes.setDefault(True)
        yes.setObjectName("yes")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(no)
        foot.addWidget(yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 3 * STEP)
        column.setSpacing(2 * STEP)
        for widget in (head, self.field, self.calendar):
            column.addWidget(widget)
        column.addLayout(foot)

    def _go(self) -> None:
        day = self.field.date()
        opening = datetime.combine(date(day.year(), day.month(), day.day()), _OPENS, EXCHANGE_ZONE)
        self.accept()
        self.chosen.emit(int(opening.timestamp()))
