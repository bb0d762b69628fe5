"""TOML files that the user may read and edit: replaced whole, set aside when they can't be read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from kis_desktop.domain.message import Message, message
from kis_desktop.storage.atomic_file import (
    make_private_folder,
    read_bounded,
    set_aside,
    write_atomic,
)

Table = dict[str, Any]
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
