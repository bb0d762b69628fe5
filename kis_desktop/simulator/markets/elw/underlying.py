"""What warrants are on: the days and the course of a share or of an index.

Prices are won, for the index points. Days and course are latent, so that they are known for any
moment; what is shown as the price now is what the Korean exchange shows.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator.day_path import KNOT
from kis_desktop.simulator.hours import HISTORY_START, hours
from kis_desktop.simulator.index_list import members
from kis_desktop.simulator.shares import Shares
from kis_desktop.simulator.warrant_listings import index_of

_POINT = 100
_MICRO = 1_000_000
_LONGEST = 91
"""closes that historical volatility looks at"""
_REACHED = 0.4
"""of the constituents' extremes, that an index reaches: they come at different times"""
_YEAR = 252
"""trading days"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an underlying stands, as the exchange shows it."""

    price: float
    change: float
    change_rate: float
    """percent"""
    volume: int


@dataclass(frozen=True, slots=True)
class UnderlyingDays:
    """Consecutive trading days in columns."""

    days: tuple[date, ...]
    open: NDArray[Any]
    high: NDArray[Any]
    low: NDArray[Any]
    close: NDArray[Any]


class Underlying:
    """One share or index."""

    def __init__(self, shares: Shares, code: str) -> None:
        self.code = code
        self._shares = shares
        self._is_index = shares.universe.find(code) is None
        self._members, self._weights = self._parts()
        self._whole = lru_cache(maxsize=1)(self._whole_until)
        self._course = lru_cache(maxsize=2)(self._course_of)
        self._swings = lru_cache(maxsize=2)(self._swings_of)

    @property
    def unit(self) -> int:
        """Of a price in what strikes are counted in."""
        return _POINT if self._is_index else 1

    @property
    def at_anchor(self) -> int:
        """The close of the anchor day: won, or hundredths of a point."""
        if self._is_index:
            return index_of(self.code).level
        return self._shares.listing(self.code).base_price

    def standing(self) -> Standing:
        """The price now."""
        if self._is_index:
            index = self._shares.index(self.code)
            return Standing(
                index.value / _POINT, index.change / _POINT, index.change_rate, index.volume
            )
        share = self._shares.glance(self.code)
        return Standing(share.last, share.change, share.change_rate, share.volume)

    def at(self, day: date, seconds: NDArray[Any]) -> NDArray[Any]:
        """The prices so many seconds after midnight; flat before the open and after the close."""
        course = self._course(day)
        passed = seconds - hours(day).open / _MICRO
        return np.asarray(np.interp(passed, np.arange(len(course)) * (KNOT / _MICRO), course))

    def swing(self, day: date, count: int) -> float:
        """Historical volatility over so many days up to the day before, a year, in percent."""
        returns = self._swings(day)[-count:]
        return float(returns.std(ddof=1) * _YEAR**0.5 * 100) if len(returns) > 1 else 0.0

    def days(self, start: date, end: date) -> UnderlyingDays:
        """The trading days in [start, end], oldest first; none after today."""
        whole = self._whole(self._shares.trade_date)
        cut = slice(bisect_left(whole.days, start), bisect_right(whole.days, end))
        return UnderlyingDays(
            whole.days[cut], whole.open[cut], whole.high[cut], whole.low[cut], whole.close[cut]
        )

    def _whole_until(self, day: date) -> UnderlyingDays:
        columns = [self._shares.history(symbol).columns(day) for symbol in self._members]
        days = columns[0].days[: columns[0].index(day) + 1]

        def level(name: str) -> NDArray[Any]:
            rows = np.array([getattr(one, name)[: len(days)] for one in columns])
            return np.asarray(self._weights @ rows)

        open_, close = level("open"), level("close")
        top, bottom = np.maximum(open_, close), np.minimum(open_, close)
        part = _REACHED if self._is_index else 1.0
        return UnderlyingDays(
            days=days,
            open=open_,
            high=top + part * (level("high") - top),
            low=bottom - part * (bottom - level("low")),
            close=close,
        )

    def _course_of(self, day: date) -> NDArray[Any]:
        """Every twelve seconds from the open on."""
        knots = [self._shares.history(symbol).path(day).knots for symbol in self._members]
        return np.asarray(self._weights @ np.array(knots))

    def _swings_of(self, day: date) -> NDArray[Any]:
        closes = self.days(HISTORY_START, day - timedelta(days=1)).close[-_LONGEST:]
        return np.asarray(np.diff(np.log(closes)))

    def _parts(self) -> tuple[tuple[str, ...], NDArray[Any]]:
        """Symbols with their weights: of an index, points for a won."""
        if not self._is_index:
            return (self.code,), np.ones(1)
        index = index_of(self.code)
        held = members(index, self._shares.universe.listings)
        shares = np.array([one.listed_shares for one in held], dtype=np.float64)
        worth = float(shares @ np.array([one.base_price for one in held]))
        return tuple(one.symbol for one in held), shares * (index.level / _POINT / worth)
