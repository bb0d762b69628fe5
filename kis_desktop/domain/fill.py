"""One execution of our own order (체결)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.order import Side


class Fill(msgspec.Struct, frozen=True):
    """Shares bought or sold at a price.

    `time` is exchange time HHMMSS, `price` in KRW. `provisional` until REST has confirmed what a
    notice said (the notice came over an open line and can be forged). `fee` and `tax` are
    estimates.
    """

    order_no: str
    symbol: str
    side: Side
    quantity: int
    price: Decimal
    time: str
    trade_date: date
    sequence: int
    provisional: bool = True
    fee: Decimal | None = None
    tax: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """Quantity × price, in KRW."""
        return self.price * self.quantity
