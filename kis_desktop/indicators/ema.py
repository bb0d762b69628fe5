"""Exponential moving average (지수이동평균)."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.recursion import smoothed
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "ema"
INDICATOR_TITLE = "지수이동평균"
INDICATOR_TITLE_EN = "Exponential moving average"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 1000),)
INDICATOR_OUTPUTS = (Output("value", "지수이동평균", "EMA"),)
_WARM_UP = 17  # (1 - 2/(n+1))**(17 n) is below 1e-14


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """Weight 2/(length+1) on the newest close, begun at the mean of the first `length` closes."""
    return (smoothed_mean(bars.close, length),)


def reach(length: int) -> int:
    """What lies further back weighs nothing."""
    return _WARM_UP * length


def smoothed_mean(close: Floats, length: int) -> Floats:
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
