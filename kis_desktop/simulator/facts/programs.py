"""Program trading: the part of each investor's trading that a program sends, a pure function.

차익 (against the future, members of the KOSPI200 alone) and 비차익, each for customers (위탁) and
for the houses' own account (자기: 금융투자). No investor sends more by program than it trades.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.investors import Days, Floats, Ints, Investor, Split

_BY_PROGRAM = np.array(
    [0.004, 0.62, 0.05, 0.45, 0.30, 0.12, 0.05, 0.22, 0.05, 0.33, 0.02, 0.01], dtype=np.float64
)
_ARBITRAGE = np.array(
    [0.0, 0.02, 0.0, 0.08, 0.03, 0.01, 0.0, 0.01, 0.0, 0.05, 0.0, 0.0], dtype=np.float64
)
"""of what is sent by program, in a member of the index"""
_PROGRAMS, _ARBITRAGES = 128, 144


@dataclass(frozen=True, slots=True)
class Programs:
    """Program trading by investor, shaped like the split that it is a part of; shares and won."""

    arbitrage: Split
    other: Split
    """비차익"""


def programs(days: Days, split: Split, members: NDArray[np.bool_]) -> Programs:
    """What of the split is sent by program; `members`: which shares are in the KOSPI200."""
    sent = _BY_PROGRAM * (0.7 + 0.6 * _draws(days, _PROGRAMS))
    part = _ARBITRAGE * (0.4 + 1.2 * _draws(days, _ARBITRAGES)) * members[:, None, None]
    whole = [
        np.floor(column * sent).astype(np.int64)
        for column in (split.bought, split.sold, split.paid, split.received)
    ]
    arbitrage = [np.floor(column * part).astype(np.int64) for column in whole]
    return Programs(
        Split(*arbitrage),
        Split(*(every - some for every, some in zip(whole, arbitrage, strict=True))),
    )


def own_account(column: Ints) -> Ints:
    """Of the last axis: the houses' own account (자기)."""
    return np.asarray(column[..., Investor.SECURITIES])


def customers(column: Ints) -> Ints:
    """Of the last axis: all but the houses' own account (위탁)."""
    return np.asarray(column.sum(axis=-1)) - own_account(column)


def _draws(days: Days, first: int) -> Floats:
    lanes = np.arange(first, first + len(Investor), dtype=np.uint64)
    return noise.grid(days.keys[:, None, None], days.numbers[None, :, None], lanes)
