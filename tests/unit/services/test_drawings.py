"""Drawings are kept soon, the newest always, and nothing that went wrong is silent."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.drawing import Drawing, DrawingPoint
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import Message, message
from kis_desktop.services.drawings import Drawings
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.drawing_file import DrawingFolder
from tests.patience import PATIENCE_S

SYMBOL = "005930"
LINE = Drawing("a", "horizontal_line", (DrawingPoint(1_795_132_800, Decimal(71_900)),))


class SlowFolder:
    """Keeps in memory; the first writing waits until it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.written: list[tuple[Drawing, ...]] = []
        self.full = False

    def load(self, symbol: str) -> tuple[tuple[Drawing, ...], Message | None]:
        return (), None

    def save(self, symbol: str, drawings: tuple[Drawing, ...]) -> None:
        assert self.go.wait(PATIENCE_S)
        if self.full:
            raise StorageFailed(message("storage.disk_full", file="drawings"))
        self.written.append(drawings)


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker("disk")
    yield worker
    worker.close()


def logged(mailbox: Mailbox) -> list[tuple[Severity, str]]:
    return [(e.severity, e.message.id) for e in mailbox.drain().events if isinstance(e, Logged)]


async def test_what_was_drawn_is_there_after_a_restart(tmp_path: Path, worker: Worker) -> None:
    await Drawings(DrawingFolder(tmp_path), worker, Mailbox()).keep_drawings(SYMBOL, (LINE,))
    again = Drawings(DrawingFolder(tmp_path), worker, Mailbox())
    assert await again.drawings_of(SYMBOL) == (LINE,)
    assert await again.drawings_of("000660") == ()


async def test_a_damaged_file_is_told(tmp_path: Path, worker: Worker) -> None:
    (tmp_path / f"chart-{SYMBOL}.toml").write_text("[", "utf-8")
    mailbox = Mailbox()
    assert await Drawings(DrawingFolder(tmp_path), worker, mailbox).drawings_of(SYMBOL) == ()
    assert logged(mailbox) == [(Severity.WARNING, "storage.text_damaged")]


async def test_of_fast_changes_the_last_is_written(worker: Worker) -> None:
    folder = SlowFolder()
    drawings = Drawings(folder, worker, Mailbox())
    states = [(LINE.at([DrawingPoint(n, Decimal(n))]),) for n in range(50)]
    saves = [asyncio.ensure_future(drawings.keep_drawings(SYMBOL, each)) for each in states]
    await asyncio.sleep(0)
    folder.go.set()
    await asyncio.gather(*saves)
    assert folder.written[-1] == states[-1]
    assert len(folder.written) <= 2


async def test_a_full_disk_is_told_and_the_next_change_writes_all(worker: Worker) -> None:
    folder, mailbox = SlowFolder(), Mailbox()
    folder.go.set()
    folder.full = True
    drawings = Drawings(folder, worker, mailbox)
    with pytest.raises(StorageFailed):
        await drawings.keep_drawings(SYMBOL, (LINE,))
    assert logged(mailbox) == [(Severity.FAILURE, "storage.disk_full")]
    folder.full = False
    await drawings.keep_drawings(SYMBOL, (LINE, LINE.copied("b")))
    assert folder.written == [(LINE, LINE.copied("b"))]


async def test_what_cannot_be_kept_is_refused(worker: Worker) -> None:
    folder = SlowFolder()
    folder.go.set()
    with pytest.raises(InvalidInput, match="not_kept"):
        await Drawings(folder, worker, Mailbox()).keep_drawings(SYMBOL, (LINE, LINE))
    assert folder.written == []


async def test_a_disk_that_does_not_read_is_told(tmp_path: Path, worker: Worker) -> None:
    (tmp_path / f"chart-{SYMBOL}.toml").mkdir()
    mailbox = Mailbox()
    with pytest.raises(StorageFailed):
        await Drawings(DrawingFolder(tmp_path), worker, mailbox).drawings_of(SYMBOL)
    assert [severity for severity, _ in logged(mailbox)] == [Severity.FAILURE]
