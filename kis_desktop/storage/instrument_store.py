"""The instruments of the master files as last fetched, a file for each with a checksum."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.instrument_list import MasterContent
from kis_desktop.domain.message import Message, message
from kis_desktop.storage.atomic_file import make_private_folder, read_bounded, write_atomic

_LARGEST = 64 * 1024 * 1024  # bytes
_FORMAT = 2
_DIGEST = hashlib.sha256().digest_size
_BATCH = 250
"""instruments a line: reading one holds the interpreter, and with it the screen, as long"""


class _Head(msgspec.Struct, frozen=True):
    format: int
    master: str
    fetched_at: Annotated[datetime, msgspec.Meta(tz=True)]
    left_out: int


_HEAD = msgspec.json.Decoder(_Head)
_LINE = msgspec.json.Decoder(tuple[Instrument, ...])


class InstrumentStore:
    """What is kept. Blocking. What can't be read is as if it were not there: it can be fetched."""

    def __init__(self, path: Path) -> None:
        """The masters' files stand beside `path` and begin with its name."""
        self._path = path
        self._damage: Message | None = None

    @property
    def damage(self) -> Message | None:
        """Why the last `load` gave nothing although there is a file."""
        return self._damage

    def path_of(self, master: str) -> Path:
        """Where a master file's instruments are kept."""
        return self._path.with_name(f"{self._path.stem}.{master}{self._path.suffix}")

    def save(self, master: str, content: MasterContent, fetched_at: datetime) -> None:
        """Keep this instead. Raises `StorageFailed`, and `ValueError` for a time without a zone."""
        if fetched_at.tzinfo is None:
            raise ValueError("a time without a zone")
        head = msgspec.json.encode(_Head(_FORMAT, master, fetched_at, content.left_out))
        lines = (
            msgspec.json.encode(content.instruments[first : first + _BATCH])
            for first in range(0, len(content.instruments), _BATCH)
        )
        body = b"\n".join((head, *lines))
        make_private_folder(self._path.parent)
        write_atomic(self.path_of(master), hashlib.sha256(body).digest() + body)

    def load(self, master: str) -> tuple[MasterContent, datetime] | None:
        """What is kept of a master file and when it was fetched; None where there is nothing.

        Raises `StorageFailed` when the disk can't be read.
        """
        self._damage = None
        path = self.path_of(master)
        try:
            kept = read_bounded(path, _LARGEST)
        except FileNotFoundError:
            return None
        try:
            return _parsed(kept, master)
        except ValueError as error:
            self._damage = message(
                "storage.instruments_damaged", file=path.name, original=str(error)
            )
            return None


def _parsed(kept: bytes, master: str) -> tuple[MasterContent, datetime]:
    digest, body = kept[:_DIGEST], kept[_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        raise ValueError("the checksum doesn't fit")
    first, *lines = body.split(b"\n")
    head = _HEAD.decode(first)
    if (head.format, head.master) != (_FORMAT, master):
        raise ValueError(f"format {head.format} of {head.master}, {_FORMAT} of {master} expected")
    found: list[Instrument] = []
    for line in lines:
        found += _LINE.decode(line)
    return MasterContent(tuple(found), head.left_out), head.fetched_at
