"""Interest: the treasury curve of every day and what others pay above it, percent a year.

A level and a slope wander about their means day by day: a pure function of seed and date.
"""

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.bond_list import Bond, BondKind
from kis_desktop.simulator.hours import trading_days

_START, _END = date(2021, 10, 1), date(2028, 12, 31)
_LEVEL, _SLOPE, _HUMP = 2.55, 0.45, 0.25
_PULL = 0.004
"""of what lies between today and the mean, that a day brings back"""
_MOVES = (0.032, 0.018, 0.012)
"""standard deviation of a day, percent points: level, slope, hump"""
_SLOPE_YEARS, _HUMP_YEARS = 3.0, 6.0
_LOWEST = 0.4
_SWAY, _SLOW, _JITTER = 0.06, 25.0, 0.15
_UNRATED = 0.4
_SPREADS = {
    BondKind.TREASURY: 0.02,
    BondKind.MUNICIPAL: 0.16,
    BondKind.SPECIAL: 0.08,
}
_BY_RATING = {
    "AAA": 0.28, "AA+": 0.36, "AA": 0.45, "AA-": 0.55, "A+": 0.95, "A": 1.45, "A-": 2.1,
    "BBB+": 4.3, "BBB": 5.2,
}  # fmt: skip


class Curve:
    """Yields of the treasury by time to redemption."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._walk = lru_cache(maxsize=1)(self._walked)

    def rate(self, years: float, day: date) -> float:
        """At the close of a day, or of the last trading day before it."""
        days, _ = self._walk()
        place = int(np.searchsorted(days, day.toordinal(), "right")) - 1
        return float(self.rates(np.array([years]), days[max(place, 0) : max(place, 0) + 1])[0])

    def rates(self, years: NDArray[Any], numbers: NDArray[np.int64]) -> NDArray[Any]:
        """At the closes of trading days, given as ordinals, for a time to redemption each."""
        days, factors = self._walk()
        level, slope, hump = factors[:, np.searchsorted(days, numbers)]
        near = np.maximum(years / _SLOPE_YEARS, 1e-9)
        part = (1 - np.exp(-near)) / near
        bulge = years / _HUMP_YEARS * np.exp(1 - years / _HUMP_YEARS)
        return np.asarray(np.maximum(level - slope * part + hump * bulge, _LOWEST))

    def _walked(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        days = np.array([day.toordinal() for day in trading_days(_START, _END)])
        means = (_LEVEL + 0.35, _SLOPE, _HUMP)
        rows = []
        for lane, (mean, move) in enumerate(zip(means, _MOVES, strict=True)):
            moves = move * noise.normals(noise.key(self._seed, "curve"), days, lane)
            at, row = 0.0, []
            for step in moves:
                at += float(step) - _PULL * at
                row.append(mean + at)
            rows.append(row)
        return days, np.array(rows)


def spreads(seed: int, bond: Bond, numbers: NDArray[np.int64]) -> NDArray[Any]:
    """What a bond pays above the treasury of its time on days, percent points."""
    key = noise.key(seed, bond.code, "spread")
    wave = np.sin(numbers / _SLOW + 2 * np.pi * noise.uniform(key, 0, 1))
    jitter = _JITTER * noise.normals(key, numbers, 2)
    usual = _BY_RATING.get(bond.rating, _SPREADS.get(bond.kind, _UNRATED))
    own = 0.8 + 0.4 * noise.uniform(key, 1, 1)
    return np.asarray(usual * own + _SWAY * min(usual, 1.0) * (wave + jitter))
