"""What a database says of the disk, in words that help."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kis_desktop.storage.disk_error import told, told_by_sqlite


def failure(path: Path, *statements: str) -> sqlite3.Error:
    """What the last statement raises."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        for statement in statements[:-1]:
            connection.execute(statement)
        with pytest.raises(sqlite3.Error) as raised:
            connection.execute(statements[-1])
    return raised.value


def test_a_full_database_asks_for_room(tmp_path: Path) -> None:
    path = tmp_path / "db"
    error = failure(
        path,
        "PRAGMA max_page_count = 3",
        "CREATE TABLE t (x BLOB)",
        "INSERT INTO t VALUES (zeroblob(100000))",
    )
    assert told_by_sqlite(error, path).id == "storage.disk_full"


def test_a_database_that_may_not_be_written_asks_for_permission(tmp_path: Path) -> None:
    path = tmp_path / "db"
    error = failure(path, "PRAGMA query_only = ON", "CREATE TABLE t (x)")
    assert told_by_sqlite(error, path).id == "storage.not_allowed"


def test_a_database_in_use_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "db"
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        error = failure(path, "CREATE TABLE t (x)")
    assert told_by_sqlite(error, path).id == "storage.busy"


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "db"
    path.write_bytes(b"no database" * 100)
    assert told_by_sqlite(failure(path, "CREATE TABLE t (x)"), path).id == (
        "storage.database_damaged"
    )


def test_any_other_failure_shows_the_databases_own_words(tmp_path: Path) -> None:
    path = tmp_path / "db"
    told = told_by_sqlite(failure(path, "NONSENSE"), path)
    assert told.id == "storage.disk_failed"
    assert "NONSENSE" in told.original


def test_a_file_that_is_not_there_and_a_folder_are_no_fault_of_the_disk(tmp_path: Path) -> None:
    missing = tmp_path / "none" / "morning.kisrec"
    for path, id_, code in (
        (missing, "storage.no_such_file", "ENOENT"),
        (tmp_path, "storage.is_folder", "EISDIR"),
    ):
        with pytest.raises(OSError, match="Errno") as raised:
            path.open("rb")
        said = told(raised.value, path)
        assert (said.id, said.code, said.arguments["file"]) == (id_, code, str(path))
