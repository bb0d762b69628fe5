"""Bytes in, lines out: split at the line feed alone, and never more than one line is held."""

from __future__ import annotations

from collections.abc import Iterator

_MARK = b"\xef\xbb\xbf"  # what some editors put before UTF-8


class LineSplit:
    """Splits a stream into lines without their ends. A line above `longest` bytes comes as None."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._begun = bytearray()
        self._is_first = True
        self._is_too_long = False

    def take(self, chunk: bytes) -> Iterator[bytes | None]:
        """The lines that end in this chunk."""
        *ended, begun = chunk.split(b"\n")
        for piece in ended:
            self._add(piece)
            yield self._end()
        self._add(begun)

    def rest(self) -> Iterator[bytes | None]:
        """The last line, where the input does not end with a line's end."""
        if self._begun or self._is_too_long:
            yield self._end()

    def _add(self, piece: bytes) -> None:
        if self._is_too_long or len(self._begun) + len(piece) > self._longest:
            self._is_too_long = True
            self._begun.clear()
        else:
            self._begun += piece

    def _end(self) -> bytes | None:
        line = None if self._is_too_long else self._line()
        self._begun.clear()
        self._is_too_long = self._is_first = False
        return line

    def _line(self) -> bytes:
        line = bytes(self._begun)
        if self._is_first:
            line = line.removeprefix(_MARK)
        return line.removesuffix(b"\r")
