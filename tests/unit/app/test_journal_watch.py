"""The journal's head lies elsewhere too, and a touched journal shows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kis_desktop.app import journal_watch
from kis_desktop.app.journal_watch import JournalWatch
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.message import message
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.journal_chain import Head
from kis_desktop.storage.order_journal import OrderJournal
from tests.unit.services.plain_screen import PlainScreen

DAY = date(2026, 11, 20)


class Desk:
    """A journal of two entries, and a vault that keeps heads unless it is `broken`."""

    def __init__(self, folder: Path) -> None:
        self.journal = OrderJournal(
            folder / "real.orders.sqlite", Identity("mine", Environment.REAL)
        )
        self.worker = Worker("disk")
        self.screen = PlainScreen()
        self.kept: list[Head] = []
        self.is_broken = False
        self.grew = asyncio.Event()
        self.watch = JournalWatch(
            self.journal, self.worker, self.worker, self.remember, self.screen
        )
        self.write("a")
        self.write("b")

    def write(self, local_id: str) -> None:
        now = datetime.now(UTC)
        self.journal.append(JournalEntry(JournalKind.INTENT, local_id, now, DAY, {}))

    def remember(self, head: Head) -> None:
        if self.is_broken:
            raise StorageFailed(message("storage.vault_closed"))
        self.kept.append(head)

    def close(self) -> None:
        self.worker.close()
        self.journal.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with closing(Desk(tmp_path)) as made:
        yield made


def test_the_head_is_kept_whenever_it_has_grown(desk: Desk) -> None:
    async def scenario() -> None:
        await desk.watch.check(None, DAY)
        await desk.watch.keep()
        await desk.watch.keep()
        desk.write("c")
        await desk.watch.keep()

    asyncio.run(scenario())
    assert [head.count for head in desk.kept] == [2, 3]
    assert desk.kept[-1] == desk.journal.head()
    assert desk.screen.told() == []


def test_a_vault_that_refuses_is_asked_again(desk: Desk) -> None:
    async def scenario() -> None:
        desk.is_broken = True
        await desk.watch.keep()
        desk.is_broken = False
        await desk.watch.keep()

    asyncio.run(scenario())
    assert [head.count for head in desk.kept] == [2]


def test_it_is_kept_while_the_program_runs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert journal_watch.REMEMBER_EVERY == 5.0
    monkeypatch.setattr(journal_watch, "REMEMBER_EVERY", 0.01)

    async def scenario() -> None:
        kept = asyncio.Event()
        loop = asyncio.get_running_loop()

        def remember(_: Head) -> None:
            loop.call_soon_threadsafe(kept.set)

        watch = JournalWatch(desk.journal, desk.worker, desk.worker, remember, desk.screen)
        running = asyncio.create_task(watch.run())
        await asyncio.wait_for(kept.wait(), 5)
        running.cancel()

    asyncio.run(scenario())


def test_a_cut_is_told_and_stays_in_the_journal_though_the_head_moves_on(desk: Desk) -> None:
    remembered = Head(5, "00" * 32)
    asyncio.run(desk.watch.check(remembered, DAY))
    assert desk.screen.told() == ["program.journal_touched"]
    noted = desk.journal.newest(JournalKind.TOUCHED)
    assert noted is not None
    assert noted.body == {"faults": "cut:3+3", "remembered": 5}


def test_another_journal_is_told_too(desk: Desk) -> None:
    asyncio.run(desk.watch.check(Head(1, "00" * 32), DAY))
    noted = desk.journal.newest(JournalKind.TOUCHED)
    assert noted is not None
    assert noted.body["faults"] == "rewritten:1+1"


def test_a_whole_journal_is_no_news(desk: Desk) -> None:
    asyncio.run(desk.watch.check(desk.journal.head(), DAY))
    assert desk.screen.told() == []
    assert desk.journal.newest(JournalKind.TOUCHED) is None
