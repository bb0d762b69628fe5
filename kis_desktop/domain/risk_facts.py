"""What is known when an order is held against the limits: instrument, price, account, orders."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kis_desktop.domain.instrument import Mark
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import Order
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.tick_size import TickTable


class OrderFacts(msgspec.Struct, frozen=True):
    """What the orders of the day say at the moment of asking, for one symbol.

    `working` are its orders of which shares may rest or whose fate is unknown; the `sent` ones are
    this program's new orders and amendments of all symbols. `deaf_for` is for how many seconds
    neither notices have come nor a list that was due; 0 while either tells of fills. `stopped` is
    the kill switch. `bought` are this program's own newest cash purchases of all symbols, whatever
    became of them.
    """

    working: tuple[Order, ...] = ()
    sent_last_minute: int = 0
    sent_today: int = 0
    deaf_for: float = 0.0
    stopped: bool = False
    bought: tuple[Order, ...] = ()


class RiskFacts(msgspec.Struct, frozen=True):
    """All that a check looks at; None: not known. Prices and money in KRW.

    `priced` and `conditional` are the order type's: whether it carries a price, and waits for one.
    `not_now` is why this type can't go to its venue at this time. `price_age` is how many seconds
    the price may be old, 0 on a live feed. `cash` buys without 미수; `margin_rate` in percent.
    `daily_loss` is positive where money was lost; `locked` is whether its limit was met today.
    """

    tick_table: TickTable
    priced: bool = True
    conditional: bool = False
    not_now: Message | None = None
    is_known: bool = False
    limits: PriceLimits | None = None
    listed_shares: int | None = None
    margin_rate: Decimal | None = None
    marks: tuple[Mark, ...] = ()
    last: Decimal | None = None
    bid: Decimal | None = None
    ask: Decimal | None = None
    price_age: float | None = None
    held: int | None = None
    sellable: int | None = None
    cash: Decimal | None = None
    daily_loss: Decimal | None = None
    locked: bool = False
    orders: OrderFacts = OrderFacts()

    @property
    def is_halted(self) -> bool:
        """Whether the instrument isn't traded now (거래정지)."""
        return Mark.HALTED in self.marks
