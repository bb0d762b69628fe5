"""Past days of minutes in blocks without a hole: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from kis_desktop.catalogue.calendar import next_trading_day, previous_trading_day
from kis_desktop.indicators.resample import concatenated, cut
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import KOREA


class Block(NamedTuple):
    """All minutes of the trading days from `first` to `last`; days without a trade count too."""

    first: date
    last: date
    bars: BarSeries


class DayBlocks:
    """Blocks oldest first; those that touch are one."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []

    def put(self, day: date, bars: BarSeries) -> bool:
        """Lay a whole day in; whether others stood in its place."""
        for at, block in enumerate(self._blocks):
            if block.first <= day <= block.last:
                start, end = midnight(day), midnight(day + timedelta(days=1))
                replaced = cut(block.bars, start, end)
                parts = [cut(block.bars, until=start), bars, cut(block.bars, since=end)]
                self._blocks[at] = block._replace(bars=concatenated(parts))
                return not _equal(replaced, bars)
        self._insert(Block(day, day, bars))
        return False

    def put_kept(self, bars: BarSeries, days: Collection[date]) -> None:
        """Lay many whole days in at once, those that are here already left out."""
        missing = sorted(day for day in days if not self.has(day))
        for first, last in _stretches(missing):
            start, end = midnight(first), midnight(last + timedelta(days=1))
            self._insert(Block(first, last, cut(bars, start, end)))

    def has(self, day: date) -> bool:
        """Whether a day is here."""
        return any(block.first <= day <= block.last for block in self._blocks)

    def up_to(self, day: date) -> Block | None:
        """The block that ends with a day, or holds it."""
        found = (block for block in self._blocks if block.first <= day <= block.last)
        return next(found, None)

    def newest(self) -> Block | None:
        """The last block."""
        return self._blocks[-1] if self._blocks else None

    def _insert(self, fresh: Block) -> None:
        blocks = sorted([*self._blocks, fresh], key=lambda block: block.first)
        joined: list[Block] = []
        for block in blocks:
            if joined and next_trading_day(joined[-1].last) >= block.first:
                before = joined[-1]
                bars = concatenated([before.bars, block.bars])
                joined[-1] = Block(before.first, block.last, bars)
            else:
                joined.append(block)
        self._blocks = joined


def midnight(day: date) -> int:
    """A day's beginning in Korea as UTC epoch seconds."""
    return int(datetime.combine(day, time(), KOREA).timestamp())


def _stretches(days: list[date]) -> Iterator[tuple[date, date]]:
    """First and last of days that follow one another without a trading day between."""
    at = 0
    while at < len(days):
        last = at
        while last + 1 < len(days) and previous_trading_day(days[last + 1]) <= days[last]:
            last += 1
        yield days[at], days[last]
        at = last + 1


def _equal(one: BarSeries, other: BarSeries) -> bool:
    return len(one) == len(other) and all(
        bool((left == right).all())
        for left, right in zip(one.columns(), other.columns(), strict=True)
    )
