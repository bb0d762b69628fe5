"""Minutes at adjusted prices (수정주가): pure.

The server gives days adjusted and unadjusted, minutes one way alone. Which way they come is
measured day by day against both closes, not assumed; where they are as traded, they are scaled by
the day's adjusted close in parts of the unadjusted one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.indicators.resample import bucket_starts
from kis_desktop.indicators.series import BarSeries, Floats, Times
from kis_desktop.services.bar_builder import bars_of, series

_SAME = 0.005  # a smaller part of the price is the rounding of adjusted prices to won


@dataclass(frozen=True, slots=True, eq=False)
class DayFactors:
    """What prices of a day are multiplied by; volumes are divided by `volume`. Days oldest first
    (UTC epoch seconds of midnight in Korea).
    """

    day: Times
    adjusted_close: Floats
    raw_close: Floats
    price: Floats
    volume: Floats

    @property
    def is_plain(self) -> bool:
        """Whether nothing was ever split."""
        return bool((self.price == 1).all())


def day_factors(adjusted: BarSeries, raw: BarSeries) -> DayFactors:
    """The factors of the days that both histories have."""
    at = np.searchsorted(raw.time, adjusted.time)
    shared = at < len(raw)
    shared[shared] = raw.time[at[shared]] == adjusted.time[shared]
    ours, theirs = np.flatnonzero(shared), at[shared]
    close, raw_close = adjusted.close[ours], raw.close[theirs]
    price = _rounded(close / raw_close)
    volume = np.where(
        (adjusted.volume[ours] > 0) & (price != 1),
        raw.volume[theirs] / np.maximum(adjusted.volume[ours], 1),
        1.0,
    )
    return DayFactors(adjusted.time[ours], close, raw_close, price, _rounded(volume))


def adjusted_minutes(minutes: BarSeries, factors: DayFactors) -> BarSeries:
    """Minutes as they would have been traded with today's shares, prices rounded to a won."""
    if not len(minutes) or not len(factors.day) or factors.is_plain:
        return minutes
    days = bucket_starts(minutes.time, Interval.DAY)
    first = np.flatnonzero(np.concatenate(([True], days[1:] != days[:-1])))
    last = np.concatenate((first[1:], [len(days)])) - 1
    price, volume = _of_days(days[first], minutes.close[last], factors)
    counts = last - first + 1
    prices, volumes = np.repeat(price, counts), np.repeat(volume, counts)
    return BarSeries(
        minutes.time,
        _scaled(minutes.open, prices),
        _scaled(minutes.high, prices),
        _scaled(minutes.low, prices),
        _scaled(minutes.close, prices),
        np.rint(minutes.volume / volumes),
    )


def adjusted_tail(tail: Sequence[Bar], factors: DayFactors) -> tuple[Bar, ...]:
    """The newest bars likewise; exact where nothing was split."""
    if not tail or factors.is_plain:
        return tuple(tail)
    return bars_of(adjusted_minutes(series(tail), factors))


def _of_days(days: Times, closes: Floats, factors: DayFactors) -> tuple[Floats, Floats]:
    """Factors of some days; 1 where the minutes come adjusted already and behind the last day that
    is known, and those of the next day that is where one lacks.
    """
    at = np.searchsorted(factors.day, days)
    known = at < len(factors.day)
    at = np.minimum(at, len(factors.day) - 1)
    raw, adjusted = factors.raw_close[at], factors.adjusted_close[at]
    as_traded = np.abs(closes - raw) <= np.abs(closes - adjusted)
    scaled = known & as_traded
    return (
        np.where(scaled, factors.price[at], 1.0),
        np.where(scaled, factors.volume[at], 1.0),
    )


def _scaled(column: Floats, prices: Floats) -> Floats:
    return np.where(prices == 1, column, np.rint(column * prices))


def _rounded(factor: Floats) -> Floats:
    return np.where(np.abs(factor - 1) < _SAME, 1.0, factor)
