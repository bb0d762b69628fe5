from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.kis.protocol.line_split import LineSplit


def split(*chunks: bytes, longest: int = 10) -> list[bytes | None]:
    lines = LineSplit(longest)
    found = [line for chunk in chunks for line in lines.take(chunk)]
    return found + list(lines.rest())


@pytest.mark.parametrize(
    ("chunks", "lines"),
    [
        ((), []),
        ((b"",), []),
        ((b"a",), [b"a"]),
        ((b"a\n",), [b"a"]),
        ((b"a\n\nb",), [b"a", b"", b"b"]),
        ((b"a\r\nb\r",), [b"a", b"b"]),
        ((b"a\rb\x0bc\x85\n",), [b"a\rb\x0bc\x85"]),
        ((b"a\xe2\x80\xa8b\n",), [b"a\xe2\x80\xa8b"]),
        ((b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n",), [b"a", b"\xef\xbb\xbfb"]),
        ((b"\xef", b"\xbb\xbfa\n"), [b"a"]),
        ((b"\0\n\0",), [b"\0", b"\0"]),
        ((b"ab", b"cd\ne", b"f"), [b"abcd", b"ef"]),
    ],
)
def test_lines_end_at_the_line_feed_alone(chunks: tuple[bytes, ...], lines: list[bytes]) -> None:
    assert split(*chunks) == lines


@pytest.mark.parametrize(
    ("chunks", "lines"),
    [
        ((b"x" * 10, b"\n"), [b"x" * 10]),
        ((b"x" * 11, b"\n", b"y\n"), [None, b"y"]),
        ((b"x" * 6, b"x" * 5, b"x" * 100, b"x\ny"), [None, b"y"]),
        ((b"x" * 11,), [None]),
    ],
)
def test_a_line_above_the_bound_is_told_and_the_next_is_read(
    chunks: tuple[bytes, ...], lines: list[bytes | None]
) -> None:
    assert split(*chunks) == lines


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=8))
def test_where_the_chunks_end_makes_no_difference(content: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
    chunks = [content[start:end] for start, end in pairwise(places)]
    assert split(*chunks, longest=50) == split(content, longest=50)
