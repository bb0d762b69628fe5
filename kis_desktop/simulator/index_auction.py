"""What the call auctions of a day indicate for an index."""

from dataclasses import dataclass
from datetime import date, datetime

from kis_desktop.simulator import auctions, noise
from kis_desktop.simulator.day_path import DayPath
from kis_desktop.simulator.hours import Hours
from kis_desktop.simulator.views import moment

_SWAY = 0.004
"""how far the first indication lies from the last, as a part of it"""
_FIRST_PART = 0.15


@dataclass(frozen=True, slots=True)
class IndexIndication:
    """An index as an auction would leave it, hundredths of a point, with what would trade."""

    time: datetime
    value: int
    volume: int
    turnover: int
    risen: int
    unchanged: int
    fallen: int


class IndexAuction:
    """One auction of one index: filled with its shares, then asked."""

    def __init__(self, code: str, day: date, hours: Hours, *, closing: bool) -> None:
        self._key = noise.key(0, "indication", code, closing)
        self._day = day
        self._closing = closing
        self._start, self._end = auctions.bounds(hours, closing=closing)
        self._capital = 0.0
        self._volume = self._turnover = 0
        self._risen = self._unchanged = self._fallen = 0

    def add(self, path: DayPath) -> None:
        """Takes a share in."""
        self._key ^= path.address
        price = path.bar.close if self._closing else path.bar.open
        volume = path.closing_volume if self._closing else path.opening_volume
        self._capital += price * path.listing.listed_shares
        self._volume += volume
        self._turnover += volume * price
        self._risen += price > path.bar.base
        self._unchanged += price == path.bar.base
        self._fallen += price < path.bar.base

    def indicated(self, points: float, at: int) -> IndexIndication | None:
        """At a moment, after the auction as it ended; None before it. `points` a won of capital."""
        if at < self._start:
            return None
        when = min(at, self._end)
        done = (when - self._start) / (self._end - self._start)
        step = (when - self._start) // auctions.STEP
        sway = auctions.swayed(self._key, step, closing=self._closing) * (1.0 - done)
        grown = _FIRST_PART + (1.0 - _FIRST_PART) * done**1.5
        shifted = round(sway * (self._risen + self._fallen) / 4)
        risen = min(max(self._risen + shifted, 0), self._risen + self._fallen)
        return IndexIndication(
            time=moment(self._day, when),
            value=round(self._capital * points * (1.0 + _SWAY * sway)),
            volume=int(self._volume * grown),
            turnover=int(self._turnover * grown),
            risen=risen,
            unchanged=self._unchanged,
            fallen=self._risen + self._fallen - risen,
        )
