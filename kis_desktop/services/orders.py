"""The path of an order: checked, written down, sent once, and followed to its end.

An order whose sending got no answer is UNKNOWN. It is settled by reading alone: by the day's list,
or by the trader who chooses from it. Nothing here ever sends an order a second time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.errors import ApprovalNeeded, InvalidInput, OrderRefused
from kis_desktop.domain.fee import FeeSchedule
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import AmendIntent, CancelIntent, Order, OrderIntent, Request
from kis_desktop.domain.order_preview import OrderPreview
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.risk_facts import OrderFacts
from kis_desktop.domain.risk_rules import Assessment
from kis_desktop.services.order_audit import Stopwatch, evidence, released_entry, stopped_entry
from kis_desktop.services.order_days import OrderDays
from kis_desktop.services.order_doubts import OrderDoubts
from kis_desktop.services.order_reading import OrderReading
from kis_desktop.services.order_restoring import OrderRestoring
from kis_desktop.services.order_sending import OrderSending
from kis_desktop.services.order_times import OrderTimes
from kis_desktop.services.order_writing import OrderWriting
from kis_desktop.services.ports import Broker, Guard, Journal, Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic


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
        self._clock = clock
        self._publisher = publisher
        self._guard = guard
        self._find_instrument = find_instrument
        self._fees = fees or rules.fees
        self._halted = is_halted
        self._on_halt = on_halt
        times = OrderTimes(clock)
        self._days = OrderDays(clock, rules, publisher, self._with_cost, on_change)
        self._writing = OrderWriting(
            journal, worker, publisher, lambda: self._stop_new(stopped=True)
        )
        self._doubts = OrderDoubts(self._days, self._writing, publisher)
        self._reading = OrderReading(self._days, self._writing, hears_notices, self.reconcile)
        self._sending = OrderSending(
            self._days, self._writing, times, clock, self.ask, self._doubts.begin
        )
        self._restoring = OrderRestoring(
            self._days, self._writing, times, clock, self._sending.pace
        )

    async def submit(self, intent: OrderIntent) -> Order:
        """Check, write down and send a new order, once.

        Raises `OrderRefused` (it doesn't exist), `ApprovalNeeded` (not sent before the trader has
        confirmed its `rules`), `OrderUncertain` (it may exist), `InvalidInput` and `JournalFailed`
        (not sent).
        """
        watch = Stopwatch()
        await self._restoring.take_id(intent.local_id)
        stopped = self._why_stopped()
        if stopped is not None:
            raise OrderRefused(stopped)
        self._broker.draft(intent)
        assessment = self._guard.assess(intent)
        _check(assessment, intent.approved)
        return await self._sending.send(
            self._sending.new(intent),
            lambda: self._broker.submit(intent, self._why_stopped),
            evidence(intent, assessment),
            watch,
        )

    async def preview(self, intent: OrderIntent) -> OrderPreview:
        """What `submit` would send now, and what it meets; nothing is read or sent. Raises
        `InvalidInput` and `OrderRefused` where nothing could be sent at all.
        """
        return OrderPreview(self._broker.draft(intent), self._guard.assess(intent))

    async def preview_amendment(self, intent: AmendIntent) -> OrderPreview:
        """What `amend` would send now, and what it meets; nothing is read or sent. Raises
        `InvalidInput` and `OrderRefused` where nothing could be sent at all.
        """
        original = self._changeable(intent.order_no, intent.quantity, everything=False)
        draft = self._broker.draft_amendment(original, intent)
        return OrderPreview(draft, self._guard.assess_amendment(original, intent))

    async def amend(self, intent: AmendIntent) -> Order:
        """Ask for a new price of a working order's rest or a part of it, once. Raises as
        `submit`.
        """
        watch = Stopwatch()
        await self._restoring.take_id(intent.local_id)
        original = self._changeable(intent.order_no, intent.quantity, everything=False)
        assessment = self._guard.assess_amendment(original, intent)
        _check(assessment, intent.approved)
        asked = self._sending.request(original, intent.local_id, Request.AMEND, intent.quantity)
        order = msgspec.structs.replace(
            asked,
            order_type=intent.order_type,
            price=intent.price,
            condition_price=intent.condition_price,
            origin=intent.origin,
        )
        return await self._sending.send(
            order,
            lambda: self._broker.amend(original, intent),
            evidence(intent, assessment),
            watch,
        )

    async def cancel(self, intent: CancelIntent) -> Order:
        """Ask for a working order's rest or a part of it back, once. Raises as `submit`."""
        watch = Stopwatch()
        await self._restoring.take_id(intent.local_id)
        everything = intent.quantity is None
        original = self._changeable(intent.order_no, intent.quantity, everything=everything)
        asked = self._sending.request(original, intent.local_id, Request.CANCEL, intent.quantity)
        order = msgspec.structs.replace(asked, origin=intent.origin)
        return await self._sending.send(
            order,
            lambda: self._broker.cancel(original, intent.quantity),
            evidence(intent),
            watch,
        )

    async def adopt(self, local_id: str, order_no: str) -> Order:
        """The trader says which order of the day's list one without an answer is; nothing is sent.
        Raises `InvalidInput` for one that it can't be any more.
        """
        return await self._doubts.adopt(local_id, order_no)

    async def deny(self, local_id: str) -> None:
        """The trader says that an order without an answer is none of those that it could be;
        nothing is sent, the list is read on. Raises `InvalidInput`.
        """
        await self._doubts.deny(local_id)
        self.ask()

    async def halt(self) -> None:
        """Stop new orders; amending and cancelling stay possible."""
        self._stop_new(stopped=True)
        working = sum(bool(order.order_no) for order in self.open_orders())
        await self._writing.keep(stopped_entry(self._clock.trade_date(), working))

    async def release(self, reason: str) -> None:
        """Allow new orders again. Raises `InvalidInput` without a reason, and `JournalFailed`: they
        stay stopped then.
        """
        if not reason.strip():
            raise InvalidInput(message("kill.reason_needed"))
        await self._writing.demand(released_entry(self._clock.trade_date(), reason.strip()))
        self._stop_new(stopped=False)

    async def reconcile(self) -> None:
        """Read the list of today, then of any earlier day that is not settled, and lay it over what
        we know. Raises `RequestFailed`.
        """
        today = self._days.today
        for day in sorted(self._days, key=lambda one: one.trade_date, reverse=True):
            if day is today or not day.is_settled:
                begun = asyncio.get_running_loop().time()
                over = self._days.is_over(day)
                rows = await self._broker.orders(day.trade_date)
                verdicts = day.lay(rows, begun, over=over)
                self._days.tell(day)
                await self._doubts.conclude(day, verdicts)
                if day is today:
                    self._reading.complete(begun)
                    self._publisher.latest(Topic.ORDERS, "", begun)

    @property
    def is_halted(self) -> bool:
        """Whether new orders are stopped."""
        return self._halted

    @property
    def listed_at(self) -> float | None:
        """The monotonic second at which the reading of the last complete list of today began."""
        return self._reading.listed_at

    @property
    def read_every(self) -> float:
        """Seconds between readings of the day's list as things stand."""
        return self._reading.every

    def ask(self) -> None:
        """Have the day's list read soon; several asks become one reading."""
        self._reading.ask()

    def on_notice(self, notice: Notice) -> None:
        """Take a realtime notice. One that came unencrypted proves nothing: it makes us read."""
        self.ask()
        if not notice.authentic:
            return
        day = self._days.today
        self._writing.note(day.notice(notice, asyncio.get_running_loop().time()))
        self._days.tell(day)

    def open_orders(self) -> tuple[Order, ...]:
        """Orders of which shares may still rest or whose fate is unknown."""
        return self._days.open_orders()

    def find(self, local_id: str) -> Order | None:
        """An order by its local id; None for one that is not known."""
        found = self._days.find(local_id)
        return None if found is None else found[1]

    def facts(self, symbol: str) -> OrderFacts:
        """What an order of a symbol is held against."""
        pace = self._sending.pace
        return OrderFacts(
            working=tuple(one for one in self._days.unfinished() if one.symbol == symbol),
            sent_last_minute=pace.last_minute(datetime.now(UTC)),
            sent_today=pace.on(self._clock.trade_date()),
            deaf_for=self._reading.deaf_for(),
            stopped=self._halted,
            bought=tuple(self._sending.bought),
        )

    async def run(self) -> None:
        """Restore what the journal tells of, then keep it true until cancelled."""
        self._publisher.latest(Topic.HALT, "", self._halted)
        await self._restoring.restore()
        await self._reading.run()

    async def run_journal(self) -> None:
        """Write down what the exchange told of fills, until cancelled."""
        await self._writing.run()

    async def finish(self) -> None:
        """The program ends: wait for the answers of orders under way, and write down the rest."""
        await self._sending.finish()
        await self._writing.finish()

    def _changeable(self, order_no: str, quantity: int | None, *, everything: bool) -> Order:
        """The working order of a number, where it may be amended or cancelled now. Raises
        `InvalidInput`, `OrderRefused`.
        """
        day = self._days.today
        order = day.find_number(order_no)
        if order is None:
            raise InvalidInput(message("order.not_found", order_no=order_no))
        if not order.state.may_rest or order.remaining == 0:
            raise InvalidInput(message("order.not_working", order_no=order_no))
        if quantity is not None and not 0 < quantity <= order.remaining:
            told = message("kis.quantity_above_rest", quantity=quantity, rest=order.remaining)
            raise InvalidInput(told)
        if not day.may_be_asked(order, everything=everything):
            raise OrderRefused(message("order.change_unsettled", order_no=order_no))
        return order

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

    def _why_stopped(self) -> Message | None:
        """Why no new order goes out; None where they do. Asked again right before one leaves."""
        return message("order.halted_by_user") if self._halted else None

    def _stop_new(self, *, stopped: bool) -> None:
        self._halted = stopped
        self._on_halt(stopped)
        self._publisher.latest(Topic.HALT, "", stopped)


def _check(assessment: Assessment, approved: frozenset[str]) -> None:
    """Raises `OrderRefused` for what stops an order, `ApprovalNeeded` for what nobody confirmed."""
    for check in assessment.stopping(approved):
        raise OrderRefused(check.told or message("order.refused"))
    warned = assessment.unapproved(approved)
    if warned:
        told = tuple(check.told or message("order.refused") for check in warned)
        raise ApprovalNeeded(told[0], frozenset(check.rule.value for check in warned), told)
