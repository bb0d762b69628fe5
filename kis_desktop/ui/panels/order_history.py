"""The panel of all orders of today and of past days (주문내역)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.account.filter_bar import FilterBar
from kis_desktop.ui.account.journal_grid import JournalGrid
from kis_desktop.ui.account.period_field import PeriodField
from kis_desktop.ui.dialogs.order_journal import OrderJournalDialog
from kis_desktop.ui.grid import GridState
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_history import COLUMNS, OrderHistory
from kis_desktop.viewmodels.words import Words

PANEL_ID = "order_history"
PANEL_TITLE = "주문내역"
PANEL_TITLE_EN = "Orders"
PANEL_PLACE = "bottom"
PANEL_ORDER = 25

_DAY = 0  # the column of the day: today needs none
_PERIODS = (("today", 0), ("week", 7), ("month", 31))  # days back from today


class OrderHistoryPanel(QWidget):
    """Today's orders move by themselves; past ones are read when asked for."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._context = context
        words = Words(context.language)
        self.history = OrderHistory(context, self)
        self.grid = JournalGrid(self.history.table, "historyRows", context.preferences, self)
        self.grid.setAccessibleName(words("history.table"))
        self.filters = FilterBar(words, self)
        self.period = PeriodField(words, self)
        self.filters.put_last(self.period)
        self.choices = QButtonGroup(self)
        self.buttons = [self._button(words, name, days) for name, days in _PERIODS]
        self.buttons[0].setChecked(True)
        today = self.history.today
        self.period.set_period(today, today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self.history.changed.connect(self._show)
        self.filters.changed.connect(self.history.set_filter)
        self.period.chosen.connect(self._read)
        self.grid.row_activated.connect(self.open_journal)
        self.grid.journal_requested.connect(self.open_journal)
        self.grid.current_row_changed.connect(self.history.pick)
        self.grid.retry_requested.connect(self.history.retry)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Days count from the exchange's date, which wasn't known when the panel was made."""
        super().showEvent(event)
        if self.history.period is None:
            today = self.history.today
            self.period.set_period(today, today)

    def head_widgets(self) -> Sequence[QWidget]:
        """The periods."""
        return tuple(self.buttons)

    def open_journal(self, row_id: str) -> None:
        """Show what the journal says of an order."""
        order = self.history.find(row_id)
        if order is not None:
            OrderJournalDialog(
                self._context, order.trade_date, order.local_id, order.order_no, self
            ).open()

    def _button(self, words: Words, name: str, days: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"history_{name}")
        button.setText(words(f"history.{name}"))
        button.setCheckable(True)
        button.clicked.connect(lambda: self._choose(days))
        self.choices.addButton(button)
        return button

    def _choose(self, days: int) -> None:
        today = self.history.today
        self.period.set_period(today - timedelta(days=days), today)
        if not days:
            self.history.show_today()
            return
        self.history.read(today - timedelta(days=days), today)

    def _read(self, start: date, end: date) -> None:
        """A period of the trader's own: none of the buttons is it."""
        self.choices.setExclusive(False)
        for button in self.buttons:
            button.setChecked(False)
        self.choices.setExclusive(True)
        self.history.read(start, end)

    def _show(self) -> None:
        self.grid.set_state(GridState(self.history.state.value), self.history.state_text)
        header = self.grid.horizontalHeader()
        header.setSectionHidden(_DAY, self.history.period is None)
        if self.history.period is not None and not header.sectionSize(_DAY):
            header.resizeSection(_DAY, COLUMNS[_DAY].width)
        self.setWindowTitle(self.history.title)


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new panel of orders."""
    return OrderHistoryPanel(context, parent)
