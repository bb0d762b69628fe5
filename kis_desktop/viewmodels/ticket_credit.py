"""Credit orders (신용): unlocked by the trader for this run of the program, never in paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.order import Credit, CreditKind, Side
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.ticket_entry import Entry
from kis_desktop.viewmodels.ticket_estimate import position_of
from kis_desktop.viewmodels.ticket_facts import TicketFacts
from kis_desktop.viewmodels.words import Words

KINDS: dict[Side, tuple[CreditKind, ...]] = {
    Side.BUY: (
        CreditKind.SELF_LOAN,
        CreditKind.MARKET_LOAN,
        CreditKind.SELF_SHORT_REPAY,
        CreditKind.MARKET_SHORT_REPAY,
    ),
    Side.SELL: (
        CreditKind.SELF_LOAN_REPAY,
        CreditKind.MARKET_LOAN_REPAY,
        CreditKind.SELF_SHORT,
        CreditKind.MARKET_SHORT,
    ),
}
"""융자 is bought and repaid by selling, 대주 the other way round"""


@dataclass(frozen=True, slots=True)
class LoanChoice:
    """A loan that can be repaid: its day (YYYYMMDD) and the words for it."""

    key: str
    text: str


class CreditUnlock(QObject):
    """Locked again with every start of the program."""

    changed = Signal()

    def __init__(self, context: ViewContext, parent: QObject) -> None:
        super().__init__(parent)
        self._words = Words(context.language)
        self._is_paper = context.environment is Environment.PAPER
        self._no_orders = context.no_orders
        self.is_unlocked = False

    @property
    def reason(self) -> str:
        """Why credit orders can't be unlocked here; empty where they can."""
        if self._is_paper:
            return self._words("credit.not_in_paper")
        return self._no_orders

    def unlock(self) -> None:
        """The trader has confirmed that credit orders are meant."""
        self._set(unlocked=not self.reason)

    def lock(self) -> None:
        """No more credit orders."""
        self._set(unlocked=False)

    def _set(self, *, unlocked: bool) -> None:
        if unlocked is not self.is_unlocked:
            self.is_unlocked = unlocked
            self.changed.emit()


def is_repayment(kind: CreditKind | None) -> bool:
    """Whether a loan is repaid, so that its day must be named."""
    return kind is not None and kind.value.endswith("_repay")


def loans(facts: TicketFacts, words: Words, symbol: str) -> tuple[LoanChoice, ...]:
    """The loans of an instrument that can be repaid, as the account tells of them."""
    held = position_of(facts.account, symbol)
    if held is None:
        return ()
    return tuple(
        LoanChoice(
            f"{lot.loan_date:%Y%m%d}",
            words(
                "credit.lot",
                date=f"{lot.loan_date:%y-%m-%d}",
                quantity=lot.quantity,
                loan=fmt.price(lot.loan),
            ),
        )
        for lot in held.lots
        if lot.loan_date is not None
    )


def credit_of(entry: Entry, today: date) -> Credit | None:
    """What makes the order a credit order; None for one with cash, and for a repayment without
    its loan.
    """
    if entry.credit is None:
        return None
    if not is_repayment(entry.credit):
        return Credit(entry.credit, today)
    if not entry.loan:
        return None
    day = datetime.strptime(entry.loan, "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone
    return Credit(entry.credit, day)
