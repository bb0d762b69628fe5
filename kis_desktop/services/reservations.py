"""Reservation orders (예약주문): sent once, written down before, and settled by reading the list.

The server gives them no id of ours. One without an answer is looked for among what the list did not
have before; until it is found, or is missing for a minute, nothing like it is sent.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import msgspec

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.errors import (
    ApprovalNeeded,
    InvalidInput,
    KisDesktopError,
    OrderRefused,
    OrderUncertain,
)
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.instrument import Instrument, InstrumentKind
from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderIntent
from kis_desktop.domain.reservation import (
    LONGEST,
    Reservation,
    ReservationIntent,
    ReservationList,
    ReservationState,
    check_reservation,
    is_taken_at,
)
from kis_desktop.domain.risk_rules import Assessment, Rule
from kis_desktop.services.ports import Guard, Journal, Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic

_BACK = timedelta(days=14)  # how far back the list goes
_MISSING = 60.0  # seconds after which one that no list shows never arrived
_OF_THE_MOMENT = frozenset(
    {Rule.AWAY_PERCENT, Rule.AWAY_TICKS, Rule.STALE_PRICE, Rule.UNKNOWN_ORDER, Rule.LOST_FILLS,
     Rule.INPUT, Rule.PERMISSION, Rule.FUNDS, Rule.MARGIN}
)  # fmt: skip
"""rules that speak of the market and the account of now, not of the next opening"""


class ReservationDesk(Protocol):
    """Reservations at KIS; what changes something is sent once."""

    @property
    def is_served(self) -> bool:
        """Whether this world takes reservations at all."""

    async def reservations(self, start: date, end: date) -> tuple[Reservation, ...]:
        """All that are to be ordered on the days. Raises `RequestFailed`."""

    async def place(self, intent: ReservationIntent, why_not: Callable[[], Message | None]) -> str:
        """Reserve an order; its number. Asks `why_not` and raises as `Broker.submit`."""

    async def amend(
        self,
        reservation: Reservation,
        intent: ReservationIntent,
        why_not: Callable[[], Message | None],
    ) -> None:
        """Reserve something else instead. Asks `why_not` and raises as `Broker.submit`."""

    async def cancel(self, reservation: Reservation) -> None:
        """Take one back. Raises as `Broker.submit`."""


class _Doubt(msgspec.Struct, frozen=True):
    intent: ReservationIntent
    before: frozenset[str]
    since: float


class Reservations:
    """On the I/O thread. `is_halted` says whether new orders are stopped."""

    def __init__(
        self,
        desk: ReservationDesk,
        journal: Journal,
        worker: Worker,
        clock: SessionClock,
        rules: MarketRules,
        publisher: Publisher,
        guard: Guard,
        *,
        find_instrument: Callable[[str], Instrument | None],
        is_halted: Callable[[], bool],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._journal = journal
        self._worker = worker
        self._clock = clock
        self._rules = rules
        self._publisher = publisher
        self._guard = guard
        self._find_instrument = find_instrument
        self._is_halted = is_halted
        self._monotonic = monotonic
        self._doubts: dict[str, _Doubt] = {}
        self._used_ids: set[str] = set()
        self._one_at_a_time = asyncio.Lock()
        self._sending: set[asyncio.Task[None]] = set()

    async def refresh(self) -> tuple[Reservation, ...]:
        """Read the list now and show it. Raises `RequestFailed`."""
        today = self._clock.trade_date()
        rows = await self._desk.reservations(today - _BACK, today + LONGEST)
        self._publisher.latest(Topic.RESERVATIONS, "", ReservationList(rows, self._monotonic()))
        await self._settle(rows)
        return rows

    async def place(self, intent: ReservationIntent) -> None:
        """Check, write down and send a reservation, once. Raises as `Orders.submit`."""
        self._take_id(intent.local_id)
        self._check(intent)
        async with self._one_at_a_time:
            before = frozenset(one.number for one in await self.refresh())
            self._check(intent)  # the reading took its time
            self._refuse_like_doubted(intent)
            body = _described("place", intent)

            async def post() -> str:
                return await self._desk.place(intent, self._why_stopped)

            def in_doubt() -> None:
                self._doubts[intent.local_id] = _Doubt(intent, before, self._monotonic())

            await self._sheltered(self._send(intent.local_id, body, post, in_doubt))

    async def amend(self, number: str, intent: ReservationIntent) -> None:
        """Reserve something else in the place of one that waits, once. Raises as `place`."""
        self._take_id(intent.local_id)
        self._check(intent)
        async with self._one_at_a_time:
            found = _waiting(await self.refresh(), number)
            self._check(intent)
            body = _described("amend", intent) | {"original_no": number}

            async def post() -> str:
                await self._desk.amend(found, intent, self._why_stopped)
                return number

            await self._sheltered(self._send(intent.local_id, body, post))

    async def cancel(self, number: str, local_id: str) -> None:
        """Take one back that waits, once. Raises as `place`."""
        self._take_id(local_id)
        self._check_hours()
        async with self._one_at_a_time:
            found = _waiting(await self.refresh(), number)
            body: dict[str, JournalValue] = {"request": "cancel", "original_no": number}

            async def post() -> str:
                await self._desk.cancel(found)
                return number

            await self._sheltered(self._send(local_id, body, post))

    async def finish(self) -> None:
        """The program ends: wait for the answers that are under way."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=_MISSING / 5)

    # ------------------------------------------------------------------------------ sending

    async def _sheltered(self, sending: Awaitable[None]) -> None:
        """Await a sending that goes on even when nobody waits for it any more."""
        task = asyncio.ensure_future(sending)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        await asyncio.shield(task)

    async def _send(
        self,
        local_id: str,
        body: dict[str, JournalValue],
        post: Callable[[], Awaitable[str]],
        in_doubt: Callable[[], None] = lambda: None,
    ) -> None:
        await self._write(local_id, body | {"step": "sending"})
        try:
            number = await post()
        except OrderUncertain as error:
            in_doubt()
            await self._write_after(local_id, _reason("unknown", error.message))
            await self._read_quietly()
            if local_id in self._doubts or body["request"] != "place":
                raise
            return
        except KisDesktopError as error:
            await self._write_after(local_id, _reason("refused", error.message))
            raise
        except BaseException:
            in_doubt()
            await self._write_after(local_id, {"step": "unknown"})
            raise
        await self._write_after(local_id, {"step": "accepted", "order_no": number})
        await self._read_quietly()

    async def _read_quietly(self) -> None:
        """Show the list after a change; that it cannot be read changes nothing of what was sent."""
        try:
            await self.refresh()
        except KisDesktopError as error:
            self._log(error.message, Severity.WARNING)

    async def _settle(self, rows: Sequence[Reservation]) -> None:
        """Find what was sent without an answer among what the list did not have before."""
        for local_id, doubt in tuple(self._doubts.items()):
            like = [one for one in rows if one.number not in doubt.before]
            found = [one for one in like if one.is_of(doubt.intent)]
            late = self._monotonic() - doubt.since >= _MISSING
            if len(found) == 1:
                told = message("reservation.settled", number=found[0].number)
                await self._resolve(local_id, found[0].number, told)
            elif not found and late:
                await self._resolve(local_id, "", message("reservation.never_arrived"))

    async def _resolve(self, local_id: str, number: str, told: Message) -> None:
        del self._doubts[local_id]
        await self._write_after(local_id, {"step": "resolved", "order_no": number})
        self._log(told, Severity.WARNING)

    async def _write(self, local_id: str, body: dict[str, JournalValue]) -> None:
        """Make an entry durable. Raises `JournalFailed`."""
        entry = JournalEntry(
            JournalKind.RESERVATION, local_id, datetime.now(UTC), self._clock.trade_date(), body
        )
        await self._worker.run(self._journal.append, entry)

    async def _write_after(self, local_id: str, body: dict[str, JournalValue]) -> None:
        """Write down what has happened already; a disk that refuses changes nothing of it."""
        try:
            await self._write(local_id, body)
        except KisDesktopError as error:
            self._log(error.message, Severity.FAILURE)

    # ------------------------------------------------------------------------------- checks

    def _take_id(self, local_id: str) -> None:
        if local_id in self._used_ids:
            raise InvalidInput(message("order.sent_before"))
        self._used_ids.add(local_id)

    def _check(self, intent: ReservationIntent) -> None:
        """Raises `OrderRefused` and `ApprovalNeeded`."""
        stopped = self._why_stopped()
        if stopped is not None:
            raise OrderRefused(stopped)
        self._check_hours()
        instrument = self._find_instrument(intent.symbol)
        kind = instrument.kind if instrument is not None else InstrumentKind.STOCK
        today = self._clock.trade_date()
        reasons = check_reservation(intent, today, self._rules.tick_table(kind.value, today))
        if reasons:
            raise OrderRefused(reasons[0])
        _check_limits(self._guard.assess(_as_order(intent)), intent.approved)

    def _why_stopped(self) -> Message | None:
        """Why nothing is reserved; None where it is. Asked again right before a request leaves."""
        return message("order.halted_by_user") if self._is_halted() else None

    def _check_hours(self) -> None:
        if not self._desk.is_served:
            raise OrderRefused(message("reservation.not_in_paper"))
        now = self._clock.now()
        if not is_taken_at(now, trading_day=is_trading_day(now.date())):
            raise OrderRefused(message("kis.reservation_hours"))

    def _refuse_like_doubted(self, intent: ReservationIntent) -> None:
        for doubt in self._doubts.values():
            if (doubt.intent.symbol, doubt.intent.side) == (intent.symbol, intent.side):
                raise OrderRefused(message("reservation.in_doubt", symbol=intent.symbol))

    def _log(self, told: Message, severity: Severity) -> None:
        self._publisher.event(Logged(datetime.now(UTC), severity, told))


def _check_limits(assessment: Assessment, approved: frozenset[str]) -> None:
    """Hold the limits that do not speak of the moment. Raises `OrderRefused`, `ApprovalNeeded`."""
    kept = Assessment(
        tuple(check for check in assessment.checks if check.rule not in _OF_THE_MOMENT)
    )
    for check in kept.stopping(approved):
        raise OrderRefused(check.told or message("order.refused"))
    warned = kept.unapproved(approved)
    if warned:
        told = tuple(check.told or message("order.refused") for check in warned)
        raise ApprovalNeeded(told[0], frozenset(check.rule.value for check in warned), told)


def _as_order(intent: ReservationIntent) -> OrderIntent:
    """The order that it will be, for the limits."""
    return OrderIntent(
        intent.local_id,
        intent.symbol,
        intent.side,
        intent.order_type,
        intent.quantity,
        intent.price,
        approved=intent.approved,
    )


def _waiting(rows: Sequence[Reservation], number: str) -> Reservation:
    for one in rows:
        if one.number == number and one.state is ReservationState.WAITING:
            return one
    raise InvalidInput(message("reservation.not_waiting", number=number))


def _described(request: str, intent: ReservationIntent) -> dict[str, JournalValue]:
    return {
        "request": request,
        "symbol": intent.symbol,
        "side": intent.side.value,
        "order_type": intent.order_type.value,
        "quantity": intent.quantity,
        "price": None if intent.price is None else str(intent.price),
        "until": None if intent.until is None else intent.until.isoformat(),
    }


def _reason(step: str, told: Message) -> dict[str, JournalValue]:
    return {"step": step, "code": told.code, "text": told.original}
