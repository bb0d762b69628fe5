"""Bars as the bytes of a chunk: six columns of int64, prices times a power of ten.

The power is the chunk's own: as many decimals as its finest price has. So a price comes back
exactly as it was, as `Decimal` or as the nearest float.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kis_desktop.domain.bar import Bar

_COLUMNS = 6
_LITTLE_ENDIAN = np.dtype("<i8")
_MOST_DECIMALS = 12

Columns = NDArray[np.int64]


class Packed(NamedTuple):
    """A chunk's bytes and the decimals of its prices."""

    scale: int
    content: bytes


def pack(bars: Sequence[Bar]) -> Packed:
    """Bars as bytes. Raises `ValueError` for a price that 64 bits at its scale don't hold."""
    scale = max((_decimals(price) for bar in bars for price in _prices(bar)), default=0)
    rows = [
        (bar.time, *(int(price.scaleb(scale)) for price in _prices(bar)), bar.volume)
        for bar in bars
    ]
    try:
        columns = np.array(rows, dtype=_LITTLE_ENDIAN).reshape(len(bars), _COLUMNS).T
    except OverflowError as error:
        raise ValueError(f"a bar that 64 bits with {scale} decimals don't hold") from error
    return Packed(scale, np.ascontiguousarray(columns).tobytes())


def unpack_columns(content: bytes) -> Columns:
    """Time, open, high, low, close, volume as rows of one array. Raises `ValueError`."""
    flat = np.frombuffer(content, dtype=_LITTLE_ENDIAN).astype(np.int64)
    return flat.reshape(_COLUMNS, -1)


def unpack(packed: Packed) -> tuple[Bar, ...]:
    """The bars of a chunk. Raises `ValueError`."""
    rows = unpack_columns(packed.content).T.tolist()
    return tuple(_bar(packed.scale, *row) for row in rows)


def _bar(scale: int, time: int, opened: int, high: int, low: int, close: int, volume: int) -> Bar:
    prices = [Decimal(price).scaleb(-scale) for price in (opened, high, low, close)]
    return Bar(time, prices[0], prices[1], prices[2], prices[3], volume)


def merged(older: Iterable[Bar], newer: Iterable[Bar]) -> tuple[Bar, ...]:
    """Both, oldest first; of two bars of one time the newer stays."""
    by_time = {bar.time: bar for bar in chain(older, newer)}
    return tuple(by_time[time] for time in sorted(by_time))


def _prices(bar: Bar) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return (bar.open, bar.high, bar.low, bar.close)


def _decimals(price: Decimal) -> int:
    exponent = price.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > _MOST_DECIMALS:
        raise ValueError(
            f"a price of {price}, a number of at most {_MOST_DECIMALS} decimals wanted"
        )
    return max(-exponent, 0)
