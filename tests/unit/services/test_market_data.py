"""Who wants which price, and how it reaches the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.connection import ConnectionStatus, Feed, LinkState
from kis_desktop.domain.errors import (
    AuthenticationFailed,
    InvalidInput,
    KisDesktopError,
    ServerRefused,
    TimedOut,
)
from kis_desktop.domain.event import Logged
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.message import message
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.quarantine import Quarantined, QuarantinedFrame
from kis_desktop.domain.quote import Aggressor, Quote, Sign, Trade
from kis_desktop.services.market_data import MarketData
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from tests.patience import PATIENCE_S
from tests.unit.services.order_desk import NOW, RULES, TODAY, Screen

SAMSUNG = "005930"


PLACES = 39


class QuietLine:
    """A realtime line that registers what it is told to, but for what it refuses."""

    def __init__(self) -> None:
        self.on_trades: Callable[[str, Sequence[Trade]], None]
        self.on_book: Callable[[OrderBook], None]
        self.on_notice: Callable[[Notice], None]
        self.on_status: Callable[[ConnectionStatus], None]
        self.on_server_time: Callable[[datetime], None]
        self.find_quote: Callable[[str], Quote | None]
        self.trades: tuple[str, ...] = ()
        self.books: tuple[str, ...] = ()
        self.background: tuple[str, ...] = ()
        self.focused = 0
        self.refused_trades: frozenset[str] = frozenset()
        self.refused_books: frozenset[str] = frozenset()
        self.renewed: list[str] = []
        self.unserved: frozenset[str] = frozenset()
        self.kinds: tuple[Quarantined, ...] = ()
        self.frames: tuple[QuarantinedFrame, ...] = ()

    def want(
        self,
        trades: Sequence[str],
        books: Sequence[str],
        background: Sequence[str] = (),
        focused: int = 0,
    ) -> None:
        self.trades, self.books = tuple(trades), tuple(books)
        self.background, self.focused = tuple(background), focused

    def check_served(self, keys: Sequence[str]) -> None:
        if self.unserved & set(keys):
            raise InvalidInput(message("realtime.venue_not_in_paper"))

    def placed(self) -> tuple[frozenset[str], frozenset[str]]:
        books = self.books[: PLACES // 2]
        trades = (*self.trades, *self.background)[: PLACES - len(books)]
        return frozenset(trades), frozenset(books)

    def live(self) -> tuple[frozenset[str], frozenset[str]]:
        trades, books = self.placed()
        return trades - self.refused_trades, books - self.refused_books

    def renew(self, symbol: str) -> None:
        self.renewed.append(symbol)

    def quarantine(self) -> tuple[Quarantined, ...]:
        return self.kinds

    def quarantined_frames(self) -> tuple[QuarantinedFrame, ...]:
        return self.frames

    async def run(self) -> None: ...

    def connect_now(self) -> None: ...


class Prices:
    """A REST source that remembers what was asked; `meanwhile` happens before it answers."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.monotonic = monotonic
        self.asked: list[str] = []
        self.polled: list[str] = []
        self.books: list[str] = []
        self.listings: list[str] = []
        self.failure: KisDesktopError | None = None
        self.failed = 0
        self.volume = 1_000
        self.price = 98_400
        self.limit_up = 126_200
        self.meanwhile: Callable[[], None] = lambda: None
        self.told = asyncio.Event()

    async def quote(self, symbol: str, *, background: bool = False) -> Quote:
        (self.polled if background else self.asked).append(symbol)
        self.told.set()
        if self.failure is not None:
            self.failed += 1
            raise self.failure
        self.meanwhile()
        return Quote(
            symbol, last=Decimal(self.price), volume=self.volume, limit_up=Decimal(self.limit_up),
            limit_down=Decimal(68_000), previous_close=Decimal(97_000), received=self.monotonic(),
        )  # fmt: skip

    async def order_book(self, symbol: str) -> OrderBook:
        self.books.append(symbol)
        self.told.set()
        self.meanwhile()
        return OrderBook(symbol, (), ())

    async def recent_trades(self, symbol: str) -> tuple[Trade, ...]:
        return (trade(symbol, 1_000),)

    async def listing(self, symbol: str) -> ListingDetails:
        self.listings.append(symbol)
        return ListingDetails(symbol, on_nxt=True)


def trade(
    symbol: str,
    volume: int,
    price: int = 98_500,
    *,
    received: float = 2.0,
    day: date | None = date(2026, 11, 20),
) -> Trade:
    return Trade(
        symbol=symbol, time=time(10, 12), price=Decimal(price), size=1,
        aggressor=Aggressor.BUY, sign=Sign.UP, change=None, change_rate=None, open=None,
        high=None, low=None, volume=volume, turnover=None, strength=None, ask=None, bid=None,
        trade_date=day, received=received,
    )  # fmt: skip


class Market:
    """The service with its world; `passed` is the monotonic second."""

    def __init__(self, start: datetime = NOW) -> None:
        self.passed = 2.0
        self.screen, self.line = Screen(), QuietLine()
        self.prices = Prices(lambda: self.passed)
        self.clock = SessionClock(RULES, self.screen, lambda: self.passed, lambda: start)
        self.clock.observe(start)
        self.data = MarketData(
            self.prices,
            self.line,
            self.clock,
            self.screen,
            monotonic=lambda: self.passed,
            first_retry=0.01,
        )

    def status(self, state: LinkState) -> None:
        self.data.on_status(ConnectionStatus(state, 0.0))

    def feed(self, symbol: str = SAMSUNG) -> object:
        return self.screen.values.get((Topic.FEED, symbol))

    def last(self, symbol: str = SAMSUNG) -> object:
        shown = self.screen.values[Topic.QUOTE, symbol]
        assert isinstance(shown, Quote)
        return shown.last

    def hear(self, volume: int, price: int = 98_500, day: date | None = TODAY) -> None:
        told = trade(SAMSUNG, volume, price, received=self.passed, day=day)
        self.line.on_trades(SAMSUNG, [told])

    async def want(self, *symbols: str, books: bool = False) -> None:
        wanted = frozenset(symbols)
        await self.data.set_interest("a", Interest(wanted, wanted if books else frozenset()))

    async def read_once(self) -> None:
        """Serve what was asked for until the next quote stands on the screen."""
        before = len(self.prices.asked)
        await self.run_until(lambda: len(self.prices.asked) > before)

    async def run_until(self, condition: Callable[[], bool]) -> None:
        running = asyncio.ensure_future(self.data.run())
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self.prices.told.clear()
                await self.prices.told.wait()
                await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_focused_symbols_go_before_visible_ones_and_those_before_the_rest() -> None:
    market = Market()
    await market.data.set_interest("all", Interest(frozenset({"3", "2"}), background=True))
    await market.data.set_interest("visible", Interest(frozenset({"2", "1"})))
    await market.data.set_interest("chart", Interest(frozenset({SAMSUNG}), focused=True))
    held = Interest(frozenset({"4"}), frozenset({"4"}))
    await market.data.set_interest("positions", held)
    focus = Interest(frozenset({SAMSUNG}), frozenset({SAMSUNG}), focused=True)
    await market.data.set_interest("book", focus)
    assert market.line.trades == (SAMSUNG, "1", "2", "4")
    assert market.line.background == ("3",)
    assert market.line.books == (SAMSUNG, "4")
    assert market.line.focused == 1


async def test_a_listing_is_read_once_a_day() -> None:
    market = Market()
    assert market.data.find_listing(SAMSUNG) is None
    for _ in range(2):
        assert await market.data.listing(SAMSUNG) == ListingDetails(SAMSUNG, on_nxt=True)
        assert market.data.find_listing(SAMSUNG) == ListingDetails(SAMSUNG, on_nxt=True)
    assert market.prices.listings == [SAMSUNG]


async def test_interests_are_counted_by_owner() -> None:
    market = Market()
    await market.data.set_interest("a", Interest(quotes=frozenset({SAMSUNG})))
    await market.data.set_interest("b", Interest(quotes=frozenset({SAMSUNG})))
    await market.data.set_interest("a", Interest())
    assert list(market.line.trades) == [SAMSUNG]
    await market.data.set_interest("b", Interest())
    assert not market.line.trades


async def test_what_has_no_registration_is_polled_and_says_so() -> None:
    market = Market()
    market.status(LinkState.LIVE)
    many = frozenset(f"{number:06d}" for number in range(PLACES + 1))
    await market.data.set_interest("watchlist", Interest(quotes=many))
    left_over = f"{PLACES:06d}"
    assert market.feed("000000") is Feed.LIVE
    assert market.feed(left_over) is Feed.POLLED
    await market.run_until(lambda: bool(market.prices.polled))
    assert set(market.prices.polled) == {left_over}


async def test_a_new_symbol_is_read_once_before_its_first_print() -> None:
    market = Market()
    await market.data.set_interest("a", Interest(quotes=frozenset({SAMSUNG})))
    await market.data.set_interest("a", Interest(quotes=frozenset({SAMSUNG})))
    await market.run_until(lambda: bool(market.prices.asked))
    assert market.prices.asked == [SAMSUNG]


async def test_a_print_moves_the_quote_and_stands_on_the_tape() -> None:
    market = Market()
    market.line.on_trades(SAMSUNG, [trade(SAMSUNG, 1_001), trade(SAMSUNG, 1_002, 98_600)])
    assert market.last() == Decimal(98_600)
    assert [one.volume for one in market.screen.tape[SAMSUNG]] == [1_001, 1_002]


async def test_a_print_that_a_snapshot_counts_already_does_not_take_the_quote_back() -> None:
    market = Market()
    await market.want(SAMSUNG)
    await market.read_once()
    market.hear(999, 90_000)
    assert market.last() == Decimal(98_400)


async def test_a_snapshot_older_than_the_stream_gives_its_limits_alone() -> None:
    market = Market()
    market.prices.meanwhile = lambda: market.hear(2_000)
    await market.want(SAMSUNG)
    await market.read_once()
    shown = market.data.quote(SAMSUNG)
    assert shown is not None
    assert (shown.last, shown.volume) == (Decimal(98_500), 2_000)
    assert shown.limit_up == Decimal(126_200)


async def test_a_read_long_after_the_last_print_is_the_newer_word() -> None:
    market = Market()
    market.hear(2_000)
    market.passed += 60.0
    await market.want(SAMSUNG)
    await market.read_once()
    assert market.last() == Decimal(98_400)


EVENING = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)  # 20:00 in Korea, the day before
NIGHT = 13.5 * 3600.0  # seconds to 09:30 of the next day
YESTERDAY = TODAY - timedelta(days=1)


async def test_yesterday_s_larger_volume_does_not_hold_today_s_prints_back() -> None:
    market = Market(EVENING)
    market.prices.volume = 10_000_000
    await market.want(SAMSUNG)
    market.status(LinkState.LIVE)
    await market.read_once()
    market.passed += NIGHT
    market.prices.volume, market.prices.limit_up = 700, 130_000
    market.hear(500)
    shown = market.data.quote(SAMSUNG)
    assert shown is not None
    assert (shown.last, shown.volume, shown.limit_up) == (Decimal(98_500), 500, None)
    await market.read_once()
    shown = market.data.quote(SAMSUNG)
    assert shown is not None
    assert (shown.volume, shown.limit_up, shown.trade_date) == (700, Decimal(130_000), TODAY)


async def test_the_first_print_of_a_day_asks_for_its_limits_once() -> None:
    market = Market(EVENING + timedelta(hours=12, minutes=15))
    await market.want(SAMSUNG)
    await market.read_once()
    for volume in (500, 501, 502):
        market.hear(volume)
    await market.read_once()
    market.hear(1_001)
    await market.data.set_interest("b", Interest(quotes=frozenset({"000660"})))
    await market.run_until(lambda: "000660" in market.prices.asked)
    assert market.prices.asked.count(SAMSUNG) == 2


async def test_yesterday_s_stream_does_not_hold_today_s_snapshot_back() -> None:
    market = Market(EVENING)
    market.hear(10_000_000, 90_000, day=YESTERDAY)
    market.passed += NIGHT
    await market.want(SAMSUNG)
    await market.read_once()
    assert market.last() == Decimal(98_400)


async def test_a_polled_symbol_takes_today_s_lower_volume() -> None:
    market = Market(EVENING)
    market.line.refused_trades = frozenset({SAMSUNG})
    market.prices.volume = 10_000_000
    await market.want(SAMSUNG)
    market.status(LinkState.LIVE)
    await market.read_once()
    market.passed += NIGHT
    market.prices.volume, market.prices.price = 500, 99_000
    market.status(LinkState.LIVE)
    await market.run_until(lambda: bool(market.prices.polled))
    assert market.last() == Decimal(99_000)


async def test_a_new_day_of_the_clock_reads_everything_anew() -> None:
    market = Market(EVENING)
    await market.want(SAMSUNG)
    market.status(LinkState.LIVE)
    await market.run_until(lambda: market.feed() is Feed.LIVE and bool(market.prices.asked))
    market.passed += NIGHT
    market.prices.limit_up = 130_000
    feeds: list[Feed] = []
    market.data.feed_listeners.append(lambda _, feed: feeds.append(feed))
    await market.run_until(lambda: len(market.prices.asked) == 2)
    shown = market.data.quote(SAMSUNG)
    assert shown is not None
    assert shown.limit_up == Decimal(130_000)
    assert feeds == [Feed.GAP, Feed.LIVE]


async def test_before_the_morning_nobody_knows_whose_day_a_read_tells() -> None:
    market = Market(EVENING)
    market.passed += NIGHT - 2.5 * 3600
    await market.want(SAMSUNG)
    await market.read_once()
    shown = market.data.quote(SAMSUNG)
    assert shown is not None
    assert shown.trade_date is None


async def test_an_unmarked_print_is_counted_into_the_day_that_is_on() -> None:
    market = Market()
    await market.want(SAMSUNG)
    await market.read_once()
    market.hear(1_001, day=None)
    assert market.last() == Decimal(98_500)
    market.hear(2_000_000, 90_000, day=YESTERDAY)
    assert market.last() == Decimal(98_500)


async def test_after_a_gap_a_price_is_old_until_its_snapshot_is_in() -> None:
    market = Market()
    await market.want(SAMSUNG, books=True)
    market.status(LinkState.LIVE)
    await market.run_until(lambda: (Topic.BOOK, SAMSUNG) in market.screen.values)
    assert market.feed() is Feed.LIVE
    market.status(LinkState.GAP)
    assert market.feed() is Feed.GAP
    market.passed += 30.0
    market.status(LinkState.LIVE)
    assert market.feed() is Feed.GAP
    await market.read_once()
    assert market.feed() is Feed.LIVE


async def test_after_a_gap_a_print_is_as_good_as_a_snapshot() -> None:
    market = Market()
    await market.want(SAMSUNG, "000660")
    for symbol in (SAMSUNG, "000660"):
        market.line.on_trades(symbol, [trade(symbol, 1_000)])
    market.status(LinkState.LIVE)
    market.hear(1_001)
    assert market.feed() is Feed.LIVE
    assert market.feed("000660") is Feed.GAP


async def test_a_read_that_began_in_the_gap_does_not_end_it() -> None:
    market = Market()
    market.hear(900)
    await market.want(SAMSUNG)

    def return_meanwhile() -> None:
        market.passed += 1.0
        market.status(LinkState.LIVE)
        market.prices.meanwhile = lambda: None

    market.prices.meanwhile = return_meanwhile
    feeds: list[tuple[int, Feed]] = []
    market.data.feed_listeners.append(
        lambda _, feed: feeds.append((len(market.prices.asked), feed))
    )
    await market.run_until(lambda: market.feed() is Feed.LIVE)
    assert feeds == [(2, Feed.LIVE)]


async def test_a_read_that_is_shared_is_as_old_as_its_begin() -> None:
    market = Market()
    market.hear(900)
    await market.want(SAMSUNG)
    market.status(LinkState.LIVE)
    answer = market.prices.quote
    reads: list[asyncio.Task[Quote]] = []
    callers = 0

    async def joined(symbol: str, *, background: bool = False) -> Quote:
        nonlocal callers
        callers += 1
        if not reads or reads[-1].done():
            price = market.prices.price
            reads.append(asyncio.create_task(slow(symbol, price, background=background)))
        return await asyncio.shield(reads[-1])

    async def slow(symbol: str, price: int, *, background: bool) -> Quote:
        await asyncio.sleep(0.02)
        read = await answer(symbol, background=background)
        return msgspec.structs.replace(read, last=Decimal(price))

    shown: list[tuple[Feed, object]] = []
    live_again = asyncio.Event()

    def told(_: str, feed: Feed) -> None:
        shown.append((feed, market.last()))
        if feed is Feed.LIVE:
            live_again.set()

    market.prices.quote = joined  # type: ignore[method-assign]
    running = asyncio.ensure_future(market.data.run())
    await asyncio.sleep(0.005)
    market.data.feed_listeners.append(told)
    market.status(LinkState.GAP)
    market.passed += 5.0
    market.prices.price = 99_000
    market.status(LinkState.LIVE)
    market.passed += 1.0
    async with asyncio.timeout(PATIENCE_S):
        await live_again.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert callers > len(reads)  # one did join
    assert shown[-1] == (Feed.LIVE, Decimal(99_000))


async def test_what_was_chosen_last_is_read_before_the_rest_of_a_long_list() -> None:
    market = Market()
    many = [f"{number:06}" for number in range(100, 130)]
    await market.want(*many)
    await market.data.set_interest(
        "book", Interest(frozenset({SAMSUNG}), frozenset({SAMSUNG}), focused=True)
    )
    await market.read_once()
    assert market.prices.asked[0] == SAMSUNG


async def test_a_polled_price_that_cannot_be_read_any_more_is_old() -> None:
    market = Market()
    market.line.refused_trades = frozenset({SAMSUNG, "000660"})
    await market.want(SAMSUNG, "000660", "035720")
    market.status(LinkState.LIVE)
    await market.run_until(lambda: len(market.prices.asked) >= 3)
    market.passed += 10.0
    await market.data.look()
    assert [market.feed(one) for one in (SAMSUNG, "000660")] == [Feed.POLLED] * 2
    market.prices.failure = TimedOut(message("kis.timed_out"))
    await market.run_until(lambda: market.feed(SAMSUNG) is Feed.GAP)
    assert market.feed("000660") is Feed.GAP
    assert market.feed("035720") is Feed.LIVE
    market.prices.failure = None
    market.passed += 1.0
    await market.run_until(lambda: market.feed(SAMSUNG) is Feed.POLLED)


async def test_a_polled_price_that_is_refused_says_nothing_of_the_others() -> None:
    market = Market()
    market.line.refused_trades = frozenset({SAMSUNG, "000660"})
    await market.want(SAMSUNG, "000660")
    market.status(LinkState.LIVE)
    await market.run_until(lambda: len(market.prices.asked) >= 2)
    market.passed += 10.0
    await market.data.look()
    market.prices.failure = ServerRefused(message("kis.business"))
    await market.run_until(lambda: Feed.GAP in (market.feed(SAMSUNG), market.feed("000660")))
    assert {market.feed(SAMSUNG), market.feed("000660")} == {Feed.GAP, Feed.POLLED}


async def test_a_snapshot_that_failed_is_asked_for_again() -> None:
    market = Market()
    market.hear(900)
    await market.want(SAMSUNG)
    market.status(LinkState.LIVE)
    market.prices.failure = TimedOut(message("kis.timed_out"))
    await market.run_until(lambda: market.prices.failed == 2)
    assert market.feed() is Feed.GAP
    market.prices.failure = None
    await market.run_until(lambda: market.feed() is Feed.LIVE)


async def test_what_was_out_of_sight_is_old_until_it_is_read() -> None:
    market = Market()
    await market.want(SAMSUNG)
    market.status(LinkState.LIVE)
    await market.read_once()
    await market.want("000660")
    assert market.feed() is Feed.WAITING
    market.passed += 1_800.0
    market.prices.price = 99_000
    await market.want(SAMSUNG)
    assert market.feed() is Feed.GAP
    await market.run_until(lambda: market.feed() is Feed.LIVE)
    assert market.last() == Decimal(99_000)


async def test_a_refused_registration_is_polled_after_some_seconds() -> None:
    market = Market()
    market.line.refused_trades = frozenset({SAMSUNG})
    await market.want(SAMSUNG)
    market.status(LinkState.LIVE)
    assert market.feed() is Feed.WAITING
    market.passed += 6.0
    market.status(LinkState.LIVE)
    assert market.feed() is Feed.POLLED
    await market.run_until(lambda: bool(market.prices.polled))
    asked = len(market.prices.asked)
    market.line.refused_trades = frozenset()
    market.status(LinkState.LIVE)
    assert market.feed() is Feed.LIVE
    await market.run_until(lambda: len(market.prices.asked) > asked)


async def test_a_book_that_has_no_registration_is_polled_alone() -> None:
    market = Market()
    market.line.refused_books = frozenset({SAMSUNG})
    await market.want(SAMSUNG, books=True)
    market.status(LinkState.LIVE)
    await market.run_until(lambda: bool(market.prices.books))
    market.passed += 6.0
    await market.run_until(lambda: len(market.prices.books) >= 3)
    assert not market.prices.polled


async def test_a_book_that_was_read_does_not_stand_over_a_newer_one() -> None:
    market = Market()
    newer = msgspec.structs.replace(OrderBook(SAMSUNG, (), ()), total_ask=5)
    market.prices.meanwhile = lambda: market.line.on_book(newer)
    await market.want(SAMSUNG, books=True)
    await market.run_until(lambda: bool(market.prices.books))
    assert market.screen.values[Topic.BOOK, SAMSUNG] == newer


async def test_a_book_that_is_wanted_anew_is_read_at_once() -> None:
    market = Market()
    await market.want(SAMSUNG)
    await market.read_once()
    await market.want(SAMSUNG, books=True)
    await market.run_until(lambda: bool(market.prices.books))
    assert (Topic.BOOK, SAMSUNG) in market.screen.values


async def test_a_read_that_fails_leaves_the_others_going() -> None:
    market = Market()
    market.prices.failure = TimedOut(message("kis.timed_out"))
    await market.want(SAMSUNG, "000660")
    await market.run_until(lambda: len(market.prices.asked) == 2)
    assert (Topic.QUOTE, SAMSUNG) not in market.screen.values


async def test_a_key_that_is_not_accepted_does_not_end_the_polling() -> None:
    market = Market()
    market.line.refused_trades = frozenset({SAMSUNG})
    await market.want(SAMSUNG)
    market.status(LinkState.LIVE)
    market.passed += 6.0
    market.prices.failure = AuthenticationFailed(message("kis.too_soon"))
    await market.run_until(lambda: len(market.prices.polled) == 2)
    assert market.feed() is Feed.POLLED


async def test_listeners_hear_of_prints_and_quotes() -> None:
    market = Market()
    heard: list[object] = []
    market.data.listeners.append(lambda symbol, trades: heard.append((symbol, len(trades))))
    market.data.quote_listeners.append(lambda shown: heard.append(shown.last))
    market.line.on_trades(SAMSUNG, [trade(SAMSUNG, 1)])
    assert heard == [Decimal(98_500), (SAMSUNG, 1)]


async def test_a_book_from_the_stream_is_shown() -> None:
    market = Market()
    book = msgspec.structs.replace(OrderBook(SAMSUNG, (), ()), total_ask=5)
    market.line.on_book(book)
    assert market.screen.values[Topic.BOOK, SAMSUNG] == book
    assert len(await market.data.recent_trades(SAMSUNG)) == 1


async def silent_market(start: datetime = NOW) -> Market:
    """A symbol whose stream brought a print, and then nothing for a minute."""
    market = Market(start)
    await market.want(SAMSUNG)
    market.status(LinkState.LIVE)
    await market.read_once()
    await market.run_until(lambda: market.feed() is Feed.LIVE)
    market.hear(1_001)
    market.prices.asked.clear()
    return market


async def pass_seconds(market: Market, seconds: int) -> None:
    """Let the service look around once in each of so many seconds."""
    for _ in range(seconds):
        market.passed += 1.0
        await market.data.look()


async def test_a_feed_that_brings_nothing_while_the_volume_moves_is_polled_and_renewed_once() -> (
    None
):
    market = await silent_market()
    await pass_seconds(market, 5)
    assert market.prices.polled == []
    market.prices.volume, market.prices.price = 5_000, 98_700
    await pass_seconds(market, 60)
    assert market.feed() is Feed.POLLED
    assert market.last() == Decimal(98_700)
    assert market.line.renewed == [SAMSUNG]
    market.prices.volume = 6_000
    await pass_seconds(market, 300)
    assert market.line.renewed == [SAMSUNG]
    told = [one.message for one in market.screen.events if isinstance(one, Logged)]
    assert [one.id for one in told] == ["realtime.silent"]
    assert told[0].arguments["symbol"] == SAMSUNG
    market.hear(6_001)
    assert market.feed() is Feed.LIVE


async def test_a_thin_stock_stays_live_and_costs_one_read_a_minute() -> None:
    market = await silent_market()
    market.prices.volume = 1_001
    await pass_seconds(market, 600)
    assert market.feed() is Feed.LIVE
    assert market.line.renewed == []
    assert 9 <= len(market.prices.polled) <= 10


async def test_outside_of_continuous_trading_silence_says_nothing() -> None:
    market = await silent_market(NOW + timedelta(hours=6))
    market.prices.volume = 5_000
    await pass_seconds(market, 300)
    assert market.prices.polled == []
    assert market.feed() is Feed.LIVE


async def test_a_line_that_comes_back_is_believed_again() -> None:
    market = await silent_market()
    market.prices.volume = 5_000
    await pass_seconds(market, 60)
    assert market.feed() is Feed.POLLED
    market.status(LinkState.GAP)
    market.passed += 1.0
    market.status(LinkState.LIVE)
    await market.read_once()
    assert market.feed() is Feed.LIVE


async def test_a_line_that_is_silent_altogether_is_told_by_a_few_lines() -> None:
    market = Market()
    many = [f"{number:06}" for number in range(12)]
    await market.want(*many)
    market.status(LinkState.LIVE)
    for symbol in many:
        market.line.on_trades(symbol, [trade(symbol, 1_000, received=market.passed)])
    for _ in range(200):
        market.prices.volume += 10
        await pass_seconds(market, 1)
    assert {market.feed(symbol) for symbol in many} == {Feed.POLLED}
    assert sorted(market.line.renewed) == many
    assert len([one for one in market.screen.events if isinstance(one, Logged)]) == 5


async def test_a_symbol_s_markets_are_kept_apart() -> None:
    market = Market()
    await market.want(SAMSUNG, f"{SAMSUNG}@NXT", books=True)
    market.status(LinkState.LIVE)
    await market.run_until(lambda: len(market.prices.asked) == 2)
    key = f"{SAMSUNG}@NXT"
    assert market.line.trades == market.line.books == (SAMSUNG, key)
    market.line.on_trades(key, [trade(key, 1_001, 98_700, received=market.passed)])
    assert (market.last(key), market.last()) == (Decimal(98_700), Decimal(98_400))
    quote = market.data.quote(key)
    assert quote is not None
    assert (quote.symbol, quote.limit_up) == (key, Decimal(126_200))


async def test_a_market_that_this_world_does_not_have_changes_nothing() -> None:
    market = Market()
    await market.want(SAMSUNG)
    market.line.unserved = frozenset({f"{SAMSUNG}@NXT"})
    with pytest.raises(InvalidInput) as refused:
        await market.want(f"{SAMSUNG}@NXT")
    assert refused.value.message.id == "realtime.venue_not_in_paper"
    assert market.line.trades == (SAMSUNG,)


@pytest.mark.parametrize(
    ("hours", "polled"), [(0.0, True), (-1.7, False), (4.1, True), (5.2, False)]
)
async def test_silence_says_something_only_where_that_market_trades_all_the_time(
    hours: float, *, polled: bool
) -> None:
    """10:12, 8:30 (NXT pre-market), 14:18 and 15:24 (the NXT rests)."""
    key = f"{SAMSUNG}@NXT"
    market = Market(NOW + timedelta(hours=hours))
    await market.want(key)
    market.status(LinkState.LIVE)
    await market.read_once()
    market.line.on_trades(key, [trade(key, 1_001, received=market.passed)])
    market.prices.volume = 5_000
    await pass_seconds(market, 90)
    assert (market.feed(key) is Feed.POLLED) is polled
    assert market.line.renewed == ([key] if polled else [])


async def test_a_book_is_read_for_everyone_who_comes_to_see_it() -> None:
    market = Market()
    await market.want(SAMSUNG, books=True)
    market.status(LinkState.LIVE)
    await market.run_until(lambda: market.prices.books == [SAMSUNG])
    wanted = Interest(frozenset({SAMSUNG}), frozenset({SAMSUNG}))
    await market.data.set_interest("ladder", wanted)
    await market.run_until(lambda: market.prices.books == [SAMSUNG] * 2)
    await market.data.set_interest("ladder", wanted)
    await pass_seconds(market, 3)
    assert market.prices.books == [SAMSUNG] * 2
