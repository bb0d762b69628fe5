"""Reservations are sent once, written down before, and settled by reading."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.errors import (
    ApprovalNeeded,
    InvalidInput,
    JournalFailed,
    OrderRefused,
    OrderUncertain,
    TimedOut,
)
from kis_desktop.domain.event import Logged
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import AmendIntent, Order, OrderIntent, OrderType, Side
from kis_desktop.domain.reservation import (
    Reservation,
    ReservationIntent,
    ReservationList,
    ReservationState,
)
from kis_desktop.domain.risk_rules import Assessment, Check, Rule, Verdict
from kis_desktop.services.reservations import Reservations
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from tests.unit.services.order_desk import RULES, SAMSUNG, PaperJournal, Screen

EVENING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # 17:00 in Korea
NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
BUY = ReservationIntent("a", "005930", Side.BUY, OrderType.LIMIT, 10, Decimal(68_000))
DOUBT = OrderUncertain(message("reservation.uncertain"))


WhyNot = Callable[[], Message | None]


class Ledger:
    """A server's list; `outcome` decides what the wire says of the next request."""

    def __init__(self) -> None:
        self.rows: list[Reservation] = []
        self.sent: list[str] = []
        self.outcome: Exception | None = None
        self.executed_anyway = False
        self.read_fails = False
        self.is_served = True
        self.before_reading: Callable[[], None] = lambda: None
        self.before_leaving: Callable[[], None] = lambda: None

    async def reservations(self, start: date, end: date) -> tuple[Reservation, ...]:
        self.before_reading()
        if self.read_fails:
            raise TimedOut(message("kis.timed_out"))
        assert start < DAY < end
        return tuple(self.rows)

    async def place(self, intent: ReservationIntent, why_not: WhyNot) -> str:
        self._leave(why_not)
        number = str(94_000 + 7 * len(self.rows))
        row = Reservation(
            number, DAY, intent.symbol, "삼성전자", intent.side, intent.order_type,
            intent.quantity, intent.price, 0, ReservationState.WAITING,
        )  # fmt: skip
        self._take("place", row)
        return number

    async def amend(
        self,
        reservation: Reservation,
        intent: ReservationIntent,
        why_not: WhyNot,
    ) -> None:
        self._leave(why_not)
        self._take(f"amend {reservation.number} to {intent.quantity}")

    async def cancel(self, reservation: Reservation) -> None:
        self._take(f"cancel {reservation.number}")

    def _leave(self, why_not: WhyNot) -> None:
        self.before_leaving()
        stopped = why_not()
        if stopped is not None:
            raise OrderRefused(stopped)

    def _take(self, what: str, row: Reservation | None = None) -> None:
        self.sent.append(what)
        if row is not None and (self.outcome is None or self.executed_anyway):
            self.rows.append(row)
        if self.outcome is not None:
            raise self.outcome


class Limits:
    """A guard that says what a test wants."""

    def __init__(self) -> None:
        self.checks: tuple[Check, ...] = ()

    def assess(self, intent: OrderIntent) -> Assessment:
        return Assessment(self.checks)

    def assess_amendment(self, order: Order, intent: AmendIntent) -> Assessment:
        raise NotImplementedError


class Desk:
    def __init__(self) -> None:
        self.screen = Screen()
        self.journal = PaperJournal()
        self.worker = Worker("test-journal")
        self.ledger, self.limits = Ledger(), Limits()
        self.seconds, self.halted = 100.0, False
        self.reservations = self.at(EVENING)

    def at(self, moment: datetime) -> Reservations:
        clock = SessionClock(RULES, self.screen, wall=lambda: moment)
        clock.observe(moment)
        self.reservations = Reservations(
            self.ledger, self.journal, self.worker, clock, RULES, self.screen, self.limits,
            find_instrument={"005930": SAMSUNG}.get,
            is_halted=lambda: self.halted,
            monotonic=lambda: self.seconds,
        )  # fmt: skip
        return self.reservations

    def steps(self) -> list[str]:
        return [str(line.body["step"]) for line in self.journal.lines]

    def shown(self) -> list[str]:
        told = self.screen.values[Topic.RESERVATIONS, ""]
        assert isinstance(told, ReservationList)
        return [row.number for row in told.rows]

    def logged(self) -> list[str]:
        return [one.message.id for one in self.screen.events if isinstance(one, Logged)]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    await made.reservations.finish()
    made.worker.close()


def like(intent: ReservationIntent = BUY, **changes: object) -> ReservationIntent:
    return msgspec.structs.replace(intent, **changes)


async def test_it_is_written_down_then_sent_then_shown(desk: Desk) -> None:
    await desk.reservations.place(BUY)
    assert desk.ledger.sent == ["place"]
    assert desk.steps() == ["sending", "accepted"]
    assert desk.journal.lines[0].body["symbol"] == "005930"
    assert desk.shown() == ["94000"]


async def test_the_same_click_is_sent_once(desk: Desk) -> None:
    await desk.reservations.place(BUY)
    with pytest.raises(InvalidInput, match="sent_before"):
        await desk.reservations.place(BUY)
    assert desk.ledger.sent == ["place"]


async def test_a_journal_that_refuses_sends_nothing(desk: Desk) -> None:
    desk.journal.broken = JournalFailed(message("storage.disk_full"))
    with pytest.raises(JournalFailed):
        await desk.reservations.place(BUY)
    assert desk.ledger.sent == []


async def test_outside_the_hours_nothing_is_sent(desk: Desk) -> None:
    with pytest.raises(OrderRefused, match="reservation_hours"):
        await desk.at(NOON).place(BUY)
    with pytest.raises(OrderRefused, match="reservation_hours"):
        await desk.reservations.cancel("94000", "c")
    assert (desk.ledger.sent, desk.journal.lines) == ([], [])


@pytest.mark.parametrize(
    ("intent", "reason"),
    [(like(quantity=0), "quantity_missing"), (like(price=Decimal(68_050)), "off_tick")],
)
async def test_what_makes_no_sense_is_not_sent(
    desk: Desk, intent: ReservationIntent, reason: str
) -> None:
    with pytest.raises(OrderRefused, match=reason):
        await desk.reservations.place(intent)


async def test_paper_takes_none(desk: Desk) -> None:
    desk.ledger.is_served = False
    with pytest.raises(OrderRefused, match="not_in_paper"):
        await desk.reservations.place(BUY)


async def test_stopped_orders_stop_reservations(desk: Desk) -> None:
    desk.halted = True
    with pytest.raises(OrderRefused, match="halted"):
        await desk.reservations.place(BUY)


async def test_the_limits_of_orders_hold_but_those_of_the_moment(desk: Desk) -> None:
    told = message("order.refused")
    desk.limits.checks = (
        Check(Rule.PERMISSION, Verdict.BLOCKED, told=told),
        Check(Rule.AMOUNT, Verdict.WARNED, told=told),
    )
    with pytest.raises(ApprovalNeeded) as needed:
        await desk.reservations.place(BUY)
    await desk.reservations.place(like(local_id="b", approved=needed.value.rules))
    desk.limits.checks = (Check(Rule.QUANTITY, Verdict.BLOCKED, told=told),)
    with pytest.raises(OrderRefused):
        await desk.reservations.place(like(local_id="c"))
    assert desk.ledger.sent == ["place"]


async def test_one_without_an_answer_is_found_in_the_list(desk: Desk) -> None:
    desk.ledger.outcome, desk.ledger.executed_anyway = DOUBT, True
    await desk.reservations.place(BUY)
    assert desk.ledger.sent == ["place"]
    assert desk.steps() == ["sending", "unknown", "resolved"]
    assert desk.journal.lines[-1].body["order_no"] == "94000"


async def test_one_that_no_list_shows_blocks_its_like_for_a_minute(desk: Desk) -> None:
    desk.ledger.outcome = DOUBT
    with pytest.raises(OrderUncertain):
        await desk.reservations.place(BUY)
    desk.ledger.outcome = None
    with pytest.raises(OrderRefused, match="in_doubt"):
        await desk.reservations.place(like(local_id="b"))
    await desk.reservations.place(like(local_id="c", side=Side.SELL))
    desk.seconds += 60.0
    await desk.reservations.refresh()
    assert "reservation.never_arrived" in desk.logged()
    await desk.reservations.place(like(local_id="d"))
    assert desk.ledger.sent == ["place", "place", "place"]


async def test_of_two_alike_none_is_taken_for_ours(desk: Desk) -> None:
    desk.ledger.outcome, desk.ledger.executed_anyway = DOUBT, True
    desk.ledger.read_fails = False
    real = desk.ledger.place

    async def twice(intent: ReservationIntent, why_not: WhyNot) -> str:
        desk.ledger.outcome = None
        await real(intent, why_not)  # the same, sent from elsewhere
        desk.ledger.outcome = DOUBT
        return await real(intent, why_not)

    desk.ledger.place = twice  # type: ignore[method-assign]
    with pytest.raises(OrderUncertain):
        await desk.reservations.place(BUY)
    assert "resolved" not in desk.steps()


async def test_a_refusal_is_written_down(desk: Desk) -> None:
    desk.ledger.outcome = OrderRefused(message("kis.reservation_hours", code="KIER3672"))
    with pytest.raises(OrderRefused):
        await desk.reservations.place(BUY)
    assert desk.steps() == ["sending", "refused"]


async def test_without_a_list_nothing_is_sent(desk: Desk) -> None:
    desk.ledger.read_fails = True
    with pytest.raises(TimedOut):
        await desk.reservations.place(BUY)
    assert (desk.ledger.sent, desk.journal.lines) == ([], [])


async def test_one_that_waits_is_amended_and_cancelled(desk: Desk) -> None:
    await desk.reservations.place(BUY)
    await desk.reservations.amend("94000", like(local_id="b", quantity=20))
    await desk.reservations.cancel("94000", "c")
    assert desk.ledger.sent == ["place", "amend 94000 to 20", "cancel 94000"]
    with pytest.raises(InvalidInput, match="not_waiting"):
        await desk.reservations.cancel("94007", "d")


async def test_a_change_without_an_answer_is_uncertain_and_not_repeated(desk: Desk) -> None:
    await desk.reservations.place(BUY)
    desk.ledger.outcome = DOUBT
    with pytest.raises(OrderUncertain):
        await desk.reservations.cancel("94000", "c")
    assert desk.ledger.sent == ["place", "cancel 94000"]
    assert desk.steps()[-1] == "unknown"


async def test_a_click_that_nobody_waits_for_any_more_is_seen_to_its_end(desk: Desk) -> None:
    gate = asyncio.Event()
    real = desk.ledger.place

    async def slowly(intent: ReservationIntent, why_not: WhyNot) -> str:
        await gate.wait()
        return await real(intent, why_not)

    desk.ledger.place = slowly  # type: ignore[method-assign]
    click = asyncio.ensure_future(desk.reservations.place(BUY))
    await asyncio.sleep(0.05)
    click.cancel()
    await asyncio.gather(click, return_exceptions=True)
    gate.set()
    await desk.reservations.finish()
    assert (desk.ledger.sent, desk.steps()) == (["place"], ["sending", "accepted"])


async def test_what_breaks_while_sending_is_in_doubt(desk: Desk) -> None:
    desk.ledger.outcome = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await desk.reservations.place(BUY)
    assert desk.steps() == ["sending", "unknown"]
    desk.ledger.outcome = None
    with pytest.raises(OrderRefused, match="in_doubt"):
        await desk.reservations.place(like(local_id="b"))


async def test_a_list_or_disk_that_fails_afterwards_changes_nothing_of_what_was_sent(
    desk: Desk,
) -> None:
    real = desk.ledger.place

    async def last(intent: ReservationIntent, why_not: WhyNot) -> str:
        number = await real(intent, why_not)
        desk.ledger.read_fails = True
        desk.journal.broken = JournalFailed(message("storage.disk_full"))
        return number

    desk.ledger.place = last  # type: ignore[method-assign]
    await desk.reservations.place(BUY)
    assert desk.logged() == ["storage.disk_full", "kis.timed_out"]


async def test_a_stop_at_the_last_moment_lets_no_reservation_out(desk: Desk) -> None:
    def stop() -> None:
        desk.halted = True

    await desk.reservations.place(BUY)
    number = desk.ledger.rows[0].number
    desk.ledger.before_reading = stop
    with pytest.raises(OrderRefused) as refusal:
        await desk.reservations.place(msgspec.structs.replace(BUY, local_id="b"))
    assert refusal.value.message.id == "order.halted_by_user"
    desk.halted = False
    with pytest.raises(OrderRefused):
        await desk.reservations.amend(number, msgspec.structs.replace(BUY, local_id="c"))
    desk.halted, desk.ledger.before_reading = False, lambda: None
    desk.ledger.before_leaving = stop
    with pytest.raises(OrderRefused):
        await desk.reservations.place(msgspec.structs.replace(BUY, local_id="d"))
    desk.halted = False
    with pytest.raises(OrderRefused):
        await desk.reservations.amend(number, msgspec.structs.replace(BUY, local_id="e"))
    assert desk.ledger.sent == ["place"]


async def test_every_limit_that_must_be_approved_is_told(desk: Desk) -> None:
    told = message("risk.amount", symbol="x"), message("risk.quantity", symbol="x")
    desk.limits.checks = tuple(
        Check(rule, Verdict.WARNED, told=one, passable=True)
        for rule, one in zip((Rule.AMOUNT, Rule.QUANTITY), told, strict=True)
    )
    with pytest.raises(ApprovalNeeded) as needed:
        await desk.reservations.place(BUY)
    assert needed.value.rules == {"amount", "quantity"}
    assert needed.value.told == told
