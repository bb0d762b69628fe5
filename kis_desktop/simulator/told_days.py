"""Days of instruments that a file tells, in the place of the built-in ones.

A day is told by its bar alone, by its minutes, or by its prints. A bar alone is given a course as
any other day is; minutes become four prints each (open, both extremes, close), so that whatever is
shown adds up to what the file says. Prices are won, volumes shares, times KST.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator.daily_path import DailyColumns
from kis_desktop.simulator.day_path import KNOTS_PER_MINUTE, DayPath, ToldPrint, day_path
from kis_desktop.simulator.hours import MINUTE, SECOND, hours
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import DayBar, PrintSide, moment

_PLACES = (0, 15, 35, 57)
"""seconds of a minute at which its prints lie"""


@dataclass(frozen=True, slots=True)
class ToldMinute:
    """One minute of a file; `number` counts from the open, the last one is the closing auction."""

    number: int
    open: int
    high: int
    low: int
    close: int
    volume: int
    turnover: int


@dataclass(frozen=True, slots=True)
class ToldDay:
    """One day of one instrument: its bar, and its minutes or prints where the file has them."""

    bar: DayBar
    """its base is the close of the day that the file tells before"""
    minutes: tuple[ToldMinute, ...] = ()
    prints: tuple[ToldPrint, ...] = ()
    opened: tuple[int, int] = (0, 0)
    """shares and won that were traded before the first of the prints"""
    before: tuple[int, int] = (0, 0)
    """the highest and lowest price before the first of the prints"""


@dataclass(frozen=True, eq=False)
class ToldDays:
    """All days that a file tells of one instrument, and nothing but quiet between them."""

    days: Mapping[date, ToldDay]
    first: date = field(init=False)
    last: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", min(self.days))
        object.__setattr__(self, "last", max(self.days))

    @property
    def base(self) -> int:
        """The close before the first day."""
        return self.days[self.first].bar.base

    @property
    def close(self) -> int:
        """Of the last day."""
        return self.days[self.last].bar.close

    def over(self, before: DailyColumns, after: DailyColumns) -> DailyColumns:
        """An instrument's years: what leads to the first day, the file's days, what follows."""
        start = bisect_left(before.days, self.first)
        end = bisect_right(before.days, self.last)
        rows = []
        close = self.base
        for day in before.days[start:end]:
            told = self.days.get(day)
            bar = told.bar if told else DayBar(day, close, close, close, close, 0, 0, close)
            rows.append((close, bar.open, bar.high, bar.low, bar.close, bar.volume, bar.turnover))
            close = bar.close
        told_columns = np.array(rows, dtype=np.int64).T
        names = ("base", "open", "high", "low", "close", "volume", "turnover")
        joined: dict[str, Any] = {
            name: np.concatenate(
                (getattr(before, name)[:start], column, getattr(after, name)[end:])
            )
            for name, column in zip(names, told_columns, strict=True)
        }
        return replace(before, **joined)

    def path(self, seed: int, listing: Listing, bar: DayBar) -> DayPath | None:
        """The course of a day that the file tells; None for any other."""
        told = self.days.get(bar.day)
        if told is None:
            return None
        if told.prints:
            return _path_of_prints(day_path(seed, listing, bar), told)
        if told.minutes:
            return _path_of_minutes(day_path(seed, listing, bar), told)
        path = _paid(day_path(seed, listing, bar), bar)
        return replace(path, prints=_prints(path))


@dataclass(frozen=True, slots=True)
class Replay:
    """What a file tells."""

    instruments: Mapping[str, ToldDays]
    start: datetime
    """its first minute of trading"""


def _paid(path: DayPath, bar: DayBar) -> DayPath:
    """The path with turnovers that come to the day's."""
    closing = path.closing_volume * bar.close
    whole, wanted = int(path.turnovers.sum()), bar.turnover - closing
    if wanted <= 0 or not whole:
        return path
    reached = np.floor(np.cumsum(path.turnovers) * (wanted / whole)).astype(np.int64)
    reached[-1] = wanted
    return replace(path, paid=np.diff(reached, prepend=0))


def _path_of_minutes(path: DayPath, told: ToldDay) -> DayPath:
    count = path.hours.minutes
    columns = np.zeros((6, count), dtype=np.int64)
    by_number = {one.number: one for one in told.minutes}
    last = told.bar.open
    for number in range(count):
        one = by_number.get(number)
        if one is None:
            columns[:4, number] = last
            continue
        columns[:, number] = one.open, one.high, one.low, one.close, one.volume, one.turnover
        last = one.close
    closing = by_number.get(count)
    return _with(path, columns, 0, closing.volume if closing else 0)


def _path_of_prints(path: DayPath, told: ToldDay) -> DayPath:
    """Minutes that sum up the prints; what went before them is the opening's."""
    opened, count = path.hours.open, path.hours.minutes
    volume, turnover = told.opened
    columns = np.zeros((6, count), dtype=np.int64)
    columns[:4, 0] = told.bar.open
    columns[4:, 0] = volume, turnover
    if volume:
        columns[1:3, 0] = told.before
    seen = {0} if volume else set()
    for one in told.prints:
        number = (one.at - opened) // MINUTE
        if number >= count:
            continue
        if number not in seen:
            seen.add(number)
            columns[:4, number] = one.price
        columns[1, number] = max(columns[1, number], one.price)
        columns[2, number] = min(columns[2, number], one.price)
        columns[3, number] = one.price
        columns[4, number] += one.size
        columns[5, number] += one.amount
    last = told.bar.open
    for number in range(count):
        if number not in seen:
            columns[:4, number] = last
        last = int(columns[3, number])
    closing = sum(one.size for one in told.prints if one.at >= path.hours.closing_auction)
    running = tuple(one for one in told.prints if one.at < path.hours.closing_auction)
    made = _with(path, columns, volume, closing)
    return replace(
        made,
        prints=running,
        before=told.before,
        opened=turnover,
        bought=_by_minute(running, PrintSide.BUY, opened, count),
    )


def _with(path: DayPath, columns: NDArray[np.int64], opening: int, closing: int) -> DayPath:
    """The path with the file's minutes: open, high, low, close, volume, turnover."""
    open_, high, low, close, volumes, turnovers = columns
    rises = close >= open_
    inner = np.stack((open_, np.where(rises, low, high), np.where(rises, high, low), close, close))
    values = np.append(inner.T.reshape(-1), close[-1]).astype(np.float32)
    assert len(inner) == KNOTS_PER_MINUTE
    tilt = np.clip(0.5 + 0.15 * np.sign(close - open_), 0.1, 0.9)
    continuous = volumes.copy()
    continuous[0] -= opening
    made = replace(
        path,
        values=values,
        open_prices=open_.astype(np.int32),
        high_prices=high.astype(np.int32),
        low_prices=low.astype(np.int32),
        close_prices=close.astype(np.int32),
        volumes=volumes.astype(np.int32),
        paid=turnovers,
        bought=(continuous * tilt).astype(np.int32),
        opening_volume=opening,
        closing_volume=closing,
    )
    prints = _prints(made)
    length = path.hours.minutes
    return replace(
        made, prints=prints, bought=_by_minute(prints, PrintSide.BUY, path.hours.open, length)
    )


def _prints(path: DayPath) -> tuple[ToldPrint, ...]:
    """Four prints a minute that make its bar; the opening auction's volume is in none of them."""
    found: list[ToldPrint] = []
    opened = path.hours.open
    for number, whole in enumerate(path.volumes.tolist()):
        opening = path.opening_volume if number == 0 else 0
        volume = whole - opening
        if volume <= 0:
            continue
        turnover = int(path.turnovers[number]) - opening * path.bar.open
        prices = _prices(path, number, volume)
        sizes = [volume // len(prices)] * len(prices)
        sizes[-1] += volume - sum(sizes)
        amounts = [turnover * size // volume for size in sizes]
        amounts[-1] += turnover - sum(amounts)
        for place, price, size, amount in zip(_PLACES, prices, sizes, amounts, strict=False):
            falls = bool(found) and price < found[-1].price
            side = PrintSide.SELL if falls else PrintSide.BUY
            at = opened + number * MINUTE + place * SECOND + 1
            found.append(ToldPrint(at, price, size, amount, side))
    return tuple(found)


def _prices(path: DayPath, number: int, volume: int) -> list[int]:
    """Open, the two extremes and close of a minute; as many as it has shares."""
    open_, close = int(path.open_prices[number]), int(path.close_prices[number])
    high, low = int(path.high_prices[number]), int(path.low_prices[number])
    inner = (low, high) if close >= open_ else (high, low)
    if volume == 1:
        return [close]
    if volume < len(_PLACES):
        outside = [price for price in inner if price not in (open_, close)]
        return [open_, *outside[: volume - 2], close]
    return [open_, *inner, close]


def _by_minute(
    prints: tuple[ToldPrint, ...], side: PrintSide, opened: int, count: int
) -> NDArray[np.int32]:
    found = np.zeros(count, dtype=np.int32)
    for one in prints:
        if one.side is side:
            found[(one.at - opened) // MINUTE] += one.size
    return found


def chained(days: list[ToldDay]) -> ToldDays:
    """Days with the close before as their base; the first day's is its own open, unless told."""
    ordered = sorted(days, key=lambda one: one.bar.day)
    first = ordered[0]
    if not first.bar.base:
        first = replace(first, bar=replace(first.bar, base=first.bar.open))
    found = [first]
    for before, one in pairwise([first, *ordered[1:]]):
        found.append(replace(one, bar=replace(one.bar, base=before.bar.close)))
    return ToldDays({one.bar.day: one for one in found})


def opening_of(day: date) -> datetime:
    """When the regular session of a day begins."""
    return moment(day, hours(day).open)
