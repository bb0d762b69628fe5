"""Conditional orders (조건주문) on the disk: what is saved is there when `save` returns.

It lies beside the order journal and belongs to the same account; what was fired stands here before
its order stands there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kis_desktop.domain.conditional_order import ConditionalOrder
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import Message, message
from kis_desktop.storage.database import connect
from kis_desktop.storage.disk_error import told_by_sqlite

_VERSION = 1
_SCHEMA = """
CREATE TABLE conditional (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
) STRICT
"""
_ROWS = "SELECT id, body FROM conditional ORDER BY number"
_SAVE = """
INSERT INTO conditional (id, body) VALUES (?, ?)
ON CONFLICT (id) DO UPDATE SET body = excluded.body
"""


class ConditionalFile:
    """The kept orders. Blocking, one thread at a time. All methods raise `StorageFailed`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = connect(path, _SCHEMA, _VERSION, durable=True)

    def load(self) -> tuple[tuple[ConditionalOrder, ...], tuple[Message, ...]]:
        """The orders as they were kept, and what to tell of those that do not read. They stay in
        the file.
        """
        with self._reported():
            rows: list[tuple[str, str]] = self._connection.execute(_ROWS).fetchall()
        orders, told = [], []
        for id_, body in rows:
            try:
                orders.append(msgspec.json.decode(body, type=ConditionalOrder))
            except msgspec.DecodeError:
                told.append(message("conditional.unreadable", id=id_, file=self._path.name))
        return tuple(orders), tuple(told)

    def save(self, order: ConditionalOrder) -> None:
        """Keep an order as it stands now."""
        body = msgspec.json.encode(order).decode()
        with self._reported():
            self._connection.execute(_SAVE, (order.id, body))

    def remove(self, id_: str) -> None:
        """Forget an order."""
        with self._reported():
            self._connection.execute("DELETE FROM conditional WHERE id = ?", (id_,))

    def close(self) -> None:
        """Close the file; everything is in it already."""
        self._connection.close()

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StorageFailed(told_by_sqlite(error, self._path)) from error
