"""What an account is paid for what it held: dividends and distributions, of any period.

Shares that a company's action would bring are not booked here: prices and holdings know nothing of
such actions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kis_desktop.simulator.account_view import Account
from kis_desktop.simulator.facts.companies import Companies
from kis_desktop.simulator.facts.dividends import Dividend
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Side

_LONGEST = timedelta(days=130)
"""from a record date to the payment"""
_TAX_PERMILLE, _ROUND = 154, 10
"""income tax with the residents' part, truncated to tens of won"""


@dataclass(frozen=True, slots=True)
class Right:
    """One payment to one account, won."""

    listing: Listing
    dividend: Dividend
    quantity: int
    """held at the end of the last day that counts"""

    @property
    def amount(self) -> int:
        """Before taxes."""
        return self.dividend.amount * self.quantity

    @property
    def tax(self) -> int:
        """Withheld."""
        return self.amount * _TAX_PERMILLE // 1_000 // _ROUND * _ROUND


def rights_of(
    companies: Companies, account: Account, today: date, start: date, end: date
) -> tuple[Right, ...]:
    """Those with the record date or the payment in [start, end], oldest first."""
    first = start - _LONGEST
    fills = account.fill_history(first, today)
    held = _held_now(account)
    symbols = dict.fromkeys((*held, *(fill.symbol for fill in fills)))
    found = [
        (listing, one)
        for symbol in symbols
        for listing, one in companies.dividends(first, end, symbol)
        if (start <= one.record <= end or start <= one.paid <= end) and one.holding_day <= today
    ]
    changes = [
        (
            fill.time.date(),
            fill.symbol,
            fill.quantity if fill.side is Side.BUY else -fill.quantity,
        )
        for fill in fills
        if fill.credit is None or not fill.credit.kind.short
    ]
    rights = [
        Right(listing, one, held.get(listing.symbol, 0) - _since(changes, listing.symbol, one))
        for listing, one in found
    ]
    rights.sort(key=lambda one: (one.dividend.record, one.listing.symbol))
    return tuple(one for one in rights if one.quantity > 0)


def _held_now(account: Account) -> dict[str, int]:
    held = {one.symbol: one.quantity for one in account.positions()}
    for loan in account.loans():
        if not loan.kind.short:
            held[loan.symbol] = held.get(loan.symbol, 0) + loan.quantity
    return held


def _since(changes: Iterable[tuple[date, str, int]], symbol: str, one: Dividend) -> int:
    """How many shares have come in after the last day that counts."""
    return sum(quantity for day, of, quantity in changes if of == symbol and day > one.holding_day)
