"""Volume ratio (VR, 거래량 비율), 20: volume of rising bars in percent of that of falling ones.

Bars whose close is what it was count by half on both sides, as Korean terminals have it.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import share, total

INDICATOR_ID = "volume_ratio"
INDICATOR_TITLE = "VR(거래량 비율)"
INDICATOR_TITLE_EN = "Volume ratio"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 20, 1, 500),)
INDICATOR_OUTPUTS = (Output("value", "VR", "VR"),)
INDICATOR_GUIDES = (70.0, 150.0, 450.0)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """100 where both are the same; NaN where nothing was traded on falling or unmoved bars."""
    turn = np.full(len(bars), np.nan)
    turn[1:] = np.sign(np.diff(bars.close))
    rose = total((1 + turn) / 2 * bars.volume, length)
    fell = total((1 - turn) / 2 * bars.volume, length)
    return (100 * share(rose, fell),)


def reach(length: int) -> int:
    """A window of changes."""
    return length
