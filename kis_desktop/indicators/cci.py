"""Commodity channel index (CCI) of the typical price, 9 as Korean terminals begin.

Lambert's: the distance to the simple mean in units of 0.015 mean absolute deviations.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import highest, lowest

INDICATOR_ID = "cci"
INDICATOR_TITLE = "CCI"
INDICATOR_TITLE_EN = "CCI"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 9, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "CCI", "CCI"),)
INDICATOR_GUIDES = (-100.0, 0.0, 100.0)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """NaN where the window has one price only, of which TA-Lib tells what rounding left."""
    import talib  # noqa: PLC0415

    found = talib.CCI(bars.high, bars.low, bars.close, length)
    typical = bars.typical
    found[highest(typical, length) == lowest(typical, length)] = np.nan
    return (found,)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
