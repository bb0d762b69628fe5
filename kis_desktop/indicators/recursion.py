"""First-order smoothing `y[t] = keep·y[t-1] + (1-keep)·x[t]` without a loop over the bars."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.series import Floats

_BLOCK = 128  # bars a block; keep**-128 stays far from overflow for every length from 2 on


def smoothed(values: Floats, seed: float, keep: float) -> Floats:
    """The recursion over `values`, begun at `seed` before the first. `keep` lies in (0.3, 1).

    Blocks of bars are summed at once; only their carries follow one another.
    """
    count = len(values)
    if count == 0:
        return np.empty(0, np.float64)
    blocks = -(-count // _BLOCK)
    padded = np.zeros(blocks * _BLOCK, np.float64)
    padded[:count] = values
    powers = keep ** np.arange(1, _BLOCK + 1, dtype=np.float64)
    within = np.cumsum(padded.reshape(blocks, _BLOCK) * ((1 - keep) / powers), axis=1) * powers
    carries = np.empty(blocks, np.float64)
    carry = seed
    for block, end in enumerate(within[:, -1].tolist()):
        carries[block] = carry
        carry = end + carry * float(powers[-1])
    joined: Floats = (within + carries[:, None] * powers).reshape(-1)[:count]
    return joined
