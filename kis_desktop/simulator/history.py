"""Past days of one instrument: latent bars, replaced by what was really lived through."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator.daily_path import DailyColumns, daily_columns
from kis_desktop.simulator.day_path import DayPath, day_path
from kis_desktop.simulator.hours import trading_days
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.told_days import ToldDays
from kis_desktop.simulator.universe import ANCHOR_DAY, Listing
from kis_desktop.simulator.views import DayBar, MinuteBar

_NOTHING = (*(np.zeros(0, dtype=np.int64),) * 4, np.zeros(0))
PERIODS = frozenset({"D", "W", "M", "Y"})
_KEPT_COLUMNS = 64
"""instruments whose years are kept, of all: 70 KB each"""
_FEW = 8
"""single days and stretches that an instrument keeps, whatever becomes of its columns"""


@dataclass(frozen=True, slots=True)
class LivedDay:
    """A day as the exchange traded it."""

    bar: DayBar
    minutes: tuple[MinuteBar, ...]
    bought: int
    """of the volume, traded at the ask"""
    sold: int
    """traded at the bid; the rest was traded in call auctions"""


@dataclass(frozen=True, slots=True)
class Extreme:
    """A high or a low and the day it was traded on."""

    price: int
    day: date


@dataclass(frozen=True, slots=True)
class TradedDays:
    """Past days in columns: as they were traded, and as they would have been without the user."""

    days: tuple[date, ...]
    close: NDArray[np.int64]
    volume: NDArray[np.int64]
    turnover: NDArray[np.int64]
    latent_volume: NDArray[np.int64]
    latent_move: NDArray[np.float64]
    """log of close over base"""


class History:
    """Bars of all days before today. A lived close becomes the base of the days after it; days that
    a file tells are as the file says.

    What a glance at today asks for is kept, so that thousands of instruments take little memory;
    their years are reckoned again when they are needed.
    """

    def __init__(self, seed: int, listing: Listing, told: ToldDays | None = None) -> None:
        self._seed = seed
        self._listing = listing
        self._told = told
        anchor = (ANCHOR_DAY, listing.base_price) if told is None else (told.last, told.close)
        self._anchors: list[tuple[date, int]] = [anchor]
        self._last_year = max(ANCHOR_DAY.year, anchor[0].year)
        self._latent: dict[date, DayBar] = {}
        self._lived: dict[date, LivedDay] = {}
        self._path: DayPath | None = None
        self._grid: tuple[date, PriceGrid] | None = None
        self._extremes: dict[tuple[date, date], tuple[Extreme, Extreme]] = {}

    def columns(self, day: date) -> DailyColumns:
        """All latent days up to the end of the day's year, in columns."""
        columns = self._columns_for(day)
        if columns.days[-1].year <= day.year or day.year < ANCHOR_DAY.year:
            return columns
        return columns.until(date(day.year, 12, 31))

    def latent_bar(self, day: date) -> DayBar:
        """The bar that a day would have without the user. Raises KeyError for a day without one."""
        known = self._latent.get(day)
        if known is None:
            if len(self._latent) >= _FEW:
                self._latent.clear()
            known = self._latent[day] = self._reckoned(day)
        return known

    def path(self, day: date) -> DayPath:
        """The latent course of a day; the last one asked for is kept."""
        if self._path is None or self._path.bar.day != day:
            self._path = self._course(self.latent_bar(day))
        return self._path

    def grid(self, day: date) -> PriceGrid:
        """The quotable prices of a day; the last one asked for is kept."""
        if self._grid is None or self._grid[0] != day:
            base = self.latent_bar(day).base
            self._grid = (day, PriceGrid(base, etp=self._listing.is_etp))
        return self._grid[1]

    def keep(self, day: date, lived: LivedDay, close: int) -> None:
        """Takes up a day that the exchange has lived through."""
        self._lived[day] = lived
        self._anchors.append((day, close))
        self._latent.clear()
        self._extremes.clear()

    def bar(self, day: date) -> DayBar:
        """The bar of a past trading day; flat at its base where nothing was traded."""
        lived = self._lived.get(day)
        return lived.bar if lived is not None else self.latent_bar(day)

    def bars(self, start: date, end: date) -> list[DayBar]:
        """Daily bars of past days in [start, end], oldest first."""
        return [
            self._lived[day].bar if day in self._lived else self._reckoned(day)
            for day in trading_days(start, end)
        ]

    def traded(self, start: date, end: date) -> TradedDays:
        """Past days in [start, end] in columns, oldest first: what `bars` tells of them."""
        days = trading_days(start, end)
        parts = [self._columns_between(first, last) for first, last in self._stretches(days)]
        close, volume, turnover, latent_volume, latent_move = (
            (np.concatenate(column) for column in zip(*parts, strict=True)) if parts else _NOTHING
        )
        for number, day in enumerate(days):
            lived = self._lived.get(day)
            if lived is not None:
                close[number], volume[number] = lived.bar.close, lived.bar.volume
                turnover[number] = lived.bar.turnover
        return TradedDays(days, close, volume, turnover, latent_volume, latent_move)

    def minutes(self, day: date) -> tuple[MinuteBar, ...]:
        """Minute bars of a past trading day."""
        lived = self._lived.get(day)
        if lived is not None:
            return lived.minutes
        path = self._seen(self.latent_bar(day))
        closing = path.closing_bar()
        return path.minute_bars(path.hours.minutes) + ((closing,) if closing else ())

    def sides(self, day: date) -> tuple[int, int]:
        """Shares traded at the ask and at the bid on a past day; the rest was in call auctions."""
        lived = self._lived.get(day)
        if lived is not None:
            return lived.bought, lived.sold
        path = self._seen(self._reckoned(day))
        bought = int(path.bought.sum())
        return bought, int(path.volumes.sum()) - path.opening_volume - bought

    def extremes(self, start: date, end: date) -> tuple[Extreme, Extreme]:
        """The highest high and the lowest low of past days in [start, end]."""
        known = self._extremes.get((start, end))
        if known is not None:
            return known
        columns = self._columns_for(end)
        first, last = columns.span(start, end)
        high = first + int(columns.high[first:last].argmax())
        low = first + int(columns.low[first:last].argmin())
        found = (
            Extreme(int(columns.high[high]), columns.days[high]),
            Extreme(int(columns.low[low]), columns.days[low]),
        )
        if len(self._extremes) >= _FEW:
            self._extremes.clear()
        self._extremes[start, end] = found
        return found

    def previous_volume(self, day: date) -> int:
        """The volume of the trading day before."""
        days = trading_days(day - timedelta(days=20), day - timedelta(days=1))
        return self.bar(days[-1]).volume if days else 0

    def _stretches(self, days: tuple[date, ...]) -> list[tuple[date, date]]:
        """First and last days between which one close lies under all columns."""
        if not days:
            return []
        edges = [day for day, _ in self._anchors[1:] if days[0] <= day < days[-1]]
        firsts = [days[0], *(days[bisect_right(days, edge)] for edge in edges)]
        return list(zip(firsts, [*edges, days[-1]], strict=True))

    def _columns_between(self, first: date, last: date) -> tuple[NDArray[Any], ...]:
        columns = self._columns_for(last)
        cut = slice(columns.index(first), columns.index(last) + 1)
        volume = columns.volume[cut]
        move = np.log(columns.close[cut] / columns.base[cut])
        return columns.close[cut], volume, columns.turnover[cut], volume, move

    def _reckoned(self, day: date) -> DayBar:
        columns = self._columns_for(day)
        return columns.bar(columns.index(day))

    def _columns_for(self, day: date) -> DailyColumns:
        anchor = self._anchors[0]
        for later in self._anchors[1:]:
            if later[0] < day:
                anchor = later
        self._last_year = max(self._last_year, day.year)
        return _columns(self._seed, self._listing, self._last_year, anchor, self._told)

    def _seen(self, bar: DayBar) -> DayPath:
        """The course of a day, not kept unless it is already."""
        kept = self._path
        return kept if kept is not None and kept.bar == bar else self._course(bar)

    def _course(self, bar: DayBar) -> DayPath:
        told = None if self._told is None else self._told.path(self._seed, self._listing, bar)
        return day_path(self._seed, self._listing, bar) if told is None else told


@lru_cache(maxsize=_KEPT_COLUMNS)
def _columns(
    seed: int,
    listing: Listing,
    last_year: int,
    anchor: tuple[date, int],
    told: ToldDays | None = None,
) -> DailyColumns:
    if told is None:
        return daily_columns(seed, listing, last_year, anchor)
    eve = previous_trading_day(told.first)
    later = anchor if anchor[0] > told.last else (told.last, told.close)
    return told.over(
        daily_columns(seed, listing, last_year, (eve, told.base)),
        daily_columns(seed, listing, last_year, later),
    )


def merged(bars: Iterable[DayBar], period: str) -> tuple[DayBar, ...]:
    """Daily bars summed up by week (W), month (M) or year (Y); D leaves them."""
    if period == "D":
        return tuple(bars)
    groups: dict[tuple[int, int], list[DayBar]] = {}
    for bar in bars:
        groups.setdefault(_period_key(bar.day, period), []).append(bar)
    return tuple(_sum(group) for group in groups.values())


def period_start(day: date, period: str) -> date:
    """The first calendar day of the week, month or year that a day lies in."""
    if period == "W":
        return day - timedelta(days=day.weekday())
    if period == "M":
        return day.replace(day=1)
    if period == "Y":
        return day.replace(month=1, day=1)
    return day


def _period_key(day: date, period: str) -> tuple[int, int]:
    if period == "W":
        year, week, _ = day.isocalendar()
        return year, week
    return (day.year, day.month) if period == "M" else (day.year, 0)


def _sum(group: list[DayBar]) -> DayBar:
    return DayBar(
        day=group[-1].day,
        open=group[0].open,
        high=max(bar.high for bar in group),
        low=min(bar.low for bar in group),
        close=group[-1].close,
        volume=sum(bar.volume for bar in group),
        turnover=sum(bar.turnover for bar in group),
        base=group[0].base,
    )
