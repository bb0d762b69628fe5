"""Limits in the running program: they stop what they should, everywhere, and outlive a restart."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.errors import ApprovalNeeded, OrderRefused
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.order import OrderIntent, OrderState, Origin, Side
from kis_desktop.domain.risk_rules import Action, RiskRule, Rule
from kis_desktop.services.topics import Topic
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import SAMSUNG, Desk, buy, open_desk, order_posts

SENT = {OrderState.ACCEPTED, OrderState.WORKING, OrderState.FILLED}


async def see_prices(desk: Desk) -> None:
    """A screen shows the symbol, and the account was read."""
    focus = Interest(quotes=frozenset({SAMSUNG}), focused=True)
    await desk.services.market_data.set_interest("test", focus)
    await desk.until(lambda: (Topic.QUOTE, SAMSUNG) in desk.latest)
    await desk.until(lambda: (Topic.ACCOUNT, "") in desk.latest)


async def limit(desk: Desk, rule: Rule, action: Action, bound: int) -> None:
    risk = desk.services.risk
    setting = RiskRule(rule, action, Decimal(bound))
    await risk.set_profile((await risk.profile()).setting(setting))


def unconfirmed(local_id: str, quantity: int) -> OrderIntent:
    return msgspec.structs.replace(buy(local_id, quantity), approved=frozenset())


async def test_no_path_goes_round_a_limit(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await see_prices(desk)
        await limit(desk, Rule.QUANTITY, Action.BLOCK, 5)
        for origin in Origin:
            intent = msgspec.structs.replace(unconfirmed(origin.value, 6), origin=origin)
            with pytest.raises(OrderRefused) as refused:
                await desk.services.orders.submit(intent)
            assert refused.value.message.id == "risk.quantity"
        assert order_posts(simulator) == 0
        assert (await desk.services.orders.submit(unconfirmed("fits", 5))).state in SENT
    assert order_posts(simulator) == 1


async def test_what_is_warned_of_goes_once_it_is_confirmed(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await see_prices(desk)
        await limit(desk, Rule.QUANTITY, Action.WARN, 2)
        with pytest.raises(ApprovalNeeded) as asked:
            await desk.services.orders.submit(unconfirmed("a", 3))
        assert asked.value.rules == {"quantity"}
        assert order_posts(simulator) == 0
        confirmed = msgspec.structs.replace(unconfirmed("b", 3), approved=asked.value.rules)
        assert (await desk.services.orders.submit(confirmed)).state in SENT
        await desk.until_state("b", OrderState.FILLED)
        entries = desk.world.journal.entries()
    intent = next(entry for entry in entries if entry.local_id == "b")
    assert intent.body["approved"] == "quantity"
    assert "quantity=warned:3/2" in str(intent.body["checks"])
    accepted = next(entry for entry in entries if entry.kind is JournalKind.ACCEPTED)
    assert {"ms_journalled", "ms_sent", "ms_answered"} <= accepted.body.keys()


async def test_a_loss_locks_new_orders_over_a_restart_and_leaves_the_way_out(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await see_prices(desk)
        await desk.services.orders.submit(unconfirmed("a", 3))
        await desk.until_state("a", OrderState.FILLED)
        await limit(desk, Rule.DAILY_LOSS, Action.BLOCK, 1)
        desk.services.risk.find_result = lambda: Decimal(-2)
        await desk.until(lambda: desk.services.risk.is_locked)
        assert "risk.locked_now" in desk.told()
    async with open_desk(simulator) as desk:
        await desk.until_live()
        await see_prices(desk)
        with pytest.raises(OrderRefused) as refused:
            await desk.services.orders.submit(unconfirmed("b", 1))
        assert refused.value.message.id == "risk.locked"
        way_out = msgspec.structs.replace(unconfirmed("c", 3), side=Side.SELL)
        with pytest.raises(ApprovalNeeded) as asked:
            await desk.services.orders.submit(way_out)
        assert asked.value.rules == {"daily_loss"}
        confirmed = msgspec.structs.replace(way_out, local_id="d", approved=asked.value.rules)
        assert (await desk.services.orders.submit(confirmed)).state in SENT
        entries: tuple[JournalEntry, ...] = desk.world.journal.entries()
        assert JournalKind.LOCKOUT in {entry.kind for entry in entries}
        assert desk.world.journal.verify().holds
    assert order_posts(simulator) == 2
