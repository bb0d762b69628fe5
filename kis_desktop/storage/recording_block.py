"""A recording's blocks: compressed, each with its own length, kind, span and checksum.

A file is `MAGIC` and blocks one behind the other. Whatever is appended is complete or ignored: a
reader takes the blocks whose checksum fits and looks for the next marker behind what doesn't.
"""

from __future__ import annotations

import enum
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

MAGIC = b"kis-desktop recording\n"
LARGEST_TEXT = 4 * 1024 * 1024  # bytes of a block's text; more is never written nor unpacked
LARGEST_PACKED = 4 * 1024 * 1024  # bytes of a block on the disk

_MARK = b"\xf5\x9fKB"
_HEAD = struct.Struct(">4sB3xIIIdd")  # mark, kind, packed, text, checksum, first, last
_LEVEL = 6  # of zlib; 3 takes half the time for a fifth more, 9 twice the time for 3 % less
_STEP = 256 * 1024  # bytes looked through at once for the next marker
_MOST_DAMAGE = 200  # places that don't read, after which a file is given up


class Kind(enum.IntEnum):
    """What is in a block; requests lie apart from the line so that they are found fast."""

    HEADER = 1
    LINE = 2
    REST = 3


class Block(msgspec.Struct, frozen=True):
    """Where a whole block lies, and its span in seconds of the recording."""

    kind: Kind
    offset: int
    packed: int
    text: int
    first: float
    last: float


class Damage(msgspec.Struct, frozen=True):
    """So many bytes from an offset that are no block."""

    offset: int
    length: int


def pack(kind: Kind, text: bytes, first: float, last: float) -> bytes:
    """A block as it stands on the disk. Raises `ValueError` for more text than a block may hold."""
    packed = zlib.compress(text, _LEVEL)
    if len(text) > LARGEST_TEXT or len(packed) > LARGEST_PACKED:
        raise ValueError(f"{len(text)} bytes in one block")
    span = struct.pack(">dd", first, last)
    check = zlib.crc32(packed, zlib.crc32(span, kind))
    return _HEAD.pack(_MARK, kind, len(packed), len(text), check, first, last) + packed


def scan(file: BinaryIO, start: int) -> Iterator[Block | Damage]:
    """All blocks from an offset on, and the bytes between them that are none.

    Ends early, with the rest as damage, in a file that has too many places that don't read.
    """
    size = file.seek(0, 2)
    offset, damage = start, 0
    while offset < size:
        block = _block_at(file, offset)
        if block is not None:
            offset += _HEAD.size + block.packed
            yield block
            continue
        damage += 1
        after = _next_mark(file, offset + 1) if damage < _MOST_DAMAGE else size
        yield Damage(offset, after - offset)
        offset = after


def unpack(file: BinaryIO, block: Block) -> bytes | None:
    """The text of a block; None where it doesn't unpack to what it says."""
    file.seek(block.offset + _HEAD.size)
    return _unpacked(file.read(block.packed), block.text)


def _block_at(file: BinaryIO, offset: int) -> Block | None:
    file.seek(offset)
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    mark, number, packed, text, check, first, last = _HEAD.unpack(head)
    if mark != _MARK or packed > LARGEST_PACKED or text > LARGEST_TEXT or not first <= last:
        return None
    content = file.read(packed)
    span = head[-16:]
    if len(content) < packed or zlib.crc32(content, zlib.crc32(span, number)) != check:
        return None
    if number not in set(Kind):
        return None
    return Block(Kind(number), offset, packed, text, first, last)


def _next_mark(file: BinaryIO, offset: int) -> int:
    """Where the next marker stands; the end of the file when there is none."""
    while True:
        file.seek(offset)
        window = file.read(_STEP)
        found = window.find(_MARK)
        if found >= 0:
            return offset + found
        if len(window) < _STEP:
            return offset + len(window)
        offset += len(window) - len(_MARK) + 1


def _unpacked(packed: bytes, size: int) -> bytes | None:
    """No more is unpacked than was promised, however much there is."""
    opener = zlib.decompressobj()
    try:
        text = opener.decompress(packed, size + 1)
    except zlib.error:
        return None
    return text if len(text) == size and opener.eof else None
