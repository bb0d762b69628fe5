"""TRIX, 12 and 9: how much a threefold EMA of the close grew since the last bar, in percent.

The signal is an EMA of it.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import CASCADE, exponential
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "trix"
INDICATOR_TITLE = "TRIX"
INDICATOR_TITLE_EN = "TRIX"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (
    Parameter("length", "기간", "Length", 12, 1, 300),
    Parameter("signal", "시그널", "Signal length", 9, 1, 300),
)
INDICATOR_OUTPUTS = (Output("value", "TRIX", "TRIX"), Output("signal", "시그널", "Signal"))
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, length: int, signal: int) -> tuple[Floats, ...]:
    """Each average begins at the mean of the first values that it is given."""
    import talib  # noqa: PLC0415

    value = talib.TRIX(bars.close, length)
    return (value, exponential(value, signal))


def reach(length: int, signal: int) -> int:
    """What lies further back weighs nothing."""
    return CASCADE * (length + signal)
