"""Accumulation/distribution (A/D, 누적분산) after Chaikin.

A bar's volume counts by where it closed between its low (−1) and its high (1); a bar of one price
counts nothing.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output

INDICATOR_ID = "accumulation"
INDICATOR_TITLE = "누적분산(A/D)"
INDICATOR_TITLE_EN = "Accumulation/distribution"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = ()
INDICATOR_OUTPUTS = (Output("value", "A/D", "A/D"),)


def compute(bars: Inputs) -> tuple[Floats, ...]:
    """In shares, from nothing before the first bar."""
    import talib  # noqa: PLC0415

    return (talib.AD(bars.high, bars.low, bars.close, bars.volume),)


def resume(bars: Inputs, start: int, known: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """It goes on from what it was."""
    return (known[0][start - 1] + np.cumsum(flow(bars.since(start))),)


def flow(bars: Inputs) -> Floats:
    """Each bar's volume by where it closed, in shares."""
    place, room = (bars.close - bars.low) - (bars.high - bars.close), bars.high - bars.low
    share = np.zeros(len(bars))
    np.divide(place, room, out=share, where=room > 0)
    found: Floats = share * bars.volume
    return found
