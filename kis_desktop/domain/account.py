"""What an account holds: cash (예수금) and positions (잔고). All amounts in KRW."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kis_desktop.domain.order import OrderType


class Position(msgspec.Struct, frozen=True):
    """Shares held of one instrument, as the server counts them; None: the server didn't say."""

    symbol: str
    name: str
    quantity: int
    sellable: int | None
    average_price: Decimal | None
    cost: Decimal | None
    last: Decimal | None
    value: Decimal | None
    unrealized_pnl: Decimal | None
    unrealized_rate: Decimal | None


class AccountSnapshot(msgspec.Struct, frozen=True):
    """One complete reading of the account (all pages). `received` is its monotonic second.

    `cash` is today's deposit (D), `cash_d1` and `cash_d2` after the coming settlements.
    """

    cash: Decimal | None
    cash_d1: Decimal | None
    cash_d2: Decimal | None
    buying_power: Decimal | None
    cost: Decimal | None
    value: Decimal | None
    unrealized_pnl: Decimal | None
    total: Decimal | None
    fees_today: Decimal | None
    positions: tuple[Position, ...]
    received: float


class BuyingPower(msgspec.Struct, frozen=True):
    """What could be bought without 미수: `unit_price` is the price that the server reserved at."""

    symbol: str
    order_type: OrderType
    price: Decimal | None
    cash: Decimal
    amount: Decimal
    quantity: int
    unit_price: Decimal | None
