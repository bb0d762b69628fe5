"""A SQLite file of the user's own: private, in WAL mode, opened for one worker at a time."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.storage.atomic_file import make_private_folder
from kis_desktop.storage.disk_error import told, told_by_sqlite

_PATIENCE = 5.0  # seconds that another process may hold the file


def connect(path: Path, schema: str, version: int, *, durable: bool) -> sqlite3.Connection:
    """A connection without implicit transactions, the schema in place.

    `durable` makes every commit wait for the disk. A new file has mode 0600, and SQLite gives its
    companions the same. Raises `StorageFailed`.
    """
    make_private_folder(path.parent)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageFailed(told(error, path)) from error
    connection = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection, path, schema, version, durable=durable)
    except sqlite3.Error as error:
        connection.close()
        raise StorageFailed(told_by_sqlite(error, path)) from error
    except StorageFailed:
        connection.close()
        raise
    return connection


def _prepare(
    connection: sqlite3.Connection, path: Path, schema: str, version: int, *, durable: bool
) -> None:
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
    if durable:
        connection.execute("PRAGMA fullfsync=ON")  # macOS: through the drive's own cache
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > version:
        raise StorageFailed(message("storage.database_newer", file=str(path)))
    if found < version:
        connection.executescript(f"BEGIN IMMEDIATE;{schema};PRAGMA user_version={version};COMMIT;")
