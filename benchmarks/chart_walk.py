"""Minute bars for charts to draw: days of 381 minutes, prices on a tick of a hundred won."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_DAY_OF_BARS, _DAY, _MINUTE = 381, 86_400, 60
_NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea, the last day's opening
_SEED = 7

Columns = NDArray[np.float64]


def walk(count: int) -> Columns:
    """Time (UTC epoch seconds), open, high, low, close (KRW), volume, as rows, oldest first."""
    random = np.random.default_rng(_SEED)
    index = np.arange(count)
    days = index // _DAY_OF_BARS
    time = _NINE + (days - days[-1]) * _DAY + (index % _DAY_OF_BARS) * _MINUTE
    moves = 100.0 * random.integers(-3, 4, count)
    close = 98_000 + np.cumsum(moves) - np.linspace(0, moves.sum(), count) // 100 * 100
    close += 100.0 - min(float(close.min()), 0.0)
    opened = np.concatenate([close[:1], close[:-1]])
    high = np.maximum(opened, close) + 100.0 * random.integers(0, 3, count)
    low = np.minimum(opened, close) - 100.0 * random.integers(0, 1, count)
    volume = random.integers(1_000, 90_000, count).astype(np.float64)
    return np.stack([time.astype(np.float64), opened, high, low, close, volume])
