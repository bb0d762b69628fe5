"""How the calls of a key heed the server: slower when it keeps refusing, each lane for itself."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Lane
from kis_desktop.domain.errors import OrderRefused, OrderUncertain, RateLimited
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.kis.auth import access_token
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.gate import Turn
from kis_desktop.kis.protocol.control import KST
from kis_desktop.kis.sender import Sender
from kis_desktop.kis.transport import Transport
from tests.unit.kis.peer import (
    Answer,
    MemoryStore,
    Peer,
    Request,
    Silence,
    aged_token,
    ok,
    refused,
    settled,
)

PRICE = "domestic_stock/inquire_price"
BALANCE = "domestic_stock/inquire_balance"
ORDER = OrderIntent("x", "005930", Side.BUY, OrderType.MARKET, 1, None)
MICROSECONDS = 1e-6


class Clock:
    """Runs a microsecond at every look; the test lets it run further."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += MICROSECONDS
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(peer: Peer, clock: Clock) -> AsyncIterator[KisClient]:
    made = KisClient(peer.environment(), MemoryStore(token=aged_token("kept")), clock=clock)
    yield made
    await made.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads pause for no time between repeats."""
    monkeypatch.setattr("kis_desktop.kis.sender._pause", lambda _kind, _tries: 0.0)
    monkeypatch.setattr("kis_desktop.kis.sender.BUSY_PAUSE", 0.0)


def times(count: int, first: Answer, then: Answer) -> Callable[[Request], Answer]:
    left = [first] * count
    return lambda _: left.pop() if left else then


def price(number: int) -> dict[str, str]:
    return {"FID_INPUT_ISCD": str(number)}


@pytest.mark.usefixtures("quick")
async def test_a_server_that_keeps_refusing_is_asked_slower_and_that_is_told_once(
    client: KisClient, peer: Peer, clock: Clock
) -> None:
    told: list[Message] = []
    client.rest.on_slower(told.append)
    peer.handlers["inquire-price"] = times(3, refused("EGW00201"), ok(output={"stck_prpr": "1"}))
    async with asyncio.TaskGroup() as group:
        call = group.create_task(client.rest.call(PRICE, price(1)))
        while not call.done():
            clock.now += 0.5
            await asyncio.sleep(0.001)
    budget = client.budget()
    assert (budget.rest_limit, budget.server_limit, budget.busy_answers) == (2.5, 3, 3)
    assert [(one.id, one.arguments) for one in told] == [("rest.slower", {"plan": "2.5"})]
    clock.now += 700.0
    assert client.budget().rest_limit == 15.0


@pytest.mark.usefixtures("quick")
async def test_a_limit_that_stays_is_a_failure_and_nobody_need_listen(
    client: KisClient, peer: Peer, clock: Clock
) -> None:
    peer.handlers["inquire-price"] = lambda _: refused("EGW00201")
    call = asyncio.create_task(client.rest.call(PRICE, price(1)))
    while not call.done():
        clock.now += 0.5
        await asyncio.sleep(0.001)
    with pytest.raises(RateLimited):
        await call
    assert client.budget().busy_answers == 6


async def test_an_order_refused_for_its_pace_counts_too_and_is_not_sent_again(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-cash"] = lambda _: refused("EGW00201")
    with pytest.raises(OrderRefused):
        await client.broker.submit(ORDER)
    assert client.budget().busy_answers == 1
    assert len(peer.seen("order-cash")) == 1


async def test_an_order_that_waits_for_its_turn_is_not_sent_when_new_ones_are_stopped_meanwhile(
    peer: Peer,
) -> None:
    client = KisClient(peer.environment("paper"), MemoryStore(token=aged_token("kept")))
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "1"})
    peer.handlers["order-cash"] = lambda _: ok(
        output={"KRX_FWDG_ORD_ORGNO": "1", "ODNO": "2", "ORD_TMD": "101200"}
    )
    stopped: list[Message] = []
    try:
        await client.rest.call(PRICE, price(1))
        waiting = asyncio.create_task(
            client.broker.submit(ORDER, lambda: stopped[0] if stopped else None)
        )
        await settled(lambda: client.budget().waiting == 1)
        stopped.append(message("order.halted_by_user"))
        with pytest.raises(OrderRefused) as refusal:
            await waiting
        assert refusal.value.message.id == "order.halted_by_user"
        assert peer.seen("order-cash") == []
        stopped.clear()
        await client.broker.submit(ORDER, lambda: stopped[0] if stopped else None)
    finally:
        await client.close()
    assert len(peer.seen("order-cash")) == 1


async def test_an_order_is_never_read_as_a_page_which_would_be_repeated(peer: Peer) -> None:
    store = MemoryStore(token=aged_token("kept"))
    transport = Transport(peer.environment())
    sender = Sender(transport, access_token(transport, store), store, time.monotonic)
    order = loader.endpoint("domestic_stock/order_cash")
    try:
        with pytest.raises(ValueError, match="sent once"):
            await sender.page(order, "TTTC0012U", {}, "", Turn(Lane.ORDER))
    finally:
        sender.gate.close()
        await transport.close()
    assert peer.requests == []


async def test_the_ledger_s_limit_holds_its_own_lane_alone(peer: Peer) -> None:
    client = KisClient(peer.environment(), MemoryStore(token=aged_token("kept")))
    peer.handlers["inquire-balance"] = times(1, refused("EGW00215"), ok(output1=[]))
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "1"})
    try:
        started = time.monotonic()
        balance = asyncio.create_task(client.rest.call(BALANCE))
        await settled(lambda: len(peer.seen("inquire-balance")) == 1)
        for number in range(3):
            await client.rest.call(PRICE, price(number))
        assert not balance.done()
        await balance
        assert time.monotonic() - started >= 1.0
    finally:
        await client.close()
    assert len(peer.seen("inquire-balance")) == 2


async def test_an_order_that_met_the_ledger_s_limit_slows_the_account_and_no_order(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["order-cash"] = lambda _: refused("EGW00215")
    with pytest.raises(OrderUncertain):
        await client.broker.submit(ORDER)
    peer.handlers["order-cash"] = lambda _: ok(
        output={"KRX_FWDG_ORD_ORGNO": "1", "ODNO": "2", "ORD_TMD": "101200"}
    )
    await client.broker.submit(ORDER)
    balance = asyncio.create_task(client.rest.call(BALANCE))
    await settled(lambda: client.budget().waiting == 1)
    assert client.budget().queues[0].lane == "account"
    assert peer.seen("inquire-balance") == []
    balance.cancel()
    await settled(lambda: client.budget().waiting == 0)


async def test_the_gauge_tells_the_plan_the_queues_and_the_token(
    client: KisClient, peer: Peer, clock: Clock
) -> None:
    peer.handlers["inquire-price"] = lambda _: Silence()
    calls = [
        asyncio.create_task(client.rest.call(PRICE, price(number), lane=lane))
        for number, lane in enumerate([Lane.VISIBLE] * 4 + [Lane.BACKGROUND] * 2)
    ]
    await settled(lambda: len(peer.seen("inquire-price")) == 3)
    clock.now += 0.01
    budget = client.budget()
    assert (budget.rest_used, budget.rest_limit, budget.server_limit) == (3, 15.0, 18)
    assert [(one.lane, one.count) for one in budget.queues] == [("visible", 1), ("background", 2)]
    assert all(0.01 <= one.longest < 0.02 for one in budget.queues)
    assert budget.waiting == 3
    assert budget.token_issued_at is not None
    assert budget.token_valid_until == budget.token_issued_at + timedelta(hours=24)
    assert budget.line == ()
    await client.close()
    await asyncio.wait(calls)


@pytest.mark.parametrize(("days", "plan"), [(0, 2.5), (2, 2.5), (3, 15.0)])
async def test_a_new_customer_s_first_days_are_slow(peer: Peer, days: int, plan: float) -> None:
    enrolled = datetime.now(KST).date() - timedelta(days=days)
    client = KisClient(peer.environment(), MemoryStore(), enrolled=enrolled)
    assert client.budget().rest_limit == plan
    await client.close()


async def test_paper_is_planned_below_one_a_second(peer: Peer) -> None:
    client = KisClient(peer.environment("paper"), MemoryStore())
    assert (client.budget().rest_limit, client.budget().server_limit) == (0.9, 1)
    await client.close()


async def test_a_waiting_read_goes_up_with_a_second_caller(client: KisClient, peer: Peer) -> None:
    peer.handlers["inquire-price"] = lambda _: Silence()
    calls = [
        asyncio.create_task(client.rest.call(PRICE, price(number), lane=Lane.BACKGROUND))
        for number in range(5)
    ]
    await settled(lambda: client.budget().waiting == 2)
    calls.append(asyncio.create_task(client.rest.call(PRICE, price(4), lane=Lane.VISIBLE)))
    await settled(lambda: len(client.budget().queues) == 2)
    assert [(one.lane, one.count) for one in client.budget().queues] == [
        ("visible", 1),
        ("background", 1),
    ]
    await client.close()
    await asyncio.wait(calls)


async def test_a_read_that_nobody_wants_any_more_is_not_asked_again(
    client: KisClient, peer: Peer
) -> None:
    peer.handlers["inquire-price"] = lambda _: Silence()
    call = asyncio.create_task(client.rest.call(PRICE, price(1)))
    await settled(lambda: len(peer.seen("inquire-price")) == 1)
    call.cancel()
    await asyncio.wait([call])
    for connection in list(peer.connections):
        connection.abort()
    await settled(lambda: "shared read" not in {task.get_name() for task in asyncio.all_tasks()})
    assert len(peer.seen("inquire-price")) == 1


@pytest.mark.usefixtures("quick")
async def test_a_read_that_waited_long_for_its_turn_still_has_all_its_tries(
    client: KisClient, peer: Peer, clock: Clock
) -> None:
    peer.handlers["inquire-balance"] = lambda _: ok(output1=[])
    peer.handlers["inquire-price"] = times(2, refused("EGW00202"), ok(output={"stck_prpr": "1"}))
    for _ in range(3):
        await client.rest.call(BALANCE)
    call = asyncio.create_task(client.rest.call(PRICE, price(1)))
    await settled(lambda: client.rest.waiting() == 1)
    while not call.done():
        clock.now += 20.0 if client.rest.waiting() else 0.0
        await asyncio.sleep(0.01)
    assert (await call).need("output") == {"stck_prpr": "1"}
    assert len(peer.seen("inquire-price")) == 3
