"""The order journal: durable when `append` returns, only added to, and every touch of it shows."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import JournalFailed
from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.journal_chain import Fault, FaultKind, Head, Verdict
from kis_desktop.storage.order_journal import CHECKPOINT_EVERY, OrderJournal
from tests.patience import PATIENCE_S

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 1, 2, 3, 456789, tzinfo=UTC)
K = JournalKind


def entry(
    kind: JournalKind = K.INTENT,
    local_id: str = "a",
    day: date = DAY,
    at: datetime = NOW,
    **body: JournalValue,
) -> JournalEntry:
    return JournalEntry(kind, local_id, at, day, body)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "real.orders.sqlite"


@pytest.fixture
def journal(path: Path, identity: Identity) -> Iterator[OrderJournal]:
    with closing(OrderJournal(path, identity)) as opened:
        yield opened


@pytest.fixture
def filled(journal: OrderJournal) -> OrderJournal:
    """Five entries."""
    for number in range(1, 6):
        journal.append(entry(local_id=f"order {number}", quantity=number))
    return journal


def tampered(path: Path, *statements: str) -> None:
    """What someone can do to the file who knows the triggers."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER IF EXISTS entry_stays")
        connection.execute("DROP TRIGGER IF EXISTS entry_is_kept")
        connection.execute("DROP TRIGGER IF EXISTS entry_comes_last")
        for statement in statements:
            connection.execute(statement)


def test_entries_come_back_as_they_were_after_a_restart(path: Path, identity: Identity) -> None:
    written = (
        entry(K.INTENT, symbol="005930", quantity=10, price="71900", account=None),
        entry(K.SENDING),
        entry(K.REJECTED, text="주문가능금액을 초과 했습니다"),
    )
    with closing(OrderJournal(path, identity)) as journal:
        for one in written:
            journal.append(one)
    with closing(OrderJournal(path, identity)) as journal:
        assert journal.entries() == written
        assert journal.verify().holds


def test_a_time_of_another_zone_is_kept_as_the_same_moment(journal: OrderJournal) -> None:
    seoul = NOW.astimezone(timezone(timedelta(hours=9)))
    journal.append(entry(at=seoul))
    (found,) = journal.entries()
    assert (found.at, found.at.tzinfo) == (NOW, UTC)


def test_entries_of_one_trade_date_leave_out_the_others(journal: OrderJournal) -> None:
    journal.append(entry(local_id="old", day=date(2026, 11, 19)))
    journal.append(entry(local_id="new"))
    assert [found.local_id for found in journal.entries(DAY)] == ["new"]
    assert [found.local_id for found in journal.entries()] == ["old", "new"]


@pytest.mark.parametrize(
    ("kinds", "is_open"),
    [
        ((K.INTENT,), False),
        ((K.INTENT, K.SENDING), True),
        ((K.INTENT, K.SENDING, K.UNKNOWN), True),
        ((K.INTENT, K.SENDING, K.NOTICE), True),
        ((K.INTENT, K.SENDING, K.ACCEPTED), False),
        ((K.INTENT, K.SENDING, K.ACCEPTED, K.NOTICE), False),
        ((K.INTENT, K.SENDING, K.REJECTED), False),
        ((K.INTENT, K.SENDING, K.UNKNOWN, K.RESOLVED), False),
    ],
)
def test_an_order_is_open_while_it_was_sent_and_its_fate_is_not_written(
    journal: OrderJournal, kinds: tuple[JournalKind, ...], is_open: bool
) -> None:
    journal.append(entry(K.INTENT, "never sent"))
    for kind in kinds:
        journal.append(entry(kind, "this", day=date(2026, 11, 19)))
    found = [one.kind for one in journal.open_entries()]
    assert found == (list(kinds) if is_open else [])


def test_entries_are_added_together_or_not_at_all(journal: OrderJournal) -> None:
    first, second = entry(), entry(K.SENDING)
    journal.append(first, second)
    unusable = entry(at=datetime(2026, 11, 20))  # noqa: DTZ001 - the point
    with pytest.raises(JournalFailed):
        journal.append(first, unusable)
    assert journal.entries() == (first, second)
    assert journal.verify() == Verdict(journal.head(), ())


def test_the_newest_entry_of_a_kind_is_found(journal: OrderJournal) -> None:
    assert journal.newest(K.LIMITS) is None
    older, newer = (entry(K.LIMITS, "", n=n) for n in (1, 2))
    journal.append(older, newer, entry())
    assert journal.newest(K.LIMITS) == newer


def test_the_log_of_writes_is_brought_in_and_no_order_waits_for_that(
    path: Path, journal: OrderJournal
) -> None:
    brought_in = 0
    for _ in range(2 * CHECKPOINT_EVERY):
        before = path.stat().st_size
        journal.append(entry(K.INTENT), entry(K.SENDING))
        assert path.stat().st_size == before
        journal.append(entry(K.ACCEPTED))
        brought_in += path.stat().st_size != before
    assert brought_in == 5  # of 1,536 entries each 258: three an order
    assert journal.verify().holds


def test_the_log_of_writes_has_its_room_from_the_start_and_keeps_it(
    path: Path, journal: OrderJournal
) -> None:
    log = path.with_name(f"{path.name}-wal")
    room = log.stat().st_size
    for _ in range(CHECKPOINT_EVERY):
        journal.append(entry(K.INTENT), entry(K.SENDING))
        journal.append(entry(K.ACCEPTED))
    assert log.stat().st_size == room == 4 * 1024 * 1024


def test_what_was_in_the_log_comes_back_after_a_crash_behind_its_room(
    path: Path, identity: Identity, journal: OrderJournal
) -> None:
    journal.append(entry(), entry(K.SENDING))
    for name in (path.name, f"{path.name}-wal"):  # as the disk has them, without the index
        (path.parent / f"crashed-{name}").write_bytes((path.parent / name).read_bytes())
    with closing(OrderJournal(path.parent / f"crashed-{path.name}", identity)) as found:
        assert [one.kind for one in found.entries()] == [K.INTENT, K.SENDING]
        found.append(entry(K.ACCEPTED))
        assert found.verify().holds


def test_a_log_that_cannot_be_laid_out_grows_as_it_is_needed(
    path: Path, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    OrderJournal(path, identity).close()
    with monkeypatch.context() as full:
        full.setattr("kis_desktop.storage.order_journal.os.fsync", refused)
        journal = OrderJournal(path, identity)
    with closing(journal):
        journal.append(entry())
        assert journal.verify().holds


def test_an_entry_is_on_the_disk_when_append_returns(path: Path, identity: Identity) -> None:
    script = f"""
import os, signal
from datetime import UTC, date, datetime
from pathlib import Path
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.order_journal import OrderJournal
journal = OrderJournal(Path({str(path)!r}), Identity("trader", Environment.REAL))
journal.append(JournalEntry(JournalKind.SENDING, "x", datetime.now(UTC), date(2026, 11, 20), {{}}))
os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
"""
    ended = subprocess.run([sys.executable, "-c", script], check=False, timeout=PATIENCE_S)
    assert ended.returncode != 0
    with closing(OrderJournal(path, identity)) as journal:
        assert [one.local_id for one in journal.entries()] == ["x"]
        assert journal.verify().holds


@pytest.mark.parametrize(
    "unusable",
    [
        entry(at=datetime(2026, 11, 20)),  # noqa: DTZ001 - that is the point
        JournalEntry(K.INTENT, "a", NOW, DAY, {"price": 1.5}),  # type: ignore[dict-item]
        JournalEntry(K.INTENT, "a", NOW, DAY, {"price": Decimal(1)}),  # type: ignore[dict-item]
        JournalEntry(K.INTENT, "a", NOW, DAY, {"price": object()}),  # type: ignore[dict-item]
        JournalEntry(K.INTENT, "a", NOW, DAY, {1: "one"}),  # type: ignore[dict-item]
        JournalEntry("shrug", "a", NOW, DAY, {}),  # type: ignore[arg-type]
    ],
    ids=["no zone", "float", "decimal", "object", "key", "kind"],
)
def test_an_entry_that_would_not_come_back_is_refused(
    filled: OrderJournal, unusable: JournalEntry
) -> None:
    before = filled.head()
    with pytest.raises(JournalFailed) as raised:
        filled.append(unusable)
    assert raised.value.message.id == "storage.journal_entry_unusable"
    assert filled.head() == before
    filled.append(entry())
    assert filled.verify().head.count == 6


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = '{}'",
        "DELETE FROM entry",
        "INSERT INTO entry SELECT 9, kind, local_id, at, trade_date, body, hash FROM entry LIMIT 1",
        "REPLACE INTO entry SELECT 2, kind, local_id, at, trade_date, body, hash FROM entry",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(
    filled: OrderJournal, path: Path, statement: str
) -> None:
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    assert filled.verify().holds


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ("UPDATE entry SET body = '{\"quantity\":99}' WHERE number = 3", [(FaultKind.EDITED, 3)]),
        ("UPDATE entry SET kind = 'rejected' WHERE number = 1", [(FaultKind.EDITED, 1)]),
        ("UPDATE entry SET local_id = 'x' WHERE number = 2", [(FaultKind.EDITED, 2)]),
        ("UPDATE entry SET trade_date = '2026-11-19' WHERE number = 2", [(FaultKind.EDITED, 2)]),
        ("UPDATE entry SET at = '2026-11-20T00:00:00+00:00' WHERE number = 5", [("edited", 5)]),
        ("UPDATE entry SET hash = zeroblob(32) WHERE number = 4", [("edited", 4), ("edited", 5)]),
        ("DELETE FROM entry WHERE number = 3", [(FaultKind.MISSING, 3)]),
        ("DELETE FROM entry WHERE number = 1", [(FaultKind.MISSING, 1)]),
    ],
)
def test_every_edit_and_every_gap_is_found_where_it_is(
    filled: OrderJournal, path: Path, statement: str, faults: list[tuple[str, int]]
) -> None:
    tampered(path, statement)
    verdict = filled.verify()
    assert not verdict.holds
    assert [(fault.kind, fault.number) for fault in verdict.faults] == faults


def test_a_gap_says_how_many_are_missing(filled: OrderJournal, path: Path) -> None:
    tampered(path, "DELETE FROM entry WHERE number IN (2, 3, 4)")
    assert filled.verify().faults == (Fault(FaultKind.MISSING, 2, 3),)


def test_two_entries_that_changed_places_are_found(filled: OrderJournal, path: Path) -> None:
    tampered(
        path,
        "UPDATE entry SET number = 99 WHERE number = 2",
        "UPDATE entry SET number = 2 WHERE number = 3",
        "UPDATE entry SET number = 3 WHERE number = 99",
    )
    assert {fault.number for fault in filled.verify().faults} == {2, 3, 4}


def test_a_closed_gap_is_found(filled: OrderJournal, path: Path) -> None:
    tampered(
        path,
        "DELETE FROM entry WHERE number = 2",
        "UPDATE entry SET number = number - 1 WHERE number > 2",
    )
    assert not filled.verify().holds


def test_newest_entries_cut_off_are_found_by_a_head_kept_elsewhere(
    filled: OrderJournal, path: Path
) -> None:
    kept = filled.head()
    tampered(path, "DELETE FROM entry WHERE number > 3")
    assert filled.verify().holds
    assert filled.verify(kept).faults == (Fault(FaultKind.CUT, 4, 2),)


def test_a_journal_written_anew_is_found_by_a_head_kept_elsewhere(
    filled: OrderJournal, tmp_path: Path, identity: Identity
) -> None:
    kept = filled.head()
    with closing(OrderJournal(tmp_path / "other" / "j.sqlite", identity)) as anew:
        for number in range(1, 7):
            anew.append(entry(local_id=f"order {number}", quantity=number * 100))
        assert anew.verify().holds
        assert anew.verify(kept).faults == (Fault(FaultKind.REWRITTEN, 5),)


def test_a_head_kept_elsewhere_holds_for_a_journal_that_grew(filled: OrderJournal) -> None:
    kept = filled.head()
    filled.append(entry())
    assert filled.verify(kept).holds
    assert filled.verify(Head(0, "")).holds
    assert filled.head() == filled.verify().head


def test_an_entry_that_this_program_did_not_write_is_not_read(
    filled: OrderJournal, path: Path
) -> None:
    tampered(path, "UPDATE entry SET body = 'no json' WHERE number = 4")
    with pytest.raises(JournalFailed) as raised:
        filled.entries()
    assert raised.value.message.arguments["number"] == 4


def test_a_journal_of_another_profile_is_refused(filled: OrderJournal, path: Path) -> None:
    with pytest.raises(JournalFailed) as raised:
        OrderJournal(path, Identity("trader", Environment.PAPER))
    assert raised.value.message.id == "storage.journal_foreign"


def test_a_renamed_owner_does_not_make_a_journal_ones_own(filled: OrderJournal, path: Path) -> None:
    tampered(path, "UPDATE owner SET identity = 'trader/paper'")
    with closing(OrderJournal(path, Identity("trader", Environment.PAPER))) as claimed:
        assert claimed.verify().faults == (Fault(FaultKind.EDITED, 1),)


def test_a_file_that_is_no_database_is_refused_and_left(path: Path, identity: Identity) -> None:
    path.parent.mkdir()
    content = b"not a database, but somebody's only copy of it" * 50
    path.write_bytes(content)
    with pytest.raises(JournalFailed) as raised:
        OrderJournal(path, identity)
    assert raised.value.message.id == "storage.database_damaged"
    assert path.read_bytes() == content


def test_a_journal_of_a_newer_program_is_refused(path: Path, identity: Identity) -> None:
    OrderJournal(path, identity).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalFailed) as raised:
        OrderJournal(path, identity)
    assert raised.value.message.id == "storage.database_newer"


def test_a_place_where_no_file_can_be_is_said(tmp_path: Path, identity: Identity) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(JournalFailed):
        OrderJournal(tmp_path / "file" / "j.sqlite", identity)
    (tmp_path / "folder" / "j.sqlite").mkdir(parents=True)
    with pytest.raises(JournalFailed):
        OrderJournal(tmp_path / "folder" / "j.sqlite", identity)


def test_damaged_pages_are_found(path: Path, identity: Identity) -> None:
    with closing(OrderJournal(path, identity)) as journal:
        for number in range(200):
            journal.append(entry(local_id=f"order {number}"))
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with closing(OrderJournal(path, identity)) as journal:
        assert journal.verify().faults == (Fault(FaultKind.UNREADABLE, 0),)
        with pytest.raises(JournalFailed):
            journal.entries()


@pytest.mark.parametrize("suffix", ["", "-wal"])
def test_an_entry_is_not_written_into_a_file_that_was_deleted(
    filled: OrderJournal, path: Path, suffix: str
) -> None:
    path.with_name(path.name + suffix).unlink()
    with pytest.raises(JournalFailed) as raised:
        filled.append(entry())
    assert raised.value.message.id == "storage.journal_gone"


def test_an_entry_is_not_written_where_the_folder_became_a_file(
    filled: OrderJournal, path: Path
) -> None:
    path.parent.rename(path.parent.with_name("moved"))
    path.parent.write_text("in the way")
    with pytest.raises(JournalFailed) as raised:
        filled.append(entry())
    assert raised.value.message.id == "storage.disk_failed"


def test_a_closed_journal_says_so(filled: OrderJournal) -> None:
    filled.close()
    uses: list[Any] = [filled.entries, filled.open_entries, filled.head, filled.verify]
    for use in (*uses, lambda: filled.append(entry())):
        with pytest.raises(JournalFailed):
            use()


def test_two_writers_keep_one_chain(path: Path, identity: Identity, filled: OrderJournal) -> None:
    with closing(OrderJournal(path, identity)) as other:
        for number in range(3):
            other.append(entry(local_id=f"other {number}"))
            filled.append(entry(local_id=f"this {number}"))
    verdict = filled.verify()
    assert verdict.holds
    assert verdict.head.count == 11


def test_the_files_are_the_owners_alone(filled: OrderJournal, path: Path) -> None:
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
