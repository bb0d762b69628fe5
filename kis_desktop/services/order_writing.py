"""What is written down of orders: durable before the wire, and never lost after it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime

from kis_desktop.domain.errors import JournalFailed
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.domain.message import Message
from kis_desktop.domain.order import Order
from kis_desktop.services.order_records import noted
from kis_desktop.services.ports import Journal, Publisher
from kis_desktop.services.runtime import Worker

_log = logging.getLogger(__name__)

Body = dict[str, JournalValue]


class OrderWriting:
    """The journal as orders use it. `on_failure` is called when what happened can't be written."""

    def __init__(
        self,
        journal: Journal,
        worker: Worker,
        publisher: Publisher,
        on_failure: Callable[[], None],
    ) -> None:
        self._journal = journal
        self._worker = worker
        self._publisher = publisher
        self._on_failure = on_failure
        self._unwritten: asyncio.Queue[JournalEntry] = asyncio.Queue()

    async def before(self, order: Order, body: Body) -> None:
        """Write down that an order is about to be sent. Raises `JournalFailed`."""
        intent = entry_of(JournalKind.INTENT, order, body)
        sending = entry_of(JournalKind.SENDING, order, {})
        await self._worker.run(self._journal.append, intent, sending)

    async def keep(self, entry: JournalEntry) -> None:
        """Write down what has happened already. A disk that refuses changes nothing of it: it is
        said, and no new order is sent. The next start reads what is missing from the day's list.
        """
        try:
            await self._worker.run(self._journal.append, entry)
        except JournalFailed as error:
            _log.exception("an entry of %s is not on the disk", entry.local_id or entry.kind)
            self.say(error.message, Severity.FAILURE)
            self._on_failure()

    async def demand(self, entry: JournalEntry) -> None:
        """Write down what must not be done otherwise. Raises `JournalFailed`."""
        await self._worker.run(self._journal.append, entry)

    async def after(self, kind: JournalKind, order: Order, body: Body) -> None:
        """Write down what became of an order that was sent."""
        await self.keep(entry_of(kind, order, body))

    def note(self, fills: list[tuple[Order, Fill]]) -> None:
        """Have fills that notices told written down soon."""
        for order, fill in fills:
            self._unwritten.put_nowait(noted(order, fill))

    async def run(self) -> None:
        """Write down what was noted, until cancelled."""
        while True:
            entry = await self._unwritten.get()
            await self.keep(entry)

    async def finish(self) -> None:
        """The program ends: write down the rest."""
        while not self._unwritten.empty():
            await self.keep(self._unwritten.get_nowait())

    async def entries(self, today: date) -> tuple[JournalEntry, ...]:
        """All entries of today, and of every earlier day on which an order has no end. Raises
        `JournalFailed`.
        """
        unsettled = await self._worker.run(self._journal.open_entries)
        days = sorted({entry.trade_date for entry in unsettled} | {today})
        read = [await self._worker.run(self._journal.entries, day) for day in days]
        return tuple(entry for entries in read for entry in entries)

    def say(self, told: Message, severity: Severity) -> None:
        """A line in the log."""
        self._publisher.event(Logged(datetime.now(UTC), severity, told))


def entry_of(kind: JournalKind, order: Order, body: Body) -> JournalEntry:
    """An entry about an order, as of now."""
    return JournalEntry(kind, order.local_id, datetime.now(UTC), order.trade_date, body)
