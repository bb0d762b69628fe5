"""The quotable prices of one instrument on one day: KRX ticks and daily limits in int won."""

import math

import numpy as np
from numpy.typing import NDArray

_STOCK_BANDS = (
    (2_000, 1),
    (5_000, 5),
    (20_000, 10),
    (50_000, 50),
    (200_000, 100),
    (500_000, 500),
)
_STOCK_TOP_TICK = 1_000
_ETP_BANDS = ((2_000, 1),)
_ETP_TOP_TICK = 5
_LIMIT_PERCENT = 30


class PriceGrid:
    """Ticks and limits around a base price (기준가); `etp` selects the ETF and ETN ticks."""

    __slots__ = ("_above", "_bands", "_below", "_tick", "_top", "base", "limit_down", "limit_up")

    def __init__(self, base: int, *, etp: bool) -> None:
        self.base = base
        self._bands = _ETP_BANDS if etp else _STOCK_BANDS
        self._top = _ETP_TOP_TICK if etp else _STOCK_TOP_TICK
        self._above, self._below, self._tick = 0.0, 0.0, 0
        """the band of the price that was asked for last, and its tick"""
        self.limit_up = self.floor(base * (100 + _LIMIT_PERCENT) / 100)
        self.limit_down = max(self.ceil(base * (100 - _LIMIT_PERCENT) / 100), 1)
        if self.tick(self.limit_down) == self.tick(self.limit_up):
            self._above, self._below = -math.inf, math.inf

    def tick(self, price: float) -> int:
        """The step that holds at a price, going up from it."""
        if self._above <= price < self._below:
            return self._tick
        above, top = -math.inf, (math.inf, self._top)
        for below, tick in (*self._bands, top):
            if price < below:
                self._above, self._below, self._tick = above, below, tick
                break
            above = below
        return self._tick

    def is_on_tick(self, price: int) -> bool:
        """Whether an order may carry this price, limits aside."""
        return price > 0 and price % self.tick(price) == 0

    def floor(self, value: float) -> int:
        """The quotable price at or below a value."""
        tick = self.tick(value)
        return int(value // tick) * tick

    def ceil(self, value: float) -> int:
        """The quotable price at or above a value."""
        tick = self.tick(value)
        return math.ceil(value / tick) * tick

    def nearest(self, value: float) -> int:
        """The quotable price next to a value, within the limits."""
        tick = self.tick(value)
        return min(max(int(value / tick + 0.5) * tick, self.limit_down), self.limit_up)

    def up(self, price: int) -> int:
        """One tick above a quotable price."""
        return price + self.tick(price)

    def down(self, price: int) -> int:
        """One tick below a quotable price: a band's lower edge uses the band below."""
        return price - self.tick(price - 1)


def nearest_prices(values: NDArray[np.float64], *, etp: bool) -> NDArray[np.int64]:
    """Each value's nearest quotable price, at least one tick."""
    ticks = tick_sizes(values, etp=etp)
    rounded = np.floor(values / ticks + 0.5) * ticks
    return np.maximum(rounded, ticks).astype(np.int64)


def floor_prices(values: NDArray[np.float64], *, etp: bool) -> NDArray[np.int64]:
    """Each value's quotable price at or below it."""
    ticks = tick_sizes(values, etp=etp)
    return (np.floor(values / ticks) * ticks).astype(np.int64)


def ceil_prices(values: NDArray[np.float64], *, etp: bool) -> NDArray[np.int64]:
    """Each value's quotable price at or above it."""
    ticks = tick_sizes(values, etp=etp)
    return (np.ceil(values / ticks) * ticks).astype(np.int64)


def tick_sizes(values: NDArray[np.float64], *, etp: bool) -> NDArray[np.float64]:
    """The tick at each value."""
    bands = _ETP_BANDS if etp else _STOCK_BANDS
    top = _ETP_TOP_TICK if etp else _STOCK_TOP_TICK
    edges = np.array([below for below, _ in bands], dtype=np.float64)
    steps = np.array([*(tick for _, tick in bands), top], dtype=np.float64)
    chosen: NDArray[np.float64] = steps[np.searchsorted(edges, values, side="right")]
    return chosen
