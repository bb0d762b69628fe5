"""Conditional orders where the disk, the line or the account says something else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import time as clock_time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.account import AccountSnapshot, Position
from kis_desktop.domain.conditional_order import (
    Basis,
    ConditionalOrder,
    EntryState,
    LegState,
    TriggerKind,
)
from kis_desktop.domain.errors import (
    ApprovalNeeded,
    InvalidInput,
    OrderRefused,
    StorageFailed,
    TimedOut,
)
from kis_desktop.domain.event import OrderChanged
from kis_desktop.domain.message import message
from kis_desktop.domain.order import CancelIntent, Order, OrderIntent, OrderType, Side
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.order_preview import OrderPreview, WireDraft
from kis_desktop.domain.order_report import NoticeKind
from kis_desktop.domain.quote import Aggressor, Quote, Sign, Trade
from kis_desktop.domain.risk_rules import Assessment, Check, Rule, Verdict
from kis_desktop.services.conditional_ear import ConditionalEar
from kis_desktop.services.conditional_reading import read_prices
from kis_desktop.services.conditional_surroundings import Surroundings
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from kis_desktop.storage.conditional_file import ConditionalFile
from tests.unit.services.conditional_desk import (
    SYMBOL,
    ConditionalDesk,
    bracket,
    draft,
    feed_live,
    leg,
    opened,
    pair,
    running,
)
from tests.unit.services.order_desk import NOW, RULES, TODAY, Screen, notice

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[ConditionalDesk]:
    async with opened(tmp_path) as made:
        yield made


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

    def full(_order: ConditionalOrder) -> None:
        raise StorageFailed(message("storage.disk_full"))

    async with running(desk):
        monkeypatch.setattr(desk.file, "save", full)
        await desk.conditional.pause(first)
        await desk.until(
            lambda: [order.legs[0].state for order in desk.board.orders] == [LegState.PAUSED] * 2
        )
        assert "storage.disk_full" in desk.logged()


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
    async with running(desk):
        if states == ["armed"]:
            await desk.until(lambda: desk.order().armed_on == TOMORROW)
        await desk.until_states(*states)


async def test_a_day_without_its_base_price_waits(desk: ConditionalDesk) -> None:
    feed_live(desk)
    await desk.conditional.make(draft(until=TOMORROW))
    desk.trade(98_000)
    for _ in range(4):
        desk.desk.clock.observe(NOW + timedelta(days=1))
    async with running(desk):
        await desk.until(lambda: desk.prices.interests)
        desk.prices.last = 97_000
        desk.trade(97_000, 97_000, 97_000)
        await asyncio.sleep(0.01)
        assert (desk.order().armed_on, desk.prices.reads) == (TODAY, 0)


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


async def test_limits_that_warn_are_confirmed_when_it_is_armed(
    desk: ConditionalDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        Check(Rule.STALE_PRICE, Verdict.BLOCKED, told=message("order.refused")),
        Check(Rule.AMOUNT, Verdict.WARNED, told=message("order.refused")),
        Check(Rule.LARGE, Verdict.WARNED),
    ]

    async def preview(intent: OrderIntent) -> OrderPreview:
        draft = WireDraft("", "POST", "", "", "", ())
        return OrderPreview(draft, Assessment(tuple(found)))

    monkeypatch.setattr(desk.desk.orders, "preview", preview)
    with pytest.raises(ApprovalNeeded) as needed:
        await desk.conditional.make(draft())
    assert needed.value.rules == {"amount", "large"}
    assert desk.file.load() == ((), ())
    one = leg()
    approved = msgspec.structs.replace(one.template, approved=needed.value.rules)
    await desk.conditional.make(draft(msgspec.structs.replace(one, template=approved)))
    assert desk.order().legs[0].template.approved == needed.value.rules
    found.append(Check(Rule.QUANTITY, Verdict.BLOCKED))
    with pytest.raises(OrderRefused):
        await desk.conditional.make(draft())


@pytest.mark.parametrize(
    ("side", "price", "met", "posts"),
    [
        (Side.SELL, None, {Rule.DAILY_LOSS, Rule.DAILY_ORDERS, Rule.AWAY_PERCENT}, ["submit"]),
        (Side.SELL, 96_000, {Rule.AWAY_PERCENT, Rule.AWAY_TICKS}, ["submit"]),
        (Side.BUY, 99_500, {Rule.AWAY_PERCENT, Rule.AWAY_TICKS}, ["submit"]),
        (Side.BUY, None, {Rule.AWAY_PERCENT}, []),
        (Side.BUY, 99_500, {Rule.DAILY_LOSS}, []),
        (Side.SELL, None, {Rule.STALE_PRICE}, []),
    ],
)
async def test_a_warning_keeps_nobody_in_a_position_nor_from_the_price_that_was_written(
    desk: ConditionalDesk,
    monkeypatch: pytest.MonkeyPatch,
    side: Side,
    price: int | None,
    met: set[Rule],
    posts: list[str],
) -> None:
    feed_live(desk)
    level = 97_000 if side is Side.SELL else 99_000
    one = leg(level=level)
    template = msgspec.structs.replace(
        one.template,
        side=side,
        order_type=OrderType.MARKET if price is None else OrderType.LIMIT,
        price=None if price is None else Decimal(price),
    )
    await desk.conditional.make(draft(msgspec.structs.replace(one, template=template)))
    warned = Assessment(tuple(Check(rule, Verdict.WARNED) for rule in met))
    monkeypatch.setattr(desk.desk.guard, "assess", lambda _: warned)
    desk.prices.last = level
    desk.trade(98_000, level)
    await desk.until_states("done" if posts else "refused")
    assert desk.desk.broker.posts == posts


async def test_without_a_leg_there_is_nothing_to_arm(desk: ConditionalDesk) -> None:
    with pytest.raises(InvalidInput, match="one_leg"):
        await desk.conditional.make(msgspec.structs.replace(draft(), legs=()))


async def test_a_pause_before_the_reading_begins_reads_nothing(desk: ConditionalDesk) -> None:
    feed_live(desk)
    id_ = await desk.conditional.make(draft())
    desk.trade(98_000, 97_000)
    await desk.conditional.pause(id_)
    await asyncio.sleep(0.01)
    assert (desk.prices.reads, desk.states()) == (0, ["paused"])


async def test_what_runs_out_of_reasons_to_wait_is_not_resumed(desk: ConditionalDesk) -> None:
    feed_live(desk)
    id_ = await desk.conditional.make(draft(leg(TriggerKind.TIME, None, at=clock_time(10, 12, 30))))
    await desk.conditional.pause(id_)
    for _ in range(4):
        desk.desk.clock.observe(NOW + timedelta(minutes=5))
    with pytest.raises(InvalidInput, match="time_past"):
        await desk.conditional.resume(id_)


async def test_terms_of_what_has_moved_meanwhile_are_not_changed(
    desk: ConditionalDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed_live(desk)
    id_ = await desk.conditional.make(draft())
    there, real = desk.order(), desk.file.save
    loop = asyncio.get_running_loop()

    def save(order: ConditionalOrder) -> None:
        real(order)
        if order.legs[0].trigger.level == 95_000:
            loop.call_soon_threadsafe(desk.trade, 98_000, 97_000)

    monkeypatch.setattr(desk.file, "save", save)
    desk.prices.last, desk.prices.gate = 97_000, asyncio.Event()
    changed = msgspec.structs.replace(draft(leg(level=95_000)), id=id_)
    with pytest.raises(InvalidInput, match="moved_meanwhile"):
        await desk.conditional.change(changed)
    assert desk.order().legs[0].trigger == there.legs[0].trigger
    desk.prices.gate.set()
    await desk.until_states("done")


async def test_what_is_heard_before_the_orders_are_taken_up_is_not_lost(
    desk: ConditionalDesk,
) -> None:
    number = await filled_bracket(desk, 4)
    more = notice(NoticeKind.FILLED, number, quantity=6, order_quantity=10)
    desk.desk.orders.on_notice(more)
    desk.conditional = desk.service()
    desk.conditional.on_halt(halted=True)
    desk.hear()
    await desk.conditional.pause_all()
    assert desk.states() == ["paused", "paused"]
    assert [one.template.quantity for one in desk.order().legs] == [10, 10]


async def test_before_the_day_s_list_was_read_no_fill_is_taken_back(desk: ConditionalDesk) -> None:
    await filled_bracket(desk, 4)
    entry = desk.order().entry
    assert entry is not None
    unfilled = msgspec.structs.replace(desk.desk.screen.order(entry.intent.local_id), filled=0)
    filled = []
    for list_read in (False, True):
        if list_read:
            desk.conditional.on_list()
        desk.conditional.on_event(OrderChanged(unfilled))
        now = desk.order().entry
        assert now is not None
        filled.append(now.filled)
    assert filled == [4, 0]


async def test_an_entry_that_rested_at_the_end_is_known_by_the_journal(
    desk: ConditionalDesk,
) -> None:
    feed_live(desk)
    await desk.conditional.make(bracket())
    desk.again()
    await desk.conditional.pause_all()
    entry = desk.order().entry
    assert entry is not None
    assert entry.state is EntryState.RESTING


def test_without_the_server_s_time_nothing_is_permitted_and_no_age_is_known() -> None:
    clock = SessionClock(RULES, Screen(), wall=lambda: NOW)
    around = Surroundings(clock)
    trade = Trade(
        SYMBOL, clock_time(10, 12), Decimal(98_000), 1, Aggressor.BUY, Sign.UP, None, None, None,
        None, None, None, None, None, None, None, TODAY, around.monotonic(),
    )  # fmt: skip
    assert around.age_of_trade(trade) is None
    assert not around.permits(draft(), SYMBOL)


def test_a_file_that_is_closed_is_a_disk_that_refuses(tmp_path: Path) -> None:
    file = ConditionalFile(tmp_path / "a.sqlite")
    file.close()
    with pytest.raises(StorageFailed):
        file.load()


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
