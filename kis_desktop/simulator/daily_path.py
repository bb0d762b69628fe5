"""Daily bars over the years: a pure function of seed, symbol and date."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.hours import history_days
from kis_desktop.simulator.limit_days import limit_moves
from kis_desktop.simulator.price_grid import (
    ceil_prices,
    floor_prices,
    nearest_prices,
)
from kis_desktop.simulator.universe import ANCHOR_DAY, Listing
from kis_desktop.simulator.views import DayBar

_MARKET_VOLATILITY = 0.009
_LONGEST_MOVE = 0.24
"""A day's log return stays well inside the daily limit of 30 %."""
_TO_UPPER, _TO_LOWER = 0.2624, -0.3567
"""log of 1.3 and of 0.7"""
_LOWEST_PRICE = 100
_FIGURES = ("base", "open", "high", "low", "close", "volume", "turnover")
_CALM_BP = 20
"""Money-market and bond funds stay below; they rise without a detour."""


@dataclass(frozen=True, slots=True)
class DailyColumns:
    """Bars of consecutive trading days in columns; prices in won, volume in shares."""

    days: tuple[date, ...]
    base: NDArray[np.int64]
    open: NDArray[np.int64]
    high: NDArray[np.int64]
    low: NDArray[np.int64]
    close: NDArray[np.int64]
    volume: NDArray[np.int64]
    turnover: NDArray[np.int64]
    """won: the volume at the mean of the day's prices, where nothing tells it"""

    def index(self, day: date) -> int:
        """Where a trading day stands. Raises KeyError for any other day."""
        index = bisect_left(self.days, day)
        if index == len(self.days) or self.days[index] != day:
            raise KeyError(f"no trading day in the history: {day}")
        return index

    def span(self, start: date, end: date) -> tuple[int, int]:
        """First index and index behind the last of the days in [start, end]; at least one day."""
        behind = max(bisect_right(self.days, end), 1)
        return min(bisect_left(self.days, start), behind - 1), behind

    def until(self, day: date) -> "DailyColumns":
        """The days up to one."""
        end = bisect_right(self.days, day)
        return DailyColumns(self.days[:end], *(getattr(self, name)[:end] for name in _FIGURES))

    def bar(self, index: int) -> DayBar:
        """One bar."""
        return DayBar(
            day=self.days[index],
            open=int(self.open[index]),
            high=int(self.high[index]),
            low=int(self.low[index]),
            close=int(self.close[index]),
            volume=int(self.volume[index]),
            turnover=int(self.turnover[index]),
            base=int(self.base[index]),
        )


def daily_columns(
    seed: int, listing: Listing, last_year: int, anchor: tuple[date, int]
) -> DailyColumns:
    """All bars up to the end of a year, chained so that each base is the close before.

    The chain passes through `anchor`, a day and its close in won.
    """
    days, numbers = _days(max(last_year, ANCHOR_DAY.year))
    returns, sigma = _returns(seed, listing, days[-1].year)
    returns = _toward_origin(seed, listing, days, returns)
    limits = limit_moves(seed, listing.symbol, numbers)
    limits[[0, bisect_left(days, anchor[0])]] = 0
    returns = np.where(limits, np.where(limits > 0, _TO_UPPER, _TO_LOWER), returns)
    close, base = _closes(listing, days, returns, anchor)
    etp = listing.is_etp
    for number in np.flatnonzero(limits):
        lowest, highest = _limits(close[number - 1 : number], etp=etp)
        close[number] = highest[0] if limits[number] > 0 else lowest[0]
    base = np.concatenate((base[:1], close[:-1]))
    lower, upper = _limits(base, etp=etp)
    own = noise.key(seed, listing.symbol, "day")
    gap = 0.35 * returns + 0.30 * sigma * noise.normals(own, numbers, 2)
    open_ = np.clip(nearest_prices((base * np.exp(gap)).astype(np.float64), etp=etp), lower, upper)
    wick = sigma * (0.0 if listing.halted else 0.45) * (limits == 0)
    open_ = close if listing.halted else np.where(limits, close, open_)
    top = np.maximum(open_, close) * np.exp(wick * abs(noise.normals(own, numbers, 3)))
    bottom = np.minimum(open_, close) * np.exp(-wick * abs(noise.normals(own, numbers, 4)))
    high = np.clip(nearest_prices(top.astype(np.float64), etp=etp), lower, upper)
    low = np.clip(nearest_prices(bottom.astype(np.float64), etp=etp), lower, upper)
    volume = _volumes(listing, returns, sigma, noise.normals(own, numbers, 5))
    return DailyColumns(
        days=days,
        base=base,
        open=open_,
        high=high,
        low=low,
        close=close,
        volume=volume,
        turnover=volume * (open_ + high + low + close) // 4,
    )


def _limits(base: NDArray[np.int64], *, etp: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The lowest and the highest price of each day."""
    lower = np.maximum(ceil_prices(base * np.float64(0.7), etp=etp), 1)
    return lower, floor_prices(base * np.float64(1.3), etp=etp)


@lru_cache(maxsize=8)
def _days(last_year: int) -> tuple[tuple[date, ...], NDArray[np.int64]]:
    """The days of the history with the numbers that their randomness is drawn by."""
    days = history_days(last_year)
    return days, np.array([day.toordinal() for day in days], dtype=np.int64)


@lru_cache(maxsize=8)
def _weather(seed: int, last_year: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What all instruments share: the market's unrest and its daily surprise."""
    _, numbers = _days(last_year)
    everyone = noise.key(seed, "market", "day")
    return _slow_wave(everyone, numbers), noise.normals(everyone, numbers, 0)


def _returns(
    seed: int, listing: Listing, last_year: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    _, numbers = _days(last_year)
    unrest, surprise = _weather(seed, last_year)
    own = noise.key(seed, listing.symbol, "day")
    unrest = np.exp(0.35 * (unrest + 0.5 * _slow_wave(own, numbers)))
    sigma = listing.volatility_bp / 10_000 * unrest
    market = _MARKET_VOLATILITY * unrest * surprise
    share = abs(listing.beta) * _MARKET_VOLATILITY / (listing.volatility_bp / 10_000)
    rest = np.sqrt(max(1.0 - share * share, 0.15))
    moves = listing.beta * market + rest * sigma * noise.normals(own, numbers, 1)
    if listing.halted:
        moves = moves * 0.0
    return np.clip(moves, -_LONGEST_MOVE, _LONGEST_MOVE), sigma


def _toward_origin(
    seed: int, listing: Listing, days: tuple[date, ...], returns: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The returns with a small drift, so that the years before the anchor begin at a sane price."""
    if listing.halted:
        return returns
    past = bisect_left(days, ANCHOR_DAY) + 1
    calm = listing.volatility_bp < _CALM_BP
    rise = 0.13 if calm else 0.45 * np.sign(listing.beta or 1.0)
    spread = 0.02 if calm else 0.30
    key = noise.key(seed, listing.symbol, "origin")
    wanted = rise + spread * float(noise.normals(key, np.zeros(1, dtype=np.int64), 0)[0])
    drift = np.zeros(len(days))
    drift[:past] = (wanted - float(returns[:past].sum())) / past
    return np.clip(returns + drift, -_LONGEST_MOVE, _LONGEST_MOVE)


def _slow_wave(key: int, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Noise that changes over a month: volatility comes in clusters."""
    position = numbers / 30.0
    left = np.floor(position).astype(np.int64)
    part = position - left
    bends = noise.normals(key, np.arange(left[0], left[-1] + 2), 8)
    place = left - left[0]
    return np.asarray(bends[place] * (1 - part) + bends[place + 1] * part)


def _closes(
    listing: Listing,
    days: tuple[date, ...],
    returns: NDArray[np.float64],
    anchor: tuple[date, int],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    day, close = anchor
    index = bisect_left(days, day)
    level = np.concatenate(([0.0], np.cumsum(returns)))
    level = np.log(close) + level - level[index + 1]
    prices = nearest_prices(
        np.maximum(np.exp(level), min(_LOWEST_PRICE, close)), etp=listing.is_etp
    )
    return prices[1:], prices[:-1]


def _volumes(
    listing: Listing,
    returns: NDArray[np.float64],
    sigma: NDArray[np.float64],
    noise_: NDArray[np.float64],
) -> NDArray[np.int64]:
    if listing.halted:
        return np.zeros(len(returns), dtype=np.int64)
    busy = np.exp(0.30 * noise_ + 0.30 * (np.minimum(abs(returns) / sigma, 4.0) - 0.8))
    volumes: NDArray[np.int64] = np.maximum(listing.previous_volume * busy, 1).astype(np.int64)
    return volumes
