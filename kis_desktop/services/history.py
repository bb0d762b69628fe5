"""Charts: history by pages, joined with the live tail without a gap or a double.

What is kept on disk is shown at once; then the newest bars are read, and older ones page by page
while nothing else is asked (`run_older`). A page that fails leaves what is here and is tried again
later.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time as clock_time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kis_desktop.domain.bar import BarKey, BarTail, HistoryProgress
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.ex_date import ExDate
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.domain.index_key import index_code
from kis_desktop.domain.message import Message
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.history_books import History as Book
from kis_desktop.services.history_books import HistoryBooks, bases
from kis_desktop.services.history_days import DatedHistory
from kis_desktop.services.history_desk import HistoryDesk, all_of
from kis_desktop.services.history_patience import Patience
from kis_desktop.services.ports import BarCache, HistorySource, Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_CLOCK_WAIT = 10.0  # seconds to wait for the server's date before this machine's is used
_CORRECT_EVERY = 2.0  # seconds between looks for bars to be read again
_IDLE = 1.0  # seconds between looks for older bars to be read
_TELL_EVERY = 1.0  # seconds between tellings of how far back a chart reaches
_EX_DATES_BACK = timedelta(days=30 * 365)
_EX_DATES_AHEAD = timedelta(days=365)


class History:
    """Bars of every chart on the screen."""

    def __init__(
        self,
        source: HistorySource,
        cache: BarCache,
        worker: Worker,
        clock: SessionClock,
        publisher: Publisher,
        *,
        correct_every: float = _CORRECT_EVERY,
    ) -> None:
        self._source = source
        self._clock = clock
        self._publisher = publisher
        self._correct_every = correct_every
        self._books = HistoryBooks(HistoryDesk(source, cache, worker, clock))
        self._followed: dict[str, BarKey] = {}
        self._awaited: list[BarKey] = []  # are being loaded
        self._feeds: dict[str, Feed] = {}
        self._patience = Patience()
        self._failures: dict[BarKey, Message] = {}
        self._told: dict[BarKey, float] = {}
        self._reaching = 0
        self._wake, self._wake_older = asyncio.Event(), asyncio.Event()
        self._ex_dates: dict[str, tuple[date, tuple[ExDate, ...]]] = {}

    async def load(self, key: BarKey) -> BarSeries:
        """A chart's bars: those that are kept at once, or else the first pages. Raises
        `RequestFailed`, `AuthenticationFailed` and `InvalidInput`.
        """
        await self._clock.known(_CLOCK_WAIT)
        self._keep_needed()
        with self._held(key):
            await all_of(book.open() for book in self._books.need(key))
            self._wake.set()
            return self._books.bars(key)

    async def bars(self, key: BarKey) -> BarSeries:
        """The bars of a chart that are here now; nothing is read."""
        return self._books.bars(key)

    async def reach(self, key: BarKey, time: int) -> None:
        """Read a chart's bars back at least to a moment (UTC epoch seconds) or to their end, before
        other idle reading. Raises as `load`.
        """
        self._reaching += 1
        try:
            with self._held(key):
                book, *others = self._books.need(key)
                await all_of(one.open() for one in (book, *others))
                while not book.complete and (book.first() or time + 1) > time:
                    await book.step(background=False)
                    await _others_first()
        finally:
            self._reaching -= 1
            self._wake_older.set()
            self._tell(key)

    async def ex_dates(self, symbol: str) -> tuple[ExDate, ...]:
        """The days from which a share trades without a right, oldest first; of a feed key. Read
        once a day. Raises `RequestFailed` and `AuthenticationFailed`.
        """
        bare, today = split_feed_key(symbol)[0], self._clock.trade_date()
        if index_code(symbol) is not None:
            return ()
        known = self._ex_dates.get(bare)
        if known is None or known[0] != today:
            start, end = today - _EX_DATES_BACK, today + _EX_DATES_AHEAD
            known = (today, await self._source.ex_dates(bare, start, end))
            self._ex_dates[bare] = known
        return known[1]

    async def follow(self, owner: str, key: BarKey) -> None:
        """Send the newest bars of a chart to the screen from now on; replaces the owner's last."""
        self._followed[owner] = key
        self._keep_needed()
        self._books.need(key)
        self._publish(key)
        if len(self._books.times(key)):
            self._tell(key)
        self._wake.set()
        self._wake_older.set()

    async def unfollow(self, owner: str) -> None:
        """Stop sending an owner's bars."""
        self._followed.pop(owner, None)
        self._keep_needed()

    def on_trades(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Count prints into the bars of a symbol that a chart has loaded."""
        for book in self._books.of_symbol(symbol):
            if not isinstance(book, DatedHistory) and book.on_trades(trades):
                self._publish_all(book)

    def on_quote(self, quote: Quote) -> None:
        """Move the current day's bar of a followed chart, or begin a new day's."""
        for book in self._books.of_symbol(quote.symbol):
            if isinstance(book, DatedHistory) and book.on_quote(quote):
                self._publish_all(book)

    def on_feed(self, symbol: str, feed: Feed) -> None:
        """The way of a symbol's prints changed: what was not heard meanwhile is read again."""
        before, self._feeds[symbol] = self._feeds.get(symbol), feed
        if before in (Feed.LIVE, Feed.POLLED) and before is not feed:
            for book in self._books.of_symbol(symbol):
                book.unload()

    def on_return(self) -> None:
        """The line came back: all since the gap is read again."""
        for book in self._books.every():
            book.unload()

    async def run(self) -> None:
        """Read again what was heard only in part, and what is new of a history that was kept, until
        cancelled.
        """
        while True:
            await _wait(self._wake, self._correct_every)
            for book in self._followed_books():
                feed = self._feeds.get(book.key.symbol, Feed.LIVE)
                if book.is_due(feed) and self._patience.may(("newest", book.key)):
                    await self._correct(book, feed)
                    self._let_go(book)

    async def run_older(self) -> None:
        """Read older bars of the charts on the screen, one page after another behind all else,
        until cancelled. Pauses while no chart is followed or all are complete.
        """
        while True:
            unfinished = [book for book in self._followed_books() if self._may_step(book)]
            for book in unfinished:
                if self._may_step(book):
                    await self._step(book)
                    self._let_go(book)
                    await _others_first()
            if not unfinished:
                await _wait(self._wake_older, _IDLE)

    @contextlib.contextmanager
    def _held(self, key: BarKey) -> Iterator[None]:
        """Keep a chart's histories while it waits for them, before it can follow them."""
        self._awaited.append(key)
        try:
            yield
        finally:
            self._awaited.remove(key)

    def _keep_needed(self) -> None:
        self._books.keep_only((*self._followed.values(), *self._awaited))

    def _let_go(self, book: Book) -> None:
        """Forget a history that was kept for its reading alone: its last chart went meanwhile."""
        if book not in self._followed_books():
            self._keep_needed()

    def _may_step(self, book: Book) -> bool:
        feed = self._feeds.get(book.key.symbol, Feed.LIVE)
        is_read = not book.is_due(feed) and not book.is_busy
        idle = not self._reaching and book in self._books.every()
        return idle and is_read and not book.complete and self._patience.may(("older", book.key))

    async def _step(self, book: Book) -> None:
        try:
            await book.step(background=True)
        except KisDesktopError as error:
            _log.info("older bars of %s not read: %s", book.key.text, error)
            self._patience.failed(("older", book.key))
            self._failures[book.key] = error.message
        else:
            self._patience.forgive(("older", book.key))
            self._failures.pop(book.key, None)
        self._tell_all(book)

    async def _correct(self, book: Book, feed: Feed) -> None:
        revision = book.revision
        try:
            await book.refresh(feed)
        except KisDesktopError as error:
            _log.info("bars of %s not read again: %s", book.key.text, error)
            self._patience.failed(("newest", book.key))
            self._failures[book.key] = error.message
            self._tell_all(book, at_once=True)
            return
        self._patience.forgive(("newest", book.key))
        self._failures.pop(book.key, None)
        self._publish_all(book)
        self._tell_all(book, at_once=revision != book.revision)
        self._wake_older.set()

    def _followed_books(self) -> tuple[Book, ...]:
        """The histories behind the charts on the screen, each once."""
        needed = [book for key in self._followed.values() for book in self._books.need(key)]
        return tuple({book.key: book for book in needed}.values())

    def _publish_all(self, book: Book) -> None:
        for key in set(self._followed.values()):
            if bases(key)[0] == book.key:
                self._publish(key)

    def _publish(self, key: BarKey) -> None:
        tail = self._books.tail(key)
        if tail:
            self._publisher.latest(Topic.BARS, key.text, BarTail(key, tail))

    def _tell_all(self, book: Book, *, at_once: bool = False) -> None:
        """Say how far the charts of a history reach back, now and then."""
        now = clock_time.monotonic()
        for key in set(self._followed.values()):
            due = now >= self._told.get(key, 0.0) + _TELL_EVERY
            if book.key in bases(key) and (due or at_once or book.complete):
                self._told[key] = now
                self._tell(key)

    def _tell(self, key: BarKey) -> None:
        times, books = self._books.times(key), self._books.need(key)
        failures = (self._failures.get(book.key) for book in books)
        progress = HistoryProgress(
            key,
            bars=len(times),
            first=int(times[0]) if len(times) else None,
            complete=books[0].complete,
            failure=next((failure for failure in failures if failure is not None), None),
            revision=sum(book.revision for book in books),
        )
        self._publisher.latest(Topic.HISTORY, key.text, progress)


async def _others_first() -> None:
    """Give way between two steps: one that had nothing to read has waited for nothing, and orders
    run on this loop too.
    """
    await asyncio.sleep(0)


async def _wait(wake: asyncio.Event, patience: float) -> None:
    """Until woken, or so many seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await wake.wait()
    wake.clear()
