"""Watchlists (관심종목) in a text file, one symbol a line: a change reads well in a diff."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kis_desktop.storage.plain_text import PlainFile, quoted, write_text

Groups = tuple[tuple[str, tuple[str, ...]], ...]


class _Group(msgspec.Struct, frozen=True):
    name: str
    symbols: tuple[str, ...] = ()


class _Content(msgspec.Struct, frozen=True):
    groups: tuple[_Group, ...] = ()


class WatchlistFile(PlainFile):
    """The groups on the disk, in the user's order."""

    def load(self) -> Groups | None:
        """The groups; None where none were ever kept or the file can't be read."""
        content = self._content(_Content)
        if content is None:
            return None
        return tuple((group.name, group.symbols) for group in content.groups)

    def save(self, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Keep these groups instead."""
        write_text(self._path, "\n".join(_lines(name, symbols) for name, symbols in groups))


def _lines(name: str, symbols: Sequence[str]) -> str:
    rows = "".join(f"    {quoted(symbol)},\n" for symbol in symbols)
    return f"[[groups]]\nname = {quoted(name)}\nsymbols = [\n{rows}]\n"
