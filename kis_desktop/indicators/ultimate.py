"""Ultimate oscillator (얼티밋 오실레이터) after Williams, 7-14-28, weighed 4, 2 and 1."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import true_range
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import share, total

INDICATOR_ID = "ultimate"
INDICATOR_TITLE = "얼티밋 오실레이터"
INDICATOR_TITLE_EN = "Ultimate oscillator"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("short", "단기", "Short length", 7, 1, 300),
    Parameter("middle", "중기", "Middle length", 14, 1, 300),
    Parameter("long", "장기", "Long length", 28, 1, 300),
)
INDICATOR_OUTPUTS = (Output("value", "얼티밋", "UO"),)
INDICATOR_GUIDES = (30.0, 70.0)
INDICATOR_RANGE = (0.0, 100.0)


def compute(bars: Inputs, short: int, middle: int, long: int) -> tuple[Floats, ...]:
    """0–100; NaN where the price has not moved, of which TA-Lib says 0."""
    reach_, bought = true_range(bars), np.full(len(bars), np.nan)
    bought[1:] = bars.close[1:] - np.minimum(bars.low[1:], bars.close[:-1])
    parts = (
        share(total(bought, length), total(reach_, length)) for length in (short, middle, long)
    )
    quick, usual, slow = parts
    return (100 * (4 * quick + 2 * usual + slow) / 7,)


def reach(short: int, middle: int, long: int) -> int:
    """A window of changes."""
    return max(short, middle, long)
