"""The kill switch: nothing new goes out, and everything that works is taken back, once each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from decimal import Decimal

import pytest

from kis_desktop.domain.errors import InvalidInput, JournalFailed, OrderRefused, OrderUncertain
from kis_desktop.domain.kill_switch import KillOutcome, KillReport
from kis_desktop.domain.message import message
from kis_desktop.domain.order import CancelIntent, Order, Request
from kis_desktop.domain.order_report import NoticeKind
from kis_desktop.services.kill_switch import KillSwitch
from kis_desktop.services.topics import Topic
from tests.patience import PATIENCE_S
from tests.unit.services.order_desk import Desk, buy, notice

O = KillOutcome  # noqa: E741 - as short as the states elsewhere
FIRST, SECOND, THIRD = "0000117057", "0000117058", "0000117059"
REFUSED = OrderRefused(message("kis.business", code="APBK0400"))
UNCERTAIN = OrderUncertain(message("order.uncertain"))


class Switched(Desk):
    """A desk with a kill switch, run as its supervisors would."""

    def __init__(self) -> None:
        super().__init__()
        self.switch = KillSwitch(self.orders, self.screen, lambda: 10.0)
        self.screen.told = asyncio.Event()

    @property
    def report(self) -> KillReport:
        report = self.screen.values[Topic.KILL, ""]
        assert isinstance(report, KillReport)
        return report

    def outcomes(self) -> dict[str, KillOutcome]:
        return {line.order_no: line.outcome for line in self.report.lines}

    async def until(self, condition: Callable[[], object]) -> None:
        assert self.screen.told is not None
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self.screen.told.clear()
                await self.screen.told.wait()

    def confirm(self, order_no: str) -> None:
        """The exchange confirms the cancel of an order."""
        told = notice(
            NoticeKind.CANCELLED, "0000999999", original_no=order_no, request=Request.CANCEL
        )
        self.orders.on_notice(told)


@pytest.fixture
async def desk() -> AsyncIterator[Switched]:
    made = Switched()
    running = [asyncio.ensure_future(run()) for run in (made.switch.run, made.orders.run)]
    yield made
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    made.worker.close()


async def test_a_pull_stops_new_orders_and_cancels_what_works(desk: Switched) -> None:
    await desk.orders.submit(buy("a"))
    await desk.orders.submit(buy("b"))
    await desk.switch.pull()
    with pytest.raises(OrderRefused):
        await desk.orders.submit(buy("c"))
    await desk.until(lambda: desk.outcomes() == {FIRST: O.SENT, SECOND: O.SENT})
    assert desk.broker.posts == ["submit", "submit", "cancel", "cancel"]
    desk.confirm(FIRST)
    desk.broker.change(SECOND, cancelled=10, remaining=0)
    await desk.orders.reconcile()
    await desk.until(lambda: desk.outcomes() == {FIRST: O.CANCELLED, SECOND: O.CANCELLED})
    assert (desk.report.stopped, desk.report.seconds_left) == (True, 0.0)
    desk.broker.change(FIRST, cancelled=10, remaining=0)
    await desk.read_later(5)
    await asyncio.sleep(0.8)
    assert desk.outcomes() == {FIRST: O.CANCELLED, SECOND: O.CANCELLED}
    assert desk.broker.posts.count("cancel") == 2
    origins = [
        line.body["origin"]
        for line in desk.journal.lines
        if line.kind.value == "intent" and line.body["request"] == "cancel"
    ]
    assert origins == ["kill_switch", "kill_switch"]
    assert [line.body for line in desk.journal.lines if line.kind.value == "stopped"] == [
        {"working": 2}
    ]


async def test_orders_of_other_programs_are_cancelled_and_those_that_turn_up(
    desk: Switched,
) -> None:
    await desk.broker.submit(buy())
    await desk.orders.reconcile()
    await desk.switch.pull()
    await desk.until(lambda: desk.outcomes() == {FIRST: O.SENT})
    await desk.broker.submit(buy())
    await desk.orders.reconcile()
    await desk.until(lambda: desk.outcomes().get(THIRD) is O.SENT)
    assert desk.broker.posts.count("cancel") == 2


async def test_what_was_filled_first_is_told_as_that(desk: Switched) -> None:
    await desk.orders.submit(buy())
    desk.broker.outcome = REFUSED
    await desk.switch.pull()
    await desk.until(lambda: desk.outcomes() == {FIRST: O.REFUSED})
    (line,) = desk.report.lines
    assert line.code == "APBK0400"
    desk.orders.on_notice(notice(NoticeKind.FILLED, FIRST, quantity=10, price=Decimal(98_400)))
    await desk.until(lambda: desk.outcomes() == {FIRST: O.GONE})


async def test_what_is_settled_when_all_was_asked_for_is_told_too(desk: Switched) -> None:
    await desk.orders.submit(buy())
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, True
    await desk.switch.pull()
    await desk.until(lambda: desk.outcomes() == {FIRST: O.UNKNOWN})
    await desk.read_later()
    await asyncio.sleep(0.3)
    desk.broker.change(FIRST, cancelled=10, remaining=0)
    await desk.read_later()
    await desk.until(lambda: desk.outcomes() == {FIRST: O.CANCELLED})
    assert desk.broker.posts == ["submit", "cancel"]


@pytest.mark.parametrize(("failure", "outcome"), [(REFUSED, O.REFUSED), (UNCERTAIN, O.UNKNOWN)])
async def test_nothing_is_cancelled_twice_before_the_switch_is_pulled_again(
    desk: Switched, failure: Exception, outcome: KillOutcome
) -> None:
    await desk.orders.submit(buy())
    desk.broker.outcome = failure
    await desk.switch.pull()
    await desk.until(lambda: desk.outcomes() == {FIRST: outcome})
    await desk.read_later()
    await desk.read_later()
    assert desk.broker.posts == ["submit", "cancel"]
    desk.broker.outcome = None
    await desk.switch.pull()
    await desk.until(lambda: desk.outcomes() == {FIRST: O.SENT})
    assert desk.broker.posts == ["submit", "cancel", "cancel"]
    desk.confirm(FIRST)
    await desk.until(lambda: desk.outcomes() == {FIRST: O.CANCELLED})


async def test_an_order_without_an_answer_stays_named_and_is_cancelled_once_it_is_found(
    desk: Switched,
) -> None:
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, True
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    desk.broker.outcome = None
    await desk.switch.pull()
    await desk.until(lambda: desk.outcomes() == {"": O.UNKNOWN})
    assert desk.report.lines[0].local_id == "a"
    await desk.read_later()
    await desk.until(lambda: desk.outcomes() == {FIRST: O.SENT})
    assert desk.broker.posts == ["submit", "cancel"]


async def test_what_the_trader_chose_as_ours_has_one_line(desk: Switched) -> None:
    desk.broker.outcome, desk.broker.executed_anyway = UNCERTAIN, True
    with pytest.raises(OrderUncertain):
        await desk.orders.submit(buy())
    desk.broker.outcome = None
    await desk.broker.submit(buy())
    await desk.read_later()
    await desk.switch.pull()
    wanted = {"": O.UNKNOWN, FIRST: O.SENT, SECOND: O.SENT}
    await desk.until(lambda: desk.outcomes() == wanted)
    await desk.orders.adopt("a", FIRST)
    await desk.until(lambda: "" not in desk.outcomes())
    assert [line.order_no for line in desk.report.lines].count(FIRST) == 1
    desk.pass_time(1)
    await asyncio.sleep(0.3)
    assert desk.broker.posts.count("cancel") == 2


async def test_a_cancel_of_the_trader_under_way_is_waited_for(desk: Switched) -> None:
    await desk.orders.submit(buy())
    desk.broker.gate = asyncio.Event()
    reached = asyncio.Event()
    desk.broker.before_answer = lambda _: reached.set()
    cancelling = asyncio.ensure_future(desk.orders.cancel(CancelIntent("c", FIRST)))
    await reached.wait()
    await desk.switch.pull()
    await asyncio.sleep(0.15)
    assert desk.broker.posts == ["submit", "cancel"]
    desk.broker.outcome = OrderRefused(message("order.refused"))
    desk.broker.gate.set()
    await asyncio.gather(cancelling, return_exceptions=True)
    desk.broker.outcome = None
    await desk.until(lambda: desk.outcomes() == {FIRST: O.SENT})
    assert desk.broker.posts == ["submit", "cancel", "cancel"]


async def test_releasing_needs_a_reason_and_ends_the_cancelling(desk: Switched) -> None:
    for local_id in "abcdefghijkl":
        await desk.orders.submit(buy(local_id))
    desk.broker.gate = asyncio.Event()
    await desk.switch.pull()
    await desk.until(lambda: desk.broker.posts.count("cancel") == 8)
    with pytest.raises(InvalidInput):
        await desk.switch.release(" ")
    assert desk.report.stopped
    assert desk.report.seconds_left == pytest.approx(1.2)
    await desk.switch.release("resting orders are wanted")
    desk.broker.gate.set()
    await desk.until(lambda: not desk.report.stopped)
    await asyncio.sleep(0.15)
    assert desk.broker.posts.count("cancel") == 8  # those under way
    assert desk.report.reason == "resting orders are wanted"
    await desk.orders.submit(buy("again"))


async def test_a_release_that_cannot_be_written_down_releases_nothing(desk: Switched) -> None:
    await desk.switch.pull()
    desk.journal.broken = JournalFailed(message("storage.disk_full", file="orders.db"))
    with pytest.raises(JournalFailed):
        await desk.switch.release("all is well")
    with pytest.raises(OrderRefused):
        await desk.orders.submit(buy())


async def test_a_stop_of_an_earlier_run_still_holds_and_is_told(desk: Switched) -> None:
    await desk.orders.halt()
    again = KillSwitch(desk.orders, desk.screen, lambda: 10.0)
    running = asyncio.ensure_future(again.run())
    await desk.until(lambda: desk.report.stopped)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert desk.report.pulled_at is None


async def test_an_order_that_waits_for_its_turn_does_not_leave_after_a_pull(desk: Switched) -> None:
    desk.broker.turn = asyncio.Event()
    waiting = asyncio.ensure_future(desk.orders.submit(buy("a")))
    desk.screen.told = asyncio.Event()
    await desk.until(lambda: desk.journal.kinds("a") == ["intent", "sending"])
    await desk.switch.pull()
    desk.broker.turn.set()
    with pytest.raises(OrderRefused) as refusal:
        await waiting
    assert refusal.value.message.id == "order.halted_by_user"
    assert desk.broker.posts == []
    assert desk.journal.kinds("a") == ["intent", "sending", "rejected"]


async def test_a_cancel_that_breaks_is_told_as_unknown_and_holds_up_no_other(
    desk: Switched, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        await desk.orders.submit(buy(name))
    real = desk.orders.cancel

    async def cancel(intent: CancelIntent) -> Order:
        if intent.order_no == FIRST:
            raise RuntimeError("something that nobody thought of")
        return await real(intent)

    monkeypatch.setattr(desk.orders, "cancel", cancel)
    await desk.switch.pull()
    await desk.until(lambda: desk.outcomes() == {FIRST: O.UNKNOWN, SECOND: O.SENT, THIRD: O.SENT})
    assert desk.broker.posts.count("cancel") == 2
