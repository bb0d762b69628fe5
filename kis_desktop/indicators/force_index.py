"""Force index (포스 인덱스) after Elder, 13: an EMA of the change times the volume."""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.smoothing import CASCADE, exponential
from kis_desktop.indicators.study import Output, Parameter

INDICATOR_ID = "force_index"
INDICATOR_TITLE = "포스 인덱스"
INDICATOR_TITLE_EN = "Force index"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 13, 1, 500),)
INDICATOR_OUTPUTS = (Output("value", "포스 인덱스", "Force index"),)
INDICATOR_GUIDES = (0.0,)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """In KRW times shares."""
    force = np.full(len(bars), np.nan)
    force[1:] = np.diff(bars.close) * bars.volume[1:]
    return (exponential(force, length),)


def reach(length: int) -> int:
    """What lies further back weighs nothing."""
    return CASCADE * length + 1
