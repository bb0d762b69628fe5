"""The account, the groups and the line, each with a small world."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.domain.account import AccountDetails, AccountSnapshot, BuyingPower
from kis_desktop.domain.connection import Budget, ConnectionStatus, LinkState
from kis_desktop.domain.errors import InvalidInput, TimedOut
from kis_desktop.domain.event import ConnectionChanged, Logged
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderType
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.services.accounts import Accounts
from kis_desktop.services.connection import Connection
from kis_desktop.services.runtime import Worker
from kis_desktop.services.topics import Topic
from kis_desktop.services.watchlists import WatchGroup, Watchlists, first_groups
from tests.unit.services.order_desk import LedgerBroker, Screen
from tests.unit.services.test_market_data import QuietLine


def snapshot(cash: int) -> AccountSnapshot:
    return AccountSnapshot(
        Decimal(cash), None, None, None, None, None, None, None, None, (), received=0.0
    )


class Bank(LedgerBroker):
    """A broker whose account can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.readings = 0
        self.fails = False
        self.done = asyncio.Event()
        self.detailed = asyncio.Event()
        self.asked: list[tuple[date, date]] = []

    async def account(self) -> AccountSnapshot:
        self.readings += 1
        self.done.set()
        if self.fails:
            raise TimedOut(message("kis.timed_out"))
        return snapshot(self.readings)

    async def buying_power(
        self, symbol: str, order_type: OrderType, price: Decimal | None
    ) -> BuyingPower:
        return BuyingPower(symbol, order_type, price, Decimal(1), Decimal(1), 1, price)

    async def sellable(self, symbol: str) -> int | None:
        return len(symbol)

    async def details(self) -> AccountDetails:
        self.detailed.set()
        if self.fails:
            raise TimedOut(message("kis.timed_out"))
        return AccountDetails(1.0, margin=Decimal(7))

    async def orders_between(self, start: date, end: date) -> tuple[BrokerOrder, ...]:
        self.asked.append((start, end))
        return ()


async def run_for(service: Callable[[], Awaitable[None]], done: asyncio.Event) -> None:
    """Run a service, as its supervisor would, until something has happened."""
    running = asyncio.ensure_future(service())
    await asyncio.wait_for(done.wait(), 5)
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_the_account_is_read_at_the_start_and_when_asked() -> None:
    bank, screen = Bank(), Screen()
    accounts = Accounts(bank, screen)
    await run_for(accounts.run, bank.done)
    assert accounts.snapshot == snapshot(1)
    bank.done.clear()
    accounts.ask()
    accounts.ask()
    await run_for(accounts.run, bank.done)
    assert screen.values[Topic.ACCOUNT, ""] == snapshot(2)


async def test_a_reading_that_fails_is_told_once_and_tried_again() -> None:
    bank, screen = Bank(), Screen()
    bank.fails = True
    accounts = Accounts(bank, screen)
    await run_for(accounts.run, bank.done)
    accounts.ask()
    bank.done.clear()
    await run_for(accounts.run, bank.done)
    told = [event.message.id for event in screen.events if isinstance(event, Logged)]
    assert told == ["kis.timed_out"]
    assert accounts.snapshot is None


async def test_what_can_be_traded_is_asked_of_the_broker() -> None:
    accounts = Accounts(Bank(), Screen())
    power = await accounts.buying_power("005930", OrderType.LIMIT, Decimal(10))
    assert power.quantity == 1
    assert await accounts.sellable("005930") == 6


async def test_each_complete_reading_is_told_to_who_compares_it() -> None:
    heard: list[AccountSnapshot] = []
    await Accounts(Bank(), Screen(), heard.append).refresh()
    assert heard == [snapshot(1)]


async def test_details_follow_a_reading_and_a_failing_one_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kis_desktop.services.accounts._DETAILS_AFTER", 0.0)
    bank, screen = Bank(), Screen()
    accounts = Accounts(bank, screen)
    running = asyncio.ensure_future(accounts.run_details())
    await accounts.refresh()
    bank.fails = True
    await asyncio.wait_for(bank.detailed.wait(), 5)
    await asyncio.sleep(0)
    assert (Topic.ACCOUNT_DETAILS, "") not in screen.values
    bank.fails = False
    bank.detailed.clear()
    await accounts.refresh()
    await asyncio.wait_for(bank.detailed.wait(), 5)
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert screen.values[Topic.ACCOUNT_DETAILS, ""] == AccountDetails(1.0, margin=Decimal(7))


async def test_past_orders_are_asked_for_a_year_at_most() -> None:
    bank = Bank()
    accounts = Accounts(bank, Screen())
    day = date(2026, 11, 20)
    assert await accounts.order_history(day, day) == ()
    for start in (date(2026, 11, 21), date(2025, 11, 1)):
        with pytest.raises(InvalidInput):
            await accounts.order_history(start, day)
    assert bank.asked == [(day, day)]


class Groups:
    """Groups kept in memory."""

    def __init__(self) -> None:
        self.kept: tuple[tuple[str, tuple[str, ...]], ...] | None = None

    def load(self) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
        return self.kept

    def save(self, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
        self.kept = tuple((name, tuple(symbols)) for name, symbols in groups)


async def test_a_new_user_finds_groups_and_keeps_their_own() -> None:
    worker = Worker("test-disk")
    lists = Watchlists(Groups(), worker, "en")
    assert (await lists.groups())[0].name == "Watch 1"
    own = (WatchGroup("내 종목", ("005930",)), WatchGroup("빈 그룹", ()))
    await lists.save(own)
    assert await lists.groups() == own
    worker.close()
    assert first_groups()[0].name == "관심 1"


class Used:
    """Budgets that never change."""

    def budget(self) -> Budget:
        return Budget(rest_used=3)


async def test_a_line_that_returns_tells_everybody_once() -> None:
    line, screen = QuietLine(), Screen()
    told: list[str] = []
    connection = Connection(
        line,
        Used(),
        screen,
        on_status=(lambda status: told.append(status.state.value),),
        on_return=(lambda: told.append("returned"),),
    )
    for state in (LinkState.LIVE, LinkState.LIVE, LinkState.GAP, LinkState.LIVE):
        line.on_status(ConnectionStatus(state, 0.0))
    assert told == ["live", "returned", "live", "gap", "live", "returned"]
    assert connection.state is LinkState.LIVE
    changes = [event for event in screen.events if isinstance(event, ConnectionChanged)]
    assert [event.status.state.value for event in changes] == ["live", "gap", "live"]
    screen.told = asyncio.Event()
    await run_for(connection.run_budget, screen.told)
    assert screen.values[Topic.BUDGET, ""] == Budget(rest_used=3)
    await connection.run()
    await connection.connect_now()
