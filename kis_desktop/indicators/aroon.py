"""Aroon (아룬), 25: how lately the window's high and its low were, 100 being now.

Of several equal highs the latest counts.
"""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "aroon"
INDICATOR_TITLE = "아룬"
INDICATOR_TITLE_EN = "Aroon"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 25, 2, 500),)
INDICATOR_OUTPUTS = (
    Output("up", "Aroon Up", "Aroon up"),
    Output("down", "Aroon Down", "Aroon down"),
)
INDICATOR_GUIDES = (30.0, 70.0)
INDICATOR_RANGE = (0.0, 100.0)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """0–100 over the present bar and the `length` before it."""
    import talib  # noqa: PLC0415

    down, up = talib.AROON(bars.high, bars.low, length)
    return (up, down)


def reach(length: int) -> int:
    """A window behind the bar."""
    return length
