"""Trading after the regular session on past days: a function of seed, instrument and day.

Until 2026-09-11 every ten minutes from 16:10 to 18:00 at a single price (시간외단일가), no farther
than ten percent from the close. Since 2026-09-14 the after-market trades until 20:00; of a day that
is over it is told here by a print every ten minutes. Funds are not traded in it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.hours import MINUTE, hours
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import DayBar

_EVERY = 10 * MINUTE
_SINGLE_PRICES, _AFTER_PRINTS = 12, 24
_FARTHEST = 10
"""percent of the close, at single prices"""
_STEP = 0.08
"""of a day's volatility, from one print to the next"""
_USUAL_PART = 0.012
"""of the day's volume"""


@dataclass(frozen=True, slots=True)
class OvertimePrint:
    """One print after hours."""

    at: int
    """microseconds since midnight"""
    price: int
    size: int
    volume: int
    """cumulative, after hours alone"""
    turnover: int
    """cumulative, won"""


@dataclass(frozen=True, slots=True)
class OvertimeLimits:
    """Between which prices it trades."""

    low: int
    high: int


def overtime_limits(bar: DayBar, *, etp: bool) -> OvertimeLimits:
    """Of the evening of a day."""
    grid = PriceGrid(bar.base, etp=etp)
    if hours(bar.day).has_after_market:
        return OvertimeLimits(grid.limit_down, grid.limit_up)
    low = max(grid.ceil(bar.close * (100 - _FARTHEST) / 100), grid.limit_down)
    return OvertimeLimits(low, min(grid.floor(bar.close * (100 + _FARTHEST) / 100), grid.limit_up))


def overtime_prints(seed: int, listing: Listing, bar: DayBar) -> tuple[OvertimePrint, ...]:
    """All prints of the evening of a day, oldest first."""
    day = bar.day
    after_market = hours(day).has_after_market
    if listing.halted or not bar.volume or (after_market and listing.is_etp):
        return ()
    count = _AFTER_PRINTS if after_market else _SINGLE_PRICES
    key = noise.key(seed, listing.symbol, day, "overtime")
    numbers = np.arange(count)
    steps = noise.normals(key, numbers, 0) * _STEP * listing.volatility_bp / 10_000
    values = bar.close * np.exp(np.cumsum(steps))
    parts = np.exp(0.9 * noise.normals(key, numbers, 2))
    whole = bar.volume * _USUAL_PART * (0.4 + 1.2 * noise.uniform(key, 0, 9))
    sizes = (parts / parts.sum() * whole).astype(int)
    grid, limits = PriceGrid(bar.base, etp=listing.is_etp), overtime_limits(bar, etp=listing.is_etp)
    first = _begin(day)
    volume = turnover = 0
    found: list[OvertimePrint] = []
    for number in range(count):
        size = int(sizes[number])
        if not size:
            continue
        price = min(max(grid.nearest(float(values[number])), limits.low), limits.high)
        volume, turnover = volume + size, turnover + size * price
        found.append(OvertimePrint(first + (number + 1) * _EVERY, price, size, volume, turnover))
    return tuple(found)


def _begin(day: date) -> int:
    """Half an hour after the close: 16:00 on an ordinary day."""
    return hours(day).close + 30 * MINUTE
