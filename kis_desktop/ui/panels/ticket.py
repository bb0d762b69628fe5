"""The order ticket panel (주문): buy, sell, amend and cancel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from kis_desktop.ui.dialogs.confirm import Confirm
from kis_desktop.ui.dialogs.order_presets import OrderPresetsDialog
from kis_desktop.ui.dialogs.order_sheet import OrderSheetDialog
from kis_desktop.ui.ticket.amend_form import AmendForm
from kis_desktop.ui.ticket.new_order_form import NewOrderForm
from kis_desktop.ui.ticket.side_tabs import SideTabs
from kis_desktop.viewmodels.amend_ticket import AmendTicket
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.order_sheet import OrderSheet
from kis_desktop.viewmodels.ticket import Tab, Ticket
from kis_desktop.viewmodels.ticket_presets import TicketPresets
from kis_desktop.viewmodels.words import Words

PANEL_ID = "ticket"
PANEL_TITLE = "주문"
PANEL_TITLE_EN = "Order"
PANEL_PLACE = "right"
PANEL_ORDER = 90

_LEAST_WIDTH = 260
_KEYS = {Tab.BUY: "F1", Tab.SELL: "F2"}


class TicketPanel(QWidget):
    """The tabs stand in the head; below them the form of the tab that is turned to."""

    head_title = False
    shows_symbol = False

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PANEL_ID)
        words = self._words = Words(context.language)
        self.ticket = Ticket(context, self)
        self.amending = AmendTicket(context, self.ticket.facts, self)
        self.tabs = SideTabs(words, self)
        self.presets = TicketPresets(context, self)
        self.form = NewOrderForm(self.ticket, self.presets, words, self)
        self.amend_form = AmendForm(self.amending, words, self)
        self._forms = QStackedLayout()
        for form in (self.form, self.amend_form):
            self._forms.addWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._forms)
        self.tabs.chosen.connect(self.turn_to)
        self.ticket.sheet_opened.connect(self._open_sheet)
        self.form.presets.edit.clicked.connect(self._edit_presets)
        self.form.credit.asked.connect(self._ask_credit)
        self.amending.picked.connect(lambda: self.turn_to(Tab.AMEND))
        for tab, key in _KEYS.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
            shortcut.activated.connect(lambda picked=tab: self._by_key(picked))

    def head_widgets(self) -> Sequence[QWidget]:
        """The tabs."""
        return (self.tabs,)

    def turn_to(self, tab: Tab) -> None:
        """Turn to buying, selling or amending."""
        self.ticket.show_tab(tab)
        self.amending.set_shown(tab is Tab.AMEND)
        self.tabs.turn_to(tab)
        self._forms.setCurrentIndex(1 if tab is Tab.AMEND else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(_LEAST_WIDTH, self.form.least_width()), 180)

    def sizeHint(self) -> QSize:
        return QSize(320, self.form.wished_height())

    def _open_sheet(self, sheet: OrderSheet) -> None:
        OrderSheetDialog(sheet, self._words, self).open()

    def _edit_presets(self) -> None:
        OrderPresetsDialog(self.presets, self.ticket, self._words, self).open()

    def _ask_credit(self) -> None:
        words = self._words
        question = Confirm(
            words("credit.ask_title"), words("credit.ask"), words("credit.ask_yes"), words, self
        )
        question.accepted.connect(self.ticket.credit.unlock)
        question.open()

    def _by_key(self, tab: Tab) -> None:
        self.turn_to(tab)
        self.form.focus_first()


def create(context: ViewContext, parent: QWidget | None = None) -> QWidget:
    """A new order ticket."""
    return TicketPanel(context, parent)
