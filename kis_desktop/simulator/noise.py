"""Randomness that is a pure function of its address: seed, name, number."""

from hashlib import blake2b
from random import Random

import numpy as np
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_STREAM = np.uint64(0xD1342543DE82EF95)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 2.0**-53
_MASK = 2**64 - 1


def key(seed: int, *address: object) -> int:
    """64 bits that belong to the seed and this address."""
    text = "/".join(str(part) for part in (seed, *address))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def stream(seed: int, *address: object) -> Random:
    """A generator of its own for this address."""
    return Random(key(seed, *address))


def uniforms(key_: int, numbers: NDArray[np.int64], lane: int) -> NDArray[np.float64]:
    """One uniform in (0, 1) for each number; lanes are independent of each other."""
    return grid(np.uint64(key_), numbers, np.uint64(lane))


def grid(
    keys: NDArray[np.uint64] | np.uint64,
    numbers: NDArray[np.int64],
    lanes: NDArray[np.uint64] | np.uint64,
) -> NDArray[np.float64]:
    """What `uniforms` gives for keys, numbers and lanes that are broadcast against each other."""
    with np.errstate(over="ignore"):
        state = numbers.astype(np.uint64) * _GOLDEN
        state = state + (keys + (lanes + np.uint64(1)) * _STREAM)
        state ^= state >> np.uint64(30)
        state *= _MIX_1
        state ^= state >> np.uint64(27)
        state *= _MIX_2
        state ^= state >> np.uint64(31)
    unit = (state >> np.uint64(11)).astype(np.float64)
    unit += 0.5
    unit *= _TO_UNIT
    return unit


def normals(key_: int, numbers: NDArray[np.int64], lane: int) -> NDArray[np.float64]:
    """One standard normal for each number (Box-Muller)."""
    radius = np.sqrt(-2.0 * np.log(uniforms(key_, numbers, 2 * lane)))
    return np.asarray(radius * np.cos(2.0 * np.pi * uniforms(key_, numbers, 2 * lane + 1)))


def uniform(key_: int, number: int, lane: int) -> float:
    """One uniform in (0, 1): what `uniforms` gives for this number, without an array."""
    state = (number * int(_GOLDEN) + key_ + (lane + 1) * int(_STREAM)) & _MASK
    state = ((state ^ (state >> 30)) * int(_MIX_1)) & _MASK
    state = ((state ^ (state >> 27)) * int(_MIX_2)) & _MASK
    state ^= state >> 31
    return ((state >> 11) + 0.5) * _TO_UNIT
