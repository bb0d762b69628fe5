"""What the journal says of one order (기록), for the screen."""

from __future__ import annotations

from datetime import date

from kis_desktop.domain.journal import JournalEntry
from kis_desktop.services.ports import Journal
from kis_desktop.services.runtime import Worker


class AuditTrail:
    """Reads the journal on its own worker; nothing is written."""

    def __init__(self, journal: Journal, worker: Worker) -> None:
        self._journal = journal
        self._worker = worker

    async def of_order(
        self, trade_date: date, local_id: str, order_no: str = ""
    ) -> tuple[JournalEntry, ...]:
        """All entries of an order of a day in the order of writing, named by its local id or its
        number. Raises `JournalFailed`.
        """
        entries = await self._worker.run(self._journal.entries, trade_date)
        number = _number(order_no)
        ids = {local_id} if local_id else set()
        if number:
            ids |= {
                entry.local_id for entry in entries if _number(entry.body.get("order_no")) == number
            }
        return tuple(entry for entry in entries if entry.local_id in ids)


def _number(value: object) -> str:
    return str(value or "").lstrip("0")
