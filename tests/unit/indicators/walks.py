"""Bars that indicators are tried on: prices on tick, days with their gaps."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
DAY_OF_BARS = 380


def walk(count: int, seed: int = 7) -> Inputs:
    """Minutes of several days around 98,000 won; every column a whole number."""
    random = np.random.default_rng(seed)
    index = np.arange(count, dtype=np.int64)
    time = NINE + (index // DAY_OF_BARS) * 86_400 + (index % DAY_OF_BARS) * 60
    close = (98_000 + 100 * random.integers(-3, 4, count).cumsum()).astype(np.float64)
    opened = np.concatenate([close[:1], close[:-1]])
    high = np.maximum(opened, close) + 100.0 * random.integers(0, 3, count)
    low = np.minimum(opened, close) - 100.0 * random.integers(0, 3, count)
    volume = random.integers(0, 5000, count).astype(np.float64)
    beside = {
        name: random.integers(-20_000, 20_000, count).astype(np.float64)
        for name in ("individual", "foreign", "institution", "bought", "sold", "index")
    }
    return Inputs(time, opened, high, low, close, volume, beside, NINE + 30 * 60)


def flat(count: int) -> Inputs:
    """Bars whose price never moves and in which nothing is traded."""
    price = np.full(count, 500.0)
    time = NINE + 60 * np.arange(count, dtype=np.int64)
    return Inputs(time, price, price, price, price, np.zeros(count), {}, int(NINE))
