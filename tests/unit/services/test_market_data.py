"""Who wants which price, and how it reaches the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

import msgspec

from kis_desktop.domain.connection import ConnectionStatus, Feed, LinkState
from kis_desktop.domain.errors import TimedOut
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import message
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.quote import Aggressor, Quote, Sign, Trade
from kis_desktop.services.market_data import REGISTRATIONS, MarketData
from kis_desktop.services.topics import Topic
from tests.unit.services.order_desk import Screen

SAMSUNG = "005930"


class QuietLine:
    """A realtime line that registers what it is told to."""

    def __init__(self) -> None:
        self.on_trades: Callable[[str, Sequence[Trade]], None]
        self.on_book: Callable[[OrderBook], None]
        self.on_notice: Callable[[Notice], None]
        self.on_status: Callable[[ConnectionStatus], None]
        self.on_server_time: Callable[[datetime], None]
        self.trades: tuple[str, ...] = ()
        self.books: tuple[str, ...] = ()

    def want(self, trades: Sequence[str], books: Sequence[str]) -> None:
        self.trades, self.books = tuple(trades), tuple(books)

    def live(self) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(self.trades), frozenset(self.books)

    async def run(self) -> None: ...

    def connect_now(self) -> None: ...


class Prices:
    """A REST source that remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.polled: list[str] = []
        self.fails = False
        self.told = asyncio.Event()

    async def quote(self, symbol: str, *, background: bool = False) -> Quote:
        (self.polled if background else self.asked).append(symbol)
        self.told.set()
        if self.fails:
            raise TimedOut(message("kis.timed_out"))
        return quote(symbol, 1_000)

    async def order_book(self, symbol: str) -> OrderBook:
        return OrderBook(symbol, (), ())

    async def recent_trades(self, symbol: str) -> tuple[Trade, ...]:
        return (trade(symbol, 1_000),)


def quote(symbol: str, volume: int) -> Quote:
    return Quote(
        symbol, last=Decimal(98_400), volume=volume, trade_date=date(2026, 11, 20),
        limit_up=Decimal(126_200), limit_down=Decimal(68_000), received=1.0,
    )  # fmt: skip


def trade(symbol: str, volume: int, price: int = 98_500) -> Trade:
    return Trade(
        symbol=symbol, time=time(10, 12), price=Decimal(price), size=1,
        aggressor=Aggressor.BUY, sign=Sign.UP, change=None, change_rate=None, open=None,
        high=None, low=None, volume=volume, turnover=None, strength=None, ask=None, bid=None,
        trade_date=date(2026, 11, 20), received=2.0,
    )  # fmt: skip


class Market:
    """The service with its world."""

    def __init__(self) -> None:
        self.screen, self.line, self.prices = Screen(), QuietLine(), Prices()
        self.data = MarketData(self.prices, self.line, self.screen)

    def status(self, state: LinkState) -> None:
        self.data.on_status(ConnectionStatus(state, 0.0))

    def feed(self, symbol: str = SAMSUNG) -> object:
        return self.screen.values.get((Topic.FEED, symbol))

    def last(self, symbol: str = SAMSUNG) -> object:
        shown = self.screen.values[Topic.QUOTE, symbol]
        assert isinstance(shown, Quote)
        return shown.last

    async def run_until(self, condition: Callable[[], bool]) -> None:
        running = asyncio.ensure_future(self.data.run())
        async with asyncio.timeout(5):
            while not condition():
                self.prices.told.clear()
                await self.prices.told.wait()
                await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_focused_symbols_are_registered_before_visible_ones() -> None:
    market = Market()
    many = frozenset(f"{number:06d}" for number in range(60))
    await market.data.set_interest("watchlist", Interest(quotes=many))
    focus = Interest(frozenset({SAMSUNG}), frozenset({SAMSUNG}), focused=True)
    await market.data.set_interest("book", focus)
    assert market.line.trades[0] == SAMSUNG
    assert market.line.books == (SAMSUNG,)
    assert len(market.line.trades) + len(market.line.books) == REGISTRATIONS


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
    many = frozenset(f"{number:06d}" for number in range(REGISTRATIONS + 1))
    await market.data.set_interest("watchlist", Interest(quotes=many))
    left_over = f"{REGISTRATIONS:06d}"
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
    await market.data.set_interest("a", Interest(quotes=frozenset({SAMSUNG})))
    await market.run_until(lambda: bool(market.prices.asked))
    market.line.on_trades(SAMSUNG, [trade(SAMSUNG, 999, 90_000)])
    assert market.last() == Decimal(98_400)


async def test_a_snapshot_older_than_the_stream_gives_its_limits_alone() -> None:
    market = Market()
    market.line.on_trades(SAMSUNG, [trade(SAMSUNG, 2_000)])
    await market.data.set_interest("a", Interest(quotes=frozenset({SAMSUNG})))
    await market.run_until(lambda: bool(market.prices.asked))
    shown = market.data.quote(SAMSUNG)
    assert shown is not None
    assert (shown.last, shown.volume) == (Decimal(98_500), 2_000)
    assert shown.limit_up == Decimal(126_200)


async def test_after_a_gap_everything_on_the_screen_is_read_anew() -> None:
    market = Market()
    both = Interest(frozenset({SAMSUNG}), frozenset({SAMSUNG}))
    await market.data.set_interest("a", both)
    market.status(LinkState.LIVE)
    await market.run_until(lambda: (Topic.BOOK, SAMSUNG) in market.screen.values)
    market.status(LinkState.GAP)
    assert market.feed() is Feed.GAP
    before = len(market.prices.asked)
    market.status(LinkState.LIVE)
    assert market.feed() is Feed.LIVE
    await market.run_until(lambda: len(market.prices.asked) > before)


async def test_a_read_that_fails_leaves_the_others_going() -> None:
    market = Market()
    market.prices.fails = True
    await market.data.set_interest("a", Interest(quotes=frozenset({SAMSUNG, "000660"})))
    await market.run_until(lambda: len(market.prices.asked) == 2)
    assert (Topic.QUOTE, SAMSUNG) not in market.screen.values


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
