"""A journal read alone: while the program writes, and after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.journal_chain import Verdict
from kis_desktop.storage.journal_reader import read_rows, verify_file
from kis_desktop.storage.order_journal import OrderJournal

DAY = date(2026, 11, 20)
ENTRY = JournalEntry(JournalKind.INTENT, "a", datetime(2026, 11, 20, tzinfo=UTC), DAY, {"n": 1})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "real.orders.sqlite"


@pytest.fixture
def journal(path: Path, identity: Identity) -> Iterator[OrderJournal]:
    with closing(OrderJournal(path, identity)) as opened:
        opened.append(ENTRY, ENTRY)
        yield opened


def test_it_may_be_read_while_the_program_writes(
    path: Path, identity: Identity, journal: OrderJournal
) -> None:
    assert verify_file(path, identity, journal.head()) == Verdict(journal.head(), ())
    rows = read_rows(path, identity, DAY, DAY)
    assert next(rows).number == 1
    journal.append(ENTRY)
    assert [row.number for row in rows] == [2]
    assert verify_file(path, identity, journal.head()).head.count == 3


def test_it_may_be_read_after_a_crash(
    path: Path, identity: Identity, journal: OrderJournal
) -> None:
    left = path.parent / "crashed.sqlite"
    for end in ("", "-wal"):  # as the disk has them, without the index
        original = path.with_name(path.name + end)
        left.with_name(left.name + end).write_bytes(original.read_bytes())
    before = left.read_bytes()
    assert verify_file(left, identity, journal.head()) == Verdict(journal.head(), ())
    assert [row.number for row in read_rows(left, identity, None, None)] == [1, 2]
    assert left.read_bytes() == before
