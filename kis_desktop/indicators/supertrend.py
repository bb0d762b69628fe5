"""SuperTrend (슈퍼트렌드): a stop at a multiple of Wilder's ATR from the middle of the bar.

It begins as falling at the first bar that has an ATR, and turns where the close passes the line.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import true_range, wilder, wilder_on
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import since

INDICATOR_ID = "supertrend"
INDICATOR_TITLE = "슈퍼트렌드"
INDICATOR_TITLE_EN = "SuperTrend"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (
    Parameter("length", "ATR 기간", "ATR length", 10, 2, 500),
    Parameter("width", "승수", "Multiplier", 3.0, 0.1, 20.0, 0.1),
)
INDICATOR_OUTPUTS = (
    Output("rising", "상승추세", "Up trend"),
    Output("falling", "하락추세", "Down trend"),
    Output("upper", "상단", "Upper band", Shape.HIDDEN),
    Output("lower", "하단", "Lower band", Shape.HIDDEN),
    Output("range", "ATR", "ATR", Shape.HIDDEN),
)


def compute(bars: Inputs, length: int, width: float) -> tuple[Floats, ...]:
    """The lower line while the price rises, the upper one while it falls, NaN for the other."""
    ranges = wilder(true_range(bars), length)
    lines = np.full((4, len(bars)), np.nan)
    if length < len(bars):
        lines[:, length:] = _followed(bars, length, ranges[length:], (np.inf, -np.inf, 0.0), width)
    return (*lines, ranges)


def resume(
    bars: Inputs, start: int, known: tuple[Floats, ...], length: int, width: float
) -> tuple[Floats, ...]:
    """It goes on from both bands, the direction and the ATR that were."""
    last = float(known[4][start - 1])
    if np.isnan(last):
        return since(compute(bars, length, width), start)
    ranges = wilder_on(true_range(bars.since(start - 1))[1:], last, length)
    rising = float(not np.isnan(known[0][start - 1]))
    state = (float(known[2][start - 1]), float(known[3][start - 1]), rising)
    return (*_followed(bars, start, ranges, state, width), ranges)


def _followed(
    bars: Inputs, start: int, ranges: Floats, state: tuple[float, float, float], width: float
) -> Floats:
    """Both lines and both bands (rows) from the bar `start` on."""
    middle = (bars.high[start:] + bars.low[start:]) / 2
    highs, lows = (middle + width * ranges).tolist(), (middle - width * ranges).tolist()
    (upper, lower, rising), last = state, float(bars.close[start - 1])
    nothing = float("nan")
    found: list[float] = []  # flat: a tuple a bar costs twice the time
    for high, low, close in zip(highs, lows, bars.close[start:].tolist(), strict=True):
        if high < upper or last > upper:
            upper = high
        if low > lower or last < lower:
            lower = low
        rising = close >= lower if rising else close > upper
        found += (lower, nothing, upper, lower) if rising else (nothing, upper, upper, lower)
        last = close
    return np.fromiter(found, np.float64, len(found)).reshape(-1, 4).T
