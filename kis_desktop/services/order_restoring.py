"""What an earlier run of the program has left behind, taken up from the journal once."""

from __future__ import annotations

import asyncio
import logging

from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.message import message
from kis_desktop.services.order_audit import denied_numbers
from kis_desktop.services.order_days import OrderDays
from kis_desktop.services.order_pace import OrderPace
from kis_desktop.services.order_records import cut_short, noted_fill, restored
from kis_desktop.services.order_times import OrderTimes, cut_off
from kis_desktop.services.order_writing import OrderWriting
from kis_desktop.services.session_clock import SessionClock

_log = logging.getLogger(__name__)

_CLOCK_WAIT = 20.0  # seconds to wait for the server's time before the day's orders are restored


class OrderRestoring:
    """Restores orders before the first new one goes out. No order id is ever used twice."""

    def __init__(
        self,
        days: OrderDays,
        writing: OrderWriting,
        times: OrderTimes,
        clock: SessionClock,
        pace: OrderPace,
    ) -> None:
        self._days = days
        self._writing = writing
        self._times = times
        self._clock = clock
        self._pace = pace
        self._used_ids: set[str] = set()
        self._restoring = asyncio.Lock()
        self._restored = False

    async def take_id(self, local_id: str) -> None:
        """Take an id, once for all, and wait until we know what an earlier run has left behind.

        Raises `InvalidInput` for one that was taken before, `JournalFailed`.
        """
        if local_id in self._used_ids:
            raise InvalidInput(message("order.sent_before"))
        self._used_ids.add(local_id)
        await self.restore()
        if self._days.find(local_id) is not None:
            raise InvalidInput(message("order.sent_before"))

    async def restore(self) -> None:
        """Take up, once, what the journal tells of today and of earlier days without an end.

        What was being sent when the program ended is UNKNOWN. Raises `JournalFailed`.
        """
        async with self._restoring:
            if self._restored:
                return
            if not await self._clock.known(_CLOCK_WAIT):
                _log.warning("the server has not told its time; using this machine's date")
            today = self._clock.trade_date()
            entries = await self._writing.entries(today)
            for order in restored(entries):
                self._days.of(order.trade_date).put(order)
            for entry in entries:
                if entry.kind is JournalKind.NOTICE:
                    self._put_fill(entry)
                elif entry.kind is JournalKind.DENIED:
                    day = self._days.of(entry.trade_date)
                    day.put_denied(entry.local_id, denied_numbers(entry))
            self._pace.restore(entry for entry in entries if entry.trade_date == today)
            await self._lose(cut_short(entries))
            self._restored = True
            for day in self._days:
                self._writing.note(day.take_early())
                self._days.tell(day)

    def _put_fill(self, entry: JournalEntry) -> None:
        day = self._days.of(entry.trade_date)
        order = day.find(entry.local_id)
        if order is not None:
            day.put_fill(entry.local_id, noted_fill(entry, order))

    async def _lose(self, local_ids: frozenset[str]) -> None:
        """Orders whose sending the end of the program cut short: they can have reached KIS until
        now and no later.
        """
        now = asyncio.get_running_loop().time()
        for local_id in sorted(local_ids):
            found = self._days.find(local_id)
            if found is None:
                continue
            day, order = found
            until = self._times.latest() if day is self._days.today else ""
            until = cut_off(order.sent_at, until)
            day.lose(local_id, message("order.unexpected_end"), until, now)
            await self._writing.after(JournalKind.UNKNOWN, order, {"until": until})
