"""Bars from prints and from smaller bars: pure, for one symbol and interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import numpy as np

from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.indicators.resample import bucket
from kis_desktop.indicators.series import BarSeries

__all__ = ["KOREA", "bars_of", "bucket", "joined", "minute_of", "series", "with_print"]

KOREA = timezone(timedelta(hours=9))
"""what bars count in: also in the summers of 1987 and 1988, when clocks stood an hour ahead"""
_MINUTE = 60


def minute_of(moment: datetime) -> int:
    """The start of a moment's minute as UTC epoch seconds."""
    seconds = int(moment.timestamp())
    return seconds - seconds % _MINUTE


def joined(bars: Iterable[Bar], interval: Interval) -> tuple[Bar, ...]:
    """Bars, oldest first, as bars of a longer interval: `resampled` for a few of them, exact."""
    found: list[Bar] = []
    for bar in bars:
        start = bucket(bar.time, interval)
        if found and found[-1].time == start:
            found[-1] = _merged(found[-1], bar)
        else:
            found.append(Bar(start, bar.open, bar.high, bar.low, bar.close, bar.volume))
    return tuple(found)


def with_print(bars: list[Bar], start: int, price: Decimal, size: int) -> None:
    """Count a print into the minute that starts at `start`: the last bar, or a new one behind it.

    A print of an earlier minute changes nothing: that minute is read anew from the server.
    """
    if bars and bars[-1].time == start:
        bars[-1] = bars[-1].with_print(price, size)
    elif not bars or bars[-1].time < start:
        bars.append(Bar(start, price, price, price, price, size))


def series(bars: Sequence[Bar]) -> BarSeries:
    """Bars as read-only columns."""
    if not bars:
        return BarSeries.empty()
    prices = [
        np.array([float(value) for value in column])
        for column in (
            [bar.open for bar in bars],
            [bar.high for bar in bars],
            [bar.low for bar in bars],
            [bar.close for bar in bars],
            [bar.volume for bar in bars],
        )
    ]
    return BarSeries(np.array([bar.time for bar in bars], np.int64), *prices)


def bars_of(columns: BarSeries) -> tuple[Bar, ...]:
    """Columns as bars; a price is the shortest number that gives the same column."""
    times, volumes = columns.time.tolist(), columns.volume.tolist()
    opens, highs, lows, closes = (
        [_exact(price) for price in column.tolist()]
        for column in (columns.open, columns.high, columns.low, columns.close)
    )
    rows = zip(times, opens, highs, lows, closes, volumes, strict=True)
    return tuple(
        Bar(start, opened, high, low, close, int(volume))
        for start, opened, high, low, close, volume in rows
    )


def _exact(price: float) -> Decimal:
    return Decimal(int(price)) if price.is_integer() else Decimal(str(price))


def _merged(left: Bar, right: Bar) -> Bar:
    return Bar(
        left.time,
        left.open,
        max(left.high, right.high),
        min(left.low, right.low),
        right.close,
        left.volume + right.volume,
    )
