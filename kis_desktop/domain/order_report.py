"""What KIS says of our orders: the receipt, the realtime notice (체결통보), the day's list."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.order import OrderType, Request, Side, Venue


class OrderReceipt(msgspec.Struct, frozen=True):
    """KIS has taken an order in; the exchange hasn't spoken yet. `order_time` HHMMSS exchange
    time.
    """

    order_no: str
    branch: str
    order_time: str


class NoticeKind(enum.StrEnum):
    """What a notice reports."""

    WORKING = "working"  # new order received by the exchange
    AMENDED = "amended"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    REMAINDER_CANCELLED = "remainder_cancelled"  # IOC, FOK
    FILLED = "filled"


class Notice(msgspec.Struct, frozen=True):
    """One realtime notice for our own account.

    `quantity` is what this notice is about (this fill's shares alone for FILLED), `price` in KRW,
    `time` HHMMSS exchange time. `authentic` is false when it came unencrypted
    or does not say for which account it is.
    """

    kind: NoticeKind
    order_no: str
    original_no: str
    symbol: str
    side: Side
    quantity: int
    price: Decimal | None
    time: str
    order_quantity: int | None
    venue: Venue
    request: Request
    authentic: bool


class BrokerOrder(msgspec.Struct, frozen=True):
    """One row of the day's order list. Quantities in shares, prices in KRW; None: not told."""

    order_no: str
    original_no: str
    branch: str
    symbol: str
    name: str
    side: Side
    order_type: OrderType | None
    quantity: int
    price: Decimal | None
    filled: int
    average_price: Decimal | None
    remaining: int
    cancelled: int
    rejected: int
    request: Request
    order_time: str
    trade_date: date
    venue: Venue
    condition_price: Decimal | None = None
