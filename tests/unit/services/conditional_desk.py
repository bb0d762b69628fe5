"""Conditional orders over a real order service, a real file and prices that a test tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec

from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Entry,
    Grouping,
    Leg,
    Trigger,
    TriggerKind,
    first_state,
)
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import Event, Logged
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.quote import Aggressor, Quote, Sign, Trade
from kis_desktop.services.conditional_orders import ConditionalOrders
from kis_desktop.services.conditional_ports import Kept, Sources
from kis_desktop.services.conditional_surroundings import Surroundings
from kis_desktop.services.runtime import Worker
from kis_desktop.services.topics import Topic
from kis_desktop.storage.conditional_file import ConditionalFile
from tests.unit.services.order_desk import NOW, RULES, SAMSUNG, TODAY, Desk

SYMBOL = "005930"
_NOBODY = date(1, 1, 1)


class TestClock:
    """Seconds that a test moves; wall and monotonic part when the machine sleeps."""

    __test__ = False

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.slept = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def wall(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1_000.0 + self.slept)


class Prices:
    """A market whose prices are what the test says; reads are counted and may be held up."""

    def __init__(self, clock: TestClock) -> None:
        self._clock = clock
        self.last: int | None = 98_000
        self.high: int | None = None
        self.low: int | None = None
        self.fails: KisDesktopError | None = None
        self.reads = 0
        self.gate: asyncio.Event | None = None
        self.asked = asyncio.Event()
        known = Quote(SYMBOL, Decimal(98_000), previous_close=Decimal(97_100))
        self.known: dict[str, Quote] = {SYMBOL: known}
        self.interests: dict[str, Interest] = {}
        self.refused: KisDesktopError | None = None

    async def quote(self, symbol: str, *, background: bool = False) -> Quote:
        self.reads += 1
        self.asked.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.fails is not None:
            raise self.fails
        return Quote(
            symbol, _price(self.last), high=_price(self.high), low=_price(self.low),
            received=self._clock.monotonic(),
        )  # fmt: skip

    async def order_book(self, symbol: str) -> OrderBook:
        raise NotImplementedError

    async def recent_trades(self, symbol: str) -> tuple[Trade, ...]:
        raise NotImplementedError

    async def listing(self, symbol: str) -> ListingDetails:
        raise NotImplementedError


class Seen:
    """The market service as conditional orders see it."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices

    def quote(self, symbol: str) -> Quote | None:
        return self._prices.known.get(symbol)

    async def set_interest(self, owner: str, interest: Interest) -> None:
        if self._prices.refused is not None:
            raise self._prices.refused
        self._prices.interests[owner] = interest


class ConditionalDesk:
    """The service with its world; `again` is the program begun anew on the same disk."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk()
        self.clock = TestClock()
        self.prices = Prices(self.clock)
        self.account: AccountSnapshot | None = None
        self.disk = Worker("test-disk")
        self.path = folder / "conditional.sqlite"
        self.file = ConditionalFile(self.path)
        self.conditional = self.service()

    def service(self) -> ConditionalOrders:
        kept = Kept(self.file, self.disk, self.desk.journal, self.desk.worker)
        sources = Sources(
            self.prices, Seen(self.prices), {SYMBOL: SAMSUNG}.get, lambda: self.account
        )
        around = Surroundings(self.desk.clock, self.clock.monotonic, self.clock.wall)
        return ConditionalOrders(kept, self.desk.orders, sources, RULES, around, self.desk.screen)

    def again(self) -> None:
        """The program has ended and begun anew."""
        self.prices.interests.clear()
        self.desk.orders = self.desk.service()
        self.conditional = self.service()

    def close(self) -> None:
        self.disk.close()  # first: a file must not be closed while it is written
        self.file.close()
        self.desk.worker.close()

    @property
    def board(self) -> ConditionalBoard:
        found = self.desk.screen.values[Topic.CONDITIONAL, ""]
        assert isinstance(found, ConditionalBoard)
        return found

    def order(self) -> ConditionalOrder:
        """The one order on the board."""
        (order,) = self.board.orders
        return order

    def states(self) -> list[str]:
        return [leg.state.value for leg in self.order().legs]

    def logged(self) -> list[str]:
        """Ids of what was said."""
        return [one.message.id for one in self.desk.screen.events if isinstance(one, Logged)]

    def hear(self) -> None:
        """Tell the service what the order service has told the screen."""
        events: list[Event] = self.desk.screen.events
        for event in tuple(events):
            self.conditional.on_event(event)

    def trade(self, *prices: int, key: str = SYMBOL, age: float = 0.0) -> None:
        """Prints that have just come."""
        for price in prices:
            self.conditional.on_trades(key, [self._trade(price, key, age)])

    def _trade(self, price: int, key: str, age: float) -> Trade:
        return Trade(
            symbol=key, time=time(10, 12), price=Decimal(price), size=1,
            aggressor=Aggressor.SELL, sign=Sign.DOWN, change=None, change_rate=None, open=None,
            high=None, low=None, volume=None, turnover=None, strength=None, ask=None, bid=None,
            trade_date=TODAY, received=self.clock.monotonic() - age,
        )  # fmt: skip

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until it holds."""
        deadline = asyncio.get_running_loop().time() + 10
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, self.states()
            await asyncio.sleep(0.002)

    async def until_states(self, *states: str) -> None:
        await self.until(lambda: self.states() == [*states])


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[ConditionalDesk]:
    """A desk that is finished at the end."""
    made = ConditionalDesk(folder)
    yield made
    await made.conditional.finish()
    made.close()


@asynccontextmanager
async def running(desk: ConditionalDesk) -> AsyncIterator[None]:
    """The service at work."""
    run = asyncio.ensure_future(desk.conditional.run())
    try:
        yield
    finally:
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)


def feed_live(desk: ConditionalDesk) -> None:
    desk.conditional.on_feed(SYMBOL, Feed.LIVE)


def leg(kind: TriggerKind = TriggerKind.STOP, level: int | None = 97_000, **fields: object) -> Leg:
    shown = None if level is None else Decimal(level)
    made = msgspec.structs.replace(Trigger(kind, SYMBOL, level=shown), **fields)
    intent = OrderIntent("", SYMBOL, Side.SELL, OrderType.MARKET, 10, None)
    return Leg(made, intent, first_state(made))


def draft(*legs: Leg, until: date = TODAY) -> ConditionalOrder:
    """What the editor gives: one leg, or a pair."""
    wanted = legs or (leg(),)
    grouping = Grouping.SINGLE if len(wanted) == 1 else Grouping.PAIR
    return ConditionalOrder("", grouping, wanted, _NOBODY, _NOBODY, until)


def pair() -> ConditionalOrder:
    return draft(leg(), leg(TriggerKind.TAKE_PROFIT, 99_000))


def bracket() -> ConditionalOrder:
    entry = OrderIntent("", SYMBOL, Side.BUY, OrderType.LIMIT, 10, Decimal(98_000))
    return msgspec.structs.replace(pair(), grouping=Grouping.BRACKET, entry=Entry(entry, _NOBODY))


def _price(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


assert NOW.tzinfo is UTC
