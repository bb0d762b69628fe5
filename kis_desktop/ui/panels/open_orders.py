"""The open orders panel (미체결)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QToolButton, QVBoxLayout, QWidget

from kis_desktop.ui.account.journal_grid import JournalGrid
from kis_desktop.ui.account.strip import AccountStripView
from kis_desktop.ui.dialogs.order_journal import OrderJournalDialog
from kis_desktop.ui.grid import GridState
from kis_desktop.ui.panel_parts import head_button
from kis_desktop.ui.theme.theme import set_tone
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.ui.ticket.waking import Waking
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.open_orders import OpenOrders
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

PANEL_ID = "open_orders"
PANEL_TITLE = "미체결"
PANEL_TITLE_EN = "Open orders"
PANEL_PLACE = "bottom"
PANEL_ORDER = 10


class OpenOrdersPanel(QWidget):
    """Orders that may still be filled; taking them back is asked once, in place."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        self._context = context
        self._words = Words(context.language)
        self.orders = OpenOrders(context, self)
        self.grid = JournalGrid(self.orders.table, "openOrderRows", context.preferences, self)
        self.grid.setAccessibleName(self._words("open_orders.table"))
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.cancel_selected = self._button("cancelSelected", "open_orders.cancel_selected")
        self.cancel_all = self._button("cancelAllOrders", "open_orders.cancel_all")
        self.confirm_all = self._button("confirmAllOrders", "amend.yes")
        set_tone(self.confirm_all, Tone.UNCERTAIN)
        self._confirming = Waking(self.confirm_all)
        self.keep_all = self._button("keepAllOrders", "amend.no")
        self.keep_all.setMinimumWidth(self.cancel_all.sizeHint().width())
        self.result = Line("cancelResult", tone=Tone.UNCERTAIN, parent=self)
        self.result.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.result)
        column.addWidget(AccountStripView(context, self))
        self.setFocusProxy(self.grid)
        self._connect()
        self._show()

    def head_widgets(self) -> Sequence[QWidget]:
        """Taking back what is selected, or all; to keep them stands where that was asked."""
        return (self.cancel_selected, self.confirm_all, self.cancel_all, self.keep_all)

    def open_journal(self, row_id: str) -> None:
        """Show what the journal says of an order."""
        order = self.orders.find(row_id)
        if order is not None:
            OrderJournalDialog(
                self._context, order.trade_date, order.local_id, order.order_no, self
            ).open()

    def _connect(self) -> None:
        self.orders.changed.connect(self._show)
        self.grid.selectionModel().selectionChanged.connect(self._show_buttons)
        self.grid.clicked.connect(self._pick_current)
        self.grid.row_activated.connect(self.orders.pick)
        self.grid.journal_requested.connect(self.open_journal)
        self.cancel_selected.clicked.connect(self._cancel_selected)
        self.cancel_all.clicked.connect(self._ask_all)
        self.confirm_all.clicked.connect(self.orders.cancel_all)
        self.keep_all.clicked.connect(self.orders.keep_all)
        for answer in (self.keep_all, self.confirm_all):
            escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), answer)
            escape.setContext(Qt.ShortcutContext.WidgetShortcut)
            escape.activated.connect(self.orders.keep_all)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.grid)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._cancel_selected)

    def _pick_current(self) -> None:
        current = self.grid.current_id()
        if current is not None:
            self.orders.pick(current)

    def _cancel_selected(self) -> None:
        self.orders.cancel(self.grid.selected_ids())

    def _ask_all(self) -> None:
        self.orders.ask_all()
        if self.orders.is_asking_all:
            self.keep_all.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        orders = self.orders
        self.grid.set_state(GridState(orders.state.value), orders.state_text)
        self.setWindowTitle(orders.title)
        self.result.say(orders.result_text)
        self.result.setVisible(bool(orders.result_text))
        self._show_buttons()

    def _show_buttons(self) -> None:
        orders, asking = self.orders, self.orders.is_asking_all
        can_selected = orders.can_cancel(self.grid.selected_ids())
        self.cancel_selected.setEnabled(can_selected)
        self.cancel_selected.setToolTip(
            "" if can_selected else orders.refusal or self._words("open_orders.select_first")
        )
        self.cancel_selected.setVisible(not asking)
        can_all = orders.can_cancel(orders.table.ids())
        self.cancel_all.setEnabled(can_all)
        nothing = orders.refusal or self._words("open_orders.nothing")
        self.cancel_all.setToolTip("" if can_all else nothing)
        self._show_question()

    def _show_question(self) -> None:
        """The keyboard goes to the table when the question is answered."""
        asking = self.orders.is_asking_all
        if not asking and (self.keep_all.hasFocus() or self.confirm_all.hasFocus()):
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.confirm_all.setText(self._words("amend.confirm_all", n=self.orders.changeable))
        self._confirming.show(asking)
        self.keep_all.setVisible(asking)
        self.cancel_all.setVisible(not asking)

    def _button(self, name: str, id_: str) -> QToolButton:
        return head_button(self, name, self._words(id_))


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new open orders panel."""
    return OpenOrdersPanel(context, parent)
