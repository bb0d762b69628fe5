"""Averages that forget slowly, over columns that may begin with unknown values."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.ema import smoothed_mean
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.recursion import smoothed
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.windows import behind_front

EXPONENTIAL = 17  # lengths after which what lies further back weighs below 1e-14
CASCADE = 24  # the same where up to three such averages follow one another
WILDER = 33  # the same for Wilder's, which forget half as fast


def exponential(values: Floats, length: int) -> Floats:
    """Weight 2/(length+1) on the newest, begun at the mean of the first `length` known values."""
    return behind_front(values, lambda known: smoothed_mean(known, length))


def wilder(values: Floats, length: int) -> Floats:
    """Weight 1/length on the newest, begun at the mean of the first `length` known values."""
    return behind_front(values, lambda known: _wilder(known, length))


def wilder_on(values: Floats, last: float, length: int) -> Floats:
    """The same, gone on from what it was before `values`."""
    return smoothed(values, last, 1 - 1 / length)


def exponential_on(values: Floats, last: float, length: int) -> Floats:
    """An exponential average gone on from what it was before `values`."""
    if length == 1:
        return values.copy()
    return smoothed(values, last, 1 - 2 / (length + 1))


def true_range(bars: Inputs) -> Floats:
    """How far each bar reaches, the close before it included (KRW); NaN for the first."""
    found = np.full(len(bars), np.nan)
    last = bars.close[:-1]
    found[1:] = np.maximum(bars.high[1:], last) - np.minimum(bars.low[1:], last)
    return found


def _wilder(values: Floats, length: int) -> Floats:
    found = np.full(len(values), np.nan)
    if length <= len(values):
        seed = float(values[:length].mean())
        found[length - 1] = seed
        found[length:] = wilder_on(values[length:], seed, length)
    return found
