"""Credit in the ticket: off until it is unlocked, then the kind, and the loan that is repaid."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from kis_desktop.domain.order import CreditKind
from kis_desktop.ui.theme.theme import set_tone
from kis_desktop.ui.theme.tokens import FIELD_HEIGHT, STEP
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.ticket import Ticket
from kis_desktop.viewmodels.ticket_credit import KINDS, LoanChoice, is_repayment, loans
from kis_desktop.viewmodels.words import Words


class CreditRow(QWidget):
    """Shown only while credit orders are unlocked. `switch` stands elsewhere in the form; `asked`
    when the trader wants them unlocked.
    """

    asked = Signal()

    def __init__(self, ticket: Ticket, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._ticket = ticket
        self._words = words
        self._kinds: tuple[CreditKind, ...] = ()
        self._loans: tuple[LoanChoice, ...] = ()
        self.switch = QPushButton(words("credit.turn_on"), parent)
        self.switch.setObjectName("credit")
        self.switch.setAutoDefault(False)
        self.switch.setCheckable(True)
        self.switch.clicked.connect(self._switched)
        self.kind = self._box("creditKind", words("credit.kind"))
        self.loan = self._box("creditLoan", words("credit.loan"))
        self.kind.activated.connect(self._chosen)
        self.loan.activated.connect(self._chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        row.addWidget(self.kind, 1)
        row.addWidget(self.loan, 1)
        set_tone(self.kind, Tone.UNCERTAIN)

    def show_ticket(self) -> None:
        """Show what is chosen, and what the account has to be repaid."""
        ticket, words = self._ticket, self._words
        unlock, entry = ticket.credit, ticket.entry
        self.switch.setChecked(unlock.is_unlocked)
        self.switch.setEnabled(not unlock.reason)
        hint = words("credit.off_hint" if unlock.is_unlocked else "credit.on_hint")
        self.switch.setToolTip(unlock.reason or hint)
        self.switch.setAccessibleDescription(unlock.reason or hint)
        self.setVisible(unlock.is_unlocked)
        if not unlock.is_unlocked:
            return
        kinds = KINDS[entry.side]
        if kinds != self._kinds:
            self._kinds = kinds
            self.kind.clear()
            self.kind.addItem(words("credit.cash"))
            for kind in kinds:
                self.kind.addItem(words(f"credit.{kind.value}"))
        self.kind.setCurrentIndex(0 if entry.credit is None else 1 + kinds.index(entry.credit))
        self._show_loans()

    def _show_loans(self) -> None:
        ticket, entry = self._ticket, self._ticket.entry
        self.loan.setVisible(is_repayment(entry.credit))
        found = loans(ticket.facts, self._words, ticket.symbol)
        if found != self._loans or self.loan.count() == 0:
            self._loans = found
            self.loan.clear()
            first = "credit.loan_missing" if found else "credit.no_lots"
            self.loan.addItem(self._words(first))
            for loan in found:
                self.loan.addItem(loan.text)
        keys = [loan.key for loan in self._loans]
        self.loan.setCurrentIndex(1 + keys.index(entry.loan) if entry.loan in keys else 0)

    def _chosen(self) -> None:
        place, lot = self.kind.currentIndex(), self.loan.currentIndex()
        kind = self._kinds[place - 1] if place > 0 else None
        is_lot = is_repayment(kind) and 0 < lot <= len(self._loans)
        self._ticket.set_credit(kind, self._loans[lot - 1].key if is_lot else "")

    def _switched(self) -> None:
        unlock = self._ticket.credit
        if unlock.is_unlocked:
            unlock.lock()
            return
        self.switch.setChecked(False)
        self.asked.emit()

    def _box(self, name: str, label: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setFixedHeight(FIELD_HEIGHT)
        box.setAccessibleName(label)
        box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(4)
        return box
