"""The client and the simulator, written apart from each other, agree over a real wire."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import msgspec
import pytest

from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.errors import OrderRefused, OrderUncertain
from kis_desktop.domain.instrument import InstrumentKind
from kis_desktop.domain.order import (
    AmendIntent,
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Request,
    Side,
    Venue,
)
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_report import BrokerOrder, Notice, NoticeKind, OrderReceipt
from kis_desktop.domain.quote import Trade
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.credentials import Account, Keys
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.line_socket import Timing
from tests.loopback import NO_AUTHORITIES
from tests.patience import PATIENCE_S
from tests.unit.kis.peer import MemoryStore, settled

SYMBOL = "005930"


class Ready(msgspec.Struct):
    rest: str
    ws: str
    world: str
    appkey: str
    appsecret: str
    accounts: dict[str, str]
    hts_id: str


class ReadyStore(MemoryStore):
    """The credentials that the simulator printed."""

    def __init__(self, ready: Ready) -> None:
        super().__init__(hts=ready.hts_id)
        self.ready = ready

    def keys(self) -> Keys:
        return Keys(self.ready.appkey, self.ready.appsecret, World.SIMULATED)

    def account(self) -> Account:
        number, product = self.ready.accounts["stock"].split("-")
        return Account(number, product)


Simulators = Callable[[str], ReadyStore]


class Admin:
    """The simulator's own side."""

    def __init__(self, rest: str) -> None:
        self.root = f"{rest}/_sim"

    async def state(self) -> dict[str, Any]:
        async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as http:
            answer = await http.get(f"{self.root}/state")
        state: dict[str, Any] = answer.json()
        return state

    async def fault(self, kind: str, **values: object) -> None:
        async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as http:
            answer = await http.post(f"{self.root}/faults", json={"kind": kind, **values})
        assert answer.status_code == 200, answer.text

    async def reset(self) -> None:
        async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as http:
            answer = await http.post(f"{self.root}/reset")
        assert answer.status_code == 200, answer.text

    async def orders_sent(self) -> int:
        """How often an order reached the server, whatever became of it."""
        counted: dict[str, int] = (await self.state())["order_requests"]
        return sum(counted.values())


def start(world: str) -> tuple[subprocess.Popen[bytes], Ready]:
    """A simulator in a process of its own."""
    options = ["--rest-port", "0", "--ws-port", "0", "--clock", "open", "--seed", "7"]
    process = subprocess.Popen(
        [sys.executable, "-m", "kis_desktop.simulator.cli", "--world", world, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    return process, msgspec.json.decode(process.stdout.readline(), type=Ready)


@pytest.fixture(scope="module")
def simulators() -> Iterator[Simulators]:
    """One simulator a world, with what a trader keeps of it: the token outlives the clients."""
    running: dict[str, tuple[subprocess.Popen[bytes], ReadyStore]] = {}

    def of(world: str) -> ReadyStore:
        if world not in running:
            process, ready = start(world)
            running[world] = process, ReadyStore(ready)
        return running[world][1]

    yield of
    for process, _ in running.values():
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@asynccontextmanager
async def connected(
    store: ReadyStore, timing: Timing | None = None, read_seconds: float = 10.0
) -> AsyncIterator[tuple[KisClient, Admin]]:
    """A client of a simulator as new, and the simulator's own side."""
    admin = Admin(store.ready.rest)
    await admin.fault("clear")
    await admin.reset()
    environment = Environment.simulated(msgspec.structs.asdict(store.ready))
    client = KisClient(environment, store, timing=timing, read_seconds=read_seconds)
    try:
        yield client, admin
    finally:
        await client.close()


def as_order(receipt: OrderReceipt, quantity: int, price: Decimal, day: date) -> Order:
    return Order(
        local_id="x",
        symbol=SYMBOL,
        side=Side.BUY,
        order_type=OrderType.LIMIT,
        quantity=quantity,
        price=price,
        venue=Venue.KRX,
        state=OrderState.WORKING,
        at=datetime.now(UTC),
        trade_date=day,
        order_no=receipt.order_no,
        branch=receipt.branch,
    )


@pytest.mark.slow
@pytest.mark.parametrize("world", ["real", "paper"])
async def test_a_day_s_work_from_the_token_to_the_balance(
    simulators: Simulators, world: str
) -> None:
    async with connected(simulators(world)) as (client, _):
        kospi = client.masters.read("kospi", await client.masters.fetch("kospi"))
        listed = {one.symbol: one for one in kospi.instruments}
        assert listed[SYMBOL].kind is InstrumentKind.STOCK
        quote = await client.quotes.quote(SYMBOL)
        assert quote.last is not None
        assert quote.limit_down is not None
        assert quote.limit_up is not None
        assert quote.limit_down < quote.last < quote.limit_up
        day = client.rest.market_date()
        assert day is not None
        before = await client.accounts.account()
        assert before.cash_d2 is not None

        trades: list[Trade] = []
        books: list[OrderBook] = []
        notices: list[Notice] = []
        client.stream.on_trades = lambda _, run: trades.extend(run)
        client.stream.on_book = books.append
        client.stream.on_notice = notices.append
        client.stream.want([SYMBOL], [SYMBOL])
        line = asyncio.create_task(client.stream.run())
        try:
            await settled(lambda: client.stream.status.state is LinkState.LIVE, PATIENCE_S)
            assert client.stream.live() == (frozenset({SYMBOL}), frozenset({SYMBOL}))
            await settled(lambda: bool(trades and books), PATIENCE_S)
            assert trades[0].symbol == books[0].symbol == SYMBOL
            await buy_amend_and_cancel(client, books[-1], notices, day)
        finally:
            line.cancel()
            await asyncio.gather(line, return_exceptions=True)
        after = await client.accounts.account()
        held = {position.symbol: position.quantity for position in after.positions}
        held_before = {position.symbol: position.quantity for position in before.positions}
        assert held[SYMBOL] == held_before.get(SYMBOL, 0) + 2
        assert after.cash_d2 is not None
        assert after.cash_d2 < before.cash_d2


async def buy_amend_and_cancel(
    client: KisClient, book: OrderBook, notices: list[Notice], day: date
) -> None:
    broker = client.broker
    top = book.asks[5].price
    bought = await broker.submit(OrderIntent("1", SYMBOL, Side.BUY, OrderType.LIMIT, 2, top))
    await settled(lambda: filled(notices, bought.order_no) == 2, PATIENCE_S)

    low, lower = book.bids[-2].price, book.bids[-1].price
    resting = await broker.submit(OrderIntent("2", SYMBOL, Side.BUY, OrderType.LIMIT, 3, lower))
    amended = await broker.amend(
        as_order(resting, 3, lower, day),
        AmendIntent("2", resting.order_no, OrderType.LIMIT, low),
    )
    await settled(lambda: said(notices, amended.order_no, NoticeKind.AMENDED), PATIENCE_S)
    cancelled = await broker.cancel(as_order(amended, 3, low, day))
    await settled(lambda: said(notices, cancelled.order_no, NoticeKind.CANCELLED), PATIENCE_S)
    assert all(notice.authentic for notice in notices)

    with pytest.raises(OrderRefused):
        await broker.submit(OrderIntent("3", SYMBOL, Side.BUY, OrderType.LIMIT, 1, top + 1))

    orders: dict[str, BrokerOrder] = {one.order_no: one for one in await broker.orders(day)}
    assert (orders[bought.order_no].filled, orders[bought.order_no].remaining) == (2, 0)
    assert orders[amended.order_no].original_no == resting.order_no
    assert orders[amended.order_no].request is Request.AMEND
    assert orders[cancelled.order_no].request is Request.CANCEL
    assert orders[resting.order_no].remaining == 0


def filled(notices: list[Notice], order_no: str) -> int:
    return sum(
        notice.quantity
        for notice in notices
        if notice.order_no == order_no and notice.kind is NoticeKind.FILLED
    )


def said(notices: list[Notice], order_no: str, kind: NoticeKind) -> bool:
    return any(notice.order_no == order_no and notice.kind is kind for notice in notices)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "outcome", "stands"),
    [
        ({"kind": "timeout_after_acceptance", "code": "EGW00301"}, OrderUncertain, True),
        ({"kind": "timeout_after_acceptance", "code": "EGW00302"}, OrderUncertain, True),
        ({"kind": "drop_after_acceptance"}, OrderUncertain, True),
        ({"kind": "silence_after_acceptance"}, OrderUncertain, True),
        ({"kind": "drop_before"}, OrderUncertain, False),
        ({"kind": "http_error", "status": 500, "code": "EGW00001"}, OrderUncertain, False),
        ({"kind": "http_error", "status": 500, "code": "EGW00201"}, OrderRefused, False),
        ({"kind": "refuse_order", "code": "APBK0918"}, OrderRefused, False),
    ],
    ids=lambda value: str(value.get("kind", "")) if isinstance(value, dict) else None,
)
async def test_whatever_goes_wrong_an_order_is_sent_once_and_the_ledger_settles_it(
    simulators: Simulators, fault: dict[str, object], outcome: type[Exception], stands: bool
) -> None:
    async with connected(simulators("real"), read_seconds=1.0) as (client, admin):
        book = await client.quotes.order_book(SYMBOL)
        day = client.rest.market_date()
        assert day is not None
        before = {one.order_no for one in await client.broker.orders(day)}
        sent_before = await admin.orders_sent()
        path = "/uapi/domestic-stock/v1/trading/order-cash"
        located = fault if fault["kind"] == "refuse_order" else {**fault, "path": path}
        await admin.fault(**located)  # type: ignore[arg-type]
        intent = OrderIntent("1", SYMBOL, Side.BUY, OrderType.LIMIT, 7, book.bids[-1].price)
        with pytest.raises(outcome):
            await client.broker.submit(intent)
        found = [one for one in await client.broker.orders(day) if one.order_no not in before]
        assert [one.quantity for one in found] == ([7] if stands else [])
        assert await admin.orders_sent() - sent_before <= 1


@pytest.mark.slow
async def test_the_line_comes_back_from_drops_and_silence_and_reads_old_widths(
    simulators: Simulators,
) -> None:
    async with connected(simulators("real"), Timing(silence=2.0)) as (client, admin):
        statuses: list[ConnectionStatus] = []
        trades: list[Trade] = []
        client.stream.on_status = statuses.append
        client.stream.on_trades = lambda _, run: trades.extend(run)
        client.stream.want([SYMBOL], [SYMBOL])
        line = asyncio.create_task(client.stream.run())
        try:
            await settled(lambda: client.stream.status.state is LinkState.LIVE, PATIENCE_S)
            for fault in ("drop_ws", "half_open"):
                await admin.fault(fault)
                await settled(lambda: client.stream.status.state is LinkState.GAP, PATIENCE_S)
                await admin.fault("clear")
                client.stream.connect_now()
                await settled(lambda: client.stream.status.state is LinkState.LIVE, PATIENCE_S)
            reasons = {status.reason.id for status in statuses if status.reason is not None}
            assert {"kis.stream_dropped", "kis.stream_silent"} <= reasons
            await admin.fault("widths", trade=46, book=59, notice=23)
            trades.clear()
            await settled(lambda: len(trades) > 3, PATIENCE_S)
            told = [status.reason.id for status in statuses if status.reason is not None]
            assert "kis.frame_unreadable" not in told
        finally:
            line.cancel()
            await asyncio.gather(line, return_exceptions=True)


@pytest.mark.slow
async def test_each_market_s_prices_come_by_their_own_key(simulators: Simulators) -> None:
    keys = (SYMBOL, f"{SYMBOL}@NXT", f"{SYMBOL}@UN")
    async with connected(simulators("real")) as (client, _):
        trades: dict[str, list[Trade]] = {key: [] for key in keys}
        books: dict[str, OrderBook] = {}
        client.stream.on_trades = lambda key, run: trades[key].extend(run)
        client.stream.on_book = lambda book: books.update({book.symbol: book})
        client.stream.want(keys, keys)
        line = asyncio.create_task(client.stream.run())
        try:
            await settled(lambda: client.stream.status.state is LinkState.LIVE, PATIENCE_S)
            assert client.stream.live() == (frozenset(keys), frozenset(keys))
            everywhere = lambda: all(trades.values()) and len(books) == len(keys)  # noqa: E731
            await settled(everywhere, PATIENCE_S)
        finally:
            line.cancel()
            await asyncio.gather(line, return_exceptions=True)
        assert [books[key].venue for key in keys] == ["KRX", "NXT", "UN"]
        assert [{one.venue for one in trades[key]} for key in keys] == [{"KRX"}, {"NXT"}, {"UN"}]
        assert client.stream.quarantine() == ()
        quotes = [await client.quotes.quote(key) for key in keys]
        assert [one.symbol for one in quotes] == list(keys)
        krx, nxt, unified = [one.volume or 0 for one in quotes]
        assert 0 < nxt < krx < unified
        assert (await client.quotes.order_book(keys[1])).venue == "NXT"
        assert (await client.quotes.recent_trades(keys[1]))[0].symbol == keys[1]
