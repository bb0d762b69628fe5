"""What an instrument is worth at any moment of the day, the same for both exchanges."""

import math

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.day_path import DayPath, value_at
from kis_desktop.simulator.hours import MINUTE

_MORNING_LANE, _EVENING_LANE = 30, 31
_MORNING = 50
"""minutes of the NXT's pre-market"""
_WOBBLE = 0.04
"""of a day's volatility, a minute"""
_FARTHEST = 0.025
"""how far the evening goes from the close, as a part of it"""


class LatentValue:
    """In the regular session the day path's course; before it the way from the base price to the
    open, after it a walk about the close.
    """

    __slots__ = ("_close", "_closing", "_evening", "_knots", "_morning", "_open", "_path")

    def __init__(self, path: DayPath) -> None:
        self._path = path
        self._knots: list[float] = path.knots.tolist()
        self._open = path.hours.open
        self._closing = path.hours.closing_auction
        self._close = path.hours.close
        self._morning: list[float] = []
        self._evening: list[float] = []

    def regular(self, at: int) -> float:
        """The value of the KRX's regular session and its auctions, flat outside."""
        return value_at(self._knots, at - self._open)

    def before(self, at: int) -> float:
        """The value in the NXT's pre-market."""
        if not self._morning:
            self._morning = self._walked(_MORNING_LANE, _MORNING + 1)
        path = self._path
        since = (at - (path.hours.auction - 30 * MINUTE)) / MINUTE
        done = min(max(since / _MORNING, 0.0), 1.0)
        line = path.bar.base + (path.bar.open - path.bar.base) * done
        return line + _between(self._morning, since) * (1.0 - done)

    def after(self, at: int) -> float:
        """The value from the close on."""
        if not self._evening:
            minutes = (self._path.hours.end - self._close) // MINUTE
            self._evening = self._walked(_EVENING_LANE, minutes + 1)
        return self._path.bar.close + _between(self._evening, (at - self._close) / MINUTE)

    def _walked(self, lane: int, count: int) -> list[float]:
        path = self._path
        step = path.bar.close * path.listing.volatility_bp / 10_000 * _WOBBLE
        most = path.bar.close * _FARTHEST
        steps = noise.normals(path.address, np.arange(count), lane) * step
        walked: list[float] = np.clip(np.cumsum(steps) - steps[0], -most, most).tolist()
        return walked


def _between(values: list[float], place: float) -> float:
    """The value at a place between two of the list, flat outside."""
    number = math.floor(place)
    if number < 0:
        return values[0]
    if number >= len(values) - 1:
        return values[-1]
    return values[number] + (values[number + 1] - values[number]) * (place - number)
