"""The kill switch: new orders are stopped at once, then every working order is taken back.

Each cancel is sent once. It counts as done when the exchange or the day's list says so, not when it
was taken in. What had no answer, or was refused, is asked for again only when the switch is pulled
again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import msgspec

from kis_desktop.domain.errors import KisDesktopError, OrderUncertain
from kis_desktop.domain.kill_switch import KillLine, KillOutcome, KillReport
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import CancelIntent, Order, OrderState, Origin, Request
from kis_desktop.services.orders import Orders
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_LOOK = 0.1  # seconds between looks at what has become of the cancels
_LOOK_AFTER = 0.5  # seconds between looks when nothing is left to be cancelled
_MOST_AT_ONCE = 8  # cancels under way together: enough to use the limit, few to be in doubt
_UNSETTLED = "order.change_unsettled"  # an earlier amend or cancel has to be waited for

_O = KillOutcome
_OVER = frozenset({_O.CANCELLED, _O.GONE, _O.REFUSED, _O.UNKNOWN})


@dataclass(slots=True)
class _Cancel:
    """One cancel of the switch: how its sending stands."""

    outcome: KillOutcome = _O.WAITING
    told: Message | None = None
    under_way: bool = True


class KillSwitch:
    """`pace` gives the orders a second that the limits allow now."""

    def __init__(self, orders: Orders, publisher: Publisher, pace: Callable[[], float]) -> None:
        self._orders = orders
        self._publisher = publisher
        self._pace = pace
        self._named: dict[str, Order] = {}
        self._cancels: dict[str, _Cancel] = {}
        """By order number: an order may turn out to be another one's of ours meanwhile."""
        self._report = KillReport(stopped=False)
        self._told: KillReport | None = None
        self._pulled = asyncio.Event()
        self._pulled_at = 0.0

    async def pull(self) -> None:
        """Stop new orders and have all working ones taken back; again: those still there."""
        self._cancels = {no: one for no, one in self._cancels.items() if one.under_way}
        at = self._report.pulled_at or datetime.now(UTC)
        self._report = KillReport(stopped=True, pulled_at=at)
        self._pulled_at = asyncio.get_running_loop().time()
        self._pulled.set()
        await self._orders.halt()
        self._look()
        self._tell()

    async def release(self, reason: str) -> None:
        """Let new orders through again; cancels that are not sent yet are not sent any more.
        Raises `InvalidInput` without a reason, `JournalFailed`.
        """
        await self._orders.release(reason)
        self._pulled.clear()
        self._cancels.clear()
        self._named.clear()
        self._report = KillReport(stopped=False, reason=reason.strip())
        self._tell()

    async def run(self) -> None:
        """Take orders back whenever the switch is pulled, until cancelled."""
        if self._orders.is_halted and not self._report.stopped:
            self._report = KillReport(stopped=True)
        self._tell()
        while True:
            if not await self._is_pulled():
                self._tell()
                continue
            self._orders.ask()
            async with asyncio.TaskGroup() as cancels:
                await self._take_back(cancels)

    async def _is_pulled(self) -> bool:
        """Wait for a pull, a moment at a time: what had no answer is still being settled."""
        if not self._named:
            return await self._pulled.wait()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_AFTER):
                await self._pulled.wait()
        return self._pulled.is_set()

    async def _take_back(self, cancels: asyncio.TaskGroup) -> None:
        """Cancel what works, also what becomes known meanwhile, until nothing is open any more or
        the switch is released.
        """
        few = asyncio.Semaphore(min(max(int(self._pace()), 1), _MOST_AT_ONCE))
        while self._pulled.is_set():
            for order in self._look():
                self._cancels[order.order_no] = cancel = _Cancel()
                cancels.create_task(self._cancel(order, cancel, few))
            self._tell()
            if self._is_over():
                self._pulled.clear()
            await asyncio.sleep(_LOOK)

    def _look(self) -> list[Order]:
        """Name every order that is open; those that are still to be cancelled."""
        found: list[Order] = []
        for gone in [one for one in self._named if self._orders.find(one) is None]:
            del self._named[gone]  # it was another order of ours all the time
        for order in self._orders.open_orders():
            if order.request is Request.CANCEL:
                continue
            self._named[order.local_id] = order
            if order.order_no and order.remaining > 0 and order.order_no not in self._cancels:
                found.append(order)
        return found

    def _is_over(self) -> bool:
        """Whether all that was open has come to an end, by a list that was read after the pull."""
        listed = self._orders.listed_at
        if listed is None or listed < self._pulled_at:
            return False
        if any(cancel.under_way for cancel in self._cancels.values()):
            return False
        nameless = any(not order.order_no for order in self._orders.open_orders())
        return not nameless and all(self._outcome(one) in _OVER for one in self._named)

    async def _cancel(self, order: Order, cancel: _Cancel, few: asyncio.Semaphore) -> None:
        async with few:
            if self._cancels.get(order.order_no) is not cancel:
                return  # released meanwhile
            intent = CancelIntent(uuid4().hex, order.order_no, origin=Origin.KILL_SWITCH)
            try:
                await self._orders.cancel(intent)
            except OrderUncertain as error:
                cancel.outcome, cancel.told = _O.UNKNOWN, error.message
            except KisDesktopError as error:
                cancel.outcome, cancel.told = _O.REFUSED, error.message
                if error.message.id == _UNSETTLED:
                    self._cancels.pop(order.order_no, None)
            except Exception:  # noqa: BLE001 - one cancel must not take the others with it
                _log.exception("the cancel of order %s broke", order.order_no)
                cancel.outcome = _O.UNKNOWN
            else:
                cancel.outcome = _O.SENT
            finally:
                cancel.under_way = False

    def _outcome(self, local_id: str) -> KillOutcome:
        """What became of an order: what the exchange made of it, else how its cancel stands."""
        order = self._orders.find(local_id)
        if order is None or order.state.is_final:
            cancelled = order is not None and order.state is OrderState.CANCELLED
            return _O.CANCELLED if cancelled else _O.GONE
        if not order.order_no:
            return _O.UNKNOWN
        cancel = self._cancels.get(order.order_no)
        return _O.WAITING if cancel is None else cancel.outcome

    def _line(self, local_id: str) -> KillLine:
        order = self._orders.find(local_id) or self._named[local_id]
        cancel = self._cancels.get(order.order_no)
        told = None if cancel is None else cancel.told
        return KillLine(
            order_no=order.order_no,
            symbol=order.symbol,
            outcome=self._outcome(local_id),
            code="" if told is None else told.code,
            words="" if told is None else told.original,
            local_id=local_id,
        )

    def _tell(self) -> None:
        lines = tuple(self._line(local_id) for local_id in self._named)
        waiting = sum(line.outcome is _O.WAITING for line in lines)
        pace = self._pace()
        left = waiting / pace if pace > 0 else 0.0
        report = msgspec.structs.replace(self._report, lines=lines, seconds_left=left)
        if report != self._told:
            self._publisher.latest(Topic.KILL, "", report)
            self._told = report
