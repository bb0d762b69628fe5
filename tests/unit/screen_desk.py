"""A screen without a server: real frames, a real mailbox, services that answer when told to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime
from datetime import time as clock_time
from decimal import Decimal
from typing import Any, cast

from PySide6.QtCore import QCoreApplication

from kis_desktop.bridge.commands import Commands
from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.account import AccountSnapshot, BuyingPower, Position
from kis_desktop.domain.connection import (
    ClockReading,
    ConnectionStatus,
    Environment,
    Feed,
    LinkState,
)
from kis_desktop.domain.drawing import Drawing
from kis_desktop.domain.drill import Drill
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import Event, FillReceived, OrderChanged
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_list import InstrumentList
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.order import (
    AmendIntent,
    CancelIntent,
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Side,
    Venue,
)
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.order_preview import OrderPreview, WireDraft
from kis_desktop.domain.quarantine import QuarantinedFrame
from kis_desktop.domain.quote import Aggressor, Quote, Sign, Trade
from kis_desktop.domain.risk_rules import Assessment, Check, RiskProfile, Rule, Verdict
from kis_desktop.domain.session import Phase
from kis_desktop.services.application import Services
from kis_desktop.services.topics import Topic
from kis_desktop.services.watchlists import WatchGroup
from kis_desktop.viewmodels.context import LinkGroup, ViewContext
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from tests.patience import PATIENCE_S

SAMSUNG, HYNIX, KODEX = "005930", "000660", "069500"
DAY = date(2026, 11, 20)


class Kept:
    """Preferences in memory."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.words.get(key)

    def set(self, key: str, value: str) -> None:
        self.words[key] = value


class DeskServices:
    """Every service in one; `failing` names the methods that refuse, `held` those that wait."""

    def __init__(self) -> None:
        self.sent: list[OrderIntent] = []
        self.amended: list[AmendIntent] = []
        self.cancelled: list[CancelIntent] = []
        self.adopted: list[tuple[str, str]] = []
        self.denied: list[str] = []
        self.drilled: list[Drill] = []
        self.interests: dict[str, Interest] = {}
        self.asked_power: list[tuple[str, OrderType, Decimal | None]] = []
        self.watched: tuple[WatchGroup, ...] = (
            WatchGroup("관심 1", (SAMSUNG, HYNIX, KODEX)),
            WatchGroup("반도체", (HYNIX,)),
        )
        self.saved: list[tuple[WatchGroup, ...]] = []
        self.drawn: dict[str, tuple[Drawing, ...]] = {}
        self.recent: tuple[Trade, ...] = ()
        self.power = 387
        self.checks: tuple[Check, ...] = (
            Check(Rule.QUANTITY, Verdict.PASSED, Decimal(120), Decimal(10_000)),
            Check(Rule.AMOUNT, Verdict.PASSED, Decimal(11_796_000), Decimal(50_000_000)),
        )
        self.listings: dict[str, ListingDetails] = {}
        self.limits = RiskProfile((), sheet=False)
        self.can_sell: int | None = 80
        self.quarantined: tuple[QuarantinedFrame, ...] = ()
        self.failing: dict[str, KisDesktopError] = {}
        self.held: dict[str, asyncio.Event] = {}

    def __getattr__(self, service: str) -> DeskServices:
        if service.startswith("_"):
            raise AttributeError(service)
        return self

    async def submit(self, intent: OrderIntent) -> Order:
        self.sent.append(intent)
        await self._answer("submit")
        return order(
            local_id=intent.local_id,
            symbol=intent.symbol,
            side=intent.side,
            quantity=intent.quantity,
            price=intent.price,
            order_type=intent.order_type,
            state=OrderState.ACCEPTED,
        )

    async def amend(self, intent: AmendIntent) -> Order:
        self.amended.append(intent)
        await self._answer("amend")
        return order(local_id=intent.local_id, price=intent.price, order_no="0000117099")

    async def cancel(self, intent: CancelIntent) -> Order:
        self.cancelled.append(intent)
        await self._answer("cancel")
        return order(local_id=intent.local_id, state=OrderState.ACCEPTED)

    async def adopt(self, local_id: str, order_no: str) -> None:
        self.adopted.append((local_id, order_no))
        await self._answer("adopt")

    async def preview(self, intent: OrderIntent) -> OrderPreview:
        if "preview" in self.failing:
            raise self.failing["preview"]
        price = "0" if intent.price is None else str(intent.price)
        fields = (("PDNO", intent.symbol), ("ORD_QTY", str(intent.quantity)), ("ORD_UNPR", price))
        draft = WireDraft(
            "https://127.0.0.1:1",
            "POST",
            "/uapi/domestic-stock/v1/trading/order-cash",
            "TTTC0012U",
            "50****78-01",
            fields,
        )
        return OrderPreview(draft, Assessment(self.checks))

    async def preview_amendment(self, intent: AmendIntent) -> OrderPreview:
        await self._answer("preview_amendment")
        fields = (("ORGN_ODNO", intent.order_no), ("ORD_UNPR", str(intent.price)))
        draft = WireDraft("host:9443", "POST", "/change", "TTTC0013U", "50****78-01", fields)
        return OrderPreview(draft, Assessment(self.checks))

    async def profile(self) -> RiskProfile:
        await self._answer("profile")
        return self.limits

    async def listing(self, symbol: str) -> ListingDetails:
        await self._answer("listing")
        return self.listings.get(symbol, ListingDetails(symbol))

    async def deny(self, local_id: str) -> None:
        self.denied.append(local_id)
        await self._answer("deny")

    async def start(self, drill: Drill) -> None:
        self.drilled.append(drill)
        await self._answer("start")

    async def clear(self) -> None:
        await self._answer("clear")

    async def set_interest(self, owner: str, interest: Interest) -> None:
        await self._answer("set_interest")
        self.interests[owner] = interest

    async def quarantine(self) -> tuple[QuarantinedFrame, ...]:
        await self._answer("quarantine")
        return self.quarantined

    async def recent_trades(self, _symbol: str) -> tuple[Trade, ...]:
        await self._answer("recent_trades")
        return self.recent

    async def buying_power(
        self, symbol: str, order_type: OrderType, price: Decimal | None
    ) -> BuyingPower:
        self.asked_power.append((symbol, order_type, price))
        await self._answer("buying_power")
        cash = Decimal(38_114_900)
        return BuyingPower(symbol, order_type, price, cash, cash, self.power, price)

    async def sellable(self, _symbol: str) -> int | None:
        await self._answer("sellable")
        return self.can_sell

    async def refresh(self) -> None:
        await self._answer("refresh")

    async def groups(self) -> tuple[WatchGroup, ...]:
        await self._answer("groups")
        return self.watched

    async def save(self, groups: tuple[WatchGroup, ...]) -> None:
        await self._answer("save")
        self.saved.append(groups)

    async def drawings_of(self, symbol: str) -> tuple[Drawing, ...]:
        await self._answer("drawings_of")
        return self.drawn.get(symbol, ())

    async def keep_drawings(self, symbol: str, drawings: tuple[Drawing, ...]) -> None:
        await self._answer("keep_drawings")
        self.drawn[symbol] = drawings

    async def connect_now(self) -> None:
        await self._answer("connect_now")

    async def _answer(self, name: str) -> None:
        if name in self.held:
            await self.held[name].wait()
        if name in self.failing:
            raise self.failing[name]


class DeskCommands:
    """Services run on the loop of the test."""

    def __init__(self) -> None:
        self._started: set[asyncio.Task[Any]] = set()

    async def run(self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object) -> Any:
        return await method(*args)

    def start(
        self, method: Callable[..., Coroutine[Any, Any, Any]], *args: object
    ) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(self._quietly(method, *args))
        self._started.add(task)
        task.add_done_callback(self._started.discard)
        return task

    @staticmethod
    async def _quietly(method: Callable[..., Coroutine[Any, Any, Any]], *args: object) -> Any:
        try:
            return await method(*args)
        except KisDesktopError:
            return None


class Desk:
    """The context that panels are made in, and what the I/O thread would put into the mailbox."""

    def __init__(self, symbol: str = SAMSUNG, language: str = "ko") -> None:
        self.services = DeskServices()
        self.mailbox = Mailbox()
        self.clock = FrameClock(self.mailbox)
        self.link = LinkGroup(symbol)
        self.kept = Kept()
        self.instruments = InstrumentDirectory(self.clock)
        self.context = ViewContext(
            services=cast("Services", self.services),
            commands=cast("Commands", DeskCommands()),
            clock=self.clock,
            link=self.link,
            instruments=self.instruments,
            preferences=self.kept,
            language=language,
            environment=Environment.SIMULATED,
        )
        self.put(Topic.INSTRUMENTS, "", InstrumentList.of(INSTRUMENTS))
        self.frame()

    def put(self, topic: Topic, key: str, value: object) -> None:
        self.mailbox.latest(topic, key, value)

    def tell(self, *events: Event) -> None:
        for event in events:
            self.mailbox.event(event)
        self.frame()

    def show(self, *values: object) -> None:
        """Publish values under their own topics and hand out the frame."""
        for value in values:
            match value:
                case Quote():
                    self.put(Topic.QUOTE, value.symbol, value)
                case OrderBook():
                    self.put(Topic.BOOK, value.symbol, value)
                case AccountSnapshot():
                    self.put(Topic.ACCOUNT, "", value)
                case ClockReading():
                    self.put(Topic.CLOCK, "", value)
                case RiskProfile():
                    self.put(Topic.RISK, "", value)
                case ConnectionStatus():
                    self.put(Topic.CONNECTION, "", value)
                case Order():
                    self.mailbox.event(OrderChanged(value))
                case Fill():
                    self.mailbox.event(FillReceived(value))
                case Trade():
                    self.mailbox.prints(value.symbol, [value])
                case _:
                    raise TypeError(value)
        self.frame()

    def list_read(self) -> None:
        """The day's list of orders has been read."""
        self.put(Topic.ORDERS, "", 0.0)
        self.frame()

    def feed(self, symbol: str, feed: Feed) -> None:
        self.put(Topic.FEED, symbol, feed)
        self.frame()

    def line(self, state: LinkState, seconds: float = 0.0) -> None:
        self.show(ConnectionStatus(state, time.monotonic() - seconds))

    def frame(self) -> None:
        self.clock.drain()

    async def settle(self) -> None:
        """Let every answer that is ready arrive."""
        for _ in range(6):
            await asyncio.sleep(0)
            QCoreApplication.processEvents()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Beat until something holds; fails when it doesn't in time."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < deadline, "it never came to hold"
            self.frame()
            await self.settle()


INSTRUMENTS = (
    Instrument(
        SAMSUNG,
        "삼성전자",
        Market.KOSPI,
        InstrumentKind.STOCK,
        name_en="Samsung Electronics",
        listed_shares=5_919_637_000,
    ),
    Instrument(HYNIX, "SK하이닉스", Market.KOSPI, InstrumentKind.STOCK, listed_shares=728_000_000),
    Instrument(KODEX, "KODEX 200", Market.KOSPI, InstrumentKind.ETF, listed_shares=10_000_000),
)


def quote(symbol: str = SAMSUNG, last: int = 98_400, base: int = 97_100, **changes: Any) -> Quote:
    change = Decimal(last - base)
    told: dict[str, Any] = {
        "symbol": symbol,
        "last": Decimal(last),
        "sign": Sign.UP if change > 0 else Sign.DOWN if change < 0 else Sign.FLAT,
        "change": change,
        "change_rate": round(change / base * 100, 2),
        "volume": 8_216_402,
        "previous_close": Decimal(base),
        "limit_up": Decimal(126_200),
        "limit_down": Decimal(67_900),
        "ask": Decimal(last),
        "bid": Decimal(last - 100),
        "trade_date": DAY,
        "received": time.monotonic(),
    }
    return Quote(**told | changes)


def book(symbol: str = SAMSUNG, best: int = 98_400, levels: int = 10, **changes: Any) -> OrderBook:
    told: dict[str, Any] = {
        "symbol": symbol,
        "asks": tuple(Level(Decimal(best + 100 * n), 1_000 * (n + 1)) for n in range(levels)),
        "bids": tuple(Level(Decimal(best - 100 * (n + 1)), 500 * (n + 1)) for n in range(levels)),
        "total_ask": 147_826,
        "total_bid": 145_060,
        "received": time.monotonic(),
    }
    return OrderBook(**told | changes)


def order(**changes: Any) -> Order:
    told: dict[str, Any] = {
        "local_id": "local-1",
        "symbol": SAMSUNG,
        "side": Side.BUY,
        "order_type": OrderType.LIMIT,
        "quantity": 120,
        "price": Decimal(98_300),
        "venue": Venue.KRX,
        "state": OrderState.WORKING,
        "at": datetime(2026, 11, 20, 1, 11, 58, tzinfo=UTC),
        "trade_date": DAY,
        "order_no": "0000117057",
        "order_time": "101158",
    }
    return Order(**told | changes)


def fill(**changes: Any) -> Fill:
    told: dict[str, Any] = {
        "order_no": "0000117057",
        "symbol": SAMSUNG,
        "side": Side.BUY,
        "quantity": 40,
        "price": Decimal(98_300),
        "time": "101231",
        "trade_date": DAY,
        "sequence": 1,
        "fee": Decimal(552),
        "tax": Decimal(0),
    }
    return Fill(**told | changes)


def account(*positions: Position, **changes: Any) -> AccountSnapshot:
    told: dict[str, Any] = {
        "cash": Decimal(48_210_400),
        "cash_d1": Decimal(48_210_400),
        "cash_d2": Decimal(41_882_150),
        "buying_power": Decimal(38_114_900),
        "cost": None,
        "value": None,
        "unrealized_pnl": None,
        "total": None,
        "fees_today": Decimal(6_204),
        "positions": positions,
        "received": time.monotonic(),
    }
    return AccountSnapshot(**told | changes)


def position(symbol: str = SAMSUNG, **changes: Any) -> Position:
    told: dict[str, Any] = {
        "symbol": symbol,
        "name": "삼성전자",
        "quantity": 80,
        "sellable": 80,
        "average_price": Decimal(96_850),
        "cost": Decimal(7_748_000),
        "last": Decimal(98_000),
        "value": Decimal(7_840_000),
        "unrealized_pnl": Decimal(92_000),
        "unrealized_rate": Decimal("1.18"),
    }
    return Position(**told | changes)


def trade(volume: int | None, size: int = 10, price: int = 98_400, **changes: Any) -> Trade:
    told: dict[str, Any] = {
        "symbol": SAMSUNG,
        "time": clock_time(10, 12, 33),
        "price": Decimal(price),
        "size": size,
        "aggressor": Aggressor.BUY,
        "sign": Sign.UP,
        "change": Decimal(price - 97_100),
        "change_rate": None,
        "open": None,
        "high": None,
        "low": None,
        "volume": volume,
        "turnover": None,
        "strength": Decimal("118.42"),
        "ask": None,
        "bid": None,
        "trade_date": DAY,
        "received": time.monotonic(),
    }
    return Trade(**told | changes)


def reading(phase: Phase = Phase.CONTINUOUS) -> ClockReading:
    market = datetime(2026, 11, 20, 1, 12, 33, tzinfo=UTC)
    return ClockReading(market, time.monotonic(), 1.0, phase, None, None, synchronised=True)
