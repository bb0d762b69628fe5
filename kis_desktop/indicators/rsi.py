"""Relative strength index (상대강도지수) after Wilder."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.recursion import smoothed
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "rsi"
INDICATOR_TITLE = "RSI"
INDICATOR_TITLE_EN = "RSI"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 14, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "RSI", "RSI"),)
INDICATOR_GUIDES = (30.0, 70.0)
INDICATOR_RANGE = (0.0, 100.0)
_WARM_UP = 33  # (1 - 1/n)**(33 n) is below 1e-14

_FULL = 100.0


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """0–100 at each bar; NaN for the first `length` bars and while the price has never moved."""
    return (strength(bars.close, length),)


def reach(length: int) -> int:
    """What lies further back weighs nothing."""
    return _WARM_UP * length


def strength(close: Floats, length: int) -> Floats:
    """0–100 at each bar; NaN for the first `length` bars and while the price has never moved."""
    found = np.full(len(close), np.nan)
    if not 1 < length < len(close):
        return found
    change = np.diff(close)
    gain = _wilder(np.maximum(change, 0.0), length)
    loss = _wilder(np.maximum(-change, 0.0), length)
    moved = gain + loss
    np.divide(_FULL * gain, moved, out=found[length:], where=moved > 0)
    return found


def _wilder(values: Floats, length: int) -> Floats:
    """Wilder's average from the first whole `length` on."""
    seed = float(values[:length].mean())
    rest = smoothed(values[length:], seed, 1 - 1 / length)
    return np.concatenate([np.array([seed]), rest])
