"""An account as those outside the market see it."""

from datetime import date
from typing import Protocol

from kis_desktop.simulator.views import (
    BuyingPower,
    Cash,
    FillRecord,
    Loan,
    OrderRecord,
    Position,
)


class Account(Protocol):
    """An account's money, holdings and orders."""

    number: str
    hts_id: str

    def cash(self) -> Cash: ...
    def positions(self) -> tuple[Position, ...]: ...
    def loans(self) -> tuple[Loan, ...]: ...
    def buying_power(self, symbol: str, price: int | None, order_type: str) -> BuyingPower: ...
    def credit_power(self, symbol: str, price: int | None, order_type: str) -> BuyingPower: ...
    def sellable(self, symbol: str) -> int: ...
    def orders(self, start: date | None = None, end: date | None = None) -> tuple[OrderRecord, ...]:
        """Numbered requests since the market began of trade dates in [start, end]."""
        ...

    def order_history(self, start: date, end: date) -> tuple[OrderRecord, ...]:
        """As `orders`, with those from before the market began; oldest first."""
        ...

    def earlier_orders(self, start: date, end: date) -> tuple[OrderRecord, ...]:
        """As `order_history`, without those since the market began."""
        ...

    def fill_history(self, start: date, end: date) -> tuple[FillRecord, ...]:
        """As `fills`, with those from before the market began; oldest first."""
        ...

    def open_orders(self) -> tuple[OrderRecord, ...]: ...
    def find_order(self, number: str) -> OrderRecord | None:
        """By number of the current day, compared as integers."""
        ...

    def fills(
        self, start: date | None = None, end: date | None = None
    ) -> tuple[FillRecord, ...]: ...
