"""A small real world for the order service: a broker with a ledger, a journal and a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.account import AccountSnapshot, BuyingPower
from kis_desktop.domain.errors import InvalidInput, OrderRefused, TimedOut
from kis_desktop.domain.event import Event, FillReceived, FillWithdrawn, OrderChanged
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.journal import JournalEntry
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import (
    AmendIntent,
    CancelIntent,
    Order,
    OrderIntent,
    OrderType,
    Request,
    Side,
    Venue,
)
from kis_desktop.domain.order_preview import WireDraft
from kis_desktop.domain.order_report import BrokerOrder, Notice, NoticeKind, OrderReceipt
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.services.orders import Orders
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from tests.unit.services.plain_guard import PlainGuard

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)  # 10:12 in Korea
SAMSUNG = Instrument("005930", "삼성전자", Market.KOSPI, InstrumentKind.STOCK)
INSTRUMENTS = {SAMSUNG.symbol: SAMSUNG}
RULES = load_market_rules("krx")


class Screen:
    """Keeps what was published."""

    def __init__(self) -> None:
        self.values: dict[tuple[Topic, str], object] = {}
        self.events: list[Event] = []
        self.tape: dict[str, list[Trade]] = {}
        self.told: asyncio.Event | None = None

    def latest(self, topic: Topic, key: str, value: object) -> None:
        self.values[topic, key] = value
        if self.told is not None:
            self.told.set()

    def prints(self, symbol: str, trades: Sequence[Trade]) -> None:
        self.tape.setdefault(symbol, []).extend(trades)

    def event(self, event: Event) -> None:
        self.events.append(event)

    def order(self, local_id: str) -> Order:
        """The newest state of an order on the screen."""
        return next(
            event.order
            for event in reversed(self.events)
            if isinstance(event, OrderChanged) and event.order.local_id == local_id
        )

    def fills(self) -> list[Fill]:
        """Fills by order and sequence, the newest word on each."""
        found: dict[tuple[str, int], Fill] = {}
        for event in self.events:
            if isinstance(event, FillReceived):
                found[event.fill.order_no, event.fill.sequence] = event.fill
            elif isinstance(event, FillWithdrawn):
                found.pop((event.fill.order_no, event.fill.sequence), None)
        return list(found.values())


class PaperJournal:
    """A journal in memory; `broken` refuses to write."""

    def __init__(self) -> None:
        self.lines: list[JournalEntry] = []
        self.broken: Exception | None = None
        self.written: dict[str, asyncio.Event] = {}
        self._loop = asyncio.get_running_loop()

    def append(self, *entries: JournalEntry) -> None:
        if self.broken is not None:
            raise self.broken
        self.lines.extend(entries)
        for entry in entries:
            if entry.kind.value in self.written:
                self._loop.call_soon_threadsafe(self.written[entry.kind.value].set)

    def entries(self, trade_date: date | None = None) -> tuple[JournalEntry, ...]:
        return tuple(line for line in self.lines if trade_date in (None, line.trade_date))

    def open_entries(self) -> tuple[JournalEntry, ...]:
        settled = {"accepted", "rejected", "resolved"}
        ended = {line.local_id for line in self.lines if line.kind.value in settled}
        return tuple(line for line in self.lines if line.local_id not in ended)

    def kinds(self, local_id: str) -> list[str]:
        return [line.kind.value for line in self.lines if line.local_id == local_id]


@dataclass
class LedgerBroker:
    """A broker with a ledger. `outcome` decides what the wire says of the next order."""

    rows: list[BrokerOrder] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    outcome: Exception | None = None
    executed_anyway: bool = False
    before_answer: Callable[[str], None] | None = None
    turn: asyncio.Event | None = None
    gate: asyncio.Event | None = None
    read: asyncio.Event | None = None
    read_fails: bool = False
    past_fails: bool = False
    today: date = TODAY
    past: dict[date, tuple[BrokerOrder, ...]] = field(default_factory=dict)
    next_number: int = 117_057

    async def submit(
        self, intent: OrderIntent, why_not: Callable[[], Message | None] = lambda: None
    ) -> OrderReceipt:
        if self.turn is not None:
            await self.turn.wait()
        stopped = why_not()
        if stopped is not None:
            raise OrderRefused(stopped)
        row = _row(intent.symbol, intent.side, intent.order_type, intent.quantity, intent.price)
        return await self._post("submit", row)

    def draft(self, intent: OrderIntent) -> WireDraft:
        fields = (("PDNO", intent.symbol), ("ORD_QTY", str(intent.quantity)))
        return WireDraft("127.0.0.1", "POST", "/order-cash", "TTTC0012U", "12****78-01", fields)

    def draft_amendment(self, order: Order, intent: AmendIntent) -> WireDraft:
        fields = (("ORGN_ODNO", order.order_no), ("ORD_UNPR", str(intent.price)))
        return WireDraft("127.0.0.1", "POST", "/order-rvsecncl", "TTTC0013U", "12****78-01", fields)

    async def amend(self, order: Order, intent: AmendIntent) -> OrderReceipt:
        quantity = order.remaining if intent.quantity is None else intent.quantity
        row = _row(order.symbol, order.side, intent.order_type, quantity, intent.price)
        named = msgspec.structs.replace(row, request=Request.AMEND, original_no=order.order_no)
        return await self._post("amend", named)

    async def cancel(self, order: Order, quantity: int | None = None) -> OrderReceipt:
        taken = order.remaining if quantity is None else quantity
        row = _row(order.symbol, order.side, order.order_type, taken, order.price)
        named = msgspec.structs.replace(row, request=Request.CANCEL, original_no=order.order_no)
        return await self._post("cancel", named)

    async def _post(self, path: str, row: BrokerOrder) -> OrderReceipt:
        self.posts.append(path)
        order_no = f"{self.next_number:010d}"
        if self.outcome is None or self.executed_anyway:
            self.next_number += 1
            self.rows.append(msgspec.structs.replace(row, order_no=order_no))
        if self.before_answer is not None:
            self.before_answer(order_no)
        if self.gate is not None:
            await self.gate.wait()
        if self.outcome is not None:
            raise self.outcome
        return OrderReceipt(order_no, "91252", "101200")

    async def orders(self, trade_date: date) -> tuple[BrokerOrder, ...]:
        if self.read is not None:
            self.read.set()
        if self.read_fails:
            raise TimedOut(message("kis.timed_out"))
        if self.past_fails and trade_date < self.today:
            raise TimedOut(message("kis.timed_out"))
        if trade_date != self.today:
            return self.past.get(trade_date, ())
        return tuple(self.rows)

    async def account(self) -> AccountSnapshot:
        raise NotImplementedError

    async def buying_power(
        self, symbol: str, order_type: OrderType, price: Decimal | None
    ) -> BuyingPower:
        raise NotImplementedError

    async def sellable(self, symbol: str) -> int | None:
        raise NotImplementedError

    def change(self, order_no: str, **fields: object) -> None:
        """Let the ledger say something else of an order from now on."""
        self.rows = [
            msgspec.structs.replace(row, **fields) if row.order_no == order_no else row
            for row in self.rows
        ]


class Desk:
    """The service with its world."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.journal = PaperJournal()
        self.broker = LedgerBroker()
        self.worker = Worker("test-journal")
        self.changes = 0
        self.ahead = 0.0
        self._set_the_clock(asyncio.get_running_loop())
        self.hears = True
        self.quotes: dict[str, Quote] = {}
        self.orders = self.service()

    def service(self, clock: SessionClock | None = None, *, at: datetime = NOW) -> Orders:
        """The order service, as it is when the program has just begun."""
        if clock is None:
            clock = SessionClock(RULES, self.screen, wall=lambda: NOW)
            clock.observe(at)
        self.clock = clock
        self.guard = PlainGuard(RULES, self.clock, INSTRUMENTS.get, self.quotes.get)
        orders = Orders(
            self.broker,
            self.journal,
            self.worker,
            self.clock,
            RULES,
            self.screen,
            self.guard,
            find_instrument=INSTRUMENTS.get,
            on_change=self._count,
            hears_notices=lambda: self.hears,
        )
        self.guard.order_facts = orders.facts
        return orders

    def pass_time(self, seconds: float) -> None:
        """Let the monotonic clock of this loop run ahead."""
        self.ahead += seconds

    async def read_later(self, seconds: float = 3.0) -> None:
        """Read the day's list so many seconds later."""
        self.pass_time(seconds)
        await self.orders.reconcile()

    async def restored(self) -> None:
        """Let the service take up what the journal tells of, and nothing more."""
        with pytest.raises(InvalidInput):
            await self.orders.cancel(CancelIntent(f"restore {self.ahead}", "0"))

    def _set_the_clock(self, loop: asyncio.AbstractEventLoop) -> None:
        real = loop.time
        loop.time = lambda: real() + self.ahead  # type: ignore[method-assign]

    def _count(self) -> None:
        self.changes += 1


def buy(local_id: str = "a", quantity: int = 10, price: int | None = 98_400) -> OrderIntent:
    order_type = OrderType.MARKET if price is None else OrderType.LIMIT
    shown = None if price is None else Decimal(price)
    return OrderIntent(local_id, "005930", Side.BUY, order_type, quantity, shown)


def notice(kind: NoticeKind, order_no: str, **fields: object) -> Notice:
    told = Notice(
        kind, order_no, "", "005930", Side.BUY, 10, Decimal(98_400), "101201", 10, Venue.KRX,
        Request.NEW, authentic=True,
    )  # fmt: skip
    return msgspec.structs.replace(told, **fields)


def _row(
    symbol: str, side: Side, order_type: OrderType, quantity: int, price: Decimal | None
) -> BrokerOrder:
    return BrokerOrder(
        order_no="", original_no="", branch="91252", symbol=symbol, name="삼성전자", side=side,
        order_type=order_type, quantity=quantity, price=price, filled=0, average_price=None,
        remaining=quantity, cancelled=0, rejected=0, request=Request.NEW, order_time="101200",
        trade_date=TODAY, venue=Venue.KRX,
    )  # fmt: skip
