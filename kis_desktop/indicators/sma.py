"""Simple moving average (이동평균)."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "sma"
INDICATOR_TITLE = "이동평균"
INDICATOR_TITLE_EN = "Moving average"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 1000),)
INDICATOR_OUTPUTS = (Output("value", "이동평균", "MA"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """The mean of the last `length` closes at each bar; NaN where there are fewer."""
    return (mean(bars.close, length),)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1


def mean(close: Floats, length: int) -> Floats:
    """The mean of the last `length` values at each place; NaN where there are fewer."""
    found = np.full(len(close), np.nan)
    if 0 < length <= len(close):
        found[length - 1 :] = sliding_window_view(close, length).mean(axis=-1)
    return found
