"""So that a touched journal shows: a look at the start, and its head kept elsewhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.message import message
from kis_desktop.services.ports import Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.journal_chain import FaultKind, Head
from kis_desktop.storage.order_journal import OrderJournal

_log = logging.getLogger(__name__)

REMEMBER_EVERY = 5.0  # seconds
_FORGOTTEN_ONCE_GROWN = frozenset({FaultKind.CUT, FaultKind.REWRITTEN})


class JournalWatch:
    """`remember` keeps a head in the vault (blocking, on the vault's worker)."""

    def __init__(
        self,
        journal: OrderJournal,
        journal_worker: Worker,
        vault_worker: Worker,
        remember: Callable[[Head], None],
        publisher: Publisher,
    ) -> None:
        self._journal = journal
        self._journal_worker = journal_worker
        self._vault_worker = vault_worker
        self._remember = remember
        self._publisher = publisher
        self._kept: Head | None = None

    async def check(self, remembered: Head | None, day: date) -> None:
        """Look at the whole journal; say what was touched. What the next head would hide, a cut or
        another journal, is written down too. Raises `JournalFailed`.
        """
        verdict = await self._journal_worker.run(self._journal.verify, remembered)
        self._kept = remembered
        if verdict.holds:
            return
        told = message("program.journal_touched", count=len(verdict.faults))
        self._publisher.event(Logged(datetime.now(UTC), Severity.FAILURE, told))
        hidden = [fault for fault in verdict.faults if fault.kind in _FORGOTTEN_ONCE_GROWN]
        if hidden:
            words = " ".join(f"{fault.kind}:{fault.number}+{fault.count}" for fault in hidden)
            body = {"faults": words, "remembered": None if remembered is None else remembered.count}
            entry = JournalEntry(JournalKind.TOUCHED, "", datetime.now(UTC), day, body)
            await self._journal_worker.run(self._journal.append, entry)

    async def run(self) -> None:
        """Keep the head every few seconds while it grows, until cancelled."""
        while True:
            await asyncio.sleep(REMEMBER_EVERY)
            await self.keep()

    async def keep(self) -> None:
        """Keep the head where it has grown; a disk that refuses is tried again later."""
        try:
            head = await self._journal_worker.run(self._journal.head)
            if head != self._kept:
                await self._vault_worker.run(self._remember, head)
                self._kept = head
        except KisDesktopError as error:
            _log.warning("the journal's head is not in the vault: %s", error)
