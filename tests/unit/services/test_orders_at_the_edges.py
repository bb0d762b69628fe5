"""Orders where things go wrong at the worst moment: disk, clock, midnight, other programs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.errors import (
    InvalidInput,
    JournalFailed,
    OrderRefused,
    OrderUncertain,
    TimedOut,
)
from kis_desktop.domain.event import FillWithdrawn, Logged, OrderChanged, OrderWithdrawn, Severity
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.message import message
from kis_desktop.domain.order import (
    AmendIntent,
    CancelIntent,
    OrderIntent,
    OrderState,
    OrderType,
    Request,
    Side,
)
from kis_desktop.domain.order_report import NoticeKind
from tests.patience import PATIENCE_S
from tests.unit.services.order_desk import NOW, TODAY, Desk, PaperJournal, buy, notice

S = OrderState
FIRST, SECOND = "0000117057", "0000117058"
UNCERTAIN = OrderUncertain(message("order.uncertain"))
FULL_DISK = JournalFailed(message("storage.disk_full", file="orders.db"))


class FailingJournal(PaperJournal):
    """A journal whose disk fails at entries of one kind."""

    def __init__(self, kind: JournalKind) -> None:
        super().__init__()
        self.kind = kind

    def append(self, *entries: JournalEntry) -> None:
        if any(entry.kind is self.kind for entry in entries):
            raise FULL_DISK
        super().append(*entries)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    made.worker.close()


def amend(local_id: str, order_no: str, price: int = 98_000) -> AmendIntent:
    return AmendIntent(local_id, order_no, OrderType.LIMIT, Decimal(price))


@pytest.mark.parametrize("kind", [JournalKind.ACCEPTED, JournalKind.UNKNOWN, JournalKind.REJECTED])
async def test_a_disk_that_fails_after_the_wire_does_not_change_what_the_wire_said(
    kind: JournalKind, desk: Desk
) -> None:
    desk.journal = FailingJournal(kind)
    desk.orders = desk.service()
    if kind is JournalKind.ACCEPTED:
        assert (await desk.orders.submit(buy())).state is S.ACCEPTED
    else:
        refused = OrderRefused(message("order.refused"))
        desk.broker.outcome = UNCERTAIN if kind is JournalKind.UNKNOWN else refused
        with pytest.raises((OrderUncertain, OrderRefused)):
            await desk.orders.submit(buy())
    failures = [
        event.message.id
        for event in desk.screen.events
        if isinstance(event, Logged) and event.severity is Severity.FAILURE
    ]
    assert failures == ["storage.disk_full"]
    sale = OrderIntent("s", "005930", Side.SELL, OrderType.MARKET, 1, None)
    with pytest.raises(OrderRefused) as stopped:
        await desk.orders.submit(sale)
    assert stopped.value.message.id == "order.halted_by_user"
    assert desk.broker.posts == ["submit"]


@pytest.mark.parametrize("kind", [JournalKind.INTENT, JournalKind.SENDING])
async def test_a_disk_that_fails_before_the_wire_shows_the_order_as_not_sent(
    kind: JournalKind, desk: Desk
) -> None:
    desk.journal = FailingJournal(kind)
    desk.orders = desk.service()
    with pytest.raises(JournalFailed):
        await desk.orders.submit(buy())
    assert desk.screen.order("a").state is S.REJECTED
    assert desk.broker.posts == []


async def test_this_machines_clock_may_jump_while_an_order_is_sought(desk: Desk) -> None:
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, True
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    desk.journal.lines = [
        msgspec.structs.replace(line, at=line.at + timedelta(hours=3))
        for line in desk.journal.lines
    ]
    desk.orders = desk.service()
    await _restored(desk)
    await desk.orders.reconcile()
    assert desk.screen.order("a").order_no == FIRST


async def test_an_order_is_not_given_up_while_an_alike_row_of_any_time_is_there(
    desk: Desk,
) -> None:
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, True
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    desk.broker.change(FIRST, order_time="090000")
    for _ in range(4):
        await desk.read_later(40)
    assert desk.screen.order("a").state is S.UNKNOWN


async def test_yesterdays_unknown_order_is_sought_in_yesterdays_list(desk: Desk) -> None:
    yesterday = TODAY - timedelta(days=1)
    desk.broker.outcome = UNCERTAIN
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    desk.journal.lines = [
        msgspec.structs.replace(line, trade_date=yesterday) for line in desk.journal.lines
    ]
    desk.broker.outcome = None
    await desk.broker.submit(buy("other"))
    old = desk.broker.rows.pop()
    desk.broker.past[yesterday] = (
        msgspec.structs.replace(old, trade_date=yesterday, filled=10, remaining=0,
                                average_price=Decimal(98_400)),
    )  # fmt: skip
    desk.screen.events.clear()
    desk.orders = desk.service()
    await _restored(desk)
    assert desk.screen.order("a").state is S.UNKNOWN
    await desk.orders.reconcile()
    order = desk.screen.order("a")
    assert (order.state, order.filled, order.trade_date) == (S.FILLED, 10, yesterday)


async def test_a_past_list_that_cannot_be_read_keeps_nobody_from_reading_todays(desk: Desk) -> None:
    yesterday = TODAY - timedelta(days=1)
    await desk.orders.submit(buy("a"))
    desk.broker.outcome = UNCERTAIN
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy("b"))
    desk.journal.lines = [
        msgspec.structs.replace(line, trade_date=yesterday) if line.local_id == "b" else line
        for line in desk.journal.lines
    ]
    desk.orders = desk.service()
    await _restored(desk)
    desk.broker.change(FIRST, filled=10, remaining=0, average_price=Decimal(98_400))
    desk.broker.past_fails = True
    with pytest.raises(TimedOut):
        await desk.orders.reconcile()
    assert desk.screen.order("a").state is S.FILLED
    assert desk.screen.order("b").state is S.UNKNOWN


async def test_a_fill_that_is_told_before_the_orders_are_restored_keeps_its_time(
    desk: Desk,
) -> None:
    await desk.orders.submit(buy())
    desk.orders = desk.service()
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    await _restored(desk)
    desk.broker.change(FIRST, filled=4, remaining=6, average_price=Decimal(98_400))
    await desk.read_later(10)
    assert desk.screen.order("a").filled == 4
    assert [(fill.quantity, fill.time) for fill in desk.screen.fills()] == [(4, "101201")]
    await desk.orders.finish()
    assert desk.journal.kinds("a") == ["intent", "sending", "accepted", "notice"]


async def test_what_is_being_written_down_counts_for_the_limits_of_the_next_order(
    desk: Desk,
) -> None:
    await _restored(desk)
    held = threading.Event()
    busy = asyncio.ensure_future(desk.worker.run(held.wait, 5.0))
    sent = [asyncio.ensure_future(desk.orders.submit(buy(name))) for name in "ab"]
    await asyncio.sleep(0.01)
    facts = desk.orders.facts("005930")
    held.set()
    await asyncio.gather(busy, *sent)
    assert (facts.sent_last_minute, facts.sent_today) == (2, 2)
    assert [order.local_id for order in facts.working] == ["a", "b"]
    assert desk.orders.facts("005930").sent_today == 2


async def test_what_could_not_be_written_down_counts_for_no_limit(desk: Desk) -> None:
    await _restored(desk)
    desk.journal.broken = FULL_DISK
    with pytest.raises(JournalFailed):
        await desk.orders.submit(buy())
    facts = desk.orders.facts("005930")
    assert (facts.sent_last_minute, facts.sent_today, facts.working) == (0, 0, ())


async def test_numbers_begin_anew_every_day(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=10))
    tomorrow = TODAY + timedelta(days=3)  # Monday
    desk.broker.rows.clear()
    desk.clock.observe(NOW + timedelta(days=3))
    desk.broker.today = tomorrow
    desk.broker.next_number = 117_057
    await desk.broker.submit(buy("other", quantity=200))
    desk.broker.change(FIRST, symbol="000660", filled=200, remaining=0,
                       average_price=Decimal(1), trade_date=tomorrow)  # fmt: skip
    await desk.orders.reconcile()
    ours, other = desk.screen.order("a"), desk.screen.order("kis-20261123-117057")
    assert (ours.symbol, ours.filled) == ("005930", 10)
    assert (other.symbol, other.filled) == ("000660", 200)
    with pytest.raises(InvalidInput):
        await desk.orders.cancel(CancelIntent("c", FIRST))


async def test_a_wrong_date_that_was_told_for_a_moment_ends_no_order(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.clock.observe(NOW + timedelta(days=1))
    await desk.orders.reconcile()
    assert desk.screen.order("a").state is S.EXPIRED
    desk.clock.observe(NOW)
    await desk.orders.reconcile()
    assert desk.screen.order("a").state is S.WORKING
    assert [order.local_id for order in desk.orders.open_orders()] == ["a"]
    await desk.orders.cancel(CancelIntent("c", FIRST))


async def test_a_wrong_date_that_was_told_for_a_moment_makes_nobody_else_s_of_our_orders(
    desk: Desk,
) -> None:
    await desk.orders.submit(buy())
    desk.broker.change(FIRST, filled=10, remaining=0, average_price=Decimal(98_400))
    await desk.orders.reconcile()
    desk.clock.observe(NOW + timedelta(days=1))
    await desk.orders.reconcile()
    desk.clock.observe(NOW)
    await desk.orders.reconcile()
    orders = [event.order for event in desk.screen.events if isinstance(event, OrderChanged)]
    assert {order.local_id for order in orders} == {"a"}
    assert sum(fill.quantity for fill in desk.screen.fills()) == 10


async def test_a_list_that_is_ahead_of_the_notice_counts_a_fill_once(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.broker.change(FIRST, filled=5, remaining=5, average_price=Decimal(98_400))
    await desk.orders.reconcile()
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=5))
    order = desk.screen.order("a")
    assert (order.state, order.filled, order.remaining) == (S.PARTLY_FILLED, 5, 5)
    assert [fill.quantity for fill in desk.screen.fills()] == [5]


async def test_a_cancel_told_by_list_and_notices_takes_its_shares_once(desk: Desk) -> None:
    await desk.orders.submit(buy())
    told = notice(NoticeKind.CANCELLED, "0000999999", original_no=FIRST, quantity=4)
    desk.broker.change(FIRST, cancelled=4, remaining=6)
    await desk.orders.reconcile()
    desk.orders.on_notice(told)
    desk.orders.on_notice(told)
    order = desk.screen.order("a")
    assert (order.state, order.remaining) == (S.WORKING, 6)


async def test_a_guess_is_taken_back_when_the_list_knows_better(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.orders.submit(buy())
    kept = list(desk.broker.rows)
    loop = asyncio.get_running_loop()
    start = loop.time()
    for second, rows, state in ((0, [], S.ACCEPTED), (30, [], S.ACCEPTED), (61, [], S.EXPIRED),
                                (70, kept, S.WORKING)):  # fmt: skip
        desk.broker.rows = list(rows)
        monkeypatch.setattr(loop, "time", lambda second=second: start + second)
        await desk.orders.reconcile()
        assert desk.screen.order("a").state is state
    monkeypatch.undo()
    assert desk.screen.order("a").remaining == 10


async def test_shares_that_the_list_long_does_not_count_are_withdrawn(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    loop = asyncio.get_running_loop()
    start = loop.time()
    monkeypatch.setattr(loop, "time", lambda: start + 30)
    await desk.orders.reconcile()
    monkeypatch.undo()
    assert desk.screen.order("a").filled == 0
    assert any(isinstance(event, FillWithdrawn) for event in desk.screen.events)


async def test_no_order_goes_out_before_an_earlier_run_is_known(desk: Desk) -> None:
    desk.broker.outcome = UNCERTAIN
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    desk.broker.outcome = None
    desk.orders = desk.service()
    with pytest.raises(OrderRefused) as refused:
        await desk.orders.submit(buy("b"))
    assert refused.value.message.id == "risk.unknown_order"
    assert desk.broker.posts == ["submit"]


async def test_one_click_handed_over_twice_at_once_is_sent_once(desk: Desk) -> None:
    outcomes = await asyncio.gather(
        desk.orders.submit(buy()), desk.orders.submit(buy()), return_exceptions=True
    )
    assert sum(isinstance(outcome, InvalidInput) for outcome in outcomes) == 1
    assert desk.broker.posts == ["submit"]
    cancels = await asyncio.gather(
        desk.orders.cancel(CancelIntent("c", FIRST)),
        desk.orders.cancel(CancelIntent("c", FIRST)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, InvalidInput) for outcome in cancels) == 1
    assert desk.broker.posts == ["submit", "cancel"]


async def test_an_amendment_without_an_answer_is_known_by_its_original(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, True
    with pytest.raises(OrderUncertain):
        await desk.orders.amend(amend("b", FIRST))
    desk.broker.change(FIRST, filled=3, remaining=0, average_price=Decimal(98_400))
    desk.broker.change(SECOND, quantity=7, remaining=7)
    await desk.read_later()
    amended = desk.screen.order("b")
    assert (amended.state, amended.order_no) == (S.WORKING, SECOND)
    assert desk.screen.order("a").state is S.AMENDED


async def test_a_cancel_without_an_answer_is_known_whatever_price_its_row_has(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, True
    with pytest.raises(OrderUncertain):
        await desk.orders.cancel(CancelIntent("c", FIRST))
    desk.broker.change(SECOND, price=Decimal(0), quantity=1)
    desk.broker.change(FIRST, cancelled=10, remaining=0)
    await desk.read_later()
    assert desk.screen.order("c").state is S.CANCELLED
    assert desk.screen.order("a").state is S.CANCELLED


async def test_a_row_taken_for_anothers_becomes_ours_when_the_answer_names_it(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.broker.gate = asyncio.Event()
    reached = asyncio.Event()
    desk.broker.before_answer = lambda _: reached.set()
    amending = asyncio.ensure_future(desk.orders.amend(amend("b", FIRST)))
    await reached.wait()
    desk.broker.change(SECOND, price=Decimal(97_000))  # not alike: the list has it otherwise
    await desk.orders.reconcile()
    assert desk.screen.order("kis-20261120-117058").state is S.WORKING
    desk.broker.gate.set()
    await amending
    assert OrderWithdrawn("kis-20261120-117058") in desk.screen.events
    numbers = [order.order_no for order in desk.orders.open_orders()]
    assert numbers.count(SECOND) == 1


async def test_an_unencrypted_notice_only_makes_us_read(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, authentic=False))
    assert desk.screen.order("a").filled == 0
    await desk.orders.reconcile()
    assert desk.screen.order("a").state is S.WORKING


async def test_the_end_of_the_program_waits_for_an_order_under_way(desk: Desk) -> None:
    desk.broker.gate = asyncio.Event()
    reached = asyncio.Event()
    desk.broker.before_answer = lambda _: reached.set()
    sending = asyncio.ensure_future(desk.orders.submit(buy()))
    await reached.wait()
    sending.cancel()
    ending = asyncio.ensure_future(desk.orders.finish())
    await asyncio.sleep(0)
    assert not ending.done()
    desk.broker.gate.set()
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    await ending
    await asyncio.gather(sending, return_exceptions=True)
    assert desk.journal.kinds("a") == ["intent", "sending", "accepted", "notice"]


async def test_a_list_that_cannot_be_read_is_told_once(desk: Desk) -> None:
    desk.broker.read_fails = True
    desk.broker.read = asyncio.Event()
    running = asyncio.ensure_future(desk.orders.run())
    await asyncio.wait_for(desk.broker.read.wait(), PATIENCE_S)
    desk.broker.read.clear()
    desk.orders.ask()
    await asyncio.wait_for(desk.broker.read.wait(), PATIENCE_S)
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    told = [event.message.id for event in desk.screen.events if isinstance(event, Logged)]
    assert told == ["kis.timed_out"]


async def test_a_restored_order_has_its_fills_before_the_first_list(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    await desk.orders.finish()
    desk.screen.events.clear()
    desk.orders = desk.service()
    await _restored(desk)
    assert desk.screen.order("a").filled == 4
    assert [fill.quantity for fill in desk.screen.fills()] == [4]


async def test_a_refused_request_leaves_its_mark_on_itself_alone(desk: Desk) -> None:
    await desk.orders.submit(buy())
    await desk.orders.cancel(CancelIntent("c", FIRST))
    desk.orders.on_notice(notice(NoticeKind.REFUSED, SECOND, request=Request.CANCEL))
    assert desk.screen.order("c").state is S.REJECTED
    assert desk.screen.order("a").state is S.ACCEPTED


async def test_an_ioc_remainder_is_cancelled(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    desk.orders.on_notice(notice(NoticeKind.REMAINDER_CANCELLED, FIRST, quantity=6))
    order = desk.screen.order("a")
    assert (order.state, order.filled, order.remaining) == (S.CANCELLED, 4, 0)


async def test_an_id_of_an_earlier_run_is_never_sent_again(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders = desk.service()
    with pytest.raises(InvalidInput):
        await desk.orders.submit(buy())
    assert desk.broker.posts == ["submit"]


async def test_whatever_breaks_while_sending_leaves_the_order_unknown(desk: Desk) -> None:
    desk.broker.outcome = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await desk.orders.submit(buy())
    assert desk.screen.order("a").state is S.UNKNOWN


async def test_without_notices_resting_orders_are_read_every_few_seconds(desk: Desk) -> None:
    desk.hears = False
    desk.orders = desk.service()
    await desk.orders.submit(buy())
    desk.broker.read = asyncio.Event()
    running = asyncio.ensure_future(desk.orders.run())
    for _ in range(3):  # at the start, as the sending asked, and by the clock
        await asyncio.wait_for(desk.broker.read.wait(), PATIENCE_S)
        desk.broker.read.clear()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_fill_of_an_unknown_instrument_has_no_estimated_costs(desk: Desk) -> None:
    order = OrderIntent("z", "999990", Side.BUY, OrderType.LIMIT, 1, Decimal(1_000))
    await desk.orders.submit(order)
    desk.orders.on_notice(
        notice(NoticeKind.FILLED, FIRST, quantity=1, symbol="999990", price=Decimal(1_000))
    )
    (fill,) = desk.screen.fills()
    assert (fill.fee, fill.tax) == (None, None)


async def _restored(desk: Desk) -> None:
    """Let the service take up what the journal tells of, and nothing more."""
    with pytest.raises(InvalidInput):
        await desk.orders.cancel(CancelIntent("restore", "0"))


async def test_how_often_the_list_is_read_depends_on_what_rests_and_whether_notices_come(
    desk: Desk,
) -> None:
    assert desk.orders.read_every == 60.0
    await desk.orders.submit(buy())
    assert desk.orders.read_every == 20.0
    desk.hears = False
    assert desk.orders.read_every == 2.5
    desk.broker.change(FIRST, filled=10, remaining=0, average_price=Decimal(98_400))
    await desk.orders.reconcile()
    assert desk.orders.read_every == 10.0


async def test_a_row_that_was_listed_while_its_order_was_sent_is_found_when_nobody_answers(
    desk: Desk,
) -> None:
    desk.broker.gate = asyncio.Event()
    reached = asyncio.Event()
    desk.broker.before_answer = lambda _: reached.set()
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, True
    sending = asyncio.ensure_future(desk.orders.submit(buy()))
    await reached.wait()
    await desk.read_later()
    assert desk.screen.order("a").state is S.SENDING
    desk.broker.gate.set()
    await asyncio.gather(sending, return_exceptions=True)
    await desk.read_later()
    assert desk.screen.order("a").order_no == FIRST


async def test_a_cancel_that_the_list_calls_refused_is(desk: Desk) -> None:
    await desk.orders.submit(buy())
    await desk.orders.cancel(CancelIntent("c", FIRST))
    desk.broker.change(SECOND, rejected=10)
    await desk.orders.reconcile()
    assert desk.screen.order("c").state is S.REJECTED
    assert desk.screen.order("a").state is S.WORKING


async def test_a_cancel_from_elsewhere_in_the_list_is_no_order_of_its_own(desk: Desk) -> None:
    order = await desk.orders.submit(buy())
    await desk.broker.cancel(order)
    desk.broker.change(FIRST, cancelled=10, remaining=0)
    await desk.orders.reconcile()
    assert desk.screen.order("a").state is S.CANCELLED
    shown = {
        event.order.local_id for event in desk.screen.events if isinstance(event, OrderChanged)
    }
    assert shown == {"a"}


async def test_a_notice_without_the_original_s_number_reaches_it_through_the_request(
    desk: Desk,
) -> None:
    await desk.orders.submit(buy())
    await desk.orders.amend(amend("b", FIRST))
    desk.orders.on_notice(notice(NoticeKind.AMENDED, SECOND, request=Request.AMEND))
    assert desk.screen.order("a").state is S.AMENDED


async def test_a_fill_without_a_price_is_left_to_the_list(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4, price=None))
    assert desk.screen.order("a").filled == 0


async def test_what_the_list_calls_amended_is_amended_whoever_did_it(desk: Desk) -> None:
    order = await desk.orders.submit(buy())
    await desk.broker.amend(order, amend("elsewhere", FIRST))
    desk.broker.change(FIRST, remaining=0)
    await desk.orders.reconcile()
    assert desk.screen.order("a").state is S.AMENDED
    assert desk.screen.order("kis-20261120-117058").state is S.WORKING


async def test_rows_of_other_instruments_settle_nothing(desk: Desk) -> None:
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, True
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    desk.broker.change(FIRST, symbol="000660")
    for _ in range(3):
        await desk.read_later(40)
    assert desk.screen.order("a").state is S.REJECTED


async def test_entries_that_lack_their_intent_are_left_out(desk: Desk) -> None:
    await desk.orders.submit(buy())
    await desk.orders.submit(buy("b"))
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    await desk.orders.finish()
    desk.journal.lines = [
        line
        for line in desk.journal.lines
        if not (line.local_id == "a" and line.kind in {JournalKind.INTENT, JournalKind.ACCEPTED})
    ]
    desk.orders = desk.service()
    await _restored(desk)
    assert {order.local_id for order in desk.orders.open_orders()} == {"b"}


async def test_without_the_server_s_time_orders_are_restored_by_this_machine_s_date(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.orders.submit(buy())
    monkeypatch.setattr("kis_desktop.services.order_restoring._CLOCK_WAIT", 0.0)
    desk.orders = desk.service()
    desk.clock.synchronised.clear()
    await _restored(desk)
    assert {order.local_id for order in desk.orders.open_orders()} == {"a"}
