"""Aroon oscillator (아룬 오실레이터), 25: Aroon up less Aroon down."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter, Shape

INDICATOR_ID = "aroon_oscillator"
INDICATOR_TITLE = "아룬 오실레이터"
INDICATOR_TITLE_EN = "Aroon oscillator"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 25, 2, 500),)
INDICATOR_OUTPUTS = (Output("value", "아룬 오실레이터", "Aroon oscillator", Shape.BARS),)
INDICATOR_RANGE = (-100.0, 100.0)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """−100 to 100 over the present bar and the `length` before it."""
    import talib  # noqa: PLC0415

    return (talib.AROONOSC(bars.high, bars.low, length),)


def reach(length: int) -> int:
    """A window behind the bar."""
    return length
