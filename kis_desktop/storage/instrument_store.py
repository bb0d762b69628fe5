"""The instruments of the master files as last fetched, in one file with a checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.message import Message, message
from kis_desktop.storage.atomic_file import make_private_folder, read_bounded, write_atomic

_LARGEST = 64 * 1024 * 1024  # bytes
_FORMAT = 1
_DIGEST = hashlib.sha256().digest_size


class _Content(msgspec.Struct, frozen=True):
    format: int
    fetched_at: Annotated[datetime, msgspec.Meta(tz=True)]
    instruments: tuple[Instrument, ...]


class InstrumentStore:
    """The kept list. Blocking. What can't be read is as if it were not there: it can be fetched."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._damage: Message | None = None

    @property
    def damage(self) -> Message | None:
        """Why the last `load` gave nothing although there is a file."""
        return self._damage

    def save(self, instruments: Sequence[Instrument], fetched_at: datetime) -> None:
        """Keep these instead. Raises `StorageFailed`, and `ValueError` for a time without a
        zone.
        """
        if fetched_at.tzinfo is None:
            raise ValueError("a time without a zone")
        content = msgspec.json.encode(_Content(_FORMAT, fetched_at, tuple(instruments)))
        make_private_folder(self._path.parent)
        write_atomic(self._path, hashlib.sha256(content).digest() + content)

    def load(self) -> tuple[tuple[Instrument, ...], datetime] | None:
        """The kept instruments and when they were fetched; None where there are none.

        Raises `StorageFailed` when the disk can't be read.
        """
        self._damage = None
        try:
            kept = read_bounded(self._path, _LARGEST)
        except FileNotFoundError:
            return None
        try:
            content = _parsed(kept)
        except ValueError as error:
            self._damage = message(
                "storage.instruments_damaged", file=self._path.name, original=str(error)
            )
            return None
        return content.instruments, content.fetched_at


def _parsed(kept: bytes) -> _Content:
    digest, content = kept[:_DIGEST], kept[_DIGEST:]
    if hashlib.sha256(content).digest() != digest:
        raise ValueError("the checksum doesn't fit")
    parsed = msgspec.json.decode(content, type=_Content)
    if parsed.format != _FORMAT:
        raise ValueError(f"format {parsed.format}, {_FORMAT} expected")
    return parsed
