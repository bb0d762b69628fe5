"""Conditional orders fire once, on what is certain, and survive the end of the program."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.account import AccountSnapshot
from kis_desktop.domain.conditional_order import ConditionalOrder, LegState, Told, TriggerKind
from kis_desktop.domain.connection import ConnectionStatus, Feed, LinkState
from kis_desktop.domain.errors import (
    InvalidInput,
    OrderRefused,
    OrderUncertain,
    StorageFailed,
    TimedOut,
)
from kis_desktop.domain.event import OrderChanged
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState, Origin
from kis_desktop.domain.order_report import NoticeKind
from kis_desktop.domain.quote import Quote, Source
from kis_desktop.services.session_clock import SessionClock
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
from tests.unit.services.order_desk import NOW, RULES, TODAY, notice

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[ConditionalDesk]:
    async with opened(tmp_path) as made:
        yield made


async def armed(desk: ConditionalDesk, order: ConditionalOrder) -> str:
    """A live feed and an armed order that has seen a first price."""
    feed_live(desk)
    id_ = await desk.conditional.make(order)
    desk.trade(98_000)
    return id_


async def test_a_stop_is_confirmed_and_sent_once(desk: ConditionalDesk) -> None:
    await armed(desk, draft())
    desk.prices.last = 97_000
    desk.trade(97_000, 96_900, 96_800)
    await desk.until_states("done")
    assert desk.desk.broker.posts == ["submit"]
    assert desk.prices.reads == 1
    sent = desk.desk.screen.order(desk.order().legs[0].local_id)
    assert (sent.quantity, sent.origin) == (10, Origin.CONDITIONAL)
    desk.trade(96_700, 96_600)
    await asyncio.sleep(0)
    assert desk.desk.broker.posts == ["submit"]


async def test_a_price_that_the_server_does_not_know_sends_nothing(desk: ConditionalDesk) -> None:
    await armed(desk, draft())
    desk.trade(97_000)
    await desk.until(lambda: "conditional.not_confirmed" in desk.logged())
    assert (desk.states(), desk.desk.broker.posts) == (["armed"], [])


async def test_a_reading_that_fails_sends_nothing_and_waits(desk: ConditionalDesk) -> None:
    await armed(desk, draft())
    desk.prices.fails = TimedOut(message("kis.timed_out"))
    desk.trade(97_000)
    await desk.until(lambda: "conditional.read_failed" in desk.logged())
    desk.trade(97_000)
    await asyncio.sleep(0)
    assert (desk.prices.reads, desk.desk.broker.posts) == (1, [])
    desk.prices.fails, desk.prices.last = None, 97_000
    desk.clock.seconds += 2.0
    desk.trade(97_000)
    await desk.until_states("done")
    assert desk.desk.broker.posts == ["submit"]


async def test_the_record_is_on_the_disk_before_the_order_is_handed_over(
    desk: ConditionalDesk,
) -> None:
    kept: list[LegState] = []

    def look(_order_no: str) -> None:
        orders, _ = desk.file.load()
        kept.append(orders[0].legs[0].state)
        assert orders[0].legs[0].local_id in {line.local_id for line in desk.desk.journal.lines}

    desk.desk.broker.before_answer = look
    await armed(desk, pair())
    desk.prices.last = 97_000
    desk.trade(97_000)
    await desk.until_states("done", "cancelled")
    assert kept == [LegState.SENDING]


async def test_a_disk_that_refuses_sends_nothing(
    desk: ConditionalDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await armed(desk, draft())

    def full(_order: ConditionalOrder) -> None:
        raise StorageFailed(message("storage.disk_full"))

    desk.prices.last = 97_000
    monkeypatch.setattr(desk.file, "save", full)
    desk.trade(97_000)
    await desk.until_states("paused")
    assert desk.desk.broker.posts == []
    assert "storage.disk_full" in desk.logged()


async def test_a_refused_order_is_told_and_not_tried_again(desk: ConditionalDesk) -> None:
    desk.desk.broker.outcome = OrderRefused(message("order.refused", code="APBK0013"))
    await armed(desk, pair())
    desk.prices.last = 97_000
    desk.trade(97_000)
    await desk.until_states("refused", "paused")
    desk.trade(97_000, 97_000, 99_000)
    await asyncio.sleep(0)
    assert desk.desk.broker.posts == ["submit"]
    assert "order.refused" in desk.logged()


async def test_an_order_without_an_answer_is_followed(desk: ConditionalDesk) -> None:
    desk.desk.broker.outcome = OrderUncertain(message("order.uncertain"))
    desk.desk.broker.executed_anyway = True
    id_ = await armed(desk, draft())
    desk.prices.last = 97_000
    desk.trade(97_000)
    await desk.until_states("unknown")
    with pytest.raises(InvalidInput, match="cannot_resume"):
        await desk.conditional.resume(id_)
    with pytest.raises(InvalidInput, match="in_flight"):
        await desk.conditional.remove(id_)
    doubted = desk.desk.screen.order(desk.order().legs[0].local_id)
    desk.conditional.on_event(OrderChanged(doubted.to(OrderState.ACCEPTED)))
    assert desk.states() == ["done"]
    assert desk.desk.broker.posts == ["submit"]


@pytest.mark.parametrize("step", ["gap", "feed", "sleep", "late", "old"])
async def test_nothing_fires_on_a_first_price_after_data_was_missing(
    desk: ConditionalDesk, step: str
) -> None:
    await armed(desk, draft())
    desk.prices.last = 97_000
    match step:
        case "gap":
            desk.conditional.on_status(ConnectionStatus(LinkState.GAP, 0.0))
        case "feed":
            desk.conditional.on_feed(SYMBOL, Feed.GAP)
        case "sleep":
            desk.clock.slept = 60.0
        case "late":
            desk.clock.seconds += 5.5
        case _:
            desk.trade(97_000, age=6.0)
    desk.trade(97_000)
    await asyncio.sleep(0.01)
    assert (desk.prices.reads, desk.states()) == (0, ["armed"])
    desk.trade(97_000)
    await desk.until_states("done")


async def test_a_line_that_breaks_during_the_reading_sends_nothing(desk: ConditionalDesk) -> None:
    await armed(desk, draft())
    desk.prices.last, desk.prices.gate = 97_000, asyncio.Event()
    desk.trade(97_000)
    await desk.prices.asked.wait()
    desk.conditional.on_status(ConnectionStatus(LinkState.GAP, 0.0))
    desk.prices.gate.set()
    await desk.until_states("armed")
    assert desk.desk.broker.posts == []


async def test_outside_the_session_nothing_fires(desk: ConditionalDesk) -> None:
    await armed(desk, draft())
    desk.prices.last = 97_000
    for _ in range(4):  # one telling that lies far off is not believed at once
        desk.desk.clock.observe(NOW + timedelta(hours=6))
    desk.trade(97_000, 97_000, 97_000)
    await asyncio.sleep(0.01)
    assert (desk.prices.reads, desk.desk.broker.posts) == (0, [])


async def test_a_feed_without_a_place_on_the_line_is_watched_by_its_readings(
    desk: ConditionalDesk,
) -> None:
    await armed(desk, draft())
    desk.conditional.on_feed(SYMBOL, Feed.POLLED)
    desk.prices.last = 97_000

    def read(last: int, source: Source = Source.REST) -> None:
        at = desk.clock.monotonic()
        desk.conditional.on_quote(Quote(SYMBOL, Decimal(last), source=source, received=at))

    read(96_000, Source.STREAM)
    read(96_000)
    await asyncio.sleep(0)
    assert desk.prices.reads == 0
    read(96_000)
    await desk.until_states("done")


async def test_stopped_orders_pause_everything_and_the_trader_resumes(
    desk: ConditionalDesk,
) -> None:
    id_ = await armed(desk, draft())
    desk.conditional.on_halt(halted=True)
    assert (desk.states(), desk.board.held) == (["paused"], True)
    with pytest.raises(InvalidInput, match="halted"):
        await desk.conditional.resume(id_)
    with pytest.raises(InvalidInput, match="halted"):
        await desk.conditional.make(bracket())
    desk.conditional.on_halt(halted=False)
    assert desk.states() == ["paused"]
    await desk.conditional.resume(id_)
    assert desk.states() == ["armed"]


async def test_what_is_paused_or_removed_does_not_fire(desk: ConditionalDesk) -> None:
    id_ = await armed(desk, draft())
    desk.prices.last = 97_000
    await desk.conditional.pause(id_)
    desk.trade(97_000, 97_000)
    await desk.conditional.resume(id_)
    await desk.conditional.pause_all()
    assert desk.states() == ["paused"]
    await desk.conditional.remove(id_)
    desk.trade(97_000, 97_000)
    await asyncio.sleep(0)
    assert (desk.board.orders, desk.prices.reads) == ((), 0)
    assert desk.file.load() == ((), ())
    for call in (desk.conditional.pause, desk.conditional.resume, desk.conditional.remove):
        with pytest.raises(InvalidInput, match="not_found"):
            await call(id_)


async def test_what_cannot_be_armed_is_not(desk: ConditionalDesk) -> None:
    desk.prices.known[SYMBOL] = Quote(SYMBOL, Decimal(96_000))
    with pytest.raises(InvalidInput, match="met_already"):
        await desk.conditional.make(draft())
    desk.prices.refused = InvalidInput(message("order.why.paper_venue"))
    with pytest.raises(InvalidInput, match="paper_venue"):
        await desk.conditional.make(draft(leg(level=95_000)))
    assert desk.file.load() == ((), ())


async def test_other_terms_take_the_place_of_the_first(desk: ConditionalDesk) -> None:
    id_ = await armed(desk, draft())
    other = msgspec.structs.replace(draft(leg(level=95_000)), id=id_)
    await desk.conditional.change(other)
    assert desk.order().legs[0].trigger.level == 95_000
    desk.prices.last = 97_000
    desk.trade(97_000, 97_000)
    await asyncio.sleep(0)
    assert desk.prices.reads == 0
    desk.prices.last = 95_000
    desk.trade(95_000)
    await desk.until_states("done")
    with pytest.raises(InvalidInput, match="in_flight"):
        await desk.conditional.change(other)


async def test_where_no_price_is_known_it_is_read_before_anything_is_armed(
    desk: ConditionalDesk,
) -> None:
    desk.prices.known.clear()
    desk.prices.last = 96_000
    with pytest.raises(InvalidInput, match="met_already"):
        await desk.conditional.make(draft())
    desk.prices.fails = TimedOut(message("kis.timed_out"))
    with pytest.raises(TimedOut):
        await desk.conditional.make(draft())
    assert desk.file.load() == ((), ())


async def test_trades_that_are_old_by_the_exchange_s_time_are_told_once(
    desk: ConditionalDesk,
) -> None:
    await armed(desk, draft())
    for _ in range(4):
        desk.desk.clock.observe(NOW + timedelta(seconds=40))
    desk.trade(97_000, 97_000, 97_000)
    await asyncio.sleep(0)
    assert desk.logged().count("conditional.prices_old") == 1
    assert desk.prices.reads == 0


# ------------------------------------------------------------------------------ the program ends


async def test_on_the_same_day_the_order_is_armed_again_with_new_bearings(
    desk: ConditionalDesk,
) -> None:
    await armed(desk, pair())
    await desk.conditional.finish()
    desk.again()
    feed_live(desk)
    async with running(desk):
        await desk.until(lambda: "conditional" in desk.prices.interests)
        assert desk.prices.interests["conditional"].quotes == {SYMBOL}
        assert desk.states() == ["armed", "armed"]
        desk.prices.last = 97_000
        desk.trade(97_000)
        await asyncio.sleep(0.01)
        assert desk.prices.reads == 0
        desk.trade(97_000)
        await desk.until_states("done", "cancelled")


async def test_on_another_day_the_order_waits_for_the_trader(desk: ConditionalDesk) -> None:
    await armed(desk, draft(until=TOMORROW))
    later = NOW + timedelta(days=1)
    desk.desk.clock = SessionClock(RULES, desk.desk.screen, wall=lambda: later)
    desk.desk.clock.observe(later)
    desk.conditional = desk.service()
    await desk.conditional.pause_all()
    reason = desk.order().legs[0].reason
    assert reason == Told("conditional.other_day", {"day": "2026-11-20"})


async def test_a_leg_that_fired_and_was_never_handed_over_is_not_sent_by_itself(
    desk: ConditionalDesk,
) -> None:
    await armed(desk, pair())
    fired = desk.order()
    one = fired.legs[0].to(LegState.TRIGGERED).to(LegState.CONFIRMING)
    one = one.to(LegState.SENDING, local_id="lost", fired_on=TODAY)
    desk.file.save(msgspec.structs.replace(fired, legs=(one, fired.legs[1].to(LegState.PAUSED))))
    desk.again()
    feed_live(desk)
    await desk.conditional.pause_all()
    assert desk.states() == ["unknown", "paused"]
    desk.prices.last = 97_000
    desk.trade(97_000, 97_000, 97_000)
    await asyncio.sleep(0.01)
    assert desk.desk.broker.posts == []
    await desk.conditional.resume(fired.id)
    assert desk.states() == ["armed", "armed"]


async def test_a_leg_whose_order_the_journal_knows_is_followed_and_not_sent_again(
    desk: ConditionalDesk,
) -> None:
    await armed(desk, pair())
    desk.prices.last = 97_000
    desk.trade(97_000)
    await desk.until_states("done", "cancelled")
    sent = desk.order()
    before = (
        msgspec.structs.replace(sent.legs[0], state=LegState.SENDING),
        msgspec.structs.replace(sent.legs[1], state=LegState.PAUSED),
    )
    desk.file.save(msgspec.structs.replace(sent, legs=before))
    desk.again()
    feed_live(desk)
    await desk.conditional.pause_all()
    assert desk.states() == ["done", "cancelled"]
    assert desk.desk.broker.posts == ["submit"]


async def test_an_order_that_does_not_read_is_told_and_stays_in_the_file(
    desk: ConditionalDesk,
) -> None:
    await armed(desk, draft())
    broken = msgspec.structs.replace(desk.order(), id="x")
    desk.file.save(broken)
    with contextlib.closing(sqlite3.connect(desk.path)) as damaging:
        damaging.execute("UPDATE conditional SET body = '{' WHERE id = 'x'")
        damaging.commit()
    orders, told = desk.file.load()
    assert ([order.id for order in orders], [one.id for one in told]) == (
        [desk.order().id],
        ["conditional.unreadable"],
    )
    desk.again()
    await desk.conditional.pause_all()
    assert "conditional.unreadable" in desk.logged()


# --------------------------------------------------------------------------------------- bracket


async def test_a_bracket_sends_its_entry_and_its_fills_arm_the_rest(
    desk: ConditionalDesk,
) -> None:
    feed_live(desk)
    await desk.conditional.make(bracket())
    desk.hear()
    assert (desk.desk.broker.posts, desk.states()) == (
        ["submit"],
        ["waiting_entry", "waiting_entry"],
    )
    number = desk.desk.broker.rows[0].order_no
    desk.desk.orders.on_notice(notice(NoticeKind.FILLED, number, quantity=4, order_quantity=10))
    desk.hear()
    assert desk.states() == ["armed", "armed"]
    assert [one.template.quantity for one in desk.order().legs] == [4, 4]
    desk.prices.last = 97_000
    desk.trade(98_000, 97_000)
    await desk.until_states("done", "cancelled")
    await desk.until(lambda: desk.desk.broker.posts == ["submit", "submit", "cancel"])
    assert desk.desk.broker.rows[1].quantity == 4


async def test_a_refused_entry_leaves_nothing(desk: ConditionalDesk) -> None:
    desk.desk.broker.outcome = OrderRefused(message("order.refused"))
    with pytest.raises(OrderRefused):
        await desk.conditional.make(bracket())
    assert (desk.board.orders, desk.file.load()[0]) == ((), ())


async def test_an_entry_in_doubt_stays_and_is_followed(desk: ConditionalDesk) -> None:
    desk.desk.broker.outcome = OrderUncertain(message("order.uncertain"))
    with pytest.raises(OrderUncertain):
        await desk.conditional.make(bracket())
    assert desk.states() == ["waiting_entry", "waiting_entry"]


async def test_never_more_is_sold_than_the_account_holds(desk: ConditionalDesk) -> None:
    feed_live(desk)
    await desk.conditional.make(bracket())
    number = desk.desk.broker.rows[0].order_no
    filled = notice(NoticeKind.FILLED, number, quantity=10, order_quantity=10)
    desk.desk.orders.on_notice(filled)
    desk.hear()
    desk.clock.seconds += 1.0
    desk.account = AccountSnapshot(
        None, None, None, None, None, None, None, None, None, (), desk.clock.monotonic()
    )
    desk.prices.last = 97_000
    desk.trade(98_000, 97_000)
    await desk.until_states("refused", "paused")
    assert desk.desk.broker.posts == ["submit"]


async def test_a_time_fires_at_its_time(desk: ConditionalDesk) -> None:
    at = datetime(2026, 11, 20, 10, 12, 30, tzinfo=UTC).time()
    await armed(desk, draft(leg(TriggerKind.TIME, None, at=at)))
    async with running(desk):
        for _ in range(4):
            desk.desk.clock.observe(NOW + timedelta(seconds=31))
        await desk.until_states("done")
        assert desk.desk.broker.posts == ["submit"]
