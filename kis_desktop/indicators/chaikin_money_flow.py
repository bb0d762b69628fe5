"""Chaikin money flow (CMF), 20: volume by where each bar closed, in percent of all volume."""

from __future__ import annotations

from kis_desktop.indicators.accumulation import flow
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import share, total

INDICATOR_ID = "chaikin_money_flow"
INDICATOR_TITLE = "차이킨 머니플로(CMF)"
INDICATOR_TITLE_EN = "Chaikin money flow"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 500),)
INDICATOR_OUTPUTS = (Output("value", "CMF", "CMF"),)
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """−100 to 100; NaN where nothing was traded."""
    return (100 * share(total(flow(bars), length), total(bars.volume, length)),)


def reach(length: int) -> int:
    """A window, and no more."""
    return length - 1
