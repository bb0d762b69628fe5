"""Relative strength to the index (지수 대비 상대강도): the price divided by the KOSPI.

100 is the first bar of which both are known. Above it the share has gained more than the index
since, or lost less.
"""

from __future__ import annotations

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.study import Output, Shape

INDICATOR_ID = "index_strength"
INDICATOR_TITLE = "KOSPI 대비 상대강도"
INDICATOR_TITLE_EN = "Strength against KOSPI"
INDICATOR_GROUP = "trend"
INDICATOR_PANE = "own"
INDICATOR_PARAMETERS = ()
INDICATOR_OUTPUTS = (
    Output("value", "상대강도", "Strength"),
    Output("base", "기준", "Base", Shape.HIDDEN),
)
INDICATOR_GUIDES = (100.0,)
INDICATOR_BESIDE = ("index",)


def compute(bars: Inputs) -> tuple[Floats, ...]:
    """NaN where one of both is not known; `base` is their ratio at the first bar, from it on."""
    ratios = _ratios(bars)
    known = np.flatnonzero(np.isfinite(ratios))
    base = np.full(len(bars), np.nan)
    if len(known):
        base[known[0] :] = ratios[known[0]]
    return (100 * ratios / base, base)


def resume(bars: Inputs, start: int, known: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """It goes on from the base; all bars say where there was none yet."""
    base = float(known[1][start - 1])
    if np.isnan(base):
        return tuple(line[start:] for line in compute(bars))
    ratios = _ratios(bars.since(start))
    return (100 * ratios / base, np.full(len(ratios), base))


def _ratios(bars: Inputs) -> Floats:
    index = bars.told("index")
    found = np.full(len(bars), np.nan)
    np.divide(bars.close, index, out=found, where=(index > 0) & (bars.close > 0))
    return found
