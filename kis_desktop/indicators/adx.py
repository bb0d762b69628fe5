"""Directional movement (DMI: +DI, −DI, ADX) after Wilder, 14.

All four averages weigh the newest bar 1/length and begin at their first mean. TA-Lib has the same
values once warm, but not the averages to go on from, whose ratios outlast every window.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import true_range, wilder, wilder_on
from kis_desktop.indicators.study import Output, Parameter, Shape
from kis_desktop.indicators.windows import share, since

INDICATOR_ID = "adx"
INDICATOR_TITLE = "DMI/ADX"
INDICATOR_TITLE_EN = "DMI/ADX"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 14, 2, 500),)
INDICATOR_OUTPUTS = (
    Output("plus", "+DI", "+DI"),
    Output("minus", "-DI", "-DI"),
    Output("value", "ADX", "ADX"),
    Output("rise", "+DM", "+DM", Shape.HIDDEN),
    Output("fall", "-DM", "-DM", Shape.HIDDEN),
    Output("range", "TR", "TR", Shape.HIDDEN),
)
INDICATOR_GUIDES = (25.0,)
INDICATOR_RANGE = (0.0, 100.0)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """0–100; the ADX comes `length` bars after the others. No direction at all counts as 0."""
    moves = tuple(wilder(column, length) for column in _moves(bars))
    plus, minus, turn = _directions(*moves)
    return (plus, minus, wilder(turn, length), *moves)


def resume(bars: Inputs, start: int, known: tuple[Floats, ...], length: int) -> tuple[Floats, ...]:
    """It goes on from the averages."""
    if any(np.isnan(values[start - 1]) for values in known[2:]):
        return since(compute(bars, length), start)
    fresh = since(_moves(bars.since(start - 1)), 1)
    moves = tuple(
        wilder_on(column, float(last[start - 1]), length)
        for column, last in zip(fresh, known[3:], strict=True)
    )
    plus, minus, turn = _directions(*moves)
    return (plus, minus, wilder_on(turn, float(known[2][start - 1]), length), *moves)


def _moves(bars: Inputs) -> tuple[Floats, ...]:
    """How far each bar went beyond the one before: up, down, and in all (KRW)."""
    rise, fall = np.full(len(bars), np.nan), np.full(len(bars), np.nan)
    up, down = np.diff(bars.high), -np.diff(bars.low)
    rise[1:] = np.where((up > down) & (up > 0), up, 0.0)
    fall[1:] = np.where((down > up) & (down > 0), down, 0.0)
    return rise, fall, true_range(bars)


def _directions(rise: Floats, fall: Floats, reach: Floats) -> tuple[Floats, Floats, Floats]:
    """+DI, −DI and how far they are apart, in percent."""
    plus, minus = 100 * share(rise, reach), 100 * share(fall, reach)
    apart = np.where(plus + minus > 0, 100 * share(np.abs(plus - minus), plus + minus), 0.0)
    apart[np.isnan(plus)] = np.nan
    return plus, minus, apart
