"""The path of an order: sent once, never lost, settled by reading alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.errors import (
    ApprovalNeeded,
    InvalidInput,
    JournalFailed,
    OrderRefused,
    OrderUncertain,
    Unreachable,
)
from kis_desktop.domain.message import message
from kis_desktop.domain.order import AmendIntent, CancelIntent, OrderState, OrderType, Request
from kis_desktop.domain.order_preview import WireDraft
from kis_desktop.domain.order_report import NoticeKind
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.risk_rules import Assessment, Check, Rule, Verdict
from kis_desktop.services.topics import Topic
from tests.patience import PATIENCE_S
from tests.unit.services.order_desk import TODAY, Desk, buy, notice

S = OrderState
FIRST = "0000117057"
SECOND = "0000117058"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    made.worker.close()


async def test_an_accepted_order_is_written_before_and_after_the_wire(desk: Desk) -> None:
    seen: list[list[str]] = []
    desk.broker.before_answer = lambda _: seen.append(desk.journal.kinds("a"))
    order = await desk.orders.submit(buy())
    assert seen == [["intent", "sending"]]
    assert desk.journal.kinds("a") == ["intent", "sending", "accepted"]
    assert (order.state, order.order_no, order.branch) == (S.ACCEPTED, FIRST, "91252")
    assert desk.screen.order("a") == order


async def test_an_order_that_cannot_be_written_down_is_not_sent(desk: Desk) -> None:
    desk.journal.broken = JournalFailed(message("storage.disk_full", file="orders.db"))
    with pytest.raises(JournalFailed):
        await desk.orders.submit(buy())
    assert desk.broker.posts == []


async def test_the_same_click_never_sends_twice(desk: Desk) -> None:
    await desk.orders.submit(buy())
    with pytest.raises(InvalidInput):
        await desk.orders.submit(buy())
    assert desk.broker.posts == ["submit"]


@pytest.mark.parametrize(
    ("price", "quantity", "reason"),
    [
        (98_450, 10, "order.off_tick"),
        (98_400, 0, "order.quantity_missing"),
        (126_300, 10, "order.above_limit"),
    ],
)
async def test_an_unsound_order_stays_here(
    desk: Desk, price: int, quantity: int, reason: str
) -> None:
    desk.quotes["005930"] = Quote("005930", limit_up=Decimal(126_200), limit_down=Decimal(68_000))
    with pytest.raises(OrderRefused) as refused:
        await desk.orders.submit(buy(price=price, quantity=quantity))
    assert refused.value.message.id == reason
    assert desk.broker.posts == []


async def test_a_refusal_by_the_server_is_shown_with_its_code(desk: Desk) -> None:
    told = message("order.refused", code="APBK0952", original="주문가능금액을 초과 했습니다")
    desk.broker.outcome = OrderRefused(told)
    with pytest.raises(OrderRefused):
        await desk.orders.submit(buy())
    shown = desk.screen.order("a")
    assert (shown.state, shown.reason) == (S.REJECTED, told)
    assert desk.journal.kinds("a") == ["intent", "sending", "rejected"]


async def test_no_connection_means_that_nothing_was_sent(desk: Desk) -> None:
    desk.broker.outcome = Unreachable(message("kis.unreachable"))
    with pytest.raises(Unreachable):
        await desk.orders.submit(buy())
    assert desk.screen.order("a").state is S.REJECTED


async def test_fills_arrive_from_notices(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.WORKING, FIRST))
    assert desk.screen.order("a").state is S.WORKING
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    desk.orders.on_notice(
        notice(NoticeKind.FILLED, FIRST, quantity=6, price=Decimal(98_300), time="101202")
    )
    order = desk.screen.order("a")
    assert (order.state, order.filled, order.remaining) == (S.FILLED, 10, 0)
    assert order.average_price == Decimal(98_340)
    assert [fill.amount for fill in desk.screen.fills()] == [393_600, 589_800]
    assert [fill.fee for fill in desk.screen.fills()] == [55, 82]
    assert all(fill.provisional for fill in desk.screen.fills())
    assert desk.changes == 4  # accepted, at the exchange, and each fill: the account is read again


async def test_notices_that_overtake_the_answer_are_held_and_bound(desk: Desk) -> None:
    def overtake(order_no: str) -> None:
        desk.orders.on_notice(notice(NoticeKind.WORKING, order_no))
        desk.orders.on_notice(notice(NoticeKind.FILLED, order_no, quantity=10))

    desk.broker.before_answer = overtake
    order = await desk.orders.submit(buy())
    assert order.state is S.FILLED
    assert desk.journal.kinds("a")[:3] == ["intent", "sending", "accepted"]


async def test_a_notice_told_twice_counts_once(desk: Desk) -> None:
    await desk.orders.submit(buy())
    told = notice(NoticeKind.FILLED, FIRST, quantity=4)
    desk.orders.on_notice(told)
    desk.orders.on_notice(told)
    assert desk.screen.order("a").filled == 4
    assert len(desk.screen.fills()) == 1


async def test_more_shares_than_the_order_has_are_not_believed(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=11))
    assert desk.screen.order("a").filled == 0


async def test_the_days_list_confirms_and_corrects_fills(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    desk.broker.change(FIRST, filled=10, remaining=0, average_price=Decimal(98_340))
    await desk.orders.reconcile()
    assert desk.screen.order("a").state is S.FILLED
    fills = desk.screen.fills()
    assert sum(fill.quantity for fill in fills) == 10
    assert sum(fill.amount for fill in fills) == 983_400
    assert not any(fill.provisional for fill in fills)


async def test_a_list_read_before_a_notice_does_not_take_it_back(desk: Desk) -> None:
    await desk.orders.submit(buy())
    older = desk.broker.orders

    async def slow(_: object) -> tuple[object, ...]:
        rows = await older(TODAY)
        desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
        return rows

    desk.broker.orders = slow  # type: ignore[assignment,method-assign]
    await desk.orders.reconcile()
    assert desk.screen.order("a").filled == 4


async def test_an_order_without_an_answer_is_unknown_and_found_by_reading(desk: Desk) -> None:
    desk.broker.outcome = OrderUncertain(message("order.uncertain", code="EGW00301"))
    desk.broker.executed_anyway = True
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    assert desk.screen.order("a").state is S.UNKNOWN
    await desk.orders.reconcile()  # the list may not hold it so soon, and hold another one
    assert desk.screen.order("a").state is S.UNKNOWN
    await desk.read_later()
    order = desk.screen.order("a")
    assert (order.state, order.order_no) == (S.WORKING, FIRST)
    assert desk.broker.posts == ["submit"]
    assert desk.journal.kinds("a") == ["intent", "sending", "unknown", "resolved"]


async def test_while_an_order_is_unknown_its_side_is_blocked(desk: Desk) -> None:
    desk.broker.outcome = OrderUncertain(message("order.uncertain"))
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    desk.broker.outcome = None
    with pytest.raises(OrderRefused) as refused:
        await desk.orders.submit(buy("b"))
    assert refused.value.message.id == "risk.unknown_order"
    assert desk.broker.posts == ["submit"]


async def test_an_order_never_came_only_after_three_readings_over_a_minute(desk: Desk) -> None:
    desk.broker.outcome = OrderUncertain(message("order.uncertain"))
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    for pause, wanted in ((3, S.UNKNOWN), (10, S.UNKNOWN), (49, S.UNKNOWN), (2, S.REJECTED)):
        await desk.read_later(pause)
        assert desk.screen.order("a").state is wanted
    reason = desk.screen.order("a").reason
    assert reason is not None
    assert reason.id == "order.never_arrived"
    assert desk.broker.posts == ["submit"]


async def test_a_resting_order_that_the_list_no_longer_holds_is_given_up_after_a_minute(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.orders.submit(buy())
    desk.broker.rows.clear()
    loop = asyncio.get_running_loop()
    start = loop.time()
    for second, wanted in ((0, S.ACCEPTED), (30, S.ACCEPTED), (61, S.EXPIRED)):
        monkeypatch.setattr(loop, "time", lambda second=second: start + second)
        await desk.orders.reconcile()
        assert desk.screen.order("a").state is wanted
    monkeypatch.undo()
    reason = desk.screen.order("a").reason
    assert reason is not None
    assert reason.id == "order.vanished"


async def test_an_order_that_the_list_holds_again_is_not_given_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.orders.submit(buy())
    kept = list(desk.broker.rows)
    loop = asyncio.get_running_loop()
    start = loop.time()
    for second, rows in ((0, []), (30, []), (40, kept), (61, []), (70, [])):
        desk.broker.rows = rows
        monkeypatch.setattr(loop, "time", lambda second=second: start + second)
        await desk.orders.reconcile()
    monkeypatch.undo()
    assert desk.screen.order("a").state is S.WORKING


async def test_an_amendment_replaces_the_order_under_a_new_number(desk: Desk) -> None:
    await desk.orders.submit(buy())
    intent = AmendIntent("b", FIRST, OrderType.LIMIT, Decimal(98_000))
    order = await desk.orders.amend(intent)
    assert (order.order_no, order.original_no) == (SECOND, FIRST)
    desk.orders.on_notice(
        notice(NoticeKind.AMENDED, SECOND, original_no=FIRST, request=Request.AMEND)
    )
    assert desk.screen.order("a").state is S.AMENDED
    amended = desk.screen.order("b")
    assert (amended.state, amended.price, amended.remaining) == (S.WORKING, Decimal(98_000), 10)


async def test_a_partly_filled_order_is_amended_for_its_rest(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    order = await desk.orders.amend(AmendIntent("b", FIRST, OrderType.LIMIT, Decimal(98_000)))
    assert order.quantity == 6
    desk.orders.on_notice(notice(NoticeKind.AMENDED, SECOND, original_no=FIRST, quantity=6))
    assert desk.screen.order("a").state is S.AMENDED
    assert desk.screen.order("a").filled == 4


async def test_an_amendment_off_the_tick_stays_here(desk: Desk) -> None:
    await desk.orders.submit(buy())
    with pytest.raises(OrderRefused):
        await desk.orders.amend(AmendIntent("b", FIRST, OrderType.LIMIT, Decimal(98_050)))
    assert desk.broker.posts == ["submit"]


async def test_a_cancel_takes_the_rest_back(desk: Desk) -> None:
    await desk.orders.submit(buy())
    await desk.orders.cancel(CancelIntent("c", FIRST))
    assert desk.screen.order("a").state is S.ACCEPTED
    desk.orders.on_notice(
        notice(NoticeKind.CANCELLED, SECOND, original_no=FIRST, request=Request.CANCEL)
    )
    assert desk.screen.order("a").state is S.CANCELLED
    assert desk.screen.order("c").state is S.CANCELLED
    with pytest.raises(InvalidInput):
        await desk.orders.cancel(CancelIntent("d", FIRST))


async def test_a_cancel_notice_that_overtakes_its_answer_waits_for_it(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.broker.before_answer = lambda order_no: desk.orders.on_notice(
        notice(NoticeKind.CANCELLED, order_no, original_no=FIRST, request=Request.CANCEL)
    )
    await desk.orders.cancel(CancelIntent("c", FIRST))
    assert desk.screen.order("a").state is S.CANCELLED
    assert desk.screen.order("c").state is S.CANCELLED


async def test_a_cancel_by_another_program_reaches_the_order(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.CANCELLED, "0000999999", original_no=FIRST))
    assert desk.screen.order("a").state is S.CANCELLED


async def test_a_refused_cancel_leaves_the_order_working(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.broker.outcome = OrderRefused(message("order.refused", code="APBK0400"))
    with pytest.raises(OrderRefused):
        await desk.orders.cancel(CancelIntent("c", FIRST))
    assert desk.screen.order("a").state is S.ACCEPTED


async def test_an_unknown_number_cannot_be_amended_or_cancelled(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        await desk.orders.cancel(CancelIntent("c", "0000000001"))
    assert desk.broker.posts == []


async def test_a_stop_blocks_new_orders_and_keeps_cancelling_possible(desk: Desk) -> None:
    await desk.orders.submit(buy())
    await desk.orders.halt()
    assert desk.screen.values[Topic.HALT, ""] is True
    with pytest.raises(OrderRefused):
        await desk.orders.submit(buy("b"))
    await desk.orders.cancel(CancelIntent("c", FIRST))
    with pytest.raises(InvalidInput):
        await desk.orders.release("  ")
    await desk.orders.release("the price feed is back")
    await desk.orders.submit(buy("d"))
    told = [(line.kind.value, line.body) for line in desk.journal.lines if not line.local_id]
    assert told == [
        ("stopped", {"working": 1}),
        ("released", {"reason": "the price feed is back"}),
    ]
    assert desk.broker.posts == ["submit", "cancel", "submit"]


async def test_an_order_is_followed_even_when_nobody_waits_for_it(desk: Desk) -> None:
    desk.broker.gate = asyncio.Event()
    reached = asyncio.Event()
    desk.broker.before_answer = lambda _: reached.set()
    waiting = asyncio.ensure_future(desk.orders.submit(buy()))
    await reached.wait()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert desk.screen.order("a").state is S.SENDING
    accepted = desk.journal.written["accepted"] = asyncio.Event()
    desk.broker.gate.set()
    await asyncio.wait_for(accepted.wait(), PATIENCE_S)
    assert desk.screen.order("a").order_no == FIRST
    assert desk.broker.posts == ["submit"]


async def test_orders_of_other_programs_are_shown(desk: Desk) -> None:
    await desk.broker.submit(buy())
    desk.broker.change(FIRST, filled=4, remaining=6, average_price=Decimal(98_400))
    await desk.orders.reconcile()
    order = desk.screen.order("kis-20261120-117057")
    assert (order.state, order.filled, order.order_no) == (S.PARTLY_FILLED, 4, FIRST)
    assert [fill.time for fill in desk.screen.fills()] == [""]
    await desk.orders.cancel(CancelIntent("c", FIRST))
    assert desk.broker.posts == ["submit", "cancel"]


async def test_a_row_that_may_be_an_order_being_sent_is_not_taken_for_anothers(
    desk: Desk,
) -> None:
    desk.broker.gate = asyncio.Event()
    reached = asyncio.Event()
    desk.broker.before_answer = lambda _: reached.set()
    sending = asyncio.ensure_future(desk.orders.submit(buy()))
    await reached.wait()
    await desk.orders.reconcile()
    desk.broker.gate.set()
    await sending
    ids = {order.local_id for order in desk.orders.open_orders()}
    assert ids == {"a"}


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"remaining": 0, "cancelled": 10}, S.CANCELLED),
        ({"remaining": 0, "rejected": 10}, S.REJECTED),
        ({"remaining": 0}, S.EXPIRED),
        ({"remaining": 10}, S.WORKING),
    ],
)
async def test_the_days_list_moves_an_order(
    desk: Desk, fields: dict[str, object], state: OrderState
) -> None:
    await desk.orders.submit(buy())
    desk.broker.change(FIRST, **fields)
    await desk.orders.reconcile()
    assert desk.screen.order("a").state is state


async def test_the_days_list_alone_tells_of_an_amendment_and_a_cancel(desk: Desk) -> None:
    await desk.orders.submit(buy())
    await desk.orders.amend(AmendIntent("b", FIRST, OrderType.LIMIT, Decimal(98_000)))
    desk.broker.change(FIRST, remaining=0)
    await desk.orders.reconcile()
    assert desk.screen.order("a").state is S.AMENDED
    await desk.orders.cancel(CancelIntent("c", SECOND))
    desk.broker.change(SECOND, remaining=0, cancelled=10)
    await desk.orders.reconcile()
    assert desk.screen.order("b").state is S.CANCELLED
    assert desk.screen.order("c").state is S.CANCELLED


async def test_a_new_start_takes_up_where_the_last_one_ended(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=4))
    written = desk.journal.written["notice"] = asyncio.Event()
    writer = asyncio.ensure_future(desk.orders.run_journal())
    await asyncio.wait_for(written.wait(), PATIENCE_S)
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)
    desk.broker.change(FIRST, filled=4, remaining=6, average_price=Decimal(98_400))
    desk.screen.events.clear()
    desk.orders = desk.service()
    await _one_reading(desk)
    order = desk.screen.order("a")
    assert (order.state, order.filled, order.order_no) == (S.PARTLY_FILLED, 4, FIRST)
    assert [(fill.quantity, fill.time) for fill in desk.screen.fills()] == [(4, "101201")]


async def test_a_crash_while_sending_leaves_the_order_unknown_until_it_is_read(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.journal.lines = [line for line in desk.journal.lines if line.kind.value != "accepted"]
    desk.screen.events.clear()
    desk.orders = desk.service()
    await _one_reading(desk)
    assert desk.screen.order("a").order_no == FIRST
    assert desk.broker.posts == ["submit"]


async def test_an_intent_that_never_reached_the_wire_was_not_sent(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.journal.lines = desk.journal.lines[:1]
    desk.broker.rows.clear()
    desk.screen.events.clear()
    desk.orders = desk.service()
    await _one_reading(desk)
    order = desk.screen.order("a")
    assert order.state is S.REJECTED
    assert order.reason is not None
    assert order.reason.id == "order.not_sent"


async def test_refused_and_missing_orders_stay_so_after_a_new_start(desk: Desk) -> None:
    desk.broker.outcome = OrderRefused(message("order.refused", code="APBK0952"))
    with pytest.raises(OrderRefused):
        await desk.orders.submit(buy())
    desk.screen.events.clear()
    desk.orders = desk.service()
    await _one_reading(desk)
    reason = desk.screen.order("a").reason
    assert reason is not None
    assert reason.code == "APBK0952"


async def _one_reading(desk: Desk) -> None:
    """Run the service, as its supervisor would, until it has laid one list over what it knows."""
    read = desk.broker.read = asyncio.Event()
    running = asyncio.ensure_future(desk.orders.run())
    await asyncio.wait_for(read.wait(), PATIENCE_S)
    await desk.read_later()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_preview_shows_what_would_be_sent_and_what_it_meets_and_sends_nothing(
    desk: Desk,
) -> None:
    shown = await desk.orders.preview(buy(price=98_450))
    assert dict(shown.draft.fields)["ORD_QTY"] == "10"
    (check,) = shown.assessment.checks
    assert check.told is not None
    assert check.told.id == "order.off_tick"
    assert (desk.broker.posts, desk.journal.lines) == ([], [])


async def test_a_preview_of_an_amendment_sends_nothing(desk: Desk) -> None:
    order = await desk.orders.submit(buy("a"))
    posted, kept = list(desk.broker.posts), len(desk.journal.lines)
    intent = AmendIntent("b", order.order_no, OrderType.LIMIT, Decimal(98_450))
    shown = await desk.orders.preview_amendment(intent)
    assert dict(shown.draft.fields) == {"ORGN_ODNO": order.order_no, "ORD_UNPR": "98450"}
    assert [check.told.id for check in shown.assessment.checks if check.told] == ["order.off_tick"]
    assert (desk.broker.posts, len(desk.journal.lines)) == (posted, kept)
    with pytest.raises(InvalidInput):
        await desk.orders.preview_amendment(msgspec.structs.replace(intent, order_no="0000000009"))


async def test_a_warning_has_to_be_confirmed_for_this_very_order(desk: Desk) -> None:
    told = message("risk.amount")
    warning = Check(Rule.AMOUNT, Verdict.WARNED, told=told)
    desk.guard.assess = lambda _: Assessment((warning,))  # type: ignore[assignment,method-assign]
    with pytest.raises(ApprovalNeeded) as asked:
        await desk.orders.submit(buy("a"))
    assert (asked.value.rules, asked.value.message) == (frozenset({"amount"}), told)
    assert desk.broker.posts == []
    approved = msgspec.structs.replace(buy("b"), approved=asked.value.rules)
    await desk.orders.submit(approved)
    assert desk.broker.posts == ["submit"]
    assert desk.journal.lines[0].body["approved"] == "amount"


async def test_what_could_not_be_sent_at_all_is_not_written_down(desk: Desk) -> None:
    def refuse(_: object) -> WireDraft:
        raise InvalidInput(message("kis.price_invalid", price="0"))

    desk.broker.draft = refuse  # type: ignore[assignment,method-assign]
    with pytest.raises(InvalidInput):
        await desk.orders.submit(buy())
    assert (desk.journal.lines, desk.broker.posts) == ([], [])
