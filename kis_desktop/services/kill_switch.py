"""The kill switch: new orders are stopped at once, then every working order is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import msgspec

from kis_desktop.domain.errors import KisDesktopError, OrderUncertain
from kis_desktop.domain.kill_switch import KillLine, KillOutcome, KillReport
from kis_desktop.domain.order import CancelIntent, Order, Origin, Request
from kis_desktop.services.orders import Orders
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic


class KillSwitch:
    """`pace` gives the orders a second that the limits allow now."""

    def __init__(self, orders: Orders, publisher: Publisher, pace: Callable[[], float]) -> None:
        self._orders = orders
        self._publisher = publisher
        self._pace = pace
        self._lines: dict[str, KillLine] = {}
        self._report = KillReport(stopped=False)
        self._wanted = asyncio.Event()

    async def pull(self) -> None:
        """Stop new orders and have all working ones taken back; again: those still there."""
        await self._orders.halt()
        self._report = KillReport(stopped=True, pulled_at=datetime.now(UTC))
        self._wanted.set()
        self._tell()

    async def release(self, reason: str) -> None:
        """Let new orders through again. Raises `InvalidInput` without a reason."""
        await self._orders.release(reason)
        self._lines.clear()
        self._report = KillReport(stopped=False, reason=reason.strip())
        self._tell()

    async def run(self) -> None:
        """Take orders back whenever the switch is pulled, until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self._take_back()

    async def _take_back(self) -> None:
        working = [order for order in self._orders.open_orders() if _can_be_taken_back(order)]
        for order in working:
            self._put(order, KillOutcome.WAITING)
        self._tell()
        for order in working:
            await self._cancel(order)

    async def _cancel(self, order: Order) -> None:
        self._put(order, KillOutcome.SENT)
        self._tell()
        intent = CancelIntent(uuid4().hex, order.order_no, origin=Origin.KILL_SWITCH)
        try:
            await self._orders.cancel(intent)
        except OrderUncertain as error:
            told = error.message
            self._put(order, KillOutcome.UNKNOWN, told.code, told.original)
        except KisDesktopError as error:
            told = error.message
            self._put(order, KillOutcome.REFUSED, told.code, told.original)
        else:
            self._put(order, KillOutcome.CANCELLED)
        self._tell()

    def _put(self, order: Order, outcome: KillOutcome, code: str = "", original: str = "") -> None:
        self._lines[order.order_no] = KillLine(
            order.order_no, order.symbol, outcome, code, original
        )

    def _tell(self) -> None:
        lines = tuple(self._lines.values())
        waiting = sum(line.outcome is KillOutcome.WAITING for line in lines)
        pace = self._pace()
        seconds = waiting / pace if pace > 0 else 0.0
        self._report = msgspec.structs.replace(self._report, lines=lines, seconds_left=seconds)
        self._publisher.latest(Topic.KILL, "", self._report)


def _can_be_taken_back(order: Order) -> bool:
    return bool(order.order_no) and order.remaining > 0 and order.request is not Request.CANCEL
