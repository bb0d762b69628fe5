"""Parabolic SAR (파라볼릭 SAR) after Wilder, as TA-Lib has it.

It begins at the second bar, falling where the low fell further than the high rose.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import since

INDICATOR_ID = "parabolic_sar"
INDICATOR_TITLE = "파라볼릭 SAR"
INDICATOR_TITLE_EN = "Parabolic SAR"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (
    Parameter("step", "가속변수", "Step", 0.02, 0.001, 0.5, 0.01),
    Parameter("limit", "가속변수 한계", "Limit", 0.2, 0.01, 1.0, 0.05),
)
INDICATOR_OUTPUTS = (Output("value", "파라볼릭 SAR", "SAR", Shape.DOTS),)
_NEAR = 512  # bars; among so many a turn is found as a rule


def compute(bars: Inputs, step: float, limit: float) -> tuple[Floats, ...]:
    """Below the bars while the price rises, above them while it falls; NaN at the first bar."""
    import talib  # noqa: PLC0415

    return (talib.SAR(bars.high, bars.low, step, limit),)


def resume(
    bars: Inputs, start: int, known: tuple[Floats, ...], step: float, limit: float
) -> tuple[Floats, ...]:
    """It goes on from the last turn, where extreme and pace begin anew."""
    turn = _last_turn(bars, known[0], start)
    if turn is None:
        return since(compute(bars, step, limit), start)
    stop, rising = float(known[0][turn]), bool(known[0][turn] <= bars.low[turn])
    found = _followed(bars.since(turn - 1), stop, min(step, limit), limit, rising=rising)
    return (found[start - turn - 1 :],)


def _last_turn(bars: Inputs, values: Floats, start: int) -> int | None:
    """The last bar before `start` that surely lies on another side of its value than the one
    before; None where none is near.
    """
    first = max(start - _NEAR, 0)
    low, high, near = bars.low[first:start], bars.high[first:start], values[first:start]
    above = (near >= high) & (near > low)
    below = (near <= low) & (near < high)
    turned = (above[1:] & below[:-1]) | (below[1:] & above[:-1])
    places = np.flatnonzero(turned)
    return first + 1 + int(places[-1]) if len(places) else None


def _followed(bars: Inputs, stop: float, step: float, limit: float, *, rising: bool) -> Floats:
    """Values behind the second bar, at which the price turned and whose value was `stop`."""
    (before_high, last_high, *highs), (before_low, last_low, *lows) = (
        bars.high.tolist(),
        bars.low.tolist(),
    )
    pace, extreme = step, last_high if rising else last_low
    found: list[float] = []
    for high, low in zip(highs, lows, strict=True):
        stop += pace * (extreme - stop)
        stop = min(stop, last_low, before_low) if rising else max(stop, last_high, before_high)
        if (low <= stop) if rising else (high >= stop):
            stop = max(extreme, last_high, high) if rising else min(extreme, last_low, low)
            rising, pace = not rising, step
            extreme = high if rising else low
        elif (high > extreme) if rising else (low < extreme):
            extreme, pace = (high if rising else low), min(pace + step, limit)
        before_high, before_low, last_high, last_low = last_high, last_low, high, low
        found.append(stop)
    return np.array(found, np.float64)
