"""The client and the simulator, written apart from each other, agree over a real wire."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.errors import OrderRefused
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
from tests.unit.kis.peer import MemoryStore, settled

SYMBOL = "005930"
PATIENCE_S = 20.0


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
        return Keys(self.ready.appkey, self.ready.appsecret)

    def account(self) -> Account:
        number, product = self.ready.accounts["stock"].split("-")
        return Account(number, product)


@asynccontextmanager
async def connected(world: str) -> AsyncIterator[KisClient]:
    """A client of a simulator in a process of its own."""
    options = ["--rest-port", "0", "--ws-port", "0", "--clock", "open", "--seed", "7"]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "kis_desktop.simulator.cli", "--world", world, *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)
        ready = msgspec.json.decode(line, type=Ready)
        environment = Environment.simulated(msgspec.structs.asdict(ready))
        client = KisClient(environment, ReadyStore(ready))
        try:
            yield client
        finally:
            await client.close()
    finally:
        process.terminate()
        await process.wait()


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
async def test_a_day_s_work_from_the_token_to_the_balance(world: str) -> None:
    async with connected(world) as client:
        instruments = await client.masters.download()
        listed = {one.symbol: one for one in instruments}
        assert listed[SYMBOL].kind is InstrumentKind.STOCK
        quote = await client.quotes.quote(SYMBOL)
        assert quote.last is not None
        assert quote.limit_down is not None
        assert quote.limit_up is not None
        assert quote.limit_down < quote.last < quote.limit_up
        day = client.rest.market_date()
        assert day is not None
        before = await client.broker.account()
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
        after = await client.broker.account()
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
