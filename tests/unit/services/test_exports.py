"""Files that the trader has written from what is on the screen."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.services.exports import Exports
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.atomic_file import write_atomic


@pytest.fixture
def exports() -> Iterator[Exports]:
    with closing(Worker("export")) as worker:
        yield Exports(write_atomic, worker)


def test_the_content_is_made_on_the_thread_that_writes_it(exports: Exports, tmp_path: Path) -> None:
    makers: list[str] = []

    def content() -> bytes:
        makers.append(threading.current_thread().name)
        return b"rows"

    asyncio.run(exports.save(str(tmp_path / "bars.csv"), content))
    assert (tmp_path / "bars.csv").read_bytes() == b"rows"
    assert [name.startswith("export") for name in makers] == [True]


def test_a_file_that_cannot_be_replaced_is_as_it_was(exports: Exports, tmp_path: Path) -> None:
    taken = tmp_path / "bars.csv"
    taken.mkdir()
    with pytest.raises(StorageFailed):
        asyncio.run(exports.save(str(taken), lambda: b"rows"))
    assert [one.name for one in tmp_path.iterdir()] == ["bars.csv"]
