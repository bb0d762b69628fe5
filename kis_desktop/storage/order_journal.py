"""The order journal: what is asked of the exchange is on the disk before it goes over the wire.

Entries are only ever added. Each carries a hash over itself and all before it, so that `verify`
finds what was edited, taken out, put in or put in another order. Alone it can't find that the
newest entries were cut off (an older copy of the file brought back is the same thing), nor that
somebody wrote all of it anew with fitting hashes: for both, `head` is kept in the vault and handed
to `verify`; what came after that head is not covered.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from kis_desktop.domain.errors import JournalFailed, StorageFailed
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.message import message
from kis_desktop.storage import journal_chain
from kis_desktop.storage.database import connect
from kis_desktop.storage.disk_error import told, told_by_sqlite
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.journal_chain import Fault, FaultKind, Head, Row, Verdict

_logger = logging.getLogger(__name__)

CHECKPOINT_EVERY = 256
"""entries between two checkpoints of the log of writes"""

_LOG_BYTES = 4 * 1024 * 1024  # more than is written between two checkpoints
_VERSION = 1
_SCHEMA = """
CREATE TABLE owner (identity TEXT NOT NULL) STRICT;
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    local_id TEXT NOT NULL,
    at TEXT NOT NULL,
    trade_date TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX entry_by_trade_date ON entry (trade_date);
CREATE INDEX entry_by_order ON entry (local_id);
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
CREATE TRIGGER entry_comes_last BEFORE INSERT ON entry
    WHEN new.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entry)
    BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END
"""
_ROWS = "SELECT number, kind, local_id, at, trade_date, body, hash FROM entry"
_NEWEST = "SELECT number, hash FROM entry ORDER BY number DESC LIMIT 1"
_INSERT = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)"
# with max(), SQLite takes the other columns from the row that has the maximum
_UNSETTLED = """
SELECT number, kind, local_id, at, trade_date, body, hash FROM entry WHERE local_id IN (
    SELECT local_id FROM (
        SELECT local_id, kind, max(number) FROM entry
        WHERE kind IN ('sending', 'unknown', 'accepted', 'rejected', 'resolved', 'adopted')
        GROUP BY local_id
    ) WHERE kind IN ('sending', 'unknown')
) ORDER BY number
"""


class OrderJournal:
    """The journal of one profile and environment. All calls block, one thread at a time.

    Everything raises `JournalFailed` when the disk doesn't do what was asked: then nothing was
    written, and what should have been must not be done.
    """

    def __init__(self, path: Path, identity: Identity) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._identity = identity
        self._since_checkpoint = 0
        try:
            self._connection = connect(path, _SCHEMA, _VERSION, durable=True)
        except StorageFailed as error:
            raise JournalFailed(error.message) from error
        try:
            # a checkpoint within a commit would delay the order that waits for it
            self._connection.execute("PRAGMA wal_autocheckpoint=0")
            self._claim()
            self._files = self._found_files()
            _lay_out(self._log)
        except JournalFailed:
            self._connection.close()
            raise

    def append(self, *entries: JournalEntry) -> None:
        """Add entries, all or none; they are on the disk when this returns."""
        with self._reported():
            if self._found_files() != self._files:
                # an open file that was deleted takes what is written to it and keeps nothing
                raise JournalFailed(message("storage.journal_gone", file=str(self._path)))
            with self._transaction():
                newest, before = self._newest()
                for number, entry in enumerate(entries, newest + 1):
                    row = self._linked(before, number, entry)
                    self._connection.execute(_INSERT, row)
                    before = row.hash
        self._since_checkpoint += len(entries)
        if self._since_checkpoint >= CHECKPOINT_EVERY and not _is_awaited(entries):
            self._checkpoint()

    def entries(self, trade_date: date | None = None) -> tuple[JournalEntry, ...]:
        """The entries in their order, of one trade date or all."""
        if trade_date is None:
            return self._entries(f"{_ROWS} ORDER BY number")
        condition = "WHERE trade_date = ? ORDER BY number"
        return self._entries(f"{_ROWS} {condition}", trade_date.isoformat())

    def open_entries(self) -> tuple[JournalEntry, ...]:
        """All entries of orders that were sent and whose fate isn't written, of any trade date."""
        return self._entries(_UNSETTLED)

    def newest(self, kind: JournalKind) -> JournalEntry | None:
        """The last entry of a kind; None where there is none."""
        found = self._entries(f"{_ROWS} WHERE kind = ? ORDER BY number DESC LIMIT 1", kind.value)
        return found[0] if found else None

    def head(self) -> Head:
        """Count and hash of the newest entry, to be kept in the vault."""
        with self._reported():
            number, newest = self._newest()
        return Head(number, newest.hex())

    def verify(self, remembered: Head | None = None) -> Verdict:
        """What a walk over the whole journal finds, held against a head kept elsewhere."""
        try:
            found = self._connection.execute(f"{_ROWS} ORDER BY number")
            rows = (Row(*row) for row in found)
            return journal_chain.check(rows, self._identity, remembered)
        except sqlite3.ProgrammingError as error:
            raise JournalFailed(message("storage.journal_closed")) from error
        except sqlite3.DatabaseError:
            return Verdict(Head(0, ""), (Fault(FaultKind.UNREADABLE, 0),))

    def close(self) -> None:
        """Close the file; every entry is in it already."""
        self._connection.close()

    def _claim(self) -> None:
        """See that the journal is this identity's, and make a new one so."""
        with self._reported(), self._transaction():
            owner = self._connection.execute("SELECT identity FROM owner").fetchone()
            if owner is None:
                self._connection.execute("INSERT INTO owner VALUES (?)", (str(self._identity),))
            elif owner != (str(self._identity),):
                raise JournalFailed(message("storage.journal_foreign", file=str(self._path)))

    def _linked(self, before: bytes, number: int, entry: JournalEntry) -> Row:
        try:
            return journal_chain.linked(before, number, entry)
        except (ValueError, TypeError) as error:
            unusable = message("storage.journal_entry_unusable", original=str(error))
            raise JournalFailed(unusable) from error

    def _newest(self) -> tuple[int, bytes]:
        newest: tuple[int, bytes] | None = self._connection.execute(_NEWEST).fetchone()
        return newest or (0, journal_chain.genesis(self._identity))

    def _entries(self, query: str, *arguments: str) -> tuple[JournalEntry, ...]:
        with self._reported():
            rows = [Row(*row) for row in self._connection.execute(query, arguments)]
        return tuple(self._parsed(row) for row in rows)

    def _parsed(self, row: Row) -> JournalEntry:
        try:
            return journal_chain.parse_entry(row)
        except ValueError as error:
            damaged = message("storage.journal_damaged", file=self._path.name, number=row.number)
            raise JournalFailed(damaged) from error

    def _found_files(self) -> tuple[int, ...]:
        """Which files lie under the names of the journal and its log of writes."""
        try:
            return (self._path.stat().st_ino, self._log.stat().st_ino)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise JournalFailed(told(error, self._path)) from error

    def _checkpoint(self) -> None:
        """Bring the log of writes into the file itself. What was added is durable without it, so
        that a failure is left to the next time.
        """
        self._since_checkpoint = 0
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            # a failed commit leaves the transaction open, some failures end it themselves
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError as error:
            raise JournalFailed(message("storage.journal_closed")) from error
        except sqlite3.Error as error:
            raise JournalFailed(told_by_sqlite(error, self._path)) from error


def _lay_out(log: Path) -> None:
    """Give the log of writes its room at once: what is written over is on the disk sooner than what
    makes a file longer. SQLite takes zeros behind its last frame for the end of the log.
    """
    try:
        with log.open("r+b") as file:
            missing = _LOG_BYTES - file.seek(0, os.SEEK_END)
            file.write(bytes(max(missing, 0)))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        _logger.info("the log of writes grows as it is needed: %s", error.strerror)


def _is_awaited(entries: tuple[JournalEntry, ...]) -> bool:
    """Whether an order goes over the wire as soon as these entries are on the disk."""
    return any(entry.kind is JournalKind.SENDING for entry in entries)
