"""Prices: who wants which, by stream where there is room and by polling where there is none."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

import msgspec

from kis_desktop.domain.connection import ConnectionStatus, Feed, LinkState
from kis_desktop.domain.errors import KisDesktopError, RequestFailed
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.services.ports import MarketFeed, Publisher, QuoteSource
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

REGISTRATIONS = 39  # of 41: one for the notices, one kept free
_POLL_PAUSE = 0.25  # seconds between two polled quotes; the throttle has the last word
_FIXED = ("previous_close", "limit_up", "limit_down", "tick")
_IDLE = 1.0  # seconds between looks when nothing is polled

TradeListener = Callable[[str, Sequence[Trade]], None]


class MarketData:
    """Quotes and books of everything that the screen shows, each with the way it came."""

    def __init__(self, source: QuoteSource, feed: MarketFeed, publisher: Publisher) -> None:
        self._source = source
        self._feed = feed
        self._publisher = publisher
        self._interests: dict[str, Interest] = {}
        self._quotes: dict[str, Quote] = {}
        self._feeds: dict[str, Feed] = {}
        self._link = LinkState.OFFLINE
        self._snapshots: asyncio.Queue[str] = asyncio.Queue()
        self._queued: set[str] = set()
        self.listeners: list[TradeListener] = []
        self.quote_listeners: list[Callable[[Quote], None]] = []
        feed.on_trades = self.on_trades
        feed.on_book = self.on_book

    def quote(self, symbol: str) -> Quote | None:
        """What is known of a symbol's price; None before the first word."""
        return self._quotes.get(symbol)

    async def set_interest(self, owner: str, interest: Interest) -> None:
        """Replace what an owner wants to see."""
        if interest == Interest():
            self._interests.pop(owner, None)
        else:
            self._interests[owner] = interest
        self._subscribe()
        for symbol in self._wanted():
            known = self._quotes.get(symbol)
            if known is None or known.limit_up is None:
                self._ask(symbol)

    async def recent_trades(self, symbol: str) -> tuple[Trade, ...]:
        """The newest prints of today, oldest first. Raises `RequestFailed`."""
        return await self._source.recent_trades(symbol)

    def on_trades(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Take prints from the stream: tape, quote and listeners, in that order."""
        self._publisher.prints(symbol, trades)
        quote = self._quotes.get(symbol) or Quote(symbol)
        for trade in trades:
            if not _is_older(trade, quote):
                quote = quote.after(trade)
        self._keep(quote)
        for listener in self.listeners:
            listener(symbol, trades)

    def on_book(self, book: OrderBook) -> None:
        """Take a book from the stream."""
        self._publisher.latest(Topic.BOOK, book.symbol, book)

    def on_status(self, status: ConnectionStatus) -> None:
        """The line changed: after a gap everything on the screen is read anew."""
        came_back = status.state is LinkState.LIVE and self._link is not LinkState.LIVE
        self._link = status.state
        if came_back:
            for symbol in self._wanted():
                self._ask(symbol)
        self._tell_feeds()

    async def run(self) -> None:
        """Fetch snapshots that were asked for, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(3):
                group.create_task(self._serve_snapshots())
            group.create_task(self._poll())

    async def _serve_snapshots(self) -> None:
        while True:
            symbol = await self._snapshots.get()
            self._queued.discard(symbol)
            try:
                await self._snapshot(symbol)
            except KisDesktopError as error:
                _log.warning("no snapshot of %s: %s", symbol, error)

    async def _snapshot(self, symbol: str) -> None:
        self._merge(await self._source.quote(symbol))
        if symbol in self._books():
            self._publisher.latest(Topic.BOOK, symbol, await self._source.order_book(symbol))

    async def _poll(self) -> None:
        while True:
            polled = [symbol for symbol in self._wanted() if self._feeds.get(symbol) is Feed.POLLED]
            for symbol in polled:
                try:
                    self._merge(await self._source.quote(symbol, background=True))
                    if symbol in self._books():
                        book = await self._source.order_book(symbol)
                        self._publisher.latest(Topic.BOOK, symbol, book)
                except RequestFailed as error:
                    _log.info("poll of %s: %s", symbol, error)
                await asyncio.sleep(_POLL_PAUSE)
            self._tell_feeds()
            if not polled:
                await asyncio.sleep(_IDLE)

    def _merge(self, quote: Quote) -> None:
        """Keep a polled quote, unless the stream has said something newer meanwhile."""
        known = self._quotes.get(quote.symbol)
        if known is not None and _overtook(known, quote):
            quote = _with_reference(known, quote)
        self._keep(quote)

    def _keep(self, quote: Quote) -> None:
        self._quotes[quote.symbol] = quote
        self._publisher.latest(Topic.QUOTE, quote.symbol, quote)
        for listener in self.quote_listeners:
            listener(quote)

    def _ask(self, symbol: str) -> None:
        if symbol not in self._queued:
            self._queued.add(symbol)
            self._snapshots.put_nowait(symbol)

    def _wanted(self) -> tuple[str, ...]:
        """Every wanted symbol, focused ones first, each once."""
        ordered = sorted(self._interests.items(), key=lambda item: not item[1].focused)
        seen: dict[str, None] = {}
        for _, interest in ordered:
            for symbol in sorted(interest.books | interest.quotes):
                seen.setdefault(symbol)
        return tuple(seen)

    def _books(self) -> tuple[str, ...]:
        seen: dict[str, None] = {}
        for interest in self._interests.values():
            for symbol in sorted(interest.books):
                seen.setdefault(symbol)
        return tuple(seen)

    def _subscribe(self) -> None:
        books = self._books()[: REGISTRATIONS // 2]
        trades = self._wanted()[: REGISTRATIONS - len(books)]
        self._feed.want(trades, books)
        self._tell_feeds()

    def _tell_feeds(self) -> None:
        live_trades, _ = self._feed.live()
        by_stream = frozenset(self._wanted()[: REGISTRATIONS - len(self._books())])
        for symbol in self._wanted():
            if self._link is not LinkState.LIVE:
                state = Feed.GAP if symbol in self._quotes else Feed.WAITING
            elif symbol in live_trades:
                state = Feed.LIVE
            else:
                state = Feed.WAITING if symbol in by_stream else Feed.POLLED
            if self._feeds.get(symbol) is not state:
                self._feeds[symbol] = state
                self._publisher.latest(Topic.FEED, symbol, state)


def _is_older(trade: Trade, quote: Quote) -> bool:
    """Whether the quote already counts this print: a snapshot overtook it on the way."""
    same_day = trade.trade_date is None or trade.trade_date == (
        quote.trade_date or trade.trade_date
    )
    return (
        same_day
        and trade.volume is not None
        and quote.volume is not None
        and trade.volume <= quote.volume
    )


def _overtook(known: Quote, read: Quote) -> bool:
    """Whether the stream counted more of the same day than a read that has just arrived."""
    return (
        known.volume is not None
        and read.volume is not None
        and known.volume > read.volume
        and known.trade_date == (read.trade_date or known.trade_date)
    )


def _with_reference(known: Quote, fresh: Quote) -> Quote:
    """The newer quote with the day's fixed figures, which only REST tells."""
    told = {name: getattr(fresh, name) for name in _FIXED if getattr(fresh, name) is not None}
    return msgspec.structs.replace(known, **told)
