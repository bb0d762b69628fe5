"""Conditional orders where the disk, the line or the account says something else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.account import AccountSnapshot, Position
from kis_desktop.domain.conditional_order import Basis, ConditionalOrder, LegState
from kis_desktop.domain.errors import InvalidInput, OrderRefused, StorageFailed, TimedOut
from kis_desktop.domain.message import message
from kis_desktop.domain.order import CancelIntent, Order
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.order_report import NoticeKind
from kis_desktop.domain.quote import Quote
from kis_desktop.services.conditional_ear import ConditionalEar
from kis_desktop.services.conditional_reading import read_prices
from kis_desktop.services.conditional_surroundings import Surroundings
from kis_desktop.services.topics import Topic
from tests.unit.services.conditional_desk import (
    SYMBOL,
    ConditionalDesk,
    bracket,
    draft,
    feed_live,
    leg,
    pair,
)
from tests.unit.services.order_desk import NOW, TODAY, Screen, notice

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[ConditionalDesk]:
    made = ConditionalDesk(tmp_path)
    yield made
    await made.conditional.finish()
    made.close()


async def running(desk: ConditionalDesk) -> asyncio.Task[None]:
    return asyncio.ensure_future(desk.conditional.run())


async def end(run: asyncio.Task[None]) -> None:
    run.cancel()
    await asyncio.gather(run, return_exceptions=True)


async def filled_bracket(desk: ConditionalDesk, shares: int = 10) -> str:
    """A bracket of which so many shares of the entry are filled, and the number of the entry."""
    feed_live(desk)
    await desk.conditional.make(bracket())
    number = desk.desk.broker.rows[0].order_no
    desk.desk.orders.on_notice(
        notice(NoticeKind.FILLED, number, quantity=shares, order_quantity=10)
    )
    desk.hear()
    assert desk.states() == ["armed", "armed"]
    return number


async def test_a_disk_that_refuses_later_pauses_everything(
    desk: ConditionalDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed_live(desk)
    first = await desk.conditional.make(draft())
    await desk.conditional.make(draft(leg(level=95_000)))
    run = await running(desk)

    def full(_order: ConditionalOrder) -> None:
        raise StorageFailed(message("storage.disk_full"))

    monkeypatch.setattr(desk.file, "save", full)
    await desk.conditional.pause(first)
    await desk.until(
        lambda: [order.legs[0].state for order in desk.board.orders] == [LegState.PAUSED] * 2
    )
    assert "storage.disk_full" in desk.logged()
    await end(run)


async def test_an_entry_that_cannot_be_taken_back_is_told(
    desk: ConditionalDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled_bracket(desk, 4)

    async def refuses(_intent: CancelIntent) -> Order:
        raise OrderRefused(message("order.refused"))

    monkeypatch.setattr(desk.desk.orders, "cancel", refuses)
    desk.prices.last = 97_000
    desk.trade(98_000, 97_000)
    await desk.until(lambda: "conditional.entry_still_rests" in desk.logged())
    assert desk.states() == ["done", "cancelled"]


@pytest.mark.parametrize(("sellable", "age", "sold"), [(6, 1.0, 6), (None, 1.0, 8), (6, 0.0, 10)])
async def test_a_newer_reading_of_the_account_bounds_what_is_sold(
    desk: ConditionalDesk, sellable: int | None, age: float, sold: int
) -> None:
    await filled_bracket(desk)
    desk.clock.seconds += age
    held = Position(SYMBOL, "삼성전자", 8, sellable, None, None, None, None, None, None)
    desk.account = AccountSnapshot(
        None, None, None, None, None, None, None, None, None, (held,), desk.clock.monotonic()
    )
    desk.prices.last = 97_000
    desk.trade(98_000, 97_000)
    await desk.until_states("done", "cancelled")
    assert desk.desk.broker.rows[1].quantity == sold


async def test_other_terms_behind_an_entry_are_for_what_is_filled(desk: ConditionalDesk) -> None:
    await filled_bracket(desk, 4)
    there = desk.order()
    legs = tuple(
        msgspec.structs.replace(one, template=msgspec.structs.replace(one.template, quantity=10))
        for one in there.legs
    )
    await desk.conditional.change(msgspec.structs.replace(there, legs=legs))
    assert [one.template.quantity for one in desk.order().legs] == [4, 4]
    assert desk.states() == ["armed", "armed"]
    assert desk.desk.broker.posts == ["submit"]


@pytest.mark.parametrize(("base", "states"), [(98_000, ["armed"]), (49_000, ["paused"])])
async def test_a_new_day_is_held_against_the_close_that_was_seen(
    desk: ConditionalDesk, base: int, states: list[str]
) -> None:
    feed_live(desk)
    await desk.conditional.make(draft(until=TOMORROW))
    desk.trade(98_000)
    later = NOW + timedelta(days=1)
    for _ in range(4):
        desk.desk.clock.observe(later)
    desk.prices.known[SYMBOL] = Quote(
        SYMBOL, Decimal(base), previous_close=Decimal(base), trade_date=TOMORROW
    )
    run = await running(desk)
    if states == ["armed"]:
        await desk.until(lambda: desk.order().armed_on == TOMORROW)
    await desk.until_states(*states)
    await end(run)


async def test_a_day_without_its_base_price_waits(desk: ConditionalDesk) -> None:
    feed_live(desk)
    await desk.conditional.make(draft(until=TOMORROW))
    desk.trade(98_000)
    for _ in range(4):
        desk.desk.clock.observe(NOW + timedelta(days=1))
    run = await running(desk)
    await desk.until(lambda: desk.prices.interests)
    desk.prices.last = 97_000
    desk.trade(97_000, 97_000, 97_000)
    await asyncio.sleep(0.01)
    assert (desk.order().armed_on, desk.prices.reads) == (TODAY, 0)
    await end(run)


async def test_before_the_server_has_told_its_time_nothing_is_armed(
    desk: ConditionalDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Surroundings, "now", property(lambda _: None))
    with pytest.raises(InvalidInput, match="no_clock"):
        await desk.conditional.make(draft())


async def test_what_breaks_while_watching_pauses_everything(
    desk: ConditionalDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    feed_live(desk)
    await desk.conditional.make(pair())

    async def breaks(symbol: str, *, background: bool = False) -> Quote:
        raise ZeroDivisionError

    monkeypatch.setattr(desk.prices, "quote", breaks)
    desk.trade(98_000, 97_000)
    await desk.until_states("paused", "paused")
    assert "conditional.broke" in desk.logged()
    assert desk.desk.broker.posts == []


async def test_a_program_that_ends_fires_nothing_more(desk: ConditionalDesk) -> None:
    feed_live(desk)
    await desk.conditional.make(draft())
    await desk.conditional.finish()
    desk.prices.last = 97_000
    desk.trade(98_000, 97_000)
    await asyncio.sleep(0.01)
    assert (desk.prices.reads, desk.desk.broker.posts) == (0, [])


class Book:
    """A source that has a book too; `slow` never answers."""

    def __init__(self, *, slow: bool = False) -> None:
        self._slow = slow

    async def quote(self, symbol: str, *, background: bool = False) -> Quote:
        if self._slow:
            await asyncio.Event().wait()
        return Quote(symbol, Decimal(98_000), high=Decimal(99_000), received=5.0)

    async def order_book(self, symbol: str) -> OrderBook:
        level = Level(Decimal(98_100), 5)
        return OrderBook(symbol, (level,), (), 5, 0, received=4.0)

    async def recent_trades(self, symbol: str) -> tuple[()]:
        raise NotImplementedError

    async def listing(self, symbol: str) -> object:
        raise NotImplementedError


async def test_where_the_book_is_watched_the_book_is_read() -> None:
    prices, received = await read_prices(Book(), leg(basis=Basis.ASK))  # type: ignore[arg-type]
    assert (prices.ask, prices.bid, prices.high) == (Decimal(98_100), None, Decimal(99_000))
    assert received == 4.0


async def test_a_reading_has_its_time() -> None:
    with pytest.raises(TimedOut):
        await read_prices(Book(slow=True), leg(), 0.01)  # type: ignore[arg-type]


def test_the_ear_passes_everything_on() -> None:
    screen = Screen()
    ear = ConditionalEar(screen)
    ear.latest(Topic.HALT, "", value=True)
    ear.latest(Topic.ORDERS, "", 1.0)
    ear.prints(SYMBOL, [])
    assert ear.is_halted
    assert screen.values == {(Topic.HALT, ""): True, (Topic.ORDERS, ""): 1.0}
    assert screen.tape == {SYMBOL: []}
