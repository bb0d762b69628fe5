"""Blocks are found among whatever else is in a file, and unpack to what they say or to nothing."""

from __future__ import annotations

import io
import os
import random

import pytest

from kis_desktop.storage import recording_block
from kis_desktop.storage.recording_block import Block, Damage, Kind, pack, scan, unpack

TEXT = b'["G",1.0,2]'


def found(content: bytes) -> list[Block | Damage]:
    return list(scan(io.BytesIO(content), 0))


def test_what_was_packed_is_found_and_unpacked() -> None:
    content = pack(Kind.LINE, TEXT, 1.0, 2.0) + pack(Kind.REST, b"", 0.0, 0.0)
    first, second = found(content)
    assert isinstance(first, Block)
    assert isinstance(second, Block)
    assert (first.kind, first.first, first.last, second.kind) == (Kind.LINE, 1.0, 2.0, Kind.REST)
    assert unpack(io.BytesIO(content), first) == TEXT
    assert unpack(io.BytesIO(content), second) == b""


def test_blocks_are_found_behind_rubbish_of_any_length() -> None:
    block = pack(Kind.LINE, TEXT, 0.0, 0.0)
    step = 256 * 1024  # what is looked through at once
    for length in (1, 3, step - 2, step - 1, step, step + 1, 2 * step + 5):
        damage, behind = found(b"x" * length + block)
        assert damage == Damage(0, length)
        assert isinstance(behind, Block)
        assert behind.offset == length


def test_every_bit_of_a_block_is_watched() -> None:
    block = pack(Kind.LINE, TEXT, 1.0, 2.0)
    unwatched = set()
    for place in range(len(block)):
        for bit in range(8):
            changed = bytearray(block)
            changed[place] ^= 1 << bit
            for one in found(bytes(changed)):
                if isinstance(one, Block) and unpack(io.BytesIO(changed), one) == TEXT:
                    unwatched.add(place)
    assert unwatched == {5, 6, 7}  # three bytes that say nothing


def test_a_kind_that_is_not_known_is_damage() -> None:
    block = bytearray(pack(Kind.LINE, TEXT, 0.0, 0.0))
    other = pack(9, TEXT, 0.0, 0.0)  # type: ignore[arg-type]
    assert found(other) == [Damage(0, len(other))]
    assert found(bytes(block))


def test_a_block_whose_content_is_no_compressed_text_is_nothing() -> None:
    block = bytearray(pack(Kind.LINE, os.urandom(400), 0.0, 0.0))
    (one,) = found(bytes(block))
    assert isinstance(one, Block)
    block[-200:] = random.Random(1).randbytes(200)
    assert unpack(io.BytesIO(block), one) is None


def test_a_file_full_of_markers_is_given_up_soon() -> None:
    content = b"\xf5\x9fKB" * 100_000
    damages = found(content)
    assert len(damages) == 200
    assert sum(one.length for one in damages if isinstance(one, Damage)) == len(content)


def test_more_than_a_block_may_hold_is_not_packed() -> None:
    with pytest.raises(ValueError, match="in one block"):
        pack(Kind.LINE, b"0" * (recording_block.LARGEST_TEXT + 1), 0.0, 0.0)
