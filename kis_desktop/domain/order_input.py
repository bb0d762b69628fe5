"""Whether quantity and prices can stand at all: there, on the tick, inside the limit."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.domain.message import Message, message
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.tick_size import TickTable, is_on_tick, tick_size


def off_tick(price: Decimal, table: TickTable) -> Message | None:
    """Why a price may not be quoted; None where it may."""
    if is_on_tick(price, table):
        return None
    tick = tick_size(max(price, Decimal(1)), table)
    return message("order.off_tick", price=price, tick=tick)


def beyond_limit(price: Decimal, band: PriceLimits | None) -> Message | None:
    """Why a price lies outside the day's limits; None where it doesn't, or they are unknown."""
    if band is None or band.holds(price):
        return None
    if price > band.upper:
        return message("order.above_limit", price=price, limit=band.upper)
    return message("order.below_limit", price=price, limit=band.lower)
