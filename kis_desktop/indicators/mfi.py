"""Money flow index (MFI), 14: the share of rising bars in the money that was traded, 0–100.

Money is typical price times volume; it rises and falls with the typical price. TA-Lib says 0 where
less than one won was traded; here nothing is known then.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Parameter
from kis_desktop.indicators.windows import share, total

INDICATOR_ID = "mfi"
INDICATOR_TITLE = "MFI"
INDICATOR_TITLE_EN = "Money flow index"
INDICATOR_GROUP = "volume"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = (Parameter("length", "기간", "Length", 14, 1, 500),)
INDICATOR_OUTPUTS = (Output("value", "MFI", "MFI"),)
INDICATOR_GUIDES = (20.0, 80.0)
INDICATOR_RANGE = (0.0, 100.0)


def compute(bars: Inputs, length: int) -> tuple[Floats, ...]:
    """NaN where no bar of the window rose or fell."""
    typical, change = bars.typical, np.full(len(bars), np.nan)
    change[1:] = np.diff(typical)
    money = typical * bars.volume
    rose = total(np.where(np.isnan(change), np.nan, (change > 0) * money), length)
    fell = total(np.where(np.isnan(change), np.nan, (change < 0) * money), length)
    return (100 * share(rose, rose + fell),)


def reach(length: int) -> int:
    """A window of changes."""
    return length
