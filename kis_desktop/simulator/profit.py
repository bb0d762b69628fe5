"""What a set of fills comes to: traded amounts, costs, realized profit; won."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kis_desktop.simulator.credit import LoanKind
from kis_desktop.simulator.views import FillRecord, Side

Key = TypeVar("Key")
Pocket = tuple[str, LoanKind | None, date | None]
"""an instrument in cash, or one of its lots"""


@dataclass(frozen=True, slots=True)
class Profit:
    """Sums over fills; `of` makes them."""

    buy_quantity: int = 0
    buys: int = 0
    buy_fees: int = 0
    sell_quantity: int = 0
    sells: int = 0
    sell_fees: int = 0
    taxes: int = 0
    interest: int = 0
    realized: int = 0
    """proceeds less cost, fees and taxes of what was closed; without interest"""
    cost: int = 0
    """what the closed shares had cost; for borrowed shares, what they were sold for"""

    @property
    def fees(self) -> int:
        """Of purchases and sales."""
        return self.buy_fees + self.sell_fees

    @property
    def rate(self) -> float:
        """Percent of the cost, 0 where nothing was closed."""
        return self.realized * 100 / self.cost if self.cost else 0.0


def of(fills: Iterable[FillRecord]) -> Profit:
    """The sums over some fills."""
    fills = tuple(fills)
    bought = [fill for fill in fills if fill.side is Side.BUY]
    sold = [fill for fill in fills if fill.side is Side.SELL]
    return Profit(
        buy_quantity=sum(fill.quantity for fill in bought),
        buys=sum(fill.amount for fill in bought),
        buy_fees=sum(fill.fee for fill in bought),
        sell_quantity=sum(fill.quantity for fill in sold),
        sells=sum(fill.amount for fill in sold),
        sell_fees=sum(fill.fee for fill in sold),
        taxes=sum(fill.tax for fill in sold),
        interest=sum(fill.interest for fill in fills),
        realized=sum(fill.realized for fill in fills),
        cost=sum(_cost(fill) for fill in fills),
    )


def pocket_of(fill: FillRecord) -> Pocket:
    """What a fill adds to or takes from."""
    if fill.credit is None:
        return fill.symbol, None, None
    return fill.symbol, fill.credit.kind, fill.credit.loan_date


def grouped(
    fills: Iterable[FillRecord], key: Callable[[FillRecord], Key]
) -> dict[Key, list[FillRecord]]:
    """Fills by a key, in the order in which the keys come up."""
    groups: dict[Key, list[FillRecord]] = {}
    for fill in fills:
        groups.setdefault(key(fill), []).append(fill)
    return groups


def _cost(fill: FillRecord) -> int:
    if fill.credit is not None and fill.credit.kind.short:
        return fill.released  # 0 while they are only sold
    if fill.side is Side.BUY:
        return 0
    return fill.amount - fill.fee - fill.tax - fill.realized
