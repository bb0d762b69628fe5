"""Parabolic SAR (파라볼릭 SAR) after Wilder.

It begins at the second bar, falling where the low fell further than the high rose. TA-Lib tells the
same values from the first turn on, but not the state to go on from.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter, Shape

INDICATOR_ID = "parabolic_sar"
INDICATOR_TITLE = "파라볼릭 SAR"
INDICATOR_TITLE_EN = "Parabolic SAR"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (
    Parameter("step", "가속변수", "Step", 0.02, 0.001, 0.5, 0.01),
    Parameter("limit", "가속변수 한계", "Limit", 0.2, 0.01, 1.0, 0.05),
)
INDICATOR_OUTPUTS = (
    Output("value", "파라볼릭 SAR", "SAR", Shape.DOTS),
    Output("next", "다음", "Next", Shape.HIDDEN),
    Output("extreme", "극점", "Extreme", Shape.HIDDEN),
    Output("pace", "가속", "Pace", Shape.HIDDEN),
    Output("rising", "방향", "Rising", Shape.HIDDEN),
)
_STATES = 4


def compute(bars: Inputs, step: float, limit: float) -> tuple[Floats, ...]:
    """Below the bars while the price rises, above them while it falls; NaN at the first bar."""
    unknown = np.full((_STATES + 1, min(len(bars), 1)), np.nan)
    if len(bars) < 2:  # noqa: PLR2004
        return tuple(unknown)
    fell, rose = bars.low[0] - bars.low[1], bars.high[1] - bars.high[0]
    rising = not (fell > rose and fell > 0)
    first = (bars.low[0], bars.high[1]) if rising else (bars.high[0], bars.low[1])
    state = (float(first[0]), float(first[1]), min(step, limit), float(rising))
    found = _followed(bars, 1, state, min(step, limit), limit)
    return tuple(np.concatenate([unknown, found], axis=1))


def resume(
    bars: Inputs, start: int, known: tuple[Floats, ...], step: float, limit: float
) -> tuple[Floats, ...]:
    """It goes on from the stop, the extreme, the pace and the direction that were."""
    if start == 1:
        return tuple(values[start:] for values in compute(bars, step, limit))
    stop, extreme, pace, rising = (float(values[start - 1]) for values in known[1:])
    return tuple(_followed(bars, start, (stop, extreme, pace, rising), min(step, limit), limit))


def _followed(
    bars: Inputs, start: int, state: tuple[float, float, float, float], step: float, limit: float
) -> Floats:
    """Values and states (rows) from the bar `start` on."""
    highs, lows = bars.high[start - 1 :].tolist(), bars.low[start - 1 :].tolist()
    (stop, extreme, pace, rising), last_high, last_low = state, highs[0], lows[0]
    found: list[float] = []  # flat: a tuple a bar costs twice the time
    for high, low in zip(highs[1:], lows[1:], strict=True):
        if rising and low <= stop:
            rising, value, pace = 0.0, max(extreme, last_high, high), step
            extreme, stop = low, max(value + pace * (low - value), last_high, high)
        elif not rising and high >= stop:
            rising, value, pace = 1.0, min(extreme, last_low, low), step
            extreme, stop = high, min(value + pace * (high - value), last_low, low)
        elif rising:
            value = stop
            if high > extreme:
                extreme, pace = high, min(pace + step, limit)
            stop = min(stop + pace * (extreme - stop), last_low, low)
        else:
            value = stop
            if low < extreme:
                extreme, pace = low, min(pace + step, limit)
            stop = max(stop + pace * (extreme - stop), last_high, high)
        last_high, last_low = high, low
        found += (value, stop, extreme, pace, rising)
    return np.fromiter(found, np.float64, len(found)).reshape(-1, _STATES + 1).T
