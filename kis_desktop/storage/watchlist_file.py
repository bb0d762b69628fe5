"""Watchlists (관심종목) in a text file, one symbol a line: a change reads well in a diff."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from kis_desktop.domain.message import Message
from kis_desktop.storage.plain_text import put_aside, quoted, read_table, write_text

Groups = tuple[tuple[str, tuple[str, ...]], ...]


class _Group(msgspec.Struct, frozen=True):
    name: str
    symbols: tuple[str, ...] = ()


class _Content(msgspec.Struct, frozen=True):
    groups: tuple[_Group, ...] = ()


class WatchlistFile:
    """The groups on the disk, in the user's order. Blocking. Methods raise `StorageFailed`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._damage: Message | None = None

    @property
    def damage(self) -> Message | None:
        """What to tell of the last `load`, when it met a damaged file and set it aside."""
        return self._damage

    def load(self) -> Groups | None:
        """The groups; None where none were ever kept or the file can't be read."""
        table, self._damage = read_table(self._path)
        if table is None:
            return None
        try:
            content = msgspec.convert(table, _Content)
        except msgspec.ValidationError as error:
            self._damage = put_aside(self._path, str(error))
            return None
        return tuple((group.name, group.symbols) for group in content.groups)

    def save(self, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Keep these groups instead."""
        write_text(self._path, "\n".join(_lines(name, symbols) for name, symbols in groups))


def _lines(name: str, symbols: Sequence[str]) -> str:
    rows = "".join(f"    {quoted(symbol)},\n" for symbol in symbols)
    return f"[[groups]]\nname = {quoted(name)}\nsymbols = [\n{rows}]\n"
