"""On-balance volume (OBV) and its simple mean as signal.

Begun at the first bar's volume, as TA-Lib does; only its course says something, not its height.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.sma import mean
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import over_end

INDICATOR_ID = "obv"
INDICATOR_TITLE = "OBV"
INDICATOR_TITLE_EN = "On-balance volume"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("signal", "시그널", "Signal length", 9, 1, 500),)
INDICATOR_OUTPUTS = (Output("value", "OBV", "OBV"), Output("signal", "시그널", "Signal"))


def compute(bars: Inputs, signal: int) -> tuple[Floats, ...]:
    """In shares: added where the close rose, taken off where it fell."""
    import talib  # noqa: PLC0415

    value = talib.OBV(bars.close, bars.volume)
    return (value, mean(value, signal))


def resume(bars: Inputs, start: int, known: tuple[Floats, ...], signal: int) -> tuple[Floats, ...]:
    """It goes on from what it was."""
    turns = np.sign(np.diff(bars.close[start - 1 :])) * bars.volume[start:]
    value = known[0][start - 1] + np.cumsum(turns)
    return (value, over_end(known[0], value, signal, lambda all_: mean(all_, signal)))
