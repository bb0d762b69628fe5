"""Prices over REST: the quote source of the services."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Lane
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.kis.markets.krx import prices as krx
from kis_desktop.kis.markets.krx.venues import (
    book_of,
    check_served,
    market_fields,
    quote_of,
    trade_of,
)
from kis_desktop.kis.rest import Rest

SYMBOLS_A_CALL = 30

_LISTING = "domestic_stock/search_stock_info"
_SEVERAL = "domestic_stock/intstock_multprice"


class KrxQuotes:
    """Prices of KRX, NXT and both as one; a symbol is a feed key.

    All methods raise `RequestFailed` and `AuthenticationFailed`, and `InvalidInput` for a market
    whose prices this world doesn't have.
    """

    def __init__(self, rest: Rest, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock

    async def quote(self, symbol: str, *, background: bool = False) -> Quote:
        """The current quote; `background` waits behind what is on the screen."""
        answer = await self._rest.call(
            "domestic_stock/inquire_price",
            self._fields(symbol),
            lane=Lane.BACKGROUND if background else Lane.VISIBLE,
        )
        bare, view = split_feed_key(symbol)
        return quote_of(view, krx.read_quote(bare, answer.need("output"), self._clock()))

    async def quotes(self, symbols: Sequence[str]) -> tuple[Quote, ...]:
        """KRX quotes of many symbols, thirty a call where this world has that, behind the rest."""
        if not self._rest.environment.serves(loader.endpoint(_SEVERAL)):
            return tuple([await self.quote(symbol, background=True) for symbol in symbols])
        found: list[Quote] = []
        for start in range(0, len(symbols), SYMBOLS_A_CALL):
            found += await self._several(symbols[start : start + SYMBOLS_A_CALL])
        return tuple(found)

    async def order_book(self, symbol: str) -> OrderBook:
        """The current ten levels."""
        answer = await self._rest.call(
            "domestic_stock/inquire_asking_price_exp_ccn", self._fields(symbol)
        )
        levels, indicative = answer.need("output1"), answer.row("output2")
        bare, view = split_feed_key(symbol)
        return book_of(view, krx.read_order_book(bare, levels, indicative, self._clock()))

    async def recent_trades(self, symbol: str) -> tuple[Trade, ...]:
        """The newest prints of today, oldest first."""
        answer = await self._rest.call("domestic_stock/inquire_ccnl", self._fields(symbol))
        bare, view = split_feed_key(symbol)
        read = krx.read_recent_trades(bare, answer.rows("output"), self._clock())
        return tuple(trade_of(view, trade) for trade in read)

    def _fields(self, key: str) -> dict[str, str]:
        """Raises `InvalidInput` where this world doesn't have the prices of a market."""
        check_served(self._rest.environment, (key,))
        return market_fields(key)

    async def listing(self, symbol: str) -> ListingDetails:
        """What is told of a listing beyond the master files; nothing where this world doesn't."""
        if not self._rest.environment.serves(loader.endpoint(_LISTING)):
            return ListingDetails(symbol)
        answer = await self._rest.call(_LISTING, {"PDNO": symbol}, lane=Lane.BACKGROUND)
        return krx.read_listing(symbol, answer.need("output"))

    async def _several(self, symbols: Sequence[str]) -> list[Quote]:
        fields: dict[str, str] = {}
        for number, symbol in enumerate(symbols, start=1):
            fields[f"FID_COND_MRKT_DIV_CODE_{number}"] = "J"
            fields[f"FID_INPUT_ISCD_{number}"] = symbol
        answer = await self._rest.call(_SEVERAL, fields)
        received = self._clock()
        read = [krx.read_short_quote(row, received) for row in answer.rows("output")]
        return [quote for quote in read if quote is not None]
