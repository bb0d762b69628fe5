"""Price and volume trend (PVT, 가격거래량추세): the sum of volume times relative change.

It begins at 0; only its course says something, not its height.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output

INDICATOR_ID = "price_volume_trend"
INDICATOR_TITLE = "가격거래량추세(PVT)"
INDICATOR_TITLE_EN = "Price and volume trend"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = ()
INDICATOR_OUTPUTS = (Output("value", "PVT", "PVT"),)


def compute(bars: Inputs) -> tuple[Floats, ...]:
    """In shares."""
    found = np.zeros(len(bars))
    found[1:] = np.cumsum(_parts(bars))
    return (found,)


def resume(bars: Inputs, start: int, known: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """It goes on from what it was."""
    return (known[0][start - 1] + np.cumsum(_parts(bars.since(start - 1))),)


def _parts(bars: Inputs) -> Floats:
    """What every bar but the first adds."""
    found: Floats = np.diff(bars.close) / bars.close[:-1] * bars.volume[1:]
    return found
