"""The path of an order: checked, written down, sent once, and followed to its end.

An order whose sending got no answer is UNKNOWN. It is settled by reading alone: by a notice, or by
the day's list. Nothing here ever sends an order a second time.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.errors import (
    InvalidInput,
    KisDesktopError,
    OrderRefused,
    OrderUncertain,
)
from kis_desktop.domain.event import FillReceived, Logged, OrderChanged, Severity
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark
from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import (
    AmendIntent,
    CancelIntent,
    Order,
    OrderIntent,
    OrderState,
    OrderType,
    Request,
)
from kis_desktop.domain.order_report import BrokerOrder, Notice, NoticeKind, OrderReceipt
from kis_desktop.domain.price_limit import PriceLimits
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.risk import Limits, check, check_price
from kis_desktop.services.order_ledger import (
    after_notice,
    after_row,
    amended_numbers,
    candidates,
    exceeds,
    fills_to_match,
    moved,
    number,
    replaced,
)
from kis_desktop.services.order_records import described, noted, restored
from kis_desktop.services.ports import Broker, Journal, Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_SETTLE = 0.4  # seconds to let a burst of notices end before the list is read
_UNKNOWN_EVERY = 5.0  # seconds between readings while an order's fate is unknown
_OPEN_EVERY = 20.0  # seconds between readings while orders rest
_IDLE_EVERY = 60.0  # seconds between readings otherwise
_AFTER_FAILURE = 3.0  # seconds before a failed reading is tried again
_NEVER_WALKS = 3  # complete readings that must miss an order before it is said never to have come
_NEVER_SPAN = 60.0  # seconds that they must span
_SKEW = timedelta(seconds=5)  # how far our market clock may be from the exchange's
_CLOCK_WAIT = 20.0  # seconds to wait for the server's time before the day's orders are restored
assert _SETTLE < _UNKNOWN_EVERY < _OPEN_EVERY < _IDLE_EVERY

_BLANK_PRICE = Decimal(0)
_S = OrderState


class _Search:
    """How often an UNKNOWN order was not found, and since when."""

    __slots__ = ("since", "walks")

    def __init__(self, since: float) -> None:
        self.since = since
        self.walks = 0


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
        *,
        find_instrument: Callable[[str], Instrument | None],
        find_quote: Callable[[str], Quote | None],
        on_fill: Callable[[], None],
    ) -> None:
        self._broker = broker
        self._journal = journal
        self._worker = worker
        self._clock = clock
        self._rules = rules
        self._publisher = publisher
        self._find_instrument = find_instrument
        self._find_quote = find_quote
        self._on_fill = on_fill
        self._orders: dict[str, Order] = {}
        self._by_number: dict[int, str] = {}
        self._fills: dict[int, list[Fill]] = {}
        self._early: dict[int, list[Notice]] = {}
        self._seen: set[tuple[int, str, Decimal | None, int]] = set()
        self._noticed_at: dict[int, float] = {}
        self._searches: dict[str, _Search] = {}
        self._unwritten: asyncio.Queue[JournalEntry] = asyncio.Queue()
        self._sending: set[asyncio.Task[Order]] = set()
        self._wanted = asyncio.Event()
        self._restored = False
        self._halted = False

    async def submit(self, intent: OrderIntent) -> Order:
        """Check, write down and send a new order, once.

        Raises `OrderRefused` (it doesn't exist), `OrderUncertain` (it may), `JournalFailed` (not
        sent).
        """
        if intent.local_id in self._orders:
            raise InvalidInput(message("order.sent_before"))
        self._refuse_if_blocked(intent)
        reasons = check(intent, self._limits(intent.symbol))
        if reasons:
            raise OrderRefused(reasons[0])
        order = self._new(intent)
        return await self._sheltered(self._send(order, lambda: self._broker.submit(intent)))

    async def amend(self, intent: AmendIntent) -> Order:
        """Ask for a new price of the whole rest of a working order, once. Raises as `submit`."""
        original = self._working(intent.order_no)
        reasons = check_price(intent.price, intent.order_type, self._limits(original.symbol))
        if reasons:
            raise OrderRefused(reasons[0])
        order = self._amendment(original, intent)
        return await self._sheltered(
            self._send(order, lambda: self._broker.amend(original, intent))
        )

    async def cancel(self, intent: CancelIntent) -> Order:
        """Ask for the whole rest of a working order back, once. Raises as `submit`."""
        original = self._working(intent.order_no)
        order = self._cancellation(original, intent)
        return await self._sheltered(self._send(order, lambda: self._broker.cancel(original)))

    async def halt(self) -> None:
        """Stop new orders; amending and cancelling stay possible."""
        self._halted = True
        self._publisher.latest(Topic.HALT, "", True)

    async def release(self) -> None:
        """Allow new orders again."""
        self._halted = False
        self._publisher.latest(Topic.HALT, "", False)

    async def reconcile(self) -> None:
        """Read the day's list and lay it over what we know. Raises `RequestFailed`."""
        begun = asyncio.get_running_loop().time()
        rows = await self._broker.orders(self._clock.trade_date())
        await self._lay_over(rows, begun)

    def ask(self) -> None:
        """Have the day's list read soon; several asks become one reading."""
        self._wanted.set()

    def on_notice(self, notice: Notice) -> None:
        """Take a realtime notice; one for an order that has no number yet is held until it has."""
        key = number(notice.order_no)
        now = asyncio.get_running_loop().time()
        self._noticed_at[key] = self._noticed_at[number(notice.original_no)] = now
        if not self._concerns_known(notice, key):
            self._early.setdefault(key, []).append(notice)
        else:
            self._apply(notice, key)
        self.ask()

    def open_orders(self) -> tuple[Order, ...]:
        """Orders of which shares may still rest or whose fate is unknown."""
        return tuple(order for order in self._orders.values() if order.state.may_rest)

    async def run(self) -> None:
        """Restore the day from the journal, then keep it true until cancelled."""
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
                pause = self._pause()
            except KisDesktopError as error:
                _log.warning("orders not read: %s", error)
                pause = _AFTER_FAILURE

    async def run_journal(self) -> None:
        """Write down what the exchange told of fills, until cancelled."""
        while True:
            entry = await self._unwritten.get()
            await self._worker.run(self._journal.append, entry)

    async def _sheltered(self, sending: Coroutine[object, object, Order]) -> Order:
        """Await a sending that goes on even when nobody waits for it any more."""
        task = asyncio.ensure_future(sending)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return await asyncio.shield(task)

    async def _send(self, order: Order, post: Callable[[], Awaitable[OrderReceipt]]) -> Order:
        await self._write(JournalKind.INTENT, order, described(order))
        self._show(order)
        order = order.to(_S.SENDING)
        await self._write(JournalKind.SENDING, order, {})
        self._show(order)
        try:
            receipt = await post()
        except OrderUncertain as error:
            await self._uncertain(order, error.message)
            raise
        except KisDesktopError as error:
            await self._rejected(order, error.message)
            raise
        except BaseException:
            await self._uncertain(order, message("order.uncertain"))
            raise
        return await self._accepted(order, receipt)

    async def _accepted(self, order: Order, receipt: OrderReceipt) -> Order:
        key = number(receipt.order_no)
        current = self._orders[order.local_id]
        order = moved(
            current,
            _S.ACCEPTED,
            order_no=receipt.order_no,
            branch=receipt.branch,
            order_time=receipt.order_time,
        )
        self._by_number[key] = order.local_id
        self._show(order)
        for notice in self._early.pop(key, []):
            self._apply(notice, key)
        await self._write(
            JournalKind.ACCEPTED,
            order,
            {"order_no": receipt.order_no, "branch": receipt.branch, "time": receipt.order_time},
        )
        self.ask()
        return self._orders[order.local_id]

    async def _rejected(self, order: Order, reason: Message) -> None:
        self._show(moved(self._orders[order.local_id], _S.REJECTED, reason=reason))
        await self._write(
            JournalKind.REJECTED, order, {"code": reason.code, "text": reason.original}
        )

    async def _uncertain(self, order: Order, reason: Message) -> None:
        self._show(moved(self._orders[order.local_id], _S.UNKNOWN, reason=reason))
        self.ask()
        await self._write(
            JournalKind.UNKNOWN, order, {"code": reason.code, "text": reason.original}
        )

    def _refuse_if_blocked(self, intent: OrderIntent) -> None:
        if self._halted:
            raise OrderRefused(message("order.halted_by_user"))
        for order in self._orders.values():
            same = order.symbol == intent.symbol and order.side is intent.side
            if same and order.state is _S.UNKNOWN:
                raise OrderRefused(message("order.blocked_by_unknown", symbol=intent.symbol))

    def _limits(self, symbol: str) -> Limits:
        instrument = self._find_instrument(symbol)
        quote = self._find_quote(symbol)
        kind = instrument.kind if instrument is not None else InstrumentKind.STOCK
        band = None
        if quote is not None and quote.limit_up is not None and quote.limit_down is not None:
            band = PriceLimits(quote.limit_down, quote.limit_up)
        return Limits(
            tick_table=self._rules.tick_table(kind.value, self._clock.trade_date()),
            price_limits=band,
            halted=instrument is not None and Mark.HALTED in instrument.marks,
        )

    def _working(self, order_no: str) -> Order:
        local_id = self._by_number.get(number(order_no))
        if local_id is None:
            raise InvalidInput(message("order.not_found", order_no=order_no))
        order = self._orders[local_id]
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
        )

    def _amendment(self, original: Order, intent: AmendIntent) -> Order:
        return msgspec.structs.replace(
            _request(original, intent.local_id, Request.AMEND),
            order_type=intent.order_type,
            price=intent.price,
        )

    def _cancellation(self, original: Order, intent: CancelIntent) -> Order:
        return _request(original, intent.local_id, Request.CANCEL)

    def _concerns_known(self, notice: Notice, key: int) -> bool:
        if key in self._by_number:
            return True
        about_other = notice.kind in (NoticeKind.AMENDED, NoticeKind.CANCELLED)
        return about_other and not self._requests_under_way(notice)

    def _requests_under_way(self, notice: Notice) -> bool:
        """Whether one of our own amends or cancels of this original still waits for its number."""
        return any(
            order.state in (_S.SENDING, _S.UNKNOWN)
            and number(order.original_no) == number(notice.original_no)
            for order in self._orders.values()
            if order.request is not Request.NEW
        )

    def _apply(self, notice: Notice, key: int) -> None:
        if notice.kind in (NoticeKind.AMENDED, NoticeKind.CANCELLED):
            self._apply_to_original(notice)
        local_id = self._by_number.get(key)
        if local_id is None:
            return
        order = self._orders[local_id]
        if notice.kind is NoticeKind.FILLED:
            self._count_fill(order, notice, key)
        elif order.request is Request.CANCEL and notice.kind is NoticeKind.CANCELLED:
            self._show(moved(order, _S.CANCELLED, cancelled=order.quantity))
        else:
            self._show(after_notice(order, notice))

    def _apply_to_original(self, notice: Notice) -> None:
        request = self._by_number.get(number(notice.order_no))
        original_no = notice.original_no
        if not number(original_no) and request is not None:
            original_no = self._orders[request].original_no
        local_id = self._by_number.get(number(original_no))
        if local_id is None:
            return
        original = self._orders[local_id]
        if notice.kind is NoticeKind.AMENDED:
            self._show(replaced(original, notice.quantity))
        else:
            self._show(after_notice(original, notice))

    def _count_fill(self, order: Order, notice: Notice, key: int) -> None:
        told = (key, notice.time, notice.price, notice.quantity)
        if notice.price is None or told in self._seen or exceeds(order, notice):
            return
        self._seen.add(told)
        self._show(after_notice(order, notice))
        fills = self._fills.setdefault(key, [])
        fills.append(self._priced(order, notice.quantity, notice.price, notice.time, len(fills)))
        self._unwritten.put_nowait(noted(order, fills[-1]))
        self._publisher.event(FillReceived(fills[-1]))
        self._on_fill()

    def _priced(self, order: Order, quantity: int, price: Decimal, time: str, index: int) -> Fill:
        """A fill with its estimated costs."""
        instrument = self._find_instrument(order.symbol)
        kind = instrument.kind.value if instrument else InstrumentKind.STOCK.value
        fees, amount = self._rules.fees(), price * quantity
        market = instrument.market.value if instrument else ""
        known = instrument is not None
        return Fill(
            order_no=order.order_no,
            symbol=order.symbol,
            side=order.side,
            quantity=quantity,
            price=price,
            time=time,
            trade_date=order.trade_date,
            sequence=index + 1,
            fee=fees.fee(amount, kind) if known else None,
            tax=fees.tax(amount, order.side, market, kind, order.trade_date) if known else None,
        )

    async def _lay_over(self, rows: tuple[BrokerOrder, ...], begun: float) -> None:
        amended = amended_numbers(rows)
        for row in rows:
            key = number(row.order_no)
            local_id = self._by_number.get(key)
            if local_id is not None and self._noticed_at.get(key, 0.0) <= begun:
                self._lay_row(self._orders[local_id], row, amended)
        await self._settle_unknown(rows, begun)
        self._count_vanished(rows, begun)
        for row in rows:
            if number(row.order_no) not in self._by_number and not self._may_be_ours(row):
                self._adopt_foreign(row, amended)
        self._forget_early()
        self._publisher.latest(Topic.ORDERS, "", begun)

    def _forget_early(self) -> None:
        """Drop held notices of orders that the list has named: the list counts what they told."""
        for key in tuple(self._early):
            if key in self._by_number:
                del self._early[key]
                self.ask()

    def _lay_row(self, order: Order, row: BrokerOrder, amended: frozenset[int]) -> None:
        if row.request is Request.CANCEL:
            self._lay_cancellation(order, row)
            return
        key = number(row.order_no)
        self._show(after_row(order, row, replaced_by=key in amended))
        known = self._fills.get(key, [])
        blank = self._priced(self._orders[order.local_id], 1, _BLANK_PRICE, "", 0)
        matched = fills_to_match(known, row, blank)
        if matched == known:
            return
        self._fills[key] = [
            self._priced_again(self._orders[order.local_id], fill) for fill in matched
        ]
        for fill in self._fills[key]:
            self._publisher.event(FillReceived(fill))
        if len(matched) > len(known):
            self._on_fill()

    def _priced_again(self, order: Order, fill: Fill) -> Fill:
        priced = self._priced(order, fill.quantity, fill.price, fill.time, fill.sequence - 1)
        return msgspec.structs.replace(priced, provisional=False)

    def _lay_cancellation(self, order: Order, row: BrokerOrder) -> None:
        state = _S.REJECTED if row.rejected else _S.CANCELLED
        self._show(moved(order, state, order_no=order.order_no or row.order_no))

    def _may_be_ours(self, row: BrokerOrder) -> bool:
        """Whether an order of ours that still waits for its number could be this row."""
        return any(
            candidates(order, (row,), frozenset(), "")
            for order in self._orders.values()
            if order.state in (_S.SENDING, _S.UNKNOWN)
        )

    def _adopt_foreign(self, row: BrokerOrder, amended: frozenset[int]) -> None:
        if row.request is Request.CANCEL:
            return
        order = Order(
            local_id=f"kis-{row.trade_date:%Y%m%d}-{number(row.order_no)}",
            symbol=row.symbol,
            side=row.side,
            order_type=row.order_type or OrderType.LIMIT,
            quantity=row.quantity,
            price=row.price,
            venue=row.venue,
            state=_S.ACCEPTED,
            at=datetime.now(UTC),
            trade_date=row.trade_date,
            request=row.request,
            order_no=row.order_no,
            branch=row.branch,
            original_no=row.original_no,
            order_time=row.order_time,
        )
        self._by_number[number(row.order_no)] = order.local_id
        self._orders[order.local_id] = order
        self._lay_row(order, row, amended)

    async def _settle_unknown(self, rows: tuple[BrokerOrder, ...], begun: float) -> None:
        for order in tuple(self._orders.values()):
            if order.state is not _S.UNKNOWN:
                continue
            claimed = frozenset(self._by_number)
            found = candidates(order, rows, claimed, self._earliest(order))
            if len(found) == 1:
                await self._settle(order, found[0], rows)
            elif not found:
                await self._miss(order, begun)

    async def _settle(self, order: Order, row: BrokerOrder, rows: tuple[BrokerOrder, ...]) -> None:
        self._searches.pop(order.local_id, None)
        self._by_number[number(row.order_no)] = order.local_id
        named = msgspec.structs.replace(
            order, order_no=row.order_no, branch=row.branch, order_time=row.order_time
        )
        self._orders[order.local_id] = named
        await self._write(
            JournalKind.RESOLVED, named, {"order_no": row.order_no, "branch": row.branch}
        )
        self._lay_row(named, row, amended_numbers(rows))
        self._log_line(message("order.settled_unknown", order_no=row.order_no), Severity.WARNING)

    async def _miss(self, order: Order, begun: float) -> None:
        """An UNKNOWN order that enough readings missed never came."""
        if not self._is_missed(order, begun):
            return
        reason = message("order.never_arrived")
        self._show(moved(order, _S.REJECTED, reason=reason))
        await self._write(JournalKind.RESOLVED, order, {"order_no": ""})
        self._log_line(reason, Severity.WARNING)

    def _count_vanished(self, rows: tuple[BrokerOrder, ...], begun: float) -> None:
        """Give up a resting order that enough complete readings over time did not hold."""
        listed = {number(row.order_no) for row in rows}
        for order in self.open_orders():
            key = number(order.order_no)
            if not key:
                continue
            if key in listed:
                self._searches.pop(order.local_id, None)
            elif self._is_missed(order, begun):
                reason = message("order.vanished", order_no=order.order_no)
                self._show(moved(order, _S.EXPIRED, reason=reason))
                self._log_line(reason, Severity.WARNING)

    def _is_missed(self, order: Order, begun: float) -> bool:
        """Count a complete reading without the order; whether they are enough, over enough time."""
        search = self._searches.setdefault(order.local_id, _Search(begun))
        search.walks += 1
        if search.walks < _NEVER_WALKS or begun - search.since < _NEVER_SPAN:
            return False
        del self._searches[order.local_id]
        return True

    def _earliest(self, order: Order) -> str:
        """The earliest exchange time HHMMSS at which this order can have been received."""
        age = datetime.now(UTC) - order.at
        sent = self._clock.now() - age * self._clock.reading().rate - _SKEW
        return sent.strftime("%H%M%S") if sent.date() == order.trade_date else ""

    def _pause(self) -> float:
        states = {order.state for order in self._orders.values()}
        if _S.UNKNOWN in states or _S.SENDING in states:
            return _UNKNOWN_EVERY
        return _OPEN_EVERY if any(state.may_rest for state in states) else _IDLE_EVERY

    async def _restore(self) -> None:
        """Rebuild the day from the journal; what was being sent when the program ended is
        UNKNOWN.
        """
        if self._restored:
            return
        if not await self._clock.known(_CLOCK_WAIT):
            _log.warning("the server has not told its time; using this machine's date")
        today = self._clock.trade_date()
        entries = tuple(await self._worker.run(self._journal.entries, today))
        for order in restored(entries, today):
            if order.local_id not in self._orders:
                self._show(order)
            if order.order_no:
                self._by_number[number(order.order_no)] = order.local_id
        for entry in entries:
            self._restore_fill(entry)
        self._restored = True

    def _restore_fill(self, entry: JournalEntry) -> None:
        """Take up a fill that an earlier run has written down."""
        body = entry.body
        order = self._orders.get(entry.local_id)
        if entry.kind is not JournalKind.NOTICE or order is None:
            return
        price, quantity = Decimal(str(body["price"])), int(body["quantity"] or 0)
        time, key = str(body["time"]), number(order.order_no)
        fills = self._fills.setdefault(key, [])
        fills.append(self._priced(order, quantity, price, time, len(fills)))
        self._seen.add((key, time, price, quantity))
        self._publisher.event(FillReceived(fills[-1]))

    async def _write(self, kind: JournalKind, order: Order, body: dict[str, JournalValue]) -> None:
        """Make an entry durable. Raises `JournalFailed`."""
        entry = JournalEntry(kind, order.local_id, datetime.now(UTC), order.trade_date, body)
        await self._worker.run(self._journal.append, entry)

    def _show(self, order: Order) -> None:
        if self._orders.get(order.local_id) != order:
            self._orders[order.local_id] = order
            self._publisher.event(OrderChanged(order))

    def _log_line(self, told: Message, severity: Severity) -> None:
        self._publisher.event(Logged(datetime.now(UTC), severity, told))


def _request(original: Order, local_id: str, request: Request) -> Order:
    """An amend or cancel of an order's whole rest, as an order of its own."""
    return msgspec.structs.replace(
        original,
        local_id=local_id,
        quantity=original.remaining,
        state=_S.INTENT,
        at=datetime.now(UTC),
        request=request,
        order_no="",
        original_no=original.order_no,
        order_time="",
        filled=0,
        cancelled=0,
        average_price=None,
        reason=None,
    )
