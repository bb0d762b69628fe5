"""What an account holds: cash (예수금) and positions (잔고). All amounts in KRW."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.order import OrderType


class Lot(msgspec.Struct, frozen=True):
    """Shares of one instrument that were bought with the same money (현금, or the loan of a day).

    Those that were borrowed and sold (대주) are owed; their `cost` is what they brought.

    `loan_date` (대출일) and `expires` (만기일) are those of the loan; None: bought with cash.
    `dealing` is the server's own word for the way of dealing (매매구분명).
    """

    dealing: str
    loan_date: date | None
    expires: date | None
    quantity: int
    sellable: int | None
    average_price: Decimal | None
    cost: Decimal | None
    last: Decimal | None
    value: Decimal | None
    unrealized_pnl: Decimal | None
    unrealized_rate: Decimal | None
    loan: Decimal | None
    is_short: bool = False


class Position(msgspec.Struct, frozen=True):
    """Shares held of one instrument, as the server counts them; None: the server didn't say.

    `base_change` is the price against the previous close. `bought_today` and `sold_today` are
    shares; `lots` are apart where there is a loan or more than one.
    """

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
    loan: Decimal | None = None
    base_change: Decimal | None = None
    bought_today: int | None = None
    sold_today: int | None = None
    lots: tuple[Lot, ...] = ()

    @property
    def owed(self) -> int:
        """How many of the shares are borrowed and sold."""
        return sum(lot.quantity for lot in self.lots if lot.is_short)

    @property
    def owned(self) -> int:
        """How many of the shares are one's own, with cash or on loan."""
        return self.quantity - self.owed

    @property
    def exposed(self) -> int:
        """Shares that a rising price earns on; negative where more are owed than owned."""
        return self.owned - self.owed

    @property
    def sellable_with_cash(self) -> int | None:
        """What can be sold of the shares that no loan is to be repaid for; None: not told."""
        if not self.lots:
            return self.sellable
        own = (lot for lot in self.lots if lot.loan_date is None and not lot.is_short)
        told = [lot.sellable for lot in own]
        known = [shares for shares in told if shares is not None]
        return sum(known) if len(known) == len(told) else None


class DayTrade(msgspec.Struct, frozen=True):
    """Shares of one instrument that the server says were dealt in today, held any more or not."""

    symbol: str
    bought: int
    sold: int


class AccountSnapshot(msgspec.Struct, frozen=True):
    """One complete reading of the account (all pages). `received` is its monotonic second.

    `cash` is today's deposit (D), `cash_d1` and `cash_d2` after the coming settlements;
    `buying_power` is without 미수, `largest_order` with it. `total` counts cash and holdings,
    `net_assets` less loans. `bought_today` and `sold_today` are amounts.
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
    largest_order: Decimal | None = None
    loans: Decimal | None = None
    net_assets: Decimal | None = None
    total_before: Decimal | None = None
    bought_today: Decimal | None = None
    sold_today: Decimal | None = None
    dealt: tuple[DayTrade, ...] = ()


class AssetClass(msgspec.Struct, frozen=True):
    """One kind of asset of the account. `name` is a message id, or empty where the server's list
    has another length than those known; `place` counts from 1. `weight` in percent.
    """

    place: int
    name: str
    cost: Decimal | None
    value: Decimal | None
    unrealized_pnl: Decimal | None
    loan: Decimal | None
    net: Decimal | None
    weight: Decimal | None
    is_sum: bool = False


class AccountDetails(msgspec.Struct, frozen=True):
    """What is read beside holdings where a world says it at all; None: not told.

    `margin` is the cash that orders and unsettled trades bind (증거금 사용), `receivable` what is
    owed (미수), `withdrawable` what can be paid out. `realized` is today's realised profit.
    `received` is the monotonic second.
    """

    received: float
    margin: Decimal | None = None
    receivable: Decimal | None = None
    withdrawable: Decimal | None = None
    realized: Decimal | None = None
    realized_rate: Decimal | None = None
    deposits: Decimal | None = None
    assets: tuple[AssetClass, ...] = ()


class BuyingPower(msgspec.Struct, frozen=True):
    """What could be bought without 미수: `unit_price` is the price that the server reserved at.

    `margin_amount` and `margin_quantity` are with 미수, None where the server didn't say.
    """

    symbol: str
    order_type: OrderType
    price: Decimal | None
    cash: Decimal
    amount: Decimal
    quantity: int
    unit_price: Decimal | None
    margin_amount: Decimal | None = None
    margin_quantity: int | None = None
