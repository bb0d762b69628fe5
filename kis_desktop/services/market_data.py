"""Prices: who wants which, by stream where there is room and by polling where there is none.

What is on the screen counts as live only when the stream, or a read that began since, has spoken
of it after the line came back, the symbol was wanted anew, or a new day began.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from kis_desktop.domain.connection import ConnectionStatus, Feed, LinkState
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.services.ports import MarketFeed, Publisher, QuoteSource
from kis_desktop.services.precedence import DAY_BEGINS, figures_date, is_older, merged
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

REGISTRATIONS = 39  # of 41: one for the notices, one kept free
_READERS = 3  # snapshots under way at once
_POLL_PAUSE = 0.25  # seconds between two polled quotes; the throttle has the last word
_POLL_FAILED = 1.0  # seconds to wait behind a poll that failed
_IDLE = 1.0  # seconds between looks when nothing is polled
_ANSWER = 5.0  # seconds on a live line after which an unconfirmed registration is done without
_FIRST_RETRY = 2.0  # seconds before a snapshot that failed is asked for again
_LONGEST_RETRY = 60.0  # seconds; doubled up to here

TradeListener = Callable[[str, Sequence[Trade]], None]
FeedListener = Callable[[str, Feed], None]


class MarketData:
    """Quotes and books of everything that the screen shows, each with the way it came."""

    def __init__(
        self,
        source: QuoteSource,
        feed: MarketFeed,
        clock: SessionClock,
        publisher: Publisher,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        first_retry: float = _FIRST_RETRY,
    ) -> None:
        self._source = source
        self._feed = feed
        self._clock = clock
        self._publisher = publisher
        self._monotonic = monotonic
        self._first_retry = first_retry
        self._interests: dict[str, Interest] = {}
        self._quotes: dict[str, Quote] = {}
        self._shown: set[str] = set()  # symbols with a price on the screen, however old
        self._doubted: dict[str, float] = {}  # since when a shown price may be an old one
        self._days: dict[str, date] = {}  # the trading day that a symbol was last read on
        self._ways: dict[str, Feed] = {}
        self._feeds: dict[str, Feed] = {}
        self._unconfirmed: dict[tuple[Topic, str], float] = {}
        self._books_heard: dict[str, float] = {}
        self._link = LinkState.OFFLINE
        self._period: tuple[date, bool] | None = None
        self._snapshots: asyncio.Queue[str] = asyncio.Queue()
        self._queued: set[str] = set()
        self._failures: dict[str, int] = {}
        self.listeners: list[TradeListener] = []
        self.quote_listeners: list[Callable[[Quote], None]] = []
        self.feed_listeners: list[FeedListener] = []
        feed.on_trades = self.on_trades
        feed.on_book = self.on_book

    def quote(self, symbol: str) -> Quote | None:
        """What is known of a symbol's price; None before the first word and on a new day."""
        return self._quotes.get(symbol)

    async def set_interest(self, owner: str, interest: Interest) -> None:
        """Replace what an owner wants to see."""
        before, books = set(self._wanted()), set(self._books())
        if interest == Interest():
            self._interests.pop(owner, None)
        else:
            self._interests[owner] = interest
        wanted = self._wanted()
        self._doubt(symbol for symbol in wanted if symbol not in before)
        self._subscribe()
        for symbol in wanted:
            known = self._quotes.get(symbol)
            is_new = symbol not in before or (symbol in self._books() and symbol not in books)
            lacks = known is None or known.limit_up is None
            if is_new or (lacks and symbol not in self._failures):
                self._ask(symbol)

    async def recent_trades(self, symbol: str) -> tuple[Trade, ...]:
        """The newest prints of today, oldest first. Raises `RequestFailed`."""
        return await self._source.recent_trades(symbol)

    def on_trades(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Take prints from the stream: tape, quote and listeners, in that order."""
        self._publisher.prints(symbol, trades)
        quote = self._quotes.get(symbol) or Quote(symbol)
        for trade in trades:
            if self._begins_day(trade, quote):
                quote = Quote(symbol)
                self._ask(symbol)
            if not is_older(trade, quote):
                quote = quote.after(trade)
        self._keep(quote)
        if symbol in self._doubted:
            self._trust(symbol)
        for listener in self.listeners:
            listener(symbol, trades)

    def on_book(self, book: OrderBook) -> None:
        """Take a book from the stream."""
        self._books_heard[book.symbol] = self._monotonic()
        self._publisher.latest(Topic.BOOK, book.symbol, book)

    def on_status(self, status: ConnectionStatus) -> None:
        """The line changed: after a gap everything on the screen is read anew."""
        came_back = status.state is LinkState.LIVE and self._link is not LinkState.LIVE
        self._link = status.state
        if status.state is not LinkState.LIVE:
            self._unconfirmed.clear()
        if came_back:
            self._read_all_anew()
        self._tell_feeds()

    async def run(self) -> None:
        """Fetch snapshots that were asked for, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_READERS):
                group.create_task(self._serve_snapshots())
            group.create_task(self._poll())

    async def _serve_snapshots(self) -> None:
        while True:
            symbol = await self._snapshots.get()
            self._queued.discard(symbol)
            if symbol not in self._wanted():
                self._failures.pop(symbol, None)
                continue
            try:
                await self._snapshot(symbol)
            except KisDesktopError as error:
                _log.warning("no snapshot of %s: %s", symbol, error)
                self._ask_later(symbol)
            else:
                self._failures.pop(symbol, None)

    async def _snapshot(self, symbol: str) -> None:
        await self._read_quote(symbol)
        if symbol in self._books():
            await self._read_book(symbol)

    async def _read_quote(self, symbol: str, *, background: bool = False) -> None:
        began = self._monotonic()
        self._merge(await self._source.quote(symbol, background=background), began)

    async def _read_book(self, symbol: str) -> None:
        """Show a book that was read, unless the stream has told a newer one meanwhile."""
        began = self._monotonic()
        book = await self._source.order_book(symbol)
        heard = self._books_heard.get(symbol)
        if heard is None or heard < began:
            self._publisher.latest(Topic.BOOK, symbol, book)

    async def _poll(self) -> None:
        while True:
            self._look()
            polled = self._polled()
            for symbol in polled:
                await self._poll_one(symbol)
                self._look()
            if not polled:
                await asyncio.sleep(_IDLE)

    async def _poll_one(self, symbol: str) -> None:
        try:
            if self._ways.get(symbol) is Feed.POLLED:
                await self._read_quote(symbol, background=True)
            if symbol in self._unheard_books():
                await self._read_book(symbol)
        except KisDesktopError as error:
            _log.info("poll of %s: %s", symbol, error)
            await asyncio.sleep(_POLL_FAILED)
        await asyncio.sleep(_POLL_PAUSE)

    def _polled(self) -> tuple[str, ...]:
        books = self._unheard_books()
        return tuple(
            symbol
            for symbol in self._wanted()
            if self._ways.get(symbol) is Feed.POLLED or symbol in books
        )

    def _unheard_books(self) -> frozenset[str]:
        """Wanted books that the stream doesn't bring while the line is live."""
        if self._link is not LinkState.LIVE:
            return frozenset()
        _, placed = self._placed()
        _, live = self._feed.live()
        return frozenset(
            symbol
            for symbol in self._books()
            if symbol not in live and (symbol not in placed or self._is_overdue(Topic.BOOK, symbol))
        )

    def _look(self) -> None:
        self._check_period()
        self._tell_feeds()

    def _check_period(self) -> None:
        """On a new day yesterday's prices and limits are forgotten and read anew.

        At midnight and again in the morning, when the server's figures are the new day's.
        """
        if not self._clock.synchronised.is_set():
            return
        now = self._clock.now()
        before, self._period = self._period, (now.date(), now.time() >= DAY_BEGINS)
        if before not in (None, self._period):
            self._read_all_anew()
            stale = [one.symbol for one in self._quotes.values() if one.trade_date != now.date()]
            for symbol in stale:
                del self._quotes[symbol]

    def _read_all_anew(self) -> None:
        wanted = self._wanted()
        self._failures.clear()
        self._doubt(wanted)
        for symbol in wanted:
            self._ask(symbol)

    def _begins_day(self, trade: Trade, quote: Quote) -> bool:
        """Whether a print is the first of a day on which the symbol was not read yet."""
        day = trade.trade_date
        if day is None or day == self._days.get(trade.symbol):
            return False
        if quote.trade_date is not None and day < quote.trade_date:
            return False
        self._days[trade.symbol] = day
        return quote.trade_date != day

    def _merge(self, read: Quote, began: float) -> None:
        """Keep a quote that was read, unless the stream has said something newer meanwhile."""
        symbol = read.symbol
        if read.trade_date is None and self._clock.synchronised.is_set():
            read = msgspec.structs.replace(read, trade_date=figures_date(self._clock.now()))
        if read.trade_date is not None:
            self._days[symbol] = read.trade_date
        known = self._quotes.get(symbol)
        self._keep(read if known is None else merged(known, read, began))
        if self._doubted.get(symbol, began) <= began:
            self._trust(symbol)

    def _keep(self, quote: Quote) -> None:
        self._quotes[quote.symbol] = quote
        self._shown.add(quote.symbol)
        self._publisher.latest(Topic.QUOTE, quote.symbol, quote)
        for listener in self.quote_listeners:
            listener(quote)

    def _doubt(self, symbols: Iterable[str]) -> None:
        now = self._monotonic()
        self._doubted |= dict.fromkeys(set(symbols) & self._shown, now)

    def _trust(self, symbol: str) -> None:
        if self._doubted.pop(symbol, None) is not None:
            self._tell_feeds()

    def _ask(self, symbol: str) -> None:
        if symbol not in self._queued:
            self._queued.add(symbol)
            self._snapshots.put_nowait(symbol)

    def _ask_later(self, symbol: str) -> None:
        count = self._failures[symbol] = self._failures.get(symbol, 0) + 1
        pause = min(self._first_retry * 2.0 ** min(count - 1, 16), _LONGEST_RETRY)
        asyncio.get_running_loop().call_later(pause, self._ask, symbol)

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

    def _placed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The trades and the books that there are registrations for."""
        books = self._books()[: REGISTRATIONS // 2]
        return self._wanted()[: REGISTRATIONS - len(books)], books

    def _subscribe(self) -> None:
        self._feed.want(*self._placed())
        self._tell_feeds()

    def _tell_feeds(self) -> None:
        wanted = self._wanted()
        live, _ = self._feed.live()
        placed, _ = self._placed()
        self._forget_answered()
        for symbol in wanted:
            way = self._way(symbol, live, placed)
            if way is Feed.LIVE and self._ways.get(symbol) is Feed.POLLED:
                self._ask(symbol)
            self._ways[symbol] = way
            self._tell_feed(symbol, Feed.GAP if symbol in self._doubted else way)
        for symbol in self._feeds.keys() - set(wanted):
            self._tell_feed(symbol, Feed.WAITING)
            del self._feeds[symbol], self._ways[symbol]

    def _way(self, symbol: str, live: frozenset[str], placed: Sequence[str]) -> Feed:
        """How a symbol's price comes now."""
        if self._link is not LinkState.LIVE:
            return Feed.GAP if symbol in self._shown else Feed.WAITING
        if symbol in live:
            return Feed.LIVE
        if symbol in placed and not self._is_overdue(Topic.QUOTE, symbol):
            return Feed.WAITING
        return Feed.POLLED

    def _is_overdue(self, topic: Topic, symbol: str) -> bool:
        """Whether a registration has been without confirmation for so long that it is refused."""
        now = self._monotonic()
        return now - self._unconfirmed.setdefault((topic, symbol), now) >= _ANSWER

    def _forget_answered(self) -> None:
        """Registrations that were confirmed, or are wanted no more, wait for no answer."""
        trades, books = self._feed.live()
        placed_trades, placed_books = self._placed()
        waiting = {(Topic.QUOTE, symbol) for symbol in placed_trades if symbol not in trades}
        waiting |= {(Topic.BOOK, symbol) for symbol in placed_books if symbol not in books}
        for answered in self._unconfirmed.keys() - waiting:
            del self._unconfirmed[answered]

    def _tell_feed(self, symbol: str, state: Feed) -> None:
        if self._feeds.get(symbol) is state:
            return
        self._feeds[symbol] = state
        self._publisher.latest(Topic.FEED, symbol, state)
        for listener in self.feed_listeners:
            listener(symbol, state)
