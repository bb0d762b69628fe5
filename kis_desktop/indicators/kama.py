"""Adaptive moving average after Kaufman (적응이동평균, KAMA): quick in a trend, still in noise.

Begun at the close before the first whole window. A price that did not move has no direction, and
the slow pace holds; TA-Lib takes the quick one there and knows no paces but 2 and 30.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import total

INDICATOR_ID = "kama"
INDICATOR_TITLE = "적응이동평균(KAMA)"
INDICATOR_TITLE_EN = "Kaufman adaptive moving average"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (
    Parameter("length", "효율 기간", "Efficiency length", 10, 2, 500),
    Parameter("fast", "빠른 기간", "Fast length", 2, 1, 100),
    Parameter("slow", "느린 기간", "Slow length", 30, 2, 500),
)
INDICATOR_OUTPUTS = (Output("value", "KAMA", "KAMA"),)


def compute(bars: Inputs, length: int, fast: int, slow: int) -> tuple[Floats, ...]:
    """The average from the bar `length` on."""
    close = bars.close
    found = np.full(len(close), np.nan)
    if length < len(close):
        found[length:] = _followed(close, float(close[length - 1]), length, fast, slow)
    return (found,)


def resume(
    bars: Inputs, start: int, known: tuple[Floats, ...], length: int, fast: int, slow: int
) -> tuple[Floats, ...]:
    """What it was is all that the next value needs."""
    last = float(known[0][start - 1])
    if np.isnan(last):
        return (compute(bars, length, fast, slow)[0][start:],)
    return (_followed(bars.close[start - length :], last, length, fast, slow),)


def _followed(close: Floats, last: float, length: int, fast: int, slow: int) -> Floats:
    """From the close after the first `length` on, `last` being the value before it."""
    moved = np.abs(close[length:] - close[:-length])
    path = total(np.abs(np.diff(close)), length)[length - 1 :]
    efficiency = np.zeros(len(moved))
    np.divide(moved, path, out=efficiency, where=path > 0)
    quick, still = 2 / (fast + 1), 2 / (slow + 1)
    paces = (efficiency * (quick - still) + still) ** 2
    found = []
    for pace, price in zip(paces.tolist(), close[length:].tolist(), strict=True):
        last += pace * (price - last)
        found.append(last)
    return np.array(found, np.float64)
