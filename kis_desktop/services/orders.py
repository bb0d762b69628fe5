"""The path of an order: checked, written down, sent once, and followed to its end.

An order whose sending got no answer is UNKNOWN. It is settled by reading alone: by a notice, or by
the day's list. Nothing here ever sends an order a second time.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, date, datetime, timedelta

import msgspec

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.errors import (
    ApprovalNeeded,
    InvalidInput,
    JournalFailed,
    KisDesktopError,
    OrderRefused,
    OrderUncertain,
)
from kis_desktop.domain.event import Event, Logged, OrderChanged, Severity
from kis_desktop.domain.fee import FeeSchedule
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import (
    AmendIntent,
    CancelIntent,
    Order,
    OrderIntent,
    OrderState,
    Request,
)
from kis_desktop.domain.order_preview import OrderPreview
from kis_desktop.domain.order_report import Notice, OrderReceipt
from kis_desktop.domain.risk_rules import Assessment
from kis_desktop.services.order_day import OrderDay, Settled
from kis_desktop.services.order_records import (
    described,
    noted,
    noted_fill,
    receipt_of,
    restored,
)
from kis_desktop.services.ports import Broker, Guard, Journal, Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_SETTLE = 0.4  # seconds to let a burst of notices end before the list is read
_DEAF_EVERY = 2.5  # seconds between readings while orders rest and no notices come
_UNKNOWN_EVERY = 5.0  # seconds between readings while an order's fate is unknown
_OPEN_EVERY = 20.0  # seconds between readings while orders rest
_IDLE_EVERY = 60.0  # seconds between readings otherwise
_AFTER_FAILURE = 3.0  # seconds before a failed reading is tried again
_SKEW = timedelta(seconds=5)  # how far our market clock may be from the exchange's
_CLOCK_WAIT = 20.0  # seconds to wait for the server's time before the day's orders are restored
_LAST_ANSWERS = 12.0  # seconds that the end of the program waits for orders under way
assert _SETTLE < _DEAF_EVERY < _UNKNOWN_EVERY < _OPEN_EVERY < _IDLE_EVERY

_S = OrderState


class Orders:
    """Every order of the day, ours and those of other programs on the same account."""

    def __init__(
        self,
        broker: Broker,
        journal: Journal,
        worker: Worker,
        clock: SessionClock,
        rules: MarketRules,
        publisher: Publisher,
        guard: Guard,
        *,
        find_instrument: Callable[[str], Instrument | None],
        on_change: Callable[[], None],
        fees: Callable[[], FeeSchedule] | None = None,
        hears_notices: Callable[[], bool] = lambda: True,
        is_halted: bool = False,
        on_halt: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self._broker = broker
        self._journal = journal
        self._worker = worker
        self._clock = clock
        self._rules = rules
        self._publisher = publisher
        self._find_instrument = find_instrument
        self._guard = guard
        self._on_change = on_change
        self._fees = fees or rules.fees
        self._hears_notices = hears_notices
        self._days: dict[date, OrderDay] = {}
        self._used_ids: set[str] = set()
        self._unwritten: asyncio.Queue[JournalEntry] = asyncio.Queue()
        self._sending: set[asyncio.Task[Order]] = set()
        self._wanted = asyncio.Event()
        self._restoring = asyncio.Lock()
        self._restored = False
        self._halted = is_halted
        self._on_halt = on_halt
        self._failing = False

    async def submit(self, intent: OrderIntent) -> Order:
        """Check, write down and send a new order, once.

        Raises `OrderRefused` (it doesn't exist), `OrderUncertain` (it may), `JournalFailed` (not
        sent).
        """
        await self._ready(intent.local_id)
        self._refuse_if_blocked(intent)
        _check(self._guard.assess(intent), intent.approved)
        self._broker.draft(intent)
        order = self._new(intent)
        return await self._sheltered(self._send(order, lambda: self._broker.submit(intent)))

    def preview(self, intent: OrderIntent) -> OrderPreview:
        """What `submit` would send now, and what it meets; nothing is read or sent. Raises
        `InvalidInput` and `OrderRefused` where nothing could be sent at all.
        """
        return OrderPreview(self._broker.draft(intent), self._guard.assess(intent))

    async def amend(self, intent: AmendIntent) -> Order:
        """Ask for a new price of a working order's rest or a part of it, once. Raises as
        `submit`.
        """
        await self._ready(intent.local_id)
        original = self._working(intent.order_no)
        _check(self._guard.assess_amendment(original, intent), intent.approved)
        order = msgspec.structs.replace(
            self._request(original, intent.local_id, Request.AMEND, intent.quantity),
            order_type=intent.order_type,
            price=intent.price,
            condition_price=intent.condition_price,
            origin=intent.origin,
        )
        return await self._sheltered(
            self._send(order, lambda: self._broker.amend(original, intent))
        )

    async def cancel(self, intent: CancelIntent) -> Order:
        """Ask for a working order's rest or a part of it back, once. Raises as `submit`."""
        await self._ready(intent.local_id)
        original = self._working(intent.order_no)
        order = msgspec.structs.replace(
            self._request(original, intent.local_id, Request.CANCEL, intent.quantity),
            origin=intent.origin,
        )
        return await self._sheltered(
            self._send(order, lambda: self._broker.cancel(original, intent.quantity))
        )

    async def halt(self) -> None:
        """Stop new orders; amending and cancelling stay possible."""
        self._stop_new(stopped=True)

    async def release(self) -> None:
        """Allow new orders again."""
        self._stop_new(stopped=False)

    async def reconcile(self) -> None:
        """Read the list of today, and of any earlier day that is not settled, and lay it over what
        we know. Raises `RequestFailed`.
        """
        today = self._today()
        for day in [*self._days.values()]:
            if day is today or not day.is_settled:
                begun = asyncio.get_running_loop().time()
                rows = await self._broker.orders(day.trade_date)
                settled = day.lay(rows, begun)
                self._tell(day)
                for outcome in settled:
                    await self._conclude(day, outcome)
                if day is today:
                    self._publisher.latest(Topic.ORDERS, "", begun)

    @property
    def read_every(self) -> float:
        """Seconds between readings of the day's list as things stand."""
        return self._pause()

    def ask(self) -> None:
        """Have the day's list read soon; several asks become one reading."""
        self._wanted.set()

    def on_notice(self, notice: Notice) -> None:
        """Take a realtime notice. One that came unencrypted proves nothing: it makes us read."""
        self.ask()
        if not notice.authentic:
            return
        day = self._today()
        fills = day.notice(notice, asyncio.get_running_loop().time())
        self._note(fills)
        self._tell(day)

    def open_orders(self) -> tuple[Order, ...]:
        """Orders of which shares may still rest or whose fate is unknown."""
        known = (order for day in self._days.values() for order in day.orders())
        return tuple(order for order in known if order.state.may_rest)

    async def run(self) -> None:
        """Restore what the journal tells of, then keep it true until cancelled."""
        self._publisher.latest(Topic.HALT, "", self._halted)
        await self._restore()
        pause = 0.0
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wanted.wait()
                await asyncio.sleep(_SETTLE)
            self._wanted.clear()
            try:
                await self.reconcile()
            except KisDesktopError as error:
                self._tell_failure(error)
                pause = _AFTER_FAILURE
            else:
                self._failing = False
                pause = self._pause()

    async def run_journal(self) -> None:
        """Write down what the exchange told of fills, until cancelled."""
        while True:
            entry = await self._unwritten.get()
            await self._keep(entry)

    async def finish(self) -> None:
        """The program ends: wait for the answers of orders under way, and write down the rest."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=_LAST_ANSWERS)
        while not self._unwritten.empty():
            await self._keep(self._unwritten.get_nowait())

    async def _ready(self, local_id: str) -> None:
        """Take an id, once for all, and wait until we know what an earlier run has left behind."""
        if local_id in self._used_ids:
            raise InvalidInput(message("order.sent_before"))
        self._used_ids.add(local_id)
        await self._restore()
        if any(day.find(local_id) is not None for day in self._days.values()):
            raise InvalidInput(message("order.sent_before"))

    async def _sheltered(self, sending: Coroutine[object, object, Order]) -> Order:
        """Await a sending that goes on even when nobody waits for it any more."""
        task = asyncio.ensure_future(sending)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return await asyncio.shield(task)

    async def _send(self, order: Order, post: Callable[[], Awaitable[OrderReceipt]]) -> Order:
        day = self._day(order.trade_date)
        await self._write_before(day, order)
        try:
            receipt = await post()
        except OrderUncertain as error:
            await self._uncertain(day, order, error.message)
            raise
        except KisDesktopError as error:
            await self._rejected(day, order, error.message)
            raise
        except BaseException:
            await self._uncertain(day, order, message("order.uncertain"))
            raise
        return await self._accepted(day, order, receipt)

    async def _write_before(self, day: OrderDay, order: Order) -> None:
        """Write down that an order is about to be sent. Raises `JournalFailed`; it is then shown
        as not sent.
        """
        try:
            await self._write(JournalKind.INTENT, order, described(order))
            day.put(order)
            await self._write(JournalKind.SENDING, order, {})
        except KisDesktopError as error:
            day.put(_not_sent(order, error.message))
            self._tell(day)
            raise
        day.put(order.to(_S.SENDING))
        self._tell(day)

    async def _accepted(self, day: OrderDay, order: Order, receipt: OrderReceipt) -> Order:
        self._note(day.name(order.local_id, receipt))
        self._tell(day)
        self.ask()
        await self._write_after(JournalKind.ACCEPTED, order, receipt_of(receipt))
        shown = day.find(order.local_id)
        assert shown is not None
        return shown

    async def _rejected(self, day: OrderDay, order: Order, reason: Message) -> None:
        day.move(order.local_id, _S.REJECTED, reason)
        self._tell(day)
        body: dict[str, JournalValue] = {"code": reason.code, "text": reason.original}
        await self._write_after(JournalKind.REJECTED, order, body)

    async def _uncertain(self, day: OrderDay, order: Order, reason: Message) -> None:
        day.move(order.local_id, _S.UNKNOWN, reason)
        self._tell(day)
        self.ask()
        body: dict[str, JournalValue] = {"code": reason.code, "text": reason.original}
        await self._write_after(JournalKind.UNKNOWN, order, body)

    async def _conclude(self, day: OrderDay, outcome: Settled) -> None:
        """Write down and say what a list made of an order without an answer."""
        order, row = outcome.order, outcome.row
        if row is None:
            told = message("order.never_arrived")
            day.move(order.local_id, _S.REJECTED, told)
            await self._write_after(JournalKind.RESOLVED, order, {"order_no": ""})
        else:
            told = message("order.settled_unknown", order_no=row.order_no)
            receipt = OrderReceipt(row.order_no, row.branch, row.order_time)
            await self._write_after(JournalKind.RESOLVED, order, receipt_of(receipt))
        self._tell(day)
        self._log_line(told, Severity.WARNING)

    def _refuse_if_blocked(self, intent: OrderIntent) -> None:
        if self._halted:
            raise OrderRefused(message("order.halted_by_user"))
        for order in self.open_orders():
            same = order.symbol == intent.symbol and order.side is intent.side
            if same and order.state is _S.UNKNOWN:
                raise OrderRefused(message("order.blocked_by_unknown", symbol=intent.symbol))

    def _working(self, order_no: str) -> Order:
        order = self._today().find_number(order_no)
        if order is None:
            raise InvalidInput(message("order.not_found", order_no=order_no))
        if not order.state.may_rest or order.remaining == 0:
            raise InvalidInput(message("order.not_working", order_no=order_no))
        return order

    def _new(self, intent: OrderIntent) -> Order:
        return Order(
            local_id=intent.local_id,
            symbol=intent.symbol,
            side=intent.side,
            order_type=intent.order_type,
            quantity=intent.quantity,
            price=intent.price,
            venue=intent.venue,
            state=_S.INTENT,
            at=datetime.now(UTC),
            trade_date=self._clock.trade_date(),
            sent_at=self._sent_at(),
            condition_price=intent.condition_price,
            credit=intent.credit,
            origin=intent.origin,
        )

    def _request(
        self, original: Order, local_id: str, request: Request, quantity: int | None
    ) -> Order:
        """An amend or cancel of an order's rest or a part of it, as an order of its own."""
        return msgspec.structs.replace(
            original,
            local_id=local_id,
            quantity=original.remaining if quantity is None else quantity,
            state=_S.INTENT,
            at=datetime.now(UTC),
            request=request,
            order_no="",
            original_no=original.order_no,
            order_time="",
            sent_at=self._sent_at(),
            filled=0,
            cancelled=0,
            average_price=None,
            reason=None,
        )

    def _sent_at(self) -> str:
        """Exchange time HHMMSS from which on an order sent now can have been received."""
        now = self._clock.now()
        earliest = now - _SKEW
        return earliest.strftime("%H%M%S") if earliest.date() == now.date() else ""

    def _today(self) -> OrderDay:
        return self._day(self._clock.trade_date())

    def _day(self, trade_date: date) -> OrderDay:
        if trade_date not in self._days:
            for past in [day for day in self._days if day < trade_date]:
                if self._days[past].is_settled:
                    del self._days[past]
            self._days[trade_date] = OrderDay(trade_date, self._with_cost)
        return self._days[trade_date]

    def _with_cost(self, fill: Fill) -> Fill:
        """A fill with its estimated costs; without them where the instrument is not known."""
        instrument = self._find_instrument(fill.symbol)
        if instrument is None:
            return fill
        fees, kind = self._fees(), instrument.kind.value
        market = instrument.market.value
        return msgspec.structs.replace(
            fill,
            fee=fees.fee(fill.amount, kind, fill.trade_date),
            tax=fees.tax(fill.amount, fill.side, market, kind, fill.trade_date),
        )

    def _tell(self, day: OrderDay) -> None:
        """Send the screen what has changed. What the exchange has changed changes what the account
        holds or has bound, so the account is read again.
        """
        events = day.changes()
        for event in events:
            self._publisher.event(event)
        if any(not _is_ours_alone(event) for event in events):
            self._on_change()

    def _note(self, fills: list[tuple[Order, Fill]]) -> None:
        for order, fill in fills:
            self._unwritten.put_nowait(noted(order, fill))

    def _pause(self) -> float:
        states = {order.state for order in self.open_orders()}
        if states & {_S.UNKNOWN, _S.SENDING}:
            return _UNKNOWN_EVERY
        if not states:
            return _IDLE_EVERY
        return _OPEN_EVERY if self._hears_notices() else _DEAF_EVERY

    def _tell_failure(self, error: KisDesktopError) -> None:
        """The list cannot be read: said once, until it can be again."""
        _log.warning("orders not read: %s", error)
        if not self._failing:
            self._failing = True
            self._log_line(error.message, Severity.WARNING)

    def _stop_new(self, *, stopped: bool) -> None:
        self._halted = stopped
        self._on_halt(stopped)
        self._publisher.latest(Topic.HALT, "", stopped)

    async def _restore(self) -> None:
        """Take up, once, what the journal tells of today and of earlier days without an end.

        What was being sent when the program ended is UNKNOWN. Raises `JournalFailed`.
        """
        async with self._restoring:
            if self._restored:
                return
            if not await self._clock.known(_CLOCK_WAIT):
                _log.warning("the server has not told its time; using this machine's date")
            today = self._clock.trade_date()
            entries = await self._worker.run(self._journal.entries, today)
            older = await self._worker.run(self._journal.open_entries)
            entries = (*(entry for entry in older if entry.trade_date != today), *entries)
            for order in restored(entries):
                self._day(order.trade_date).put(order)
            for entry in entries:
                if entry.kind is JournalKind.NOTICE:
                    self._put_fill(entry)
            self._restored = True
            for day in self._days.values():
                self._tell(day)

    def _put_fill(self, entry: JournalEntry) -> None:
        day = self._day(entry.trade_date)
        order = day.find(entry.local_id)
        if order is not None:
            day.put_fill(entry.local_id, noted_fill(entry, order))

    async def _write(self, kind: JournalKind, order: Order, body: dict[str, JournalValue]) -> None:
        """Make an entry durable. Raises `JournalFailed`."""
        entry = JournalEntry(kind, order.local_id, datetime.now(UTC), order.trade_date, body)
        await self._worker.run(self._journal.append, entry)

    async def _write_after(
        self, kind: JournalKind, order: Order, body: dict[str, JournalValue]
    ) -> None:
        """Write down what became of an order that was sent."""
        now = datetime.now(UTC)
        await self._keep(JournalEntry(kind, order.local_id, now, order.trade_date, body))

    async def _keep(self, entry: JournalEntry) -> None:
        """Write down what has happened already. A disk that refuses changes nothing of it: it is
        said, and no new order is sent. The next start reads what is missing from the day's list.
        """
        try:
            await self._worker.run(self._journal.append, entry)
        except JournalFailed as error:
            _log.exception("an entry of %s is not on the disk", entry.local_id)
            self._log_line(error.message, Severity.FAILURE)
            self._stop_new(stopped=True)

    def _log_line(self, told: Message, severity: Severity) -> None:
        self._publisher.event(Logged(datetime.now(UTC), severity, told))


def _check(assessment: Assessment, approved: frozenset[str]) -> None:
    """Raises `OrderRefused` for what stops an order, `ApprovalNeeded` for what nobody confirmed."""
    for check in assessment.stopping(approved):
        raise OrderRefused(check.told or message("order.refused"))
    open_questions = assessment.unapproved(approved)
    for check in open_questions:
        told = check.told or message("order.refused")
        raise ApprovalNeeded(told, frozenset(one.rule.value for one in open_questions))


def _is_ours_alone(event: Event) -> bool:
    """Whether nobody but this program knows of a change yet."""
    return isinstance(event, OrderChanged) and event.order.state in {_S.INTENT, _S.SENDING}


def _not_sent(order: Order, reason: Message) -> Order:
    """An order that was never sent, with the reason."""
    return order.to(_S.REJECTED, reason=reason)
