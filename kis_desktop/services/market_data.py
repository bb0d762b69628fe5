"""Prices: who wants which, by stream where there is room and by polling where there is none.

What is on the screen counts as live only when the stream, or a read that began since, has spoken
of it after the line came back, the symbol was wanted anew, or a new day began. A symbol is a feed
key here: that of NXT or of both markets as one is a symbol of its own.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, date, datetime

import msgspec

from kis_desktop.domain.connection import ConnectionStatus, Feed, LinkState
from kis_desktop.domain.errors import KisDesktopError, TimedOut, Unreachable
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.feed_key import MarketView, split_feed_key
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Venue
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.domain.session import Phase
from kis_desktop.services.feed_ways import FeedListener, FeedWays
from kis_desktop.services.interests import Interests
from kis_desktop.services.ports import MarketFeed, Publisher, QuoteSource
from kis_desktop.services.precedence import DAY_BEGINS, figures_date, is_older, merged
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.silent_feeds import SilentFeeds
from kis_desktop.services.snapshot_queue import SnapshotQueue
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_READERS = 3  # snapshots under way at once
_POLL_PAUSE = 0.25  # seconds between two polled quotes; the throttle has the last word
_POLL_FAILED = 1.0  # seconds to wait behind a poll that failed
_IDLE = 1.0  # seconds between looks when nothing is polled
_FIRST_RETRY = 2.0  # seconds before a snapshot that failed is asked for again
_SILENCES_TOLD = 5  # symbols found silent that the log tells of; where it is more, it is the line

_VENUES = {
    MarketView.KRX: Venue.KRX,
    MarketView.NXT: Venue.NXT,
    MarketView.UNIFIED: Venue.KRX,
}

TradeListener = Callable[[str, Sequence[Trade]], None]


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
        self._interests = Interests()
        self._quotes: dict[str, Quote] = {}
        self._shown: set[str] = set()  # symbols with a price on the screen, however old
        self._doubted: dict[str, float] = {}  # since when a shown price may be an old one
        self._days: dict[str, date] = {}  # the trading day that a symbol was last read on
        self._books_heard: dict[str, float] = {}
        self._listings: dict[tuple[str, date], ListingDetails] = {}
        self._period: tuple[date, bool] | None = None
        self._snapshots = SnapshotQueue(lambda: self._interests.wanted, first_retry)
        self._reading: dict[str, float] = {}  # since when a quote is being read
        self.listeners: list[TradeListener] = []
        self.quote_listeners: list[Callable[[Quote], None]] = []
        self._silence = SilentFeeds()
        self._trading: frozenset[MarketView] = frozenset()
        self._silent_told = 0
        self._ways = FeedWays(
            feed,
            self._interests,
            publisher,
            monotonic,
            is_shown=self._shown.__contains__,
            is_doubted=self._doubted.__contains__,
            is_silent=self._silence.is_silent,
            on_stream=self._snapshots.ask,
        )
        feed.on_trades = self.on_trades
        feed.on_book = self.on_book
        feed.find_quote = self.quote

    @property
    def feed_listeners(self) -> list[FeedListener]:
        """Who is told when a symbol's price comes another way."""
        return self._ways.listeners

    def quote(self, symbol: str) -> Quote | None:
        """What is known of a symbol's price; None before the first word and on a new day."""
        return self._quotes.get(symbol)

    async def set_interest(self, owner: str, interest: Interest) -> None:
        """Replace what an owner wants to see.

        A book that is new to the owner is read, though another shows it: whoever comes later has
        not heard what the stream told. Raises `InvalidInput` for a market whose prices this world
        doesn't have; then the owner wants what it did before.
        """
        self._feed.check_served(tuple(interest.quotes | interest.books))
        before, books = set(self._interests.wanted), self._interests.books_of(owner)
        self._interests.put(owner, interest)
        wanted = self._interests.wanted
        self._doubt(symbol for symbol in wanted if symbol not in before)
        self._subscribe()
        for symbol in wanted:
            known = self._quotes.get(symbol)
            is_new = symbol not in before or symbol in interest.books - books
            lacks = known is None or known.limit_up is None
            if is_new or (lacks and not self._snapshots.keeps_failing(symbol)):
                self._snapshots.ask(symbol)

    async def recent_trades(self, symbol: str) -> tuple[Trade, ...]:
        """The newest prints of today, oldest first. Raises `RequestFailed`, and `InvalidInput` for
        a market whose prices this world doesn't have.
        """
        return await self._source.recent_trades(symbol)

    async def listing(self, symbol: str) -> ListingDetails:
        """What is told of a listing beyond the master files, read once a day. Raises
        `RequestFailed`.
        """
        key = symbol, self._clock.trade_date()
        if key not in self._listings:
            self._listings[key] = await self._source.listing(symbol)
        return self._listings[key]

    def find_listing(self, symbol: str) -> ListingDetails | None:
        """What `listing` has read today; None where nobody asked."""
        return self._listings.get((symbol, self._clock.trade_date()))

    def on_trades(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Take prints from the stream: tape, quote and listeners, in that order."""
        self._publisher.prints(symbol, trades)
        quote = self._quotes.get(symbol) or Quote(symbol)
        for trade in trades:
            if self._begins_day(trade, quote):
                quote = Quote(symbol)
                self._snapshots.ask(symbol)
            if not is_older(trade, quote):
                quote = quote.after(trade)
        self._keep(quote)
        if self._silence.heard(symbol, trades[-1].volume, trades[-1].received):
            self._ways.tell()
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
        came_back = status.state is LinkState.LIVE and self._ways.link is not LinkState.LIVE
        self._ways.turn(status.state)
        if came_back:
            self._silence.begin()
            self._silent_told = 0
            self._read_all_anew()
        self._ways.tell()

    def read_anew(self) -> None:
        """Read all that is on the screen again."""
        for symbol in self._interests.wanted:
            self._snapshots.ask(symbol)

    async def run(self) -> None:
        """Fetch snapshots that were asked for, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_READERS):
                group.create_task(self._serve_snapshots())
            group.create_task(self._poll())

    async def _serve_snapshots(self) -> None:
        while True:
            symbol = await self._snapshots.next()
            try:
                await self._snapshot(symbol)
            except KisDesktopError as error:
                _log.warning("no snapshot of %s: %s", symbol, error)
                self._snapshots.failed(symbol)
            else:
                self._snapshots.succeeded(symbol)

    async def _snapshot(self, symbol: str) -> None:
        await self._read_quote(symbol)
        if symbol in self._interests.books:
            await self._read_book(symbol)

    async def _read_quote(self, symbol: str, *, background: bool = False) -> None:
        """Show a quote that was read. The source shares a read that is under way: what that brings
        is as old as its begin.
        """
        began = self._reading.setdefault(symbol, self._monotonic())
        try:
            quote = await self._source.quote(symbol, background=background)
        finally:
            self._reading.pop(symbol, None)
        self._merge(quote, began)

    async def _read_book(self, symbol: str) -> None:
        """Show a book that was read, unless the stream has told a newer one meanwhile."""
        began = self._monotonic()
        book = await self._source.order_book(symbol)
        heard = self._books_heard.get(symbol)
        if heard is None or heard < began:
            self._publisher.latest(Topic.BOOK, symbol, book)

    async def _poll(self) -> None:
        while True:
            await self.look()
            polled = self._polled()
            for symbol in polled:
                await self._poll_one(symbol)
                await self.look()
            if not polled:
                await asyncio.sleep(_IDLE)

    async def _poll_one(self, symbol: str) -> None:
        if self._ways.way(symbol) is Feed.POLLED:
            error = await self._poll_quote(symbol)
            if error is not None:
                self._doubt_polled(symbol, error)
        if symbol in self._ways.unheard_books():
            await self._tolerant(self._read_book(symbol), symbol)
        await asyncio.sleep(_POLL_PAUSE)

    async def _poll_quote(self, symbol: str) -> KisDesktopError | None:
        return await self._tolerant(self._read_quote(symbol, background=True), symbol)

    async def _tolerant(self, read: Awaitable[None], symbol: str) -> KisDesktopError | None:
        """Read, and wait a moment behind a failure, which is given back."""
        try:
            await read
        except KisDesktopError as error:
            _log.info("poll of %s: %s", symbol, error)
            await asyncio.sleep(_POLL_FAILED)
            return error
        return None

    def _doubt_polled(self, symbol: str, error: KisDesktopError) -> None:
        """What cannot be read is old; where nobody answers, that goes for all that is polled."""
        unanswered = isinstance(error, (TimedOut, Unreachable))
        concerned = self._interests.wanted if unanswered else (symbol,)
        self._doubt(one for one in concerned if self._ways.way(one) is Feed.POLLED)
        self._ways.tell()

    def _polled(self) -> tuple[str, ...]:
        books = self._ways.unheard_books()
        return tuple(
            symbol
            for symbol in self._interests.wanted
            if self._ways.way(symbol) is Feed.POLLED or symbol in books
        )

    async def look(self) -> None:
        """See whether a day began, a way changed or a feed is silent; `run` does so always."""
        self._check_period()
        self._ways.tell()
        await self._look_for_silence()

    async def _look_for_silence(self) -> None:
        """See by a read whether a quiet symbol is traded though the stream brings nothing."""
        before, self._trading = self._trading, self._watched_for_silence()
        if not self._trading:
            return
        now = self._monotonic()
        if self._trading - before:
            self._silence.begin()
        self._silence.follow(filter(self._is_trading, self._ways.streamed()), now)
        for symbol in self._silence.found(now):
            self._feed.renew(symbol)
            self._tell_silence(symbol)
            self._ways.tell()
        quiet = self._silence.due(now)
        if quiet is not None:
            await self._poll_quote(quiet)

    def _watched_for_silence(self) -> frozenset[MarketView]:
        """The markets that trade all the time now, so that silence says something."""
        if self._ways.link is not LinkState.LIVE or not self._clock.synchronised.is_set():
            return frozenset()
        return frozenset(
            view for view, venue in _VENUES.items() if self._clock.phase(venue) is Phase.CONTINUOUS
        )

    def _is_trading(self, key: str) -> bool:
        return split_feed_key(key)[1] in self._trading

    def _tell_silence(self, symbol: str) -> None:
        self._silent_told += 1
        _log.warning("no realtime trades of %s though its volume moves", symbol)
        if self._silent_told <= _SILENCES_TOLD:
            told = message("realtime.silent", symbol=symbol)
            self._publisher.event(Logged(datetime.now(UTC), Severity.WARNING, told))

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
        wanted = self._interests.wanted
        self._snapshots.forgive()
        self._doubt(wanted)
        for symbol in wanted:
            self._snapshots.ask(symbol)

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
        if self._is_trading(symbol):
            self._silence.read(symbol, read.volume, began)
        known = self._quotes.get(symbol)
        self._keep(read if known is None else merged(known, read, began))
        if self._doubted.get(symbol, began) <= began:
            self._trust(symbol)
        else:
            self._snapshots.ask(symbol)

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
            self._ways.tell()

    def _subscribe(self) -> None:
        interests = self._interests
        self._feed.want(
            interests.screen, interests.books, interests.background, len(interests.focused)
        )
        self._ways.tell()
