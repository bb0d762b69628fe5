"""The days of a bond: its yield at each close, and what trading makes of it in between."""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.bond_list import Bond, BondKind, Interest
from kis_desktop.simulator.course import DayKnots, TickTable, knots_of
from kis_desktop.simulator.hours import trading_days
from kis_desktop.simulator.markets.domestic_bond import valuation
from kis_desktop.simulator.markets.domestic_bond.curve import Curve, spreads
from kis_desktop.simulator.trading_hours import TradingSession
from kis_desktop.simulator.universe import ANCHOR_DAY
from kis_desktop.simulator.views import DayBar

UNIT = 100
"""prices are hundredths of a won"""
_YEAR = 365
_NEAR, _FAR = 2, 10
"""years to redemption between which the treasury's steps change"""
_REACH = 0.8e-4
"""of yield, by which a day swings beyond open and close"""
_GAP, _KNOWN = 0.5e-4, 0.3
"""how far the open strays, and what it has of the day's move"""
_LEAST = 1_000
_LAST_DAY = date(2028, 12, 31)
_BUSY = {
    BondKind.TREASURY: 1_400_000,
    BondKind.MUNICIPAL: 160_000,
    BondKind.SPECIAL: 300_000,
    BondKind.CORPORATE: 90_000,
}
"""thousands of won of face value that are traded on an ordinary day"""


def tick_of(bond: Bond) -> TickTable:
    """호가단위: a won; half a won or a tenth for the treasury's shorter ones."""
    years = (bond.due - ANCHOR_DAY).days / _YEAR
    step = UNIT
    if bond.kind is BondKind.TREASURY and bond.interest is Interest.COUPON:
        step = UNIT // 10 if years < _NEAR else UNIT // 2 if years < _FAR else UNIT
    return TickTable(((0, step),))


def usual_volume(bond: Bond) -> int:
    """Of an ordinary day, thousands of won of face value."""
    return _BUSY[bond.kind]


@dataclass(frozen=True, slots=True)
class _Columns:
    """What decides the days of a bond, one place a trading day."""

    days: tuple[date, ...]
    rates: NDArray[np.float64]
    """yields at the close, parts of one a year"""
    gaps: NDArray[np.float64]
    ups: NDArray[np.float64]
    downs: NDArray[np.float64]
    busy: NDArray[np.float64]


class BondDays:
    """From the day after the issue to the one before redemption."""

    def __init__(self, seed: int, bond: Bond, curve: Curve) -> None:
        self._seed = seed
        self._bond = bond
        self._curve = curve
        self._key = noise.key(seed, bond.code, "day")
        self._tick = tick_of(bond)
        self._step = self._tick(valuation.FACE * UNIT)
        self._bar = lru_cache(maxsize=512)(self._bar_of)

    def rate(self, day: date) -> float:
        """Yield at the close of a day or of the last one before it, a part of one a year."""
        return float(self._columns.rates[self._place(day)])

    def bars(self, start: date, end: date) -> list[DayBar]:
        """The trading days in [start, end], oldest first."""
        days = self._columns.days
        return [
            self._bar(place) for place in range(bisect_left(days, start), bisect_right(days, end))
        ]

    def knots(self, session: TradingSession) -> DayKnots:
        """A trading day; before the first and after the last one as those."""
        return knots_of(self._key, session, self._bar(self._place(session.trade_date)), self._tick)

    def _place(self, day: date) -> int:
        return max(bisect_right(self._columns.days, day) - 1, 0)

    @cached_property
    def _columns(self) -> _Columns:
        one = timedelta(days=1)
        days = trading_days(self._bond.issued + one, min(self._bond.due - one, _LAST_DAY))
        numbers = np.array([day.toordinal() for day in days])
        years = (self._bond.due.toordinal() - numbers) / _YEAR
        rates = self._curve.rates(years, numbers) + spreads(self._seed, self._bond, numbers)
        gaps, ups, downs, busy = (noise.normals(self._key, numbers, lane) for lane in range(4))
        return _Columns(days, rates / 100, gaps, ups, downs, busy)

    def _bar_of(self, place: int) -> DayBar:
        found = self._columns
        before = max(place - 1, 0)
        day, yesterday = found.days[place], found.days[before]
        close_rate, base_rate = float(found.rates[place]), float(found.rates[before])
        open_rate = base_rate + _KNOWN * (close_rate - base_rate) + float(found.gaps[place]) * _GAP
        ends = self._priced(open_rate, day), self._priced(close_rate, day)
        lowest = min(open_rate, close_rate) - _REACH * abs(float(found.ups[place]))
        highest = max(open_rate, close_rate) + _REACH * abs(float(found.downs[place]))
        high = max(self._priced(lowest, day), *ends)
        low = min(self._priced(highest, day), *ends)
        volume = max(
            int(usual_volume(self._bond) * math.exp(0.8 * float(found.busy[place]))), _LEAST
        )
        turnover = volume * (ends[0] + high + low + ends[1]) // 4
        base = self._priced(base_rate, yesterday)
        return DayBar(day, ends[0], high, low, ends[1], volume, turnover, base)

    def _priced(self, rate: float, day: date) -> int:
        steps = valuation.price(self._bond, rate, day) * UNIT / self._step
        return round(steps) * self._step
