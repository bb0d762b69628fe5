"""Bars of a chart: open, high, low, close and volume over an interval."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import ClassVar

import msgspec

from kis_desktop.domain.message import Message


class Unit(enum.StrEnum):
    """What a bar's length counts."""

    TICK = "T"  # prints (체결)
    MINUTE = "m"
    DAY = "D"
    WEEK = "W"
    MONTH = "M"
    YEAR = "Y"


class Interval(msgspec.Struct, frozen=True):
    """How long a bar is: so many of a unit. As text `5m`, `30T`, `D`, `2W`."""

    count: int
    unit: Unit

    MINUTE_1: ClassVar[Interval]
    MINUTE_3: ClassVar[Interval]
    MINUTE_5: ClassVar[Interval]
    MINUTE_10: ClassVar[Interval]
    MINUTE_15: ClassVar[Interval]
    MINUTE_30: ClassVar[Interval]
    MINUTE_60: ClassVar[Interval]
    MINUTE_120: ClassVar[Interval]
    MINUTE_240: ClassVar[Interval]
    TICK: ClassVar[Interval]
    DAY: ClassVar[Interval]
    WEEK: ClassVar[Interval]
    MONTH: ClassVar[Interval]
    YEAR: ClassVar[Interval]

    @classmethod
    def parse(cls, text: str) -> Interval:
        """An interval from its text; a count of one need not be written. Raises `ValueError`."""
        count = text[:-1]
        if count and (not count.isascii() or not count.isdecimal()):
            raise ValueError(f"no interval: {text!r}")
        unit, number = Unit(text[-1:]), int(count or 1)
        if not 1 <= number <= MOST_OF[unit]:
            raise ValueError(f"{text!r}: 1 to {MOST_OF[unit]} {unit.name.lower()}s wanted")
        return cls(number, unit)

    @property
    def value(self) -> str:
        """The text that `parse` reads."""
        counted = self.unit in (Unit.MINUTE, Unit.TICK) or self.count > 1
        return f"{self.count}{self.unit}" if counted else str(self.unit)

    def __str__(self) -> str:
        return self.value

    @property
    def minutes(self) -> int | None:
        """Length in minutes; None for ticks, and for a day and more."""
        return self.count if self.unit is Unit.MINUTE else None

    @property
    def is_dated(self) -> bool:
        """Whether its bars are told by date alone: a day and more."""
        return self.unit not in (Unit.TICK, Unit.MINUTE)


MOST_OF: dict[Unit, int] = {
    Unit.TICK: 1000,
    Unit.MINUTE: 1440,
    Unit.DAY: 90,
    Unit.WEEK: 52,
    Unit.MONTH: 24,
    Unit.YEAR: 10,
}
"""the longest bar in each unit"""
for _count in (1, 3, 5, 10, 15, 30, 60, 120, 240):
    setattr(Interval, f"MINUTE_{_count}", Interval(_count, Unit.MINUTE))
Interval.TICK = Interval(1, Unit.TICK)
Interval.DAY = Interval(1, Unit.DAY)
Interval.WEEK = Interval(1, Unit.WEEK)
Interval.MONTH = Interval(1, Unit.MONTH)
Interval.YEAR = Interval(1, Unit.YEAR)


class BarKey(msgspec.Struct, frozen=True):
    """Which bars: of a feed key (so of a market, see `feed_key`), of a length, and whether prices
    are adjusted for splits and rights (수정주가).
    """

    symbol: str
    interval: Interval
    adjusted: bool = False

    @property
    def text(self) -> str:
        """The key in the latest lane."""
        return f"{self.symbol}/{self.interval}{'/adjusted' if self.adjusted else ''}"


class Bar(msgspec.Struct, frozen=True, gc=False):
    """One bar. `time` is the bar's start as UTC epoch seconds; prices in KRW, volume in shares."""

    time: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int

    def with_print(self, price: Decimal, size: int) -> Bar:
        """This bar after one more print inside it."""
        return Bar(
            self.time,
            self.open,
            max(self.high, price),
            min(self.low, price),
            price,
            self.volume + size,
        )


class BarTail(msgspec.Struct, frozen=True):
    """The newest bars of a chart, oldest first, the last one still growing.

    A chart whose own last bar is older than the first one here has missed bars and loads again.
    """

    key: BarKey
    bars: tuple[Bar, ...]


class HistoryProgress(msgspec.Struct, frozen=True):
    """How far back a chart's bars reach while older ones are being read page by page.

    `bars` counts all that are here, `first` is the oldest one's start (UTC epoch seconds; None
    without bars). `complete` once the API has nothing older; `failure` says why reading stopped.
    A chart that sees `bars` grow reads them with `History.bars`, and also when `revision` moves:
    it counts how often bars that were here became others.
    """

    key: BarKey
    bars: int
    first: int | None = None
    complete: bool = False
    failure: Message | None = None
    revision: int = 0


class Joining(enum.Enum):
    """What became of the bars that were kept before."""

    FIRST = "first"  # there were none
    JOINED = "joined"
    REPLACED = "replaced"  # they were of another adjustment, and are gone
