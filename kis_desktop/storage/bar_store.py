"""Bars kept on disk, by symbol, interval and whether prices are adjusted (수정주가).

A chunk is a day of minutes or a year of longer bars. Adjusted history changes backwards with every
split, so it is joined with what is kept only where both agree on bars that they share, or were
fetched on one day; otherwise what is kept is dropped. A chunk whose checksum doesn't fit is as if
it were not there.
"""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kis_desktop.domain.bar import Bar, BarKey, Interval, Joining
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import Message, message
from kis_desktop.indicators.resample import cut
from kis_desktop.indicators.series import BarSeries
from kis_desktop.storage.atomic_file import remove, set_aside
from kis_desktop.storage.bar_blob import Packed, merged, pack, unpack, unpack_columns
from kis_desktop.storage.database import connect
from kis_desktop.storage.disk_error import told_by_sqlite

_log = logging.getLogger(__name__)

_KOREA = timezone(timedelta(hours=9))  # the country has no summer time
_VERSION = 1
_SCHEMA = """
CREATE TABLE chunk (
    symbol TEXT NOT NULL,
    interval TEXT NOT NULL,
    adjusted INTEGER NOT NULL,
    name TEXT NOT NULL,
    whole INTEGER NOT NULL,
    fetched_at TEXT NOT NULL,
    scale INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (symbol, interval, adjusted, name)
) STRICT
"""
_KEY = "symbol = ? AND interval = ? AND adjusted = ?"
_CHUNKS = f"SELECT name, whole, fetched_at, scale, checksum, content FROM chunk WHERE {_KEY}"  # noqa: S608
_DROP = f"DELETE FROM chunk WHERE {_KEY}"  # noqa: S608
_PUT = "INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class _Chunk(NamedTuple):
    name: str
    whole: int
    fetched_at: str
    scale: int
    checksum: int
    content: bytes

    @property
    def packed(self) -> Packed:
        return Packed(self.scale, self.content)


class BarStore:
    """The kept bars. Blocking, one thread at a time. All methods raise `StorageFailed`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._damage: Message | None = None
        try:
            self._connection = connect(path, _SCHEMA, _VERSION, durable=False)
        except StorageFailed as error:
            if error.message.id != "storage.database_damaged":
                raise
            self._connection = self._made_anew()

    @property
    def damage(self) -> Message | None:
        """What to tell when a damaged file was set aside at the start."""
        return self._damage

    def write(self, key: BarKey, bars: Sequence[Bar], fetched_at: datetime) -> Joining:
        """Keep bars as fetched at a time. Raises `ValueError` for a bar that can't be kept."""
        with self._transaction():
            kept = self._chunks(key)
            joining = _joining(key, kept, bars, fetched_at)
            if joining is Joining.REPLACED:
                self._connection.execute(_DROP, _columns(key))
                kept = {}
            for name, fresh in _by_chunk(key.interval, bars).items():
                before = unpack(kept[name].packed) if name in kept else ()
                self._put(key, name, merged(before, fresh), fetched_at, whole=False)
        return joining

    def read(self, key: BarKey, since: int | None = None, until: int | None = None) -> BarSeries:
        """The kept bars from `since` up to and without `until` (UTC epoch seconds), oldest first.

        That no bars lack between them is not said.
        """
        with self._reported():
            chunks = self._chunks(key)
        return cut(_series([chunks[name] for name in sorted(chunks)]), since, until)

    def fetched_at(self, key: BarKey) -> datetime | None:
        """When the newest of a history was fetched (UTC); None where nothing is kept."""
        with self._reported():
            chunks = self._chunks(key)
        return max((_moment(chunk) for chunk in chunks.values()), default=None)

    def minutes(self, symbol: str, day: date) -> tuple[Bar, ...] | None:
        """All one-minute bars of a past Korean day; None when they aren't kept whole."""
        key = BarKey(symbol, Interval.MINUTE_1)
        with self._reported():
            chunk = self._chunks(key, day.isoformat()).get(day.isoformat())
        return unpack(chunk.packed) if chunk is not None and chunk.whole else None

    def keep_minutes(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Keep all one-minute bars of a past Korean day instead of what is kept of it.

        Raises `ValueError` for bars of another day.
        """
        found = set(_by_chunk(Interval.MINUTE_1, bars))
        if found - {day.isoformat()}:
            raise ValueError(f"bars of {sorted(found)}, {day} expected")
        key = BarKey(symbol, Interval.MINUTE_1)
        with self._transaction():
            self._put(key, day.isoformat(), merged((), bars), datetime.now(UTC), whole=True)

    def kept_minutes(self, symbol: str) -> tuple[BarSeries, frozenset[date]]:
        """All one-minute bars of a symbol, oldest first, and the Korean days that are whole."""
        key = BarKey(symbol, Interval.MINUTE_1)
        with self._reported():
            chunks = self._chunks(key)
        whole = frozenset(date.fromisoformat(name) for name in chunks if chunks[name].whole)
        return _series([chunks[name] for name in sorted(chunks)]), whole

    def drop(self, key: BarKey) -> None:
        """Forget a history."""
        with self._transaction():
            self._connection.execute(_DROP, _columns(key))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _chunks(self, key: BarKey, name: str | None = None) -> dict[str, _Chunk]:
        """The chunks of a history, or one of them, that are as they were written."""
        query, arguments = _CHUNKS, _columns(key)
        rows = (
            self._connection.execute(query, arguments)
            if name is None
            else self._connection.execute(f"{query} AND name = ?", (*arguments, name))
        )
        chunks = [_Chunk(*row) for row in rows]
        for chunk in chunks:
            if zlib.crc32(chunk.content) != chunk.checksum:
                _log.warning("bars of %s %s damaged, left out", key, chunk.name)
        return {
            chunk.name: chunk for chunk in chunks if zlib.crc32(chunk.content) == chunk.checksum
        }

    def _put(
        self, key: BarKey, name: str, bars: Sequence[Bar], fetched_at: datetime, *, whole: bool
    ) -> None:
        scale, content = pack(bars)
        at = fetched_at.astimezone(UTC).isoformat()
        checksum = zlib.crc32(content)
        self._connection.execute(
            _PUT, (*_columns(key), name, int(whole), at, scale, checksum, content)
        )

    def _made_anew(self) -> sqlite3.Connection:
        aside = set_aside(self._path)
        for companion in ("-wal", "-shm"):
            remove(self._path.with_name(self._path.name + companion))
        self._damage = message("storage.bars_damaged", file=self._path.name, aside=aside.name)
        return connect(self._path, _SCHEMA, _VERSION, durable=False)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._reported():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StorageFailed(told_by_sqlite(error, self._path)) from error


def _by_chunk(interval: Interval, bars: Sequence[Bar]) -> dict[str, list[Bar]]:
    chunks: dict[str, list[Bar]] = defaultdict(list)
    for bar in bars:
        day = datetime.fromtimestamp(bar.time, _KOREA).date()
        name = f"{day.year:04}" if interval.minutes is None else day.isoformat()
        chunks[name].append(bar)
    return chunks


def _joining(
    key: BarKey, kept: dict[str, _Chunk], bars: Sequence[Bar], fetched_at: datetime
) -> Joining:
    if not kept:
        return Joining.FIRST
    if not key.adjusted:
        return Joining.JOINED
    before = {bar.time: bar for name in sorted(kept) for bar in unpack(kept[name].packed)}
    # the newest kept bar may still have been growing
    shared = [bar for bar in bars if bar.time in before and bar.time != max(before)]
    if shared:
        agree = all(_same_prices(bar, before[bar.time]) for bar in shared)
    else:
        newest = max(_moment(chunk) for chunk in kept.values())
        agree = newest.astimezone(_KOREA).date() == fetched_at.astimezone(_KOREA).date()
    return Joining.JOINED if agree else Joining.REPLACED


def _same_prices(one: Bar, other: Bar) -> bool:
    return (one.open, one.high, one.low, one.close) == (
        other.open,
        other.high,
        other.low,
        other.close,
    )


def _floats(chunk: _Chunk) -> tuple[np.ndarray, np.ndarray]:
    """Times, and open, high, low, close, volume as floats."""
    columns = unpack_columns(chunk.content)
    values = columns[1:].astype(np.float64)
    values[:4] /= 10.0**chunk.scale
    return columns[0], values


def _series(chunks: Sequence[_Chunk]) -> BarSeries:
    """The bars of chunks, oldest first."""
    parts = [_floats(chunk) for chunk in chunks]
    if not parts:
        return BarSeries.empty()
    values = np.concatenate([values for _, values in parts], axis=1)
    return BarSeries(np.concatenate([times for times, _ in parts]), *values)


def _columns(key: BarKey) -> tuple[str, str, int]:
    """A key as the database's columns."""
    return (key.symbol, key.interval.value, int(key.adjusted))


def _moment(chunk: _Chunk) -> datetime:
    return datetime.fromisoformat(chunk.fetched_at)
