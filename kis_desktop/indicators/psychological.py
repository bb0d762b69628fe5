"""Psychological line (투자심리선), 12: on how many percent of the bars the close rose.

A close that is what it was did not rise.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import total

INDICATOR_ID = "psychological"
INDICATOR_TITLE = "투자심리선"
INDICATOR_TITLE_EN = "Psychological line"
INDICATOR_GROUP = "oscillator"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 12, 1, 500),)
INDICATOR_OUTPUTS = (Output("value", "투자심리선", "Psychological line"),)
INDICATOR_GUIDES = (25.0, 75.0)
INDICATOR_RANGE = (0.0, 100.0)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """0–100 over the last `length` changes."""
    rose = np.full(len(bars), np.nan)
    rose[1:] = np.diff(bars.close) > 0
    return (100 * total(rose, length) / length,)


def reach(length: int) -> int:
    """A window of changes."""
    return length
