"""Checks on an order before it may be sent: each gives a reason, none sends anything."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.tick_size import TickTable, is_on_tick, tick_size


class Limits(msgspec.Struct, frozen=True):
    """What is known about the instrument and the account when an order is checked; None:
    unknown.
    """

    tick_table: TickTable
    price_limits: PriceLimits | None = None
    buying_power: Decimal | None = None
    sellable: int | None = None
    halted: bool = False


def check(intent: OrderIntent, limits: Limits) -> tuple[Message, ...]:
    """Every reason why this order must not be sent; empty when there is none."""
    found = (
        _quantity(intent),
        _halted(intent, limits),
        _price_present(intent),
        _tick(intent, limits),
        _limit(intent, limits),
        _cash(intent, limits),
        _shares(intent, limits),
    )
    return tuple(reason for reason in found if reason is not None)


def check_price(
    price: Decimal | None, order_type: OrderType, limits: Limits
) -> tuple[Message, ...]:
    """Every reason why a working order must not be amended to this price."""
    if order_type is OrderType.MARKET:
        return ()
    if price is None:
        return (message("order.price_missing"),)
    found = (_tick_of(price, limits), _limit_of(price, limits))
    return tuple(reason for reason in found if reason is not None)


def _quantity(intent: OrderIntent) -> Message | None:
    return None if intent.quantity > 0 else message("order.quantity_missing")


def _halted(intent: OrderIntent, limits: Limits) -> Message | None:
    return message("order.halted", symbol=intent.symbol) if limits.halted else None


def _price_present(intent: OrderIntent) -> Message | None:
    if intent.order_type is OrderType.MARKET or intent.price is not None:
        return None
    return message("order.price_missing")


def _tick(intent: OrderIntent, limits: Limits) -> Message | None:
    if intent.order_type is OrderType.MARKET or intent.price is None:
        return None
    return _tick_of(intent.price, limits)


def _tick_of(price: Decimal, limits: Limits) -> Message | None:
    if is_on_tick(price, limits.tick_table):
        return None
    return message(
        "order.off_tick", price=price, tick=tick_size(max(price, Decimal(1)), limits.tick_table)
    )


def _limit(intent: OrderIntent, limits: Limits) -> Message | None:
    if intent.order_type is OrderType.MARKET or intent.price is None:
        return None
    return _limit_of(intent.price, limits)


def _limit_of(price: Decimal, limits: Limits) -> Message | None:
    band = limits.price_limits
    if band is None or band.holds(price):
        return None
    if price > band.upper:
        return message("order.above_limit", price=price, limit=band.upper)
    return message("order.below_limit", price=price, limit=band.lower)


def _cash(intent: OrderIntent, limits: Limits) -> Message | None:
    if intent.side is not Side.BUY or intent.price is None or limits.buying_power is None:
        return None
    needed = intent.price * intent.quantity
    if needed <= limits.buying_power:
        return None
    return message("order.not_enough_cash", needed=needed, available=limits.buying_power)


def _shares(intent: OrderIntent, limits: Limits) -> Message | None:
    if intent.side is not Side.SELL or limits.sellable is None:
        return None
    if intent.quantity <= limits.sellable:
        return None
    return message("order.not_enough_shares", needed=intent.quantity, available=limits.sellable)
