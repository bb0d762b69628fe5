"""Shares bought with the broker's money, and shares borrowed to be sold (신용거래): the lots."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LOAN_PERCENT = 60
"""what the broker lends of a purchase; the rest is the customer's guarantee (보증금)"""
GUARANTEE_PERCENT = 100 - LOAN_PERCENT
"""what has to be free in cash for a purchase or a short sale"""
TERM = timedelta(days=90)
"""of a loan"""


class LoanKind(StrEnum):
    """Whose money or shares are lent."""

    OWN_LOAN = "자기융자"
    MARKET_LOAN = "유통융자"
    OWN_SHORT = "자기대주"
    MARKET_SHORT = "유통대주"

    @property
    def short(self) -> bool:
        """Whether shares are lent, not money."""
        return self in (LoanKind.OWN_SHORT, LoanKind.MARKET_SHORT)


@dataclass(frozen=True, slots=True)
class Credit:
    """What an order draws on: a new lot, or the lot of a loan date that it repays."""

    kind: LoanKind
    loan_date: date
    repays: bool


@dataclass(slots=True)
class Lot:
    """What one day's credit orders in one instrument have left open."""

    symbol: str
    kind: LoanKind
    loan_date: date
    quantity: int = 0
    cost: int = 0
    """purchase amount, for borrowed shares the amount that they were sold for"""
    loan: int = 0
    """money owed, 0 for borrowed shares"""

    @property
    def expiry(self) -> date:
        """By when it is to be repaid (만기일자)."""
        return self.loan_date + TERM


def loan_of(amount: int) -> int:
    """What is lent of one fill, won."""
    return amount * LOAN_PERCENT // 100
