"""Our fills and the account: alike through a day of trading, and told where they are not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.comparison import Comparison, DifferenceKind
from kis_desktop.domain.event import Logged
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.services.comparison import AccountComparison
from kis_desktop.services.topics import Topic
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import SAMSUNG, Desk, open_desk
from tests.unit.services.order_desk import Screen


def compared(desk: Desk) -> Comparison | None:
    desk.look()
    told = desk.latest.get((Topic.COMPARISON, ""))
    return told if isinstance(told, Comparison) else None


async def compare(desk: Desk, readings: int = 2) -> Comparison:
    """The outcome after so many more readings."""
    for _ in range(readings):
        await desk.services.accounts.refresh()
    told = compared(desk)
    assert told is not None
    return told


def market(local_id: str, side: Side, quantity: int) -> OrderIntent:
    return OrderIntent(local_id, SAMSUNG, side, OrderType.MARKET, quantity, None)


async def ready(desk: Desk) -> None:
    """Wait for the line, a price, and the first comparison."""
    await desk.until_live()
    interest = Interest(quotes=frozenset({SAMSUNG}))
    await desk.services.market_data.set_interest("test", interest)
    await desk.until(lambda: (Topic.QUOTE, SAMSUNG) in desk.latest)
    await desk.until(lambda: (told := compared(desk)) and told.since is not None)


def filled(desk: Desk, side: Side) -> int:
    return sum(fill.quantity for fill in desk.fills() if fill.side is side)


@pytest.mark.slow
async def test_our_fills_explain_holdings_and_cash_to_the_won(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await ready(desk)
        await desk.services.orders.submit(market("buy", Side.BUY, 7))
        await desk.until(lambda: filled(desk, Side.BUY) == 7)
        await desk.services.orders.submit(market("sell", Side.SELL, 3))
        await desk.until(lambda: filled(desk, Side.SELL) == 3)
        await desk.services.orders.reconcile()
        told = await compare(desk, 3)
        desk.look()
        account = desk.latest[Topic.ACCOUNT, ""]
    assert told.differences == ()
    assert isinstance(account, AccountSnapshot)
    ledger = simulator.state()["accounts"]["12345678-01"]["cash"]
    assert [account.cash, account.cash_d2] == [ledger["deposit"], ledger["day_after"]]


@pytest.mark.slow
async def test_a_fill_that_nobody_told_us_is_a_difference(simulator: Simulator) -> None:
    async with open_desk(simulator) as desk:
        await ready(desk)
        screen = Screen()
        deaf = AccountComparison(screen, desk.services.clock.trade_date)
        deaf.on_list()
        deaf.on_account(await desk.world.client.accounts.account())
        await desk.services.orders.submit(market("buy", Side.BUY, 5))
        await desk.until(lambda: filled(desk, Side.BUY) == 5)
        for _ in range(2):
            deaf.on_account(await desk.world.client.accounts.account())
        fills: list[Fill] = desk.fills()
    told = screen.values[Topic.COMPARISON, ""]
    assert isinstance(told, Comparison)
    bought, position, cash = told.differences
    assert bought.kind is DifferenceKind.BOUGHT
    assert (bought.ours, bought.theirs) == (Decimal(0), Decimal(5))
    assert position.kind is DifferenceKind.POSITION
    assert position.theirs - position.ours == 5
    paid = sum((fill.amount + (fill.fee or 0) for fill in fills), Decimal(0))
    assert (cash.kind, cash.ours - cash.theirs) == (DifferenceKind.CASH, paid)
    logged = [each.message.id for each in screen.events if isinstance(each, Logged)]
    assert logged == ["compare.logged_bought", "compare.logged_position", "compare.logged_cash"]


@pytest.mark.slow
async def test_an_order_from_elsewhere_is_counted_once_the_list_tells_it(
    simulator: Simulator,
) -> None:
    async with open_desk(simulator) as desk:
        await ready(desk)
        order = {"account": "12345678-01", "symbol": SAMSUNG, "side": "buy", "order_type": "01"}
        simulator.post("orders", {**order, "quantity": 4, "price": 0})
        await desk.services.orders.reconcile()
        await desk.until(lambda: filled(desk, Side.BUY) == 4)
        assert (await compare(desk, 3)).differences == ()
