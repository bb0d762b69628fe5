"""Whatever the wire does to an order, it is sent once and its end is found."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.errors import InvalidInput, OrderRefused, OrderUncertain
from kis_desktop.domain.kill_switch import KillOutcome
from kis_desktop.domain.order import AmendIntent, CancelIntent, OrderState, OrderType
from kis_desktop.domain.risk_rules import Rule
from kis_desktop.storage.identity import SimulatedIdentity
from kis_desktop.storage.key_source import KeyFile
from kis_desktop.storage.profile_folder import ProfileFolder, home
from kis_desktop.storage.vault import Vault
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import SAMSUNG, buy, open_desk, order_posts

S = OrderState
FAR = 90_000
NO_PRICE_KNOWN = frozenset({Rule.STALE_PRICE.value})


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "timeout_after_acceptance", "code": "EGW00301"},
        {"kind": "timeout_after_acceptance", "code": "EGW00302"},
        {"kind": "drop_after_acceptance"},
    ],
    ids=lambda fault: fault.get("code", fault["kind"]),
)
async def test_an_order_without_an_answer_is_found_by_reading(
    fault: dict[str, object], simulator: Simulator
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        simulator.faults({**fault, "path": "order-cash"})
        with pytest.raises(OrderUncertain):
            await desk.services.orders.submit(buy("a", price=FAR))
        order = await desk.until_state("a", S.WORKING)
        server = simulator.state()["orders"]
    assert [int(row["number"]) for row in server] == [int(order.order_no)]
    assert order_posts(simulator) == 1


async def test_an_order_whose_connection_broke_before_it_was_read_is_not_sent_again(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        simulator.faults({"kind": "drop_before", "path": "order-cash"})
        with pytest.raises(OrderUncertain):
            await desk.services.orders.submit(buy("a", price=FAR))
        await asyncio.sleep(1)
        assert desk.order("a").state is S.UNKNOWN
        with pytest.raises(OrderRefused) as refused:
            await desk.services.orders.submit(buy("b", price=FAR))
    assert refused.value.message.id == "risk.unknown_order"
    assert simulator.state()["orders"] == []
    assert order_posts(simulator) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "notice_first", "ms": 80},
        {"kind": "duplicate_notice", "times": 5},
        {"kind": "lost_notice", "times": 5},
        {"kind": "late_notice", "ms": 1500, "times": 5},
    ],
    ids=lambda fault: str(fault["kind"]),
)
async def test_fills_add_up_however_the_notices_come(
    fault: dict[str, object], simulator: Simulator
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        simulator.faults(fault)
        await desk.services.orders.submit(buy("a", quantity=7))
        await desk.until_state("a", S.FILLED)
        await desk.until(lambda: not any(fill.provisional for fill in desk.fills()))
        fills = desk.fills()
        server = simulator.state()["fills"]
    assert sum(fill.quantity for fill in fills) == 7
    assert sum(fill.amount for fill in fills) == sum(
        row["quantity"] * row["price"] for row in server
    )


async def test_a_dead_token_refuses_an_order_without_sending_it_again(
    simulator: Simulator,
) -> None:
    await leave_an_old_token(simulator)
    readers = dict.fromkeys(("accounts", "orders", "market_data", "instruments"), idle)
    async with open_desk(simulator, readers) as desk:
        await desk.until_live()
        simulator.faults({"kind": "dead_token"})
        with pytest.raises(OrderRefused) as refused:
            await desk.services.orders.submit(buy("a"))
        assert order_posts(simulator) == 1
        again = await desk.services.orders.submit(buy("b"))
    assert refused.value.message.code == "EGW00121"
    assert again.state in {S.ACCEPTED, S.WORKING, S.FILLED}
    assert order_posts(simulator) == 2


async def test_a_dead_token_is_renewed_once_for_reading(simulator: Simulator) -> None:
    await leave_an_old_token(simulator)
    issued = simulator.state()["tokens"]["issued"]
    async with open_desk(simulator) as desk:
        await desk.until_live()
        assert simulator.state()["tokens"]["issued"] == issued
        simulator.faults({"kind": "dead_token"})
        await desk.services.accounts.refresh()
    assert simulator.state()["tokens"]["issued"] == issued + 1


async def idle() -> None:
    """A service that reads nothing, so that the order is the first to meet the dead token."""
    await asyncio.Event().wait()


async def leave_an_old_token(simulator: Simulator) -> None:
    """Run once, then let the token be older than the minute within which none may be asked for."""
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.services.accounts.refresh()
    identity = SimulatedIdentity("simulator")
    folder = ProfileFolder(home(), identity)
    vault = Vault.open(folder.vault, identity, KeyFile(folder.key_file, identity))
    issued = vault.secrets.token_issued_at
    assert issued is not None
    vault.update(token_issued_at=issued - timedelta(minutes=2))
    vault.close()


async def test_a_refusal_of_the_server_leaves_nothing_behind(simulator: Simulator) -> None:
    confirmed = frozenset(rule.value for rule in Rule)
    order = msgspec.structs.replace(buy("a", 1_000_000, FAR), approved=confirmed)
    async with open_desk(simulator, {"accounts": idle}) as desk:
        await desk.until_live()
        with pytest.raises(OrderRefused) as refused:
            await desk.services.orders.submit(order)
        assert desk.order("a").state is S.REJECTED
    assert refused.value.message.code == "APBK0952"
    assert simulator.state()["orders"] == []


async def test_amend_and_cancel_without_an_answer_are_settled_by_reading(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        resting = await desk.services.orders.submit(buy("a", price=FAR))
        simulator.faults({"kind": "drop_after_acceptance", "path": "order-rvsecncl"})
        with pytest.raises(OrderUncertain):
            await desk.services.orders.amend(
                AmendIntent(
                    "b",
                    resting.order_no,
                    OrderType.LIMIT,
                    resting.price,
                    approved=NO_PRICE_KNOWN,
                )
            )
        amended = await desk.until_state("b", S.WORKING)
        await desk.until_state("a", S.AMENDED)
        simulator.faults({"kind": "drop_after_acceptance", "path": "order-rvsecncl"})
        with pytest.raises(OrderUncertain):
            await desk.services.orders.cancel(CancelIntent("c", amended.order_no))
        await desk.until_state("b", S.CANCELLED)
    assert order_posts(simulator) == 3


async def test_a_new_start_finds_the_orders_of_the_last_one(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.services.orders.submit(buy("a", price=FAR))
        await desk.services.orders.submit(buy("b", quantity=2))
        await desk.until_state("b", S.FILLED)
    async with open_desk(simulator) as desk:
        await desk.until_state("a", S.WORKING)
        await desk.until_state("b", S.FILLED)
        await desk.until(lambda: sum(fill.quantity for fill in desk.fills()) == 2)
    assert order_posts(simulator) == 2


def place_elsewhere(simulator: Simulator, quantity: int, price: int) -> str:
    """Another program on the account sends a buy; its number."""
    body: dict[str, object] = {
        "account": simulator.ready["accounts"]["stock"],
        "symbol": SAMSUNG,
        "side": "buy",
        "order_type": "00",
        "quantity": quantity,
        "price": price,
    }
    return str(simulator.post("orders", body)["number"])


async def test_of_two_alike_orders_one_from_elsewhere_none_is_adopted_but_by_the_trader(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        simulator.faults({"kind": "drop_after_acceptance", "path": "order-cash"})
        with pytest.raises(OrderUncertain):
            await desk.services.orders.submit(buy("a", price=FAR))
        place_elsewhere(simulator, 3, FAR)
        await desk.until(lambda: desk.choices("a"))
        first, second = desk.choices("a")
        assert desk.order("a").state is S.UNKNOWN
        order = await desk.services.orders.adopt("a", second)
        assert (order.order_no, order.state) == (second, S.WORKING)
        resting = {one.order_no for one in desk.services.orders.open_orders()}
    assert resting == {first, second}
    assert order_posts(simulator) == 1


async def test_the_kill_switch_takes_back_ours_those_from_elsewhere_and_one_without_an_answer(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        for place, local_id in enumerate("abc"):
            await desk.services.orders.submit(buy(local_id, price=FAR + 100 * place))
        place_elsewhere(simulator, 7, FAR)
        simulator.faults({"kind": "silence_after_acceptance", "ms": 300, "path": "order-cash"})
        with pytest.raises(OrderUncertain):
            await desk.services.orders.submit(buy("d", quantity=5, price=FAR))
        await desk.services.kill_switch.pull()
        with pytest.raises(OrderRefused):
            await desk.services.orders.submit(buy("e", price=FAR))
        await desk.until(lambda: desk.killed().count(KillOutcome.CANCELLED) == 5)
        with pytest.raises(InvalidInput):
            await desk.services.kill_switch.release("")
        await desk.services.kill_switch.release("다시 시작")
        await desk.services.orders.submit(buy("f", price=FAR))
    left = [row for row in simulator.state()["orders"] if row["remaining"]]
    assert [row["quantity"] for row in left] == [3]
    assert order_posts(simulator) == 10


async def test_a_cancel_of_the_kill_switch_without_an_answer_is_settled_by_reading(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await desk.services.orders.submit(buy("a", price=FAR))
        simulator.faults({"kind": "drop_after_acceptance", "path": "order-rvsecncl"})
        await desk.services.kill_switch.pull()
        await desk.until(lambda: desk.killed().count(KillOutcome.CANCELLED) == 1)
    assert order_posts(simulator) == 2


async def test_parts_of_an_order_are_amended_and_cancelled(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        resting = await desk.services.orders.submit(buy("a", quantity=10, price=FAR))
        price = Decimal(FAR - 1000)
        part = AmendIntent(
            "b", resting.order_no, OrderType.LIMIT, price, quantity=4, approved=NO_PRICE_KNOWN
        )
        amended = await desk.services.orders.amend(part)
        await desk.until(lambda: desk.order("a").remaining == 6)
        await desk.services.orders.cancel(CancelIntent("c", resting.order_no, quantity=1))
        await desk.until(lambda: desk.order("a").remaining == 5)
        await desk.services.orders.reconcile()
        await desk.services.orders.reconcile()
        first, second = desk.order("a"), desk.order("b")
        rests = {row["number"]: row["remaining"] for row in simulator.state()["orders"]}
    assert (first.state, first.remaining) == (S.WORKING, 5)
    assert (second.state, second.remaining, second.price) == (S.WORKING, 4, price)
    assert (rests[resting.order_no], rests[amended.order_no]) == (5, 4)


async def test_forged_notices_prove_nothing_and_doubled_reordered_ones_count_once(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        resting = await desk.services.orders.submit(buy("a", quantity=7, price=FAR))
        account = str(simulator.ready["accounts"]["stock"]).replace("-", "")
        fill = (
            f"simuser^{account}^{resting.order_no}^^02^0^00^0^005930^0000000007^000090000^101300^0"
            "^2^2^91252^000000007^simuser^^1^N^^00^^^000090000"
        )
        simulator.faults({"kind": "garbage", "text": f"0|H0STCNI0|001|{fill}"})
        await asyncio.sleep(1)
        assert (desk.order("a").filled, desk.order("a").state) == (0, S.WORKING)
        assert "kis.frame_unreadable" not in desk.told()
        simulator.faults(
            {"kind": "duplicate_notice", "times": 3}, {"kind": "reorder_notices", "ms": 300}
        )
        await desk.services.orders.submit(buy("b", quantity=7))
        await desk.until_state("b", S.FILLED)
        await desk.until(lambda: not any(fill.provisional for fill in desk.fills()))
    assert sum(fill.quantity for fill in desk.fills()) == 7
