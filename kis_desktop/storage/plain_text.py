"""TOML files that the user may read and edit: replaced whole, set aside when they can't be read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import tomli_w

from kis_desktop.domain.message import Message, message
from kis_desktop.storage.atomic_file import (
    make_private_folder,
    read_bounded,
    set_aside,
    write_atomic,
)

Table = dict[str, Any]
T = TypeVar("T")
_LARGEST = 4 * 1024 * 1024  # bytes


def read_table(path: Path) -> tuple[Table | None, Message | None]:
    """The content of a file, None where there is none, and what to tell when it was damaged and so
    was set aside. Raises `StorageFailed`.
    """
    try:
        content = read_bounded(path, _LARGEST)
    except FileNotFoundError:
        return None, None
    try:
        return tomllib.loads(content.decode()), None
    except ValueError as error:
        return None, put_aside(path, str(error))


class PlainFile:
    """A file that is set aside as a whole when it has another shape. Blocking. Methods raise
    `StorageFailed`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._damage: Message | None = None

    @property
    def damage(self) -> Message | None:
        """What to tell of the last `load`, when it met a damaged file and set it aside."""
        return self._damage

    def _content(self, shape: type[T]) -> T | None:
        """What the file has; None where there is none, or another shape."""
        table, self._damage = read_table(self._path)
        if table is None:
            return None
        try:
            return msgspec.convert(table, shape)
        except msgspec.ValidationError as error:
            self._put_aside(str(error))
            return None

    def _put_aside(self, reason: str) -> None:
        self._damage = put_aside(self._path, reason)


def put_aside(path: Path, reason: str) -> Message:
    """Keep a damaged file under another name, and what to tell of it. Raises `StorageFailed`."""
    aside = set_aside(path)
    return message("storage.text_damaged", file=path.name, aside=aside.name, original=reason)


def write_table(path: Path, table: Table) -> None:
    """Replace a file. Raises `StorageFailed`."""
    write_text(path, tomli_w.dumps(table))


def write_text(path: Path, text: str) -> None:
    """Replace a file by lines of TOML. Raises `StorageFailed`."""
    make_private_folder(path.parent)
    write_atomic(path, text.encode())


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return tomli_w.dumps({"text": text}).removeprefix("text = ").strip()
