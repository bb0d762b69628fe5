"""Stochastic RSI (스토캐스틱 RSI), 14-14-3-3: where Wilder's RSI stands between its own extremes.

%K and %D are simple means.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators import rsi
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import behind_front, highest, lowest, since

INDICATOR_ID = "stochastic_rsi"
INDICATOR_TITLE = "스토캐스틱 RSI"
INDICATOR_TITLE_EN = "Stochastic RSI"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("length", "RSI 기간", "RSI length", 14, 2, 500),
    Parameter("window", "스토캐스틱 기간", "Stochastic length", 14, 2, 500),
    Parameter("slowing", "%K 기간", "%K length", 3, 1, 500),
    Parameter("signal", "%D 기간", "%D length", 3, 1, 500),
)
INDICATOR_OUTPUTS = (
    Output("k", "%K", "%K"),
    Output("d", "%D", "%D"),
    Output("strength", "RSI", "RSI", Shape.HIDDEN),
    Output("gain", "상승폭", "Gain", Shape.HIDDEN),
    Output("loss", "하락폭", "Loss", Shape.HIDDEN),
)
INDICATOR_GUIDES = (20.0, 80.0)
INDICATOR_RANGE = (0.0, 100.0)
_STILL = 1e-9  # an RSI that moves less than this stands still; what is left is rounding


def compute(
    bars: Inputs, length: int, window: int, slowing: int, signal: int
) -> tuple[Floats, ...]:
    """0–100; NaN where the RSI stood still."""
    gain, loss = rsi.averages(bars.close, length)
    value = rsi.strength(gain, loss)
    return (*_lines(value, window, slowing, signal), value, gain, loss)


def resume(
    bars: Inputs,
    start: int,
    known: tuple[Floats, ...],
    length: int,
    window: int,
    slowing: int,
    signal: int,
) -> tuple[Floats, ...]:
    """It goes on from the RSI's averages and the values that lie in its windows."""
    if np.isnan(known[3][start - 1]):
        return since(compute(bars, length, window, slowing, signal), start)
    gain, loss = rsi.averages_on(bars.close[start - 1 :], known[3][-1], known[4][-1], length)
    value, back = rsi.strength(gain, loss), window + slowing + signal
    joined = np.concatenate([known[2][max(start - back, 0) :], value])
    lines = since(_lines(joined, window, slowing, signal), len(joined) - len(value))
    return (*lines, value, gain, loss)


def _lines(value: Floats, window: int, slowing: int, signal: int) -> tuple[Floats, Floats]:
    slow = behind_front(value, lambda known: mean(_standing(known, window), slowing))
    return slow, mean(slow, signal)


def _standing(value: Floats, window: int) -> Floats:
    low = lowest(value, window)
    room, found = highest(value, window) - low, np.full(len(value), np.nan)
    np.divide(100 * (value - low), room, out=found, where=room > _STILL)
    return found
