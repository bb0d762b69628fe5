"""Weighted moving average (가중이동평균): the newest close counts most, the oldest least."""

from __future__ import annotations

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "wma"
INDICATOR_TITLE = "가중이동평균"
INDICATOR_TITLE_EN = "Weighted moving average"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "price"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 1000),)
INDICATOR_OUTPUTS = (Output("value", "가중이동평균", "WMA"),)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """The weighted mean of the last `length` closes."""
    return (weighted(bars.close, length),)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1


def weighted(values: Floats, length: int) -> Floats:
    """Weights 1 … `length`, the largest on the newest value."""
    import talib  # noqa: PLC0415

    return talib.WMA(values, length)
