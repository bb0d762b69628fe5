"""An order without an answer is adopted only where nothing else can be it; else the trader says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.doubt import Doubt, DoubtState
from kis_desktop.domain.errors import InvalidInput, OrderRefused, OrderUncertain
from kis_desktop.domain.event import Logged, OrderWithdrawn
from kis_desktop.domain.message import message
from kis_desktop.domain.order import (
    AmendIntent,
    CancelIntent,
    OrderIntent,
    OrderState,
    OrderType,
    Request,
)
from kis_desktop.domain.order_report import NoticeKind
from kis_desktop.domain.risk_facts import OrderFacts
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from tests.unit.services.order_desk import NOW, RULES, TODAY, Desk, buy, notice

S = OrderState
FIRST, SECOND, THIRD = "0000117057", "0000117058", "0000117059"
UNCERTAIN = OrderUncertain(message("order.uncertain", code="EGW00301"))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    made.worker.close()


def doubt(desk: Desk, local_id: str) -> Doubt:
    told = desk.screen.values[Topic.DOUBT, local_id]
    assert isinstance(told, Doubt)
    return told


def choices(desk: Desk, local_id: str) -> list[str]:
    """The numbers that the trader may choose from."""
    told = doubt(desk, local_id)
    assert told.state is DoubtState.CHOICE
    return [row.order_no for row in told.candidates]


async def lose(desk: Desk, *intents: OrderIntent, executed: bool = True) -> None:
    """Send orders at the same time, of which nobody hears anything."""
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, executed
    sent = (desk.orders.submit(intent) for intent in intents)
    outcomes = await asyncio.gather(*sent, return_exceptions=True)
    assert all(isinstance(outcome, OrderUncertain) for outcome in outcomes)
    desk.broker.outcome = None


async def from_elsewhere(desk: Desk, intent: OrderIntent | None = None) -> str:
    """Another program on the account sends an order; its number."""
    posts = list(desk.broker.posts)
    receipt = await desk.broker.submit(intent or buy("elsewhere"))
    desk.broker.posts = posts
    return receipt.order_no


async def test_a_doubt_is_told_from_its_beginning_to_its_end(desk: Desk) -> None:
    await lose(desk, buy())
    assert (doubt(desk, "a").state, doubt(desk, "a").walks) == (DoubtState.READING, 0)
    await desk.read_later()
    assert (doubt(desk, "a").state, doubt(desk, "a").order.order_no) == (DoubtState.SETTLED, FIRST)


async def test_complete_lists_without_the_order_are_counted(desk: Desk) -> None:
    await lose(desk, buy(), executed=False)
    for walks in (1, 2):
        await desk.read_later()
        assert (doubt(desk, "a").walks, doubt(desk, "a").walks_needed) == (walks, 3)
    assert doubt(desk, "a").since is not None


async def test_of_two_alike_rows_one_from_elsewhere_nothing_is_adopted(desk: Desk) -> None:
    await lose(desk, buy())
    await from_elsewhere(desk)
    for _ in range(5):
        await desk.read_later(30)
    assert desk.screen.order("a").state is S.UNKNOWN
    assert choices(desk, "a") == [FIRST, SECOND]
    shown = {order.order_no for order in desk.orders.open_orders()}
    assert shown == {"", FIRST, SECOND}  # both rest on the account, whosever they are
    assert desk.journal.kinds("a") == ["intent", "sending", "unknown"]
    assert desk.broker.posts == ["submit"]
    asked = [event.message.id for event in desk.screen.events if isinstance(event, Logged)]
    assert asked == ["order.doubt_choice"]


async def test_what_the_trader_denies_is_searched_for_on_and_never_came(desk: Desk) -> None:
    await lose(desk, buy(), executed=False)
    await from_elsewhere(desk)
    await from_elsewhere(desk)
    await desk.read_later()
    assert len(choices(desk, "a")) == 2
    await desk.orders.deny("a")
    assert doubt(desk, "a").state is DoubtState.READING
    assert desk.journal.lines[-1].body == {"order_nos": f"{FIRST} {SECOND}"}
    with pytest.raises(InvalidInput):
        await desk.orders.deny("a")
    desk.orders = desk.service()
    await desk.restored()
    for _ in range(4):
        await desk.read_later(30)
    order = desk.screen.order("a")
    assert (order.state, order.order_no) == (S.REJECTED, "")
    assert order.reason is not None
    assert order.reason.id == "order.never_arrived"
    assert desk.screen.order("kis-20261120-117057").state is S.WORKING
    assert desk.broker.posts == ["submit"]


async def test_nothing_can_be_denied_that_is_not_asked(desk: Desk) -> None:
    await desk.restored()
    await desk.orders.submit(buy())
    for local_id in ("nobody", "a"):
        with pytest.raises(InvalidInput):
            await desk.orders.deny(local_id)


async def test_the_trader_s_choice_is_written_down_and_holds_after_a_new_start(desk: Desk) -> None:
    await lose(desk, buy())
    await from_elsewhere(desk)
    await desk.read_later()
    told = notice(NoticeKind.FILLED, SECOND, quantity=4)
    desk.orders.on_notice(told)
    order = await desk.orders.adopt("a", SECOND)
    assert (order.order_no, order.state, order.filled) == (SECOND, S.PARTLY_FILLED, 4)
    assert sum(fill.quantity for fill in desk.screen.fills()) == 4
    assert OrderWithdrawn("kis-20261120-117058") in desk.screen.events
    assert doubt(desk, "a").state is DoubtState.SETTLED
    entry = desk.journal.lines[-1]
    assert (entry.kind.value, entry.body["order_no"], entry.body["candidates"]) == (
        "adopted",
        SECOND,
        2,
    )
    desk.broker.change(SECOND, filled=4, remaining=6, average_price=Decimal(98_400))
    desk.orders = desk.service()
    await desk.restored()
    await desk.orders.reconcile()
    assert desk.screen.order("a").order_no == SECOND
    assert desk.screen.order("kis-20261120-117057").state is S.WORKING
    assert desk.broker.posts == ["submit"]


@pytest.mark.parametrize(
    ("local_id", "order_no"), [("a", THIRD), ("a", ""), ("nobody", FIRST), ("b", FIRST)]
)
async def test_what_is_no_candidate_cannot_be_chosen(
    desk: Desk, local_id: str, order_no: str
) -> None:
    await lose(desk, buy())
    await from_elsewhere(desk)
    await desk.read_later()
    desk.guard.order_facts = lambda _: OrderFacts()
    await desk.orders.submit(buy("b", quantity=3))  # its number is THIRD
    with pytest.raises(InvalidInput) as refused:
        await desk.orders.adopt(local_id, order_no)
    assert refused.value.message.id == "order.not_a_candidate"
    assert desk.screen.order("a").state is S.UNKNOWN


async def test_a_number_is_chosen_once(desk: Desk) -> None:
    await lose(desk, buy("a"), buy("b"))
    await desk.read_later()
    await desk.orders.adopt("a", FIRST)
    for local_id, order_no in (("a", SECOND), ("b", FIRST)):
        with pytest.raises(InvalidInput):
            await desk.orders.adopt(local_id, order_no)


async def test_two_alike_orders_of_ours_with_two_rows_are_both_asked_about(desk: Desk) -> None:
    await lose(desk, buy("a"), buy("b"))
    await desk.read_later()
    assert choices(desk, "a") == choices(desk, "b") == [FIRST, SECOND]
    assert {desk.screen.order(one).state for one in "ab"} == {S.UNKNOWN}


async def test_of_two_alike_orders_of_ours_with_one_row_neither_takes_it(desk: Desk) -> None:
    await lose(desk, buy("a"), buy("b"))
    desk.broker.rows.pop()
    await desk.read_later()
    assert choices(desk, "a") == choices(desk, "b") == [FIRST]
    await desk.orders.adopt("b", FIRST)
    for _ in range(4):
        await desk.read_later(30)
    reason = desk.screen.order("a").reason
    assert (desk.screen.order("b").order_no, desk.screen.order("a").state) == (FIRST, S.REJECTED)
    assert reason is not None
    assert reason.id == "order.never_arrived"


async def test_orders_of_ours_that_differ_are_each_found(desk: Desk) -> None:
    await lose(desk, buy("a", quantity=10), buy("b", quantity=11))
    await desk.read_later()
    found = {desk.screen.order(one).order_no for one in "ab"}
    assert found == {FIRST, SECOND}
    assert desk.screen.order("a").quantity == 10


async def test_an_order_that_was_there_before_ours_was_sent_is_not_ours(desk: Desk) -> None:
    assert await from_elsewhere(desk) == FIRST
    await desk.orders.reconcile()
    await lose(desk, buy(), executed=False)
    for _ in range(4):
        await desk.read_later(30)
    assert desk.screen.order("a").state is S.REJECTED
    assert desk.screen.order("kis-20261120-117057").state is S.WORKING


@pytest.mark.parametrize(
    "changes",
    [
        {"order_time": "101130"},
        {"order_time": "101300"},
        {"order_time": ""},
        {"order_type": OrderType.LIMIT_IOC},
        {"price": None},
    ],
    ids=str,
)
async def test_a_row_that_fits_only_with_goodwill_is_not_adopted_and_not_ruled_out(
    desk: Desk, changes: dict[str, object]
) -> None:
    await lose(desk, buy())
    desk.broker.change(FIRST, **changes)
    for _ in range(4):
        await desk.read_later(30)
    assert desk.screen.order("a").state is S.UNKNOWN
    assert choices(desk, "a") == [FIRST]


@pytest.mark.parametrize("changes", [{"quantity": 9}, {"price": Decimal(98_300)}], ids=str)
async def test_a_row_of_another_quantity_or_price_is_another_order(
    desk: Desk, changes: dict[str, object]
) -> None:
    await lose(desk, buy())
    desk.broker.change(FIRST, **changes)
    for _ in range(4):
        await desk.read_later(30)
    assert desk.screen.order("a").state is S.REJECTED


async def test_without_the_server_s_time_at_the_sending_nothing_is_adopted(desk: Desk) -> None:
    desk.clock = SessionClock(RULES, desk.screen, wall=lambda: NOW)
    desk.clock.synchronised.set()
    desk.orders = desk.service(desk.clock)
    await lose(desk, buy(), executed=False)
    desk.clock.observe(NOW)
    await from_elsewhere(desk)
    for _ in range(4):
        await desk.read_later(30)
    assert desk.screen.order("a").state is S.UNKNOWN
    assert choices(desk, "a") == [FIRST]


async def test_what_came_long_after_the_program_ended_is_not_adopted(desk: Desk) -> None:
    await lose(desk, buy(), executed=False)
    desk.journal.lines = desk.journal.lines[:2]
    later = NOW + timedelta(hours=3)
    desk.orders = desk.service(at=later)
    number = await from_elsewhere(desk)
    desk.broker.change(number, order_time="120000")
    await desk.restored()
    assert desk.journal.lines[-1].body["until"] == "101259"
    for _ in range(4):
        await desk.read_later(30)
    assert desk.screen.order("a").state is S.UNKNOWN
    assert choices(desk, "a") == [number]


async def test_a_row_that_an_order_under_way_may_be_waits(desk: Desk) -> None:
    await lose(desk, buy("a"), executed=False)
    desk.broker.gate = asyncio.Event()
    reached = asyncio.Event()
    desk.broker.before_answer = lambda _: reached.set()
    desk.guard.order_facts = lambda _: OrderFacts()
    sending = asyncio.ensure_future(desk.orders.submit(buy("b")))
    await reached.wait()
    await desk.read_later()
    assert desk.screen.order("a").state is S.UNKNOWN
    assert doubt(desk, "a").state is DoubtState.READING
    desk.broker.gate.set()
    await sending
    await desk.read_later()
    assert desk.screen.order("b").order_no == FIRST
    assert desk.screen.order("a").state is S.UNKNOWN


async def test_when_its_day_is_over_an_order_that_may_be_several_has_expired(desk: Desk) -> None:
    await lose(desk, buy())
    await from_elsewhere(desk)
    desk.broker.past[TODAY] = tuple(
        msgspec.structs.replace(row, remaining=0) for row in desk.broker.rows
    )
    desk.broker.rows, desk.broker.today = [], TODAY + timedelta(days=3)
    desk.clock.observe(NOW + timedelta(days=3))
    await desk.read_later()
    order = desk.screen.order("a")
    assert order.state is S.EXPIRED
    assert order.reason is not None
    assert order.reason.id == "order.expired_unknown"
    assert desk.journal.lines[-1].body == {"order_no": "", "outcome": "expired", "candidates": 2}
    posted = list(desk.broker.posts)
    desk.orders = desk.service()
    desk.clock.observe(NOW + timedelta(days=3))
    await desk.restored()
    await desk.orders.reconcile()
    assert desk.orders.open_orders() == ()
    assert desk.broker.posts == posted


async def test_what_rested_when_its_day_ended_has_expired_whatever_the_list_says(
    desk: Desk,
) -> None:
    await desk.orders.submit(buy())
    desk.broker.past[TODAY] = tuple(desk.broker.rows)
    desk.broker.rows, desk.broker.today = [], TODAY + timedelta(days=3)
    desk.clock.observe(NOW + timedelta(days=3))
    await desk.orders.reconcile()
    await desk.orders.reconcile()
    assert desk.screen.order("a").state is S.EXPIRED


async def test_numbers_of_a_past_day_that_are_taken_are_no_candidates(desk: Desk) -> None:
    await desk.orders.submit(buy("settled"))
    await lose(desk, buy("lost"), executed=False)
    desk.broker.past[TODAY] = tuple(
        msgspec.structs.replace(row, remaining=0) for row in desk.broker.rows
    )
    desk.broker.rows, desk.broker.today = [], TODAY + timedelta(days=3)
    desk.orders = desk.service()
    desk.clock.observe(NOW + timedelta(days=3))
    await desk.restored()
    await desk.orders.reconcile()
    for _ in range(4):
        await desk.read_later(30)
    assert desk.screen.order("lost").state is S.REJECTED
    assert desk.screen.order("settled").order_no == FIRST


async def test_an_end_of_the_program_while_sending_bounds_when_the_order_can_have_come(
    desk: Desk,
) -> None:
    await lose(desk, buy())
    desk.journal.lines = desk.journal.lines[:2]
    desk.orders = desk.service()
    await desk.restored()
    await desk.orders.reconcile()
    assert desk.journal.kinds("a") == ["intent", "sending", "unknown"]
    assert str(desk.journal.lines[-1].body["until"]).startswith("10120")
    await desk.read_later()
    assert desk.screen.order("a").order_no == FIRST


def amend(local_id: str) -> AmendIntent:
    return AmendIntent(local_id, FIRST, OrderType.LIMIT, Decimal(98_000))


async def test_an_amend_or_a_cancel_of_a_part_is_never_sent_again_while_one_is_unknown(
    desk: Desk,
) -> None:
    await desk.orders.submit(buy())
    desk.broker.outcome = UNCERTAIN
    with pytest.raises(OrderUncertain):
        await desk.orders.amend(amend("b"))
    desk.broker.outcome = None
    await desk.read_later()
    for again in (
        desk.orders.amend(amend("c")),
        desk.orders.cancel(CancelIntent("d", FIRST, quantity=3)),
    ):
        with pytest.raises(OrderRefused) as refused:
            await again
        assert refused.value.message.id == "order.change_unsettled"
    assert desk.broker.posts == ["submit", "amend"]
    await desk.orders.cancel(CancelIntent("e", FIRST))  # all of it may be taken back
    assert desk.broker.posts == ["submit", "amend", "cancel"]


async def test_a_full_cancel_is_sent_again_only_after_a_list_shows_that_the_order_rests(
    desk: Desk,
) -> None:
    await desk.orders.submit(buy())
    desk.broker.outcome = UNCERTAIN
    with pytest.raises(OrderUncertain):
        await desk.orders.cancel(CancelIntent("b", FIRST))
    desk.broker.outcome = None
    await desk.orders.reconcile()
    with pytest.raises(OrderRefused):
        await desk.orders.cancel(CancelIntent("c", FIRST))
    await desk.read_later()
    await desk.orders.cancel(CancelIntent("d", FIRST))
    assert desk.broker.posts == ["submit", "cancel", "cancel"]
    assert desk.screen.order("b").state is S.UNKNOWN


async def test_two_changes_of_an_order_at_the_same_time_are_one(desk: Desk) -> None:
    await desk.orders.submit(buy())
    outcomes = await asyncio.gather(
        desk.orders.amend(amend("b")), desk.orders.amend(amend("c")), return_exceptions=True
    )
    assert [isinstance(outcome, OrderRefused) for outcome in outcomes] == [False, True]
    assert desk.broker.posts == ["submit", "amend"]


async def test_cancels_of_one_order_go_in_the_order_of_their_sending(desk: Desk) -> None:
    await desk.orders.submit(buy())
    desk.broker.outcome = UNCERTAIN
    with pytest.raises(OrderUncertain):
        await desk.orders.cancel(CancelIntent("b", FIRST))
    await desk.read_later()
    desk.broker.executed_anyway = True
    with pytest.raises(OrderUncertain):
        await desk.orders.cancel(CancelIntent("c", FIRST))
    await desk.read_later()
    assert (desk.screen.order("b").state, desk.screen.order("c").state) == (S.CANCELLED, S.UNKNOWN)
    for _ in range(4):
        await desk.read_later(30)
    assert desk.screen.order("c").state is S.REJECTED


@pytest.mark.parametrize("quantity", [0, -1, 11])
async def test_a_part_that_is_none_is_not_asked_for(desk: Desk, quantity: int) -> None:
    await desk.orders.submit(buy())
    with pytest.raises(InvalidInput):
        await desk.orders.cancel(CancelIntent("b", FIRST, quantity=quantity))
    assert desk.broker.posts == ["submit"]


async def test_a_part_of_an_order_is_amended_and_the_rest_stays(desk: Desk) -> None:
    await desk.orders.submit(buy())
    intent = msgspec.structs.replace(amend("b"), quantity=4)
    assert (await desk.orders.amend(intent)).quantity == 4
    desk.orders.on_notice(
        notice(NoticeKind.AMENDED, SECOND, original_no=FIRST, quantity=4, request=Request.AMEND)
    )
    first = desk.screen.order("a")
    assert (first.state, first.remaining) == (S.ACCEPTED, 6)
    desk.broker.change(FIRST, remaining=6)
    await desk.read_later(10)
    first = desk.screen.order("a")
    assert (first.state, first.remaining, first.cancelled) == (S.WORKING, 6, 4)


async def test_a_partial_amendment_is_known_from_the_list_alone(desk: Desk) -> None:
    await desk.orders.submit(buy())
    await desk.orders.amend(msgspec.structs.replace(amend("b"), quantity=4))
    desk.broker.change(FIRST, remaining=6)
    await desk.read_later(10)
    first = desk.screen.order("a")
    assert (first.state, first.remaining) == (S.WORKING, 6)


async def test_the_guard_is_told_of_everything_that_works_and_how_fast_orders_went(
    desk: Desk,
) -> None:
    await desk.orders.submit(buy("a"))
    await desk.orders.cancel(CancelIntent("c", FIRST))
    facts = desk.orders.facts("005930")
    assert (facts.sent_last_minute, facts.sent_today, facts.stopped) == (1, 1, False)
    assert [order.local_id for order in facts.working] == ["a", "c"]
    assert desk.orders.facts("000660").working == ()
    await desk.orders.halt()
    desk.orders = desk.service()
    assert desk.orders.facts("005930").sent_today == 0
    await desk.restored()
    await desk.orders.reconcile()
    assert desk.orders.facts("005930").sent_today == 1


async def test_without_notices_and_lists_the_orders_are_deaf(desk: Desk) -> None:
    assert desk.orders.facts("").deaf_for == 0.0
    desk.hears = False
    desk.pass_time(5)
    assert desk.orders.facts("").deaf_for == 0.0  # the next list is not due yet
    desk.pass_time(15)
    assert desk.orders.facts("").deaf_for == pytest.approx(20, abs=1)
    await desk.orders.reconcile()
    assert desk.orders.facts("").deaf_for == 0.0
    desk.pass_time(20)
    assert desk.orders.facts("").deaf_for == pytest.approx(20, abs=1)
    desk.hears = True
    assert desk.orders.facts("").deaf_for == 0.0
