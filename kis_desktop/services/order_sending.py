"""One sending of an order: written down, sent once, and what came of it written down again."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import msgspec

from kis_desktop.domain.errors import KisDesktopError, OrderUncertain
from kis_desktop.domain.journal import JournalKind
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import Order, OrderIntent, OrderState, Request, Side
from kis_desktop.domain.order_report import OrderReceipt
from kis_desktop.services.order_audit import Stopwatch
from kis_desktop.services.order_days import OrderDays
from kis_desktop.services.order_pace import OrderPace
from kis_desktop.services.order_records import described, receipt_of
from kis_desktop.services.order_times import OrderTimes
from kis_desktop.services.order_writing import Body, OrderWriting
from kis_desktop.services.session_clock import SessionClock

_LAST_ANSWERS = 12.0  # seconds that the end of the program waits for orders under way

_REMEMBERED = 500

_S = OrderState
Post = Callable[[], Awaitable[OrderReceipt]]


class OrderSending:
    """Sends orders. `ask` has the day's list read soon, `on_lost` is told of an order whose sending
    ended without an answer.
    """

    def __init__(
        self,
        days: OrderDays,
        writing: OrderWriting,
        times: OrderTimes,
        clock: SessionClock,
        ask: Callable[[], None],
        on_lost: Callable[[Order], None],
    ) -> None:
        self._days = days
        self._writing = writing
        self._times = times
        self._clock = clock
        self._ask = ask
        self._on_lost = on_lost
        self._under_way: set[asyncio.Task[Order]] = set()
        self.pace = OrderPace()
        self.bought: deque[Order] = deque(maxlen=_REMEMBERED)
        """cash purchases and their amendments that were begun to be sent, oldest first"""

    def new(self, intent: OrderIntent) -> Order:
        """A new order that is about to be sent."""
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
            sent_at=self._times.earliest(),
            condition_price=intent.condition_price,
            credit=intent.credit,
            origin=intent.origin,
        )

    def request(self, original: Order, local_id: str, kind: Request, quantity: int | None) -> Order:
        """An amend or cancel of an order's rest or a part of it, as an order of its own."""
        return msgspec.structs.replace(
            original,
            local_id=local_id,
            quantity=original.remaining if quantity is None else quantity,
            state=_S.INTENT,
            at=datetime.now(UTC),
            request=kind,
            order_no="",
            original_no=original.order_no,
            order_time="",
            sent_at=self._times.earliest(),
            sent_until="",
            filled=0,
            cancelled=0,
            average_price=None,
            reason=None,
        )

    async def send(self, order: Order, post: Post, evidence: Body, watch: Stopwatch) -> Order:
        """Write down and send, once. The sending goes on even when nobody waits for it any more.

        Raises `JournalFailed` (not sent), `OrderUncertain`, and what the broker raises.
        """
        self._days.of(order.trade_date).put(order)
        if order.request is not Request.CANCEL:
            self.pace.count(order.at, order.trade_date)
            if order.side is Side.BUY and order.credit is None:
                self.bought.append(order)
        task = asyncio.ensure_future(self._send(order, post, evidence, watch))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def finish(self) -> None:
        """The program ends: wait for the answers of orders under way."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_LAST_ANSWERS)

    async def _send(self, order: Order, post: Post, evidence: Body, watch: Stopwatch) -> Order:
        await self._write_before(order, described(order) | evidence)
        watch.journalled()
        try:
            watch.sent()
            receipt = await post()
        except OrderUncertain as error:
            await self._uncertain(order, error.message, watch)
            raise
        except KisDesktopError as error:
            await self._rejected(order, error.message, watch)
            raise
        except BaseException:
            await self._uncertain(order, message("order.uncertain"), watch)
            raise
        return await self._accepted(order, receipt, watch)

    async def _write_before(self, order: Order, body: Body) -> None:
        """Write down that an order is about to be sent. Raises `JournalFailed`; it is then shown
        as not sent.
        """
        day = self._days.of(order.trade_date)
        try:
            await self._writing.before(order, body)
        except KisDesktopError as error:
            if order.request is not Request.CANCEL:
                self.pace.take_back(order.at, order.trade_date)
            day.put(order.to(_S.REJECTED, reason=error.message))
            self._days.tell(day)
            raise
        day.put(order.to(_S.SENDING))
        self._days.tell(day)

    async def _accepted(self, order: Order, receipt: OrderReceipt, watch: Stopwatch) -> Order:
        watch.answered()
        self._times.learn(order.sent_at, receipt.order_time)
        day = self._days.of(order.trade_date)
        self._writing.note(day.name(order.local_id, receipt))
        self._days.tell(day)
        self._ask()
        body = receipt_of(receipt) | watch.body()
        await self._writing.after(JournalKind.ACCEPTED, order, body)
        shown = day.find(order.local_id)
        assert shown is not None
        return shown

    async def _rejected(self, order: Order, reason: Message, watch: Stopwatch) -> None:
        watch.answered()
        day = self._days.of(order.trade_date)
        day.move(order.local_id, _S.REJECTED, reason)
        self._days.tell(day)
        body: Body = {"code": reason.code, "text": reason.original}
        await self._writing.after(JournalKind.REJECTED, order, body | watch.body())

    async def _uncertain(self, order: Order, reason: Message, watch: Stopwatch) -> None:
        watch.answered()
        day = self._days.of(order.trade_date)
        until = self._times.latest()
        lost = day.lose(order.local_id, reason, until, asyncio.get_running_loop().time())
        self._days.tell(day)
        if lost is not None:
            self._on_lost(lost)
        self._ask()
        body: Body = {"code": reason.code, "text": reason.original, "until": until}
        await self._writing.after(JournalKind.UNKNOWN, order, body | watch.body())
