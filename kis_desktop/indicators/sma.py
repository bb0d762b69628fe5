"""Simple moving average (이동평균)."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from kis_desktop.indicators.series import Floats

INDICATOR_ID = "sma"
INDICATOR_TITLE = "이동평균"
INDICATOR_TITLE_EN = "Moving average"
INDICATOR_PANE = "price"
INDICATOR_LENGTH = 20
INDICATOR_WARM_UP = 1  # lengths of bars before a value that it depends on


def compute(close: Floats, length: int) -> Floats:
    """The mean of the last `length` closes at each bar; NaN where there are fewer."""
    found = np.full(len(close), np.nan)
    if 0 < length <= len(close):
        found[length - 1 :] = sliding_window_view(close, length).mean(axis=-1)
    return found
