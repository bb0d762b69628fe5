"""The order book (호가): ten levels a side."""

from __future__ import annotations

import enum
from datetime import time
from decimal import Decimal

import msgspec

from kis_desktop.domain.quote import Source


class Auction(enum.StrEnum):
    """Why a book is matched at a single price (단일가)."""

    OPENING = "opening"  # 장전 예상
    CLOSING = "closing"  # 장후 예상
    INTERRUPTION = "interruption"  # 9시 이후의 예상가: VI
    OTHER = "other"


class Level(msgspec.Struct, frozen=True, gc=False):
    """One price (호가) with the shares resting there (잔량) and their change since the last
    record.
    """

    price: Decimal
    size: int
    change: int | None = None


class OrderBook(msgspec.Struct, frozen=True, gc=False):
    """Asks rising from the best, bids falling from the best; fewer than ten where fewer rest.

    `indicative_price` (예상체결가) and `indicative_size` are set in auctions alone, `auction_kind`
    says which. `overtime_ask` and `overtime_bid` are the totals of off-hours orders (시간외),
    `mid_price` is where midpoint orders (중간가) of `mid_size` wait. Prices in KRW, sizes in
    shares, `time` exchange time, `received` the monotonic second of arrival.
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
    auction_kind: Auction | None = None
    overtime_ask: int | None = None
    overtime_bid: int | None = None
    mid_price: Decimal | None = None
    mid_size: int | None = None
