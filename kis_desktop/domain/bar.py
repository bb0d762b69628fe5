"""Bars of a chart: open, high, low, close and volume over an interval."""

from __future__ import annotations

import enum
from decimal import Decimal

import msgspec


class Interval(enum.StrEnum):
    """How long a bar is."""

    MINUTE_1 = "1m"
    MINUTE_3 = "3m"
    MINUTE_5 = "5m"
    MINUTE_10 = "10m"
    MINUTE_15 = "15m"
    MINUTE_30 = "30m"
    MINUTE_60 = "60m"
    DAY = "D"
    WEEK = "W"
    MONTH = "M"

    @property
    def minutes(self) -> int | None:
        """Length in minutes; None for a day and more."""
        return int(self.value[:-1]) if self.value.endswith("m") else None


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

    symbol: str
    interval: Interval
    bars: tuple[Bar, ...]
