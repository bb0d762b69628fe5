"""The program ends while its workers are still reading."""

from __future__ import annotations

import asyncio
import time
from datetime import date

import pytest

from kis_desktop.domain.journal import JournalEntry
from kis_desktop.storage.order_journal import OrderJournal
from tests.flow.conftest import Simulator
from tests.flow.trading_desk import open_desk


async def test_the_journal_is_closed_when_a_reading_under_way_has_ended(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    read, close = OrderJournal.entries, OrderJournal.close

    def slowly_read(
        journal: OrderJournal, trade_date: date | None = None
    ) -> tuple[JournalEntry, ...]:
        time.sleep(0.3)  # on the worker's thread
        found = read(journal, trade_date)
        done.append("read")
        return found

    def noted_close(journal: OrderJournal) -> None:
        done.append("closed")
        close(journal)

    async with open_desk(simulator) as desk:
        await desk.until_live()
        monkeypatch.setattr(OrderJournal, "entries", slowly_read)
        monkeypatch.setattr(OrderJournal, "close", noted_close)
        journal = desk.world.journal
        reading = asyncio.ensure_future(desk.world.runtime.worker("journal").run(journal.entries))
        await asyncio.sleep(0.05)
        reading.cancel()
    assert done[-2:] == ["read", "closed"]
