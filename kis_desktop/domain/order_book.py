"""The order book (호가): ten levels a side."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import msgspec

from kis_desktop.domain.quote import Source


class Level(msgspec.Struct, frozen=True, gc=False):
    """One price (호가) with the shares resting there (잔량) and their change since the last
    record.
    """

    price: Decimal
    size: int
    change: int | None = None


class OrderBook(msgspec.Struct, frozen=True, gc=False):
    """Asks rising from the best, bids falling from the best; fewer than ten where fewer rest.

    `indicative_price` (예상체결가) and `indicative_size` are set in auctions alone. Prices in KRW,
    sizes in shares, `time` exchange time, `received` the monotonic second of arrival.
    """

    symbol: str
    asks: tuple[Level, ...]
    bids: tuple[Level, ...]
    total_ask: int | None = None
    total_bid: int | None = None
    indicative_price: Decimal | None = None
    indicative_size: int | None = None
    indicative_change: Decimal | None = None
    auction: bool = False
    time: time | None = None
    venue: str = "KRX"
    source: Source = Source.REST
    received: float = 0.0
