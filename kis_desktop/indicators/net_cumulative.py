"""Cumulative net buying (누적 순매수) of individuals, foreigners and institutions, in shares.

Each line begins at the first bar of which its net buying is known. A bar of which nothing is known
has no value, and the next one goes on from the sum that was.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Shape

INDICATOR_ID = "net_cumulative"
INDICATOR_TITLE = "투자자별 누적 순매수"
INDICATOR_TITLE_EN = "Cumulative net buying"
INDICATOR_GROUP = "investor"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = ()
INDICATOR_OUTPUTS = (
    Output("individual", "개인", "Individuals"),
    Output("foreign", "외국인", "Foreigners"),
    Output("institution", "기관", "Institutions"),
    Output("individual_sum", "개인 합", "Individuals so far", Shape.HIDDEN),
    Output("foreign_sum", "외국인 합", "Foreigners so far", Shape.HIDDEN),
    Output("institution_sum", "기관 합", "Institutions so far", Shape.HIDDEN),
)
INDICATOR_GUIDES = (0.0,)
INDICATOR_BESIDE = ("individual", "foreign", "institution")


def compute(bars: Inputs) -> tuple[Floats, ...]:
    """NaN where it is not known."""
    return _followed(bars, (0.0, 0.0, 0.0))


def resume(bars: Inputs, start: int, known: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """It goes on from the sums."""
    return _followed(bars.since(start), tuple(float(sums[start - 1]) for sums in known[3:]))


def _followed(bars: Inputs, before: tuple[float, ...]) -> tuple[Floats, ...]:
    told = [bars.told(name) for name in INDICATOR_BESIDE]
    sums = [
        last + np.cumsum(np.where(np.isnan(column), 0.0, column))
        for last, column in zip(before, told, strict=True)
    ]
    lines = [
        np.where(np.isnan(column), np.nan, column_sum)
        for column, column_sum in zip(told, sums, strict=True)
    ]
    return (*lines, *sums)
