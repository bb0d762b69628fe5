"""Window layouts: bytes that Qt gave, by name, in a text file of their own."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path

from kis_desktop.domain.message import Message
from kis_desktop.storage.plain_text import read_table, write_table

_TABLE = "layouts"


class LayoutFile:
    """The layouts on the disk. Blocking. All methods raise `StorageFailed`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[dict[str, bytes], Message | None]:
        """All layouts that can be read, and what to tell when the file was damaged."""
        table, damage = read_table(self._path)
        kept = (table or {}).get(_TABLE, {})
        if not isinstance(kept, dict):
            return {}, damage
        decoded = {name: _decoded(text) for name, text in kept.items()}
        return {name: layout for name, layout in decoded.items() if layout is not None}, damage

    def save(self, layouts: Mapping[str, bytes]) -> None:
        """Keep these layouts instead."""
        table = {name: base64.b64encode(layout).decode() for name, layout in layouts.items()}
        write_table(self._path, {_TABLE: table})


def _decoded(text: object) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except binascii.Error:
        return None
