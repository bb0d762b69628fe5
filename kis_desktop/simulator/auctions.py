"""What the call auctions of a day indicate for instruments that sleep, and what they end with."""

from dataclasses import dataclass
from datetime import datetime

from kis_desktop.simulator import noise
from kis_desktop.simulator.day_path import DayPath
from kis_desktop.simulator.hours import SECOND, Hours
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.views import Phase, moment

STEP = 10 * SECOND
_SWAY = 0.35
"""of a day's volatility: how far the first indication lies from the last"""
_FIRST_PART = 0.15
"""of the matched volume is there from the beginning"""
_OPENING_LANE, _CLOSING_LANE = 40, 41


@dataclass(frozen=True, slots=True)
class Indication:
    """What an auction would match, or has matched, at a moment."""

    time: datetime
    price: int
    size: int


def bounds(hours: Hours, *, closing: bool) -> tuple[int, int]:
    """When an auction begins and ends, microseconds since midnight."""
    if closing:
        return hours.closing_auction, hours.close
    return hours.auction, hours.open


def gathering_phases(*, closing: bool) -> frozenset[Phase]:
    """The phases in which an auction's orders gather."""
    if closing:
        return frozenset({Phase.CLOSING_AUCTION})
    return frozenset({Phase.PRE_HOURS, Phase.OPENING_AUCTION})


def indicated(path: DayPath, grid: PriceGrid, at: int, *, closing: bool) -> Indication | None:
    """The indication at a moment, after the auction its result; None before it.

    It sways less the nearer the end is, and ends at the day's open or close.
    """
    start, end = bounds(path.hours, closing=closing)
    matched = path.closing_volume if closing else path.opening_volume
    if at < start or not matched:
        return None
    when = min(at, end)
    done = (when - start) / (end - start)
    target = path.bar.close if closing else path.bar.open
    sway = swayed(path.address, (when - start) // STEP, closing=closing) * (1.0 - done)
    volatility = path.listing.volatility_bp / 10_000
    price = target if done >= 1.0 else grid.nearest(target * (1.0 + _SWAY * volatility * sway))
    size = int(matched * (_FIRST_PART + (1.0 - _FIRST_PART) * done**1.5))
    price = min(max(price, grid.limit_down), grid.limit_up)
    return Indication(moment(path.bar.day, when), price, max(size, 1))


def swayed(address: int, step: int, *, closing: bool) -> float:
    """The mean of the last few draws, between -1 and 1, at a step of ten seconds."""
    lane = _CLOSING_LANE if closing else _OPENING_LANE
    draws = [noise.uniform(address, max(step - back, 0), lane) for back in range(4)]
    return sum(draws) / len(draws) * 2.0 - 1.0
