"""A bug in any service never keeps an order from being placed."""

from __future__ import annotations

import asyncio

import pytest

from kis_desktop.domain.order import OrderState
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import buy, open_desk, order_posts
from tests.patience import PATIENCE_S

SERVICES = (
    "connection", "budget", "clock", "market_data", "history", "orders", "order_journal",
    "risk", "kill_switch", "conditional", "accounts", "account_details", "instruments", "recording",
    "alerts", "older_history",
)  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
async def test_an_order_is_placed_while_this_service_fails(name: str, simulator: Simulator) -> None:
    failed = asyncio.Event()

    async def broken() -> None:
        failed.set()
        raise ZeroDivisionError

    async with open_desk(simulator, {name: broken}) as desk:
        assert set(desk.services.supervised()) == set(SERVICES)
        await asyncio.wait_for(failed.wait(), PATIENCE_S)
        order = await asyncio.wait_for(desk.services.orders.submit(buy("a")), PATIENCE_S)
        await desk.until(lambda: "program.service_failed" in desk.told())
    assert order.state in {OrderState.ACCEPTED, OrderState.WORKING, OrderState.FILLED}
    assert order_posts(simulator) == 1
