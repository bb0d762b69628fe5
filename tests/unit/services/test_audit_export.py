"""The order journal written to a file."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.services.audit_export import AuditExport
from kis_desktop.services.runtime import Worker
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.journal_export import write_export
from kis_desktop.storage.order_journal import OrderJournal
from tests.unit.services.plain_screen import PlainScreen

MINE = Identity("mine", Environment.REAL)


@pytest.fixture
def worker() -> Iterator[Worker]:
    with closing(Worker("disk")) as made:
        yield made


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "profile" / "real.orders.sqlite"
    day, now = date(2026, 11, 20), datetime(2026, 11, 20, 1, tzinfo=UTC)
    with closing(OrderJournal(path, MINE)) as opened:
        opened.append(JournalEntry(JournalKind.INTENT, "a", now, day, {"symbol": "005930"}))
    return path


def export(journal: Path, worker: Worker, file: Path) -> list[str]:
    screen = PlainScreen()
    service = AuditExport(partial(write_export, journal, MINE), worker, screen)
    asyncio.run(service.export(str(file)))
    return screen.told()


def test_the_name_of_the_file_says_how_it_is_written(
    journal: Path, worker: Worker, tmp_path: Path
) -> None:
    table, lines = tmp_path / "orders.CSV", tmp_path / "orders.jsonl"
    assert export(journal, worker, table) == ["audit.exported"]
    assert export(journal, worker, lines) == ["audit.exported"]
    assert table.read_bytes().startswith(b"\xef\xbb\xbfnumber,at,")
    (row,) = csv.DictReader(table.read_text("utf-8-sig").splitlines())
    assert row["symbol"] == "005930"
    assert json.loads(lines.read_text("utf-8"))["body"] == {"symbol": "005930"}


def test_a_file_that_cannot_be_written_is_told(
    journal: Path, worker: Worker, tmp_path: Path
) -> None:
    (tmp_path / "a file").touch()
    assert export(journal, worker, tmp_path / "a file" / "orders.csv") != ["audit.exported"]
