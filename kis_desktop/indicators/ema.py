"""Exponential moving average (지수이동평균)."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.recursion import smoothed
from kis_desktop.indicators.series import Floats

INDICATOR_ID = "ema"
INDICATOR_TITLE = "지수이동평균"
INDICATOR_TITLE_EN = "Exponential moving average"
INDICATOR_PANE = "price"
INDICATOR_LENGTH = 20
INDICATOR_WARM_UP = 17  # (1 - 2/(n+1))**(17 n) is below 1e-14


def compute(close: Floats, length: int) -> Floats:
    """Weight 2/(length+1) on the newest close, begun at the mean of the first `length` closes."""
    found = np.full(len(close), np.nan)
    if not 0 < length <= len(close):
        return found
    if length == 1:
        return close.copy()
    seed = float(close[:length].mean())
    found[length - 1] = seed
    found[length:] = smoothed(close[length:], seed, 1 - 2 / (length + 1))
    return found
