"""How much: shares or an amount, parts of what there is, and how the quantity came about."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from kis_desktop.domain.order import Side
from kis_desktop.ui.theme.tokens import LEAST_TARGET
from kis_desktop.ui.ticket.form_parts import evenly
from kis_desktop.ui.ticket.lines import Line
from kis_desktop.ui.ticket.number_field import NumberField
from kis_desktop.viewmodels.order_words import side_tone
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket import SHARES, Ticket
from kis_desktop.viewmodels.ticket_entry import Sizing
from kis_desktop.viewmodels.ticket_power import repayment_day
from kis_desktop.viewmodels.words import Words

_ALL = 100


class SizeRows:
    """The widgets of the size, laid out by the form. `switch` turns between shares and amount."""

    def __init__(self, ticket: Ticket, words: Words, parent: QWidget) -> None:
        self._ticket = ticket
        self._words = words
        self.quantity = NumberField("quantity", words("ticket.shares"), parent)
        self.quantity.set_step_names(words("ticket.more"), words("ticket.fewer"))
        self.quantity.setAccessibleName(words("ticket.quantity"))
        self.switch = QPushButton(parent)
        self.switch.setObjectName("sizing")
        self.switch.setAutoDefault(False)
        self.switch.clicked.connect(self._turn)
        self.shares = [self._share_button(percent, parent) for percent in SHARES]
        self.share_row = evenly(parent, *self.shares)
        self.told = Line("sizing", tone=Tone.FAINT, parent=parent)
        self.margin = QCheckBox(words("ticket.margin"), parent)
        self.margin.setObjectName("margin")
        self.margin.setMinimumHeight(LEAST_TARGET)
        self.margin.clicked.connect(ticket.set_on_margin)
        self.quantity.typed.connect(self._typed)
        self.quantity.stepped.connect(ticket.step_quantity)
        self.quantity.left.connect(ticket.tidy)

    def show_ticket(self) -> None:
        """Show what is typed, and what can be."""
        ticket, words, entry = self._ticket, self._words, self._ticket.entry
        is_amount = entry.sizing is Sizing.AMOUNT
        self.quantity.show_text(entry.amount_text if is_amount else entry.quantity_text)
        self.quantity.set_unit(words("ticket.won" if is_amount else "ticket.shares"))
        self.quantity.set_unit_tone(side_tone(ticket.side))
        self.switch.setText(words("ticket.by_amount" if is_amount else "ticket.by_shares"))
        hint = words("ticket.to_shares" if is_amount else "ticket.to_amount")
        self.switch.setToolTip(hint)
        self.switch.setAccessibleDescription(hint)
        uses_margin = entry.on_margin and ticket.side is Side.BUY
        tone = Tone.UNCERTAIN if uses_margin else Tone.FAINT
        self.told.say(ticket.view.sizing, tone)
        self.margin.setVisible(ticket.side is Side.BUY and entry.credit is None)
        self.margin.setChecked(entry.on_margin)
        if ticket.symbol:
            day = repayment_day(ticket.facts.today(ticket.symbol))
            self.margin.setToolTip(words("ticket.margin_hint", date=f"{day:%m-%d}"))

    def _typed(self, text: str) -> None:
        if self._ticket.entry.sizing is Sizing.AMOUNT:
            self._ticket.set_amount_text(text)
        else:
            self._ticket.set_quantity_text(text)

    def _turn(self) -> None:
        is_amount = self._ticket.entry.sizing is Sizing.AMOUNT
        self._ticket.set_sizing(Sizing.SHARES if is_amount else Sizing.AMOUNT)

    def _share_button(self, percent: int, parent: QWidget) -> QPushButton:
        words = self._words
        text = words("ticket.most") if percent == _ALL else f"{percent}%"
        button = QPushButton(text, parent)
        button.setObjectName(f"share_{percent}")
        button.setAutoDefault(False)
        button.setToolTip(words("ticket.rounding"))
        button.clicked.connect(lambda: self._ticket.set_share(percent))
        return button
