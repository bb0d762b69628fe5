"""The days on which a share stays at its daily limit: every day one at the upper, one at the lower.

A market without them would leave the lists of such shares empty on every day. They are shares of
the KOSDAQ, each about twice a year.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.universe import Kind, load_universe

_MARKET = "KOSDAQ"
_BEST_KNOWN = 20
"""of them move too little for that"""


def limit_moves(seed: int, symbol: str, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """For days given by their ordinals: 1 at the upper limit, -1 at the lower, 0 elsewhere."""
    place = _candidates().get(symbol)
    if place is None:
        return np.zeros(len(numbers), dtype=np.int64)
    everyone = noise.key(seed, "market", "limits")
    count = len(_candidates())
    up = (noise.uniforms(everyone, numbers, 0) * count).astype(np.int64) == place
    down = (noise.uniforms(everyone, numbers, 1) * count).astype(np.int64) == place
    moves: NDArray[np.int64] = up.astype(np.int64) - (down & ~up).astype(np.int64)
    return moves


@lru_cache(maxsize=1)
def _candidates() -> dict[str, int]:
    """Symbols with their places."""
    listed = [
        one.symbol
        for one in load_universe().listings
        if one.kind is Kind.STOCK and one.market == _MARKET and not one.halted
    ]
    return {symbol: place for place, symbol in enumerate(listed[_BEST_KNOWN:])}
