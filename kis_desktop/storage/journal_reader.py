"""The order journal to be read alone: while the program runs, and without changing a byte of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from kis_desktop.domain.errors import JournalFailed
from kis_desktop.domain.message import message
from kis_desktop.storage import journal_chain
from kis_desktop.storage.disk_error import told_by_sqlite
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.journal_chain import Fault, FaultKind, Head, Row, Verdict

_PATIENCE = 5.0  # seconds that another process may hold the file
_ROWS = """
SELECT number, kind, local_id, at, trade_date, body, hash FROM entry
WHERE trade_date BETWEEN ? AND ? ORDER BY number
"""
_FIRST_DAY, _LAST_DAY = date.min.isoformat(), date.max.isoformat()


def verify_file(path: Path, identity: Identity, remembered: Head | None) -> Verdict:
    """What a walk over a whole journal finds, held against a head kept elsewhere.

    A journal that is gone, or can't be read as one, is a fault; so is one cut off entirely. Raises
    `JournalFailed` for another profile's.
    """
    if not path.exists():
        count = 0 if remembered is None else remembered.count
        faults = (Fault(FaultKind.CUT, 1, count),) if count else ()
        return Verdict(Head(0, journal_chain.genesis(identity).hex()), faults)
    try:
        with closing(_connected(path)) as connection:
            _check_owner(connection, path, identity)
            rows = _rows(connection, _FIRST_DAY, _LAST_DAY)
            return journal_chain.check(rows, identity, remembered)
    except sqlite3.DatabaseError:
        return Verdict(Head(0, ""), (Fault(FaultKind.UNREADABLE, 0),))


def read_rows(
    path: Path, identity: Identity, since: date | None, until: date | None
) -> Iterator[Row]:
    """The entries of the trade dates, both included, in their order; none where there is no file.

    Raises `JournalFailed`, also half-way through a damaged one.
    """
    if not path.exists():
        return
    first = _FIRST_DAY if since is None else since.isoformat()
    last = _LAST_DAY if until is None else until.isoformat()
    try:
        with closing(_connected(path)) as connection:
            _check_owner(connection, path, identity)
            yield from _rows(connection, first, last)
    except sqlite3.Error as error:
        raise JournalFailed(told_by_sqlite(error, path)) from error


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE, isolation_level=None
    )


def _check_owner(connection: sqlite3.Connection, path: Path, identity: Identity) -> None:
    owner = connection.execute("SELECT identity FROM owner").fetchone()
    if owner is not None and owner != (str(identity),):
        raise JournalFailed(message("storage.journal_foreign", file=str(path)))


def _rows(connection: sqlite3.Connection, first: str, last: str) -> Iterator[Row]:
    return (Row(*row) for row in connection.execute(_ROWS, (first, last)))
