"""Relative strength index (상대강도지수) after Wilder, with a simple mean of it as signal (14, 9).

100 · gains / (gains + losses), both smoothed with 1/length and begun at their first mean. Two
averages that decay together keep their ratio for ever, so it goes on from them and no window does.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.smoothing import wilder, wilder_on
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import behind_front, over_end, share, since

INDICATOR_ID = "rsi"
INDICATOR_TITLE = "RSI"
INDICATOR_TITLE_EN = "RSI"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("length", "기간", "Length", 14, 2, 500),
    Parameter("signal", "시그널", "Signal length", 9, 1, 500),
)
INDICATOR_OUTPUTS = (
    Output("value", "RSI", "RSI"),
    Output("signal", "시그널", "Signal"),
    Output("gain", "상승폭", "Gain", Shape.HIDDEN),
    Output("loss", "하락폭", "Loss", Shape.HIDDEN),
)
INDICATOR_GUIDES = (30.0, 70.0)
INDICATOR_RANGE = (0.0, 100.0)


def compute(bars: Inputs, length: int, signal: int) -> tuple[Floats, ...]:
    """0–100 at each bar; NaN for the first `length` bars and while the price has never moved."""
    gain, loss = averages(bars.close, length)
    value = strength(gain, loss)
    return (value, behind_front(value, lambda known: mean(known, signal)), gain, loss)


def resume(
    bars: Inputs, start: int, known: tuple[Floats, ...], length: int, signal: int
) -> tuple[Floats, ...]:
    """It goes on from both averages."""
    if np.isnan(known[2][start - 1]):
        return since(compute(bars, length, signal), start)
    gain, loss = averages_on(bars.close[start - 1 :], known[2][-1], known[3][-1], length)
    value = strength(gain, loss)
    return (value, over_end(known[0], value, signal, lambda all_: mean(all_, signal)), gain, loss)


def strength(gain: Floats, loss: Floats) -> Floats:
    """0–100; NaN while the price has never moved."""
    return 100 * share(gain, gain + loss)


def averages(close: Floats, length: int) -> tuple[Floats, Floats]:
    """Wilder's averages of gains and of losses (KRW); NaN for the first `length` bars."""
    change = np.full(len(close), np.nan)
    change[1:] = np.diff(close)
    return wilder(np.maximum(change, 0.0), length), wilder(np.maximum(-change, 0.0), length)


def averages_on(close: Floats, gain: float, loss: float, length: int) -> tuple[Floats, Floats]:
    """The same gone on from what they were at the first of these closes."""
    change = np.diff(close)
    gains = wilder_on(np.maximum(change, 0.0), gain, length)
    return gains, wilder_on(np.maximum(-change, 0.0), loss, length)
