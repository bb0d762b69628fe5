"""Orders without an answer: what the lists make of them, told, written down, and the trader's say.

Nothing here sends anything: an order is found by reading, chosen by the trader, or given up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kis_desktop.domain.doubt import Doubt, DoubtState
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.event import Severity
from kis_desktop.domain.journal import JournalKind
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import Order, OrderState
from kis_desktop.domain.order_report import BrokerOrder, OrderReceipt
from kis_desktop.services.order_audit import adopted_entry, denied_entry
from kis_desktop.services.order_day import OrderDay
from kis_desktop.services.order_days import OrderDays
from kis_desktop.services.order_ledger import Record
from kis_desktop.services.order_records import ended_unknown, receipt_of
from kis_desktop.services.order_settling import NEVER_SPAN, NEVER_WALKS, Fate, Verdict
from kis_desktop.services.order_writing import Body, OrderWriting
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic

_S = OrderState


class OrderDoubts:
    """Every order without an answer, followed until it is settled."""

    def __init__(self, days: OrderDays, writing: OrderWriting, publisher: Publisher) -> None:
        self._days = days
        self._writing = writing
        self._publisher = publisher
        self._open: dict[str, Doubt] = {}

    async def conclude(self, day: OrderDay, verdicts: list[Verdict]) -> None:
        """Say and write down what a list made of orders without an answer."""
        for verdict in verdicts:
            if verdict.fate in {Fate.OPEN, Fate.CHOICE}:
                self._follow(verdict)
        for verdict in verdicts:
            if verdict.fate not in {Fate.OPEN, Fate.CHOICE}:
                await self._settle(day, verdict)
        self.close()

    def begin(self, order: Order) -> None:
        """The sending of an order has just ended without an answer."""
        self._tell(Doubt(order, DoubtState.READING))

    async def adopt(self, local_id: str, order_no: str) -> Order:
        """The trader says which order of the day's list one without an answer is. Raises
        `InvalidInput` for one that it can't be any more.
        """
        found = self._days.find(local_id)
        doubt = self._open.get(local_id)
        row = None if found is None else found[0].choose(local_id, order_no)
        if found is None or row is None:
            raise InvalidInput(message("order.not_a_candidate", order_no=order_no))
        day, order = found
        count = 0 if doubt is None else len(doubt.candidates)
        self._days.tell(day)
        self.close()
        await self._writing.keep(adopted_entry(local_id, order.trade_date, row, count))
        self._say_found(row)
        shown = day.find(local_id)
        assert shown is not None
        return shown

    async def deny(self, local_id: str) -> None:
        """The trader says that an order is none of those that it could be; it is searched for on.
        Raises `InvalidInput` where there is nothing to choose from any more.
        """
        found = self._days.find(local_id)
        numbers = () if found is None else found[0].deny(local_id)
        if found is None or not numbers:
            raise InvalidInput(message("order.nothing_to_choose"))
        day, order = found
        self._days.tell(day)
        self._tell(Doubt(order, DoubtState.READING))
        await self._writing.keep(denied_entry(local_id, order.trade_date, numbers))

    def _follow(self, verdict: Verdict) -> None:
        """Keep telling of an order that nothing has settled yet."""
        record, order = verdict.record, verdict.record.order
        chosen = verdict.fate is Fate.CHOICE
        doubt = Doubt(
            order=order,
            state=DoubtState.CHOICE if chosen else DoubtState.READING,
            candidates=verdict.candidates if chosen else (),
            walks=record.missed,
            walks_needed=NEVER_WALKS,
            span=NEVER_SPAN,
            since=_missed_since(record, asyncio.get_running_loop().time),
        )
        before = self._open.get(order.local_id)
        if chosen and (before is None or before.state is not DoubtState.CHOICE):
            count = len(verdict.candidates)
            told = message("order.doubt_choice", symbol=order.symbol, count=count)
            self._writing.say(told, Severity.WARNING)
        self._tell(doubt)

    def _tell(self, doubt: Doubt) -> None:
        self._open[doubt.order.local_id] = doubt
        self._publisher.latest(Topic.DOUBT, doubt.order.local_id, doubt)

    async def _settle(self, day: OrderDay, verdict: Verdict) -> None:
        """Write down and say what a list made of an order."""
        order, row = verdict.record.order, verdict.row
        if row is not None:
            receipt = OrderReceipt(row.order_no, row.branch, row.order_time)
            await self._resolve(order, receipt_of(receipt))
            self._say_found(row)
        elif verdict.fate is Fate.ENDED:
            await self._end(
                day, order, _S.EXPIRED, "order.expired_unknown", len(verdict.candidates)
            )
        else:
            await self._end(day, order, _S.REJECTED, "order.never_arrived", 0)
        self._days.tell(day)

    async def _end(
        self, day: OrderDay, order: Order, state: OrderState, reason: str, candidates: int
    ) -> None:
        told = message(reason)
        day.move(order.local_id, state, told)
        body: Body = {"order_no": ""} if state is _S.REJECTED else ended_unknown(candidates)
        await self._resolve(order, body)
        self._writing.say(told, Severity.WARNING)

    async def _resolve(self, order: Order, body: Body) -> None:
        await self._writing.after(JournalKind.RESOLVED, order, body)

    def _say_found(self, row: BrokerOrder) -> None:
        told: Message = message("order.settled_unknown", order_no=row.order_no)
        self._writing.say(told, Severity.WARNING)

    def close(self) -> None:
        """Tell that doubts are over whose order is settled, by a list, a choice or an answer."""
        for local_id in tuple(self._open):
            found = self._days.find(local_id)
            order = self._open[local_id].order if found is None else found[1]
            if found is None or order.state is not _S.UNKNOWN:
                del self._open[local_id]
                told = Doubt(order, DoubtState.SETTLED)
                self._publisher.latest(Topic.DOUBT, local_id, told)


def _missed_since(record: Record, clock: Callable[[], float]) -> datetime | None:
    """When the first complete list missed an order (UTC)."""
    if record.missed_since is None:
        return None
    return datetime.now(UTC) - timedelta(seconds=clock() - record.missed_since)
