"""What a new start knows of the stop of new orders, however the program ended."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kis_desktop.app.order_safety import was_stopped
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.identity import SimulatedIdentity
from kis_desktop.storage.order_journal import OrderJournal

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
STOPPED, RELEASED = JournalKind.STOPPED, JournalKind.RELEASED


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    made = Worker("test-journal")
    yield made
    made.close()


@pytest.mark.parametrize("remembered", [False, True])
@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), False),
        ((STOPPED,), True),
        ((STOPPED, RELEASED), False),
        ((STOPPED, RELEASED, STOPPED), True),
    ],
)
async def test_a_stop_outlives_a_program_that_was_killed_right_after_it(
    tmp_path: Path,
    worker: Worker,
    kinds: tuple[JournalKind, ...],
    expected: bool,
    remembered: bool,
) -> None:
    with closing(
        await worker.run(OrderJournal, tmp_path / "orders.sqlite", SimulatedIdentity("demo"))
    ) as journal:
        for place, kind in enumerate(kinds):
            entry = JournalEntry(kind, "", NOW + timedelta(seconds=place), DAY, {})
            await worker.run(journal.append, entry)
        found = await was_stopped(journal, worker, remembered=remembered)
    assert found is (expected or remembered)
