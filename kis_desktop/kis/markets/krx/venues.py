"""Whose prices a channel or an answer tells: of KRX, of NXT, or of both as one (통합)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kis_desktop.catalogue import loader
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.feed_key import MarketView, feed_key, split_feed_key
from kis_desktop.domain.message import message
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.kis.environment import Environment


class VenueWire(msgspec.Struct, frozen=True):
    """How prices of a market are asked for.

    `code` is FID_COND_MRKT_DIV_CODE of a read, `channel` the catalogue's id of the trades.
    """

    view: MarketView
    code: str
    trades: str
    books: str
    channel: str


_VENUES = (
    VenueWire(MarketView.KRX, "J", "H0STCNT0", "H0STASP0", "domestic_stock/ccnl_krx"),
    VenueWire(MarketView.NXT, "NX", "H0NXCNT0", "H0NXASP0", "domestic_stock/ccnl_nxt"),
    VenueWire(MarketView.UNIFIED, "UN", "H0UNCNT0", "H0UNASP0", "domestic_stock/ccnl_total"),
)
VENUES = {one.view: one for one in _VENUES}
TRADES = {one.trades: one.view for one in _VENUES}
"""whose trades a channel brings"""
BOOKS = {one.books: one.view for one in _VENUES}
"""whose books a channel brings"""


def check_served(environment: Environment, keys: Sequence[str]) -> None:
    """Raises `InvalidInput` where this world doesn't have the prices of a feed key's market."""
    for view in {split_feed_key(key)[1] for key in keys}:
        channel = loader.channel(VENUES[view].channel)
        if environment.is_paper and not channel.tr_paper:
            raise InvalidInput(message("realtime.venue_not_in_paper"))


def market_fields(key: str) -> dict[str, str]:
    """The fields of a read that name a feed key's market and symbol."""
    symbol, view = split_feed_key(key)
    return {"FID_COND_MRKT_DIV_CODE": VENUES[view].code, "FID_INPUT_ISCD": symbol}


def trade_of(view: MarketView, trade: Trade) -> Trade:
    """A print as that of a market."""
    key = feed_key(trade.symbol, view)
    return msgspec.structs.replace(trade, symbol=key, venue=view.value)


def book_of(view: MarketView, book: OrderBook) -> OrderBook:
    """A book as that of a market."""
    key = feed_key(book.symbol, view)
    return msgspec.structs.replace(book, symbol=key, venue=view.value)


def quote_of(view: MarketView, quote: Quote) -> Quote:
    """A quote as that of a market."""
    key = feed_key(quote.symbol, view)
    return msgspec.structs.replace(quote, symbol=key, venue=view.value)
