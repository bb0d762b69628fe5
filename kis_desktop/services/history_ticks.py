"""One feed key's prints of today: pages of the server joined with those heard live.

The day's volume behind each print is its place among all, so that nothing is counted twice; a
print that is told without it counts for no bar. The server has today's alone, and of one second no
more than thirty. Prints are kept in memory alone.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from kis_desktop.domain.bar import Bar, BarKey, Interval
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.quote import Trade
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import KOREA, series
from kis_desktop.services.history_desk import HistoryDesk
from kis_desktop.services.tick_bars import Print, backward, forward, grow

_FIRST_PAGES = 10  # of 30 prints
_MOST_PAGES = 60  # that catch up after a break; behind them we begin anew
_MOST = 20_000  # prints read back; the newest day's of a busy share
_A_DAY = 10**13  # more than a day's volume in shares
_POLLED_EVERY = 20.0  # market seconds between reads that no stream brings
_TAIL = 4


class _Bars(NamedTuple):
    newer: list[Bar]
    older: list[Bar]
    older_prints: int


class TickHistory:
    """Prints of one feed key; `revision` counts how often bars that were here became others."""

    def __init__(self, symbol: str, desk: HistoryDesk) -> None:
        self.key = BarKey(symbol, Interval.TICK)
        self.symbol = symbol
        self.loaded = False
        self.complete = False
        self.revision = 0
        self._desk = desk
        self._older: list[Print] = []  # before the print that bars are counted from
        self._newer: list[Print] = []
        self._waiting: deque[Print] = deque(maxlen=_MOST)  # heard before the pages were joined
        self._counted: dict[int, _Bars] = {}
        self._missed = 0
        self._read_at = 0.0
        self._reading = asyncio.Lock()

    def unload(self) -> None:
        """Prints may have been missed."""
        self.loaded = False
        self._missed += 1

    async def open(self) -> None:
        """Have prints: the first pages. Raises as the source."""
        async with self._reading:
            if not self._newer:
                await self._read()

    async def refresh(self, _feed: Feed) -> None:
        """Read the prints since the last one that was heard for sure. Raises as the source."""
        async with self._reading:
            await self._read()

    async def step(self, *, background: bool) -> None:
        """Read the page before those that are here. Raises as the source."""
        async with self._reading:
            every = self._older or self._newer
            if not every or len(self._older) >= _MOST:
                self.complete = True  # before nothing there is nothing
                return
            first = every[0]
            fresh = await self._page_before(first, background=background)
            self._older = [*fresh, *self._older]
            self.complete = not fresh

    def is_due(self, feed: Feed) -> bool:
        """Whether prints may lack at the end."""
        if feed in (Feed.GAP, Feed.WAITING) or self._reading.locked():
            return False
        polled = feed is Feed.POLLED
        now = self._desk.now().timestamp()
        return not self.loaded or (polled and now > self._read_at + _POLLED_EVERY)

    @property
    def is_busy(self) -> bool:
        """Whether pages are being read."""
        return self._reading.locked()

    def on_trades(self, trades: Sequence[Trade]) -> bool:
        """Count prints; whether bars moved. Those heard before the pages are joined wait."""
        fresh = [one for one in map(self._print, trades) if one is not None]
        if not self.loaded:
            self._waiting += fresh
            return False
        return self._append(fresh)

    def first(self) -> int | None:
        """When the oldest print was."""
        every = self._older or self._newer
        return every[0].time if every else None

    def bars(self, interval: Interval) -> BarSeries:
        """All bars of so many prints."""
        kept = self._bars(interval.count)
        return series([*kept.older, *kept.newer])

    def tail(self, interval: Interval) -> tuple[Bar, ...]:
        """The newest bars of so many prints."""
        return tuple(self._bars(interval.count).newer[-_TAIL:])

    def _bars(self, count: int) -> _Bars:
        kept = self._counted.get(count) or _Bars(forward(self._newer, count), [], -1)
        if kept.older_prints != len(self._older):
            limit = kept.newer[0].time if kept.newer else None
            older = backward(self._older, count, limit)
            kept = _Bars(kept.newer, older, len(self._older))
        self._counted[count] = kept
        return kept

    def _append(self, fresh: Iterable[Print]) -> bool:
        last = self._newer[-1].order if self._newer else -1
        moved = False
        for one in fresh:
            if one.order <= last:
                continue
            for count, kept in self._counted.items():
                grow(kept.newer, len(self._newer), one, count)
            self._newer.append(one)
            last, moved = one.order, True
        return moved

    async def _read(self) -> None:
        """Read back to the last print that is here; where that is too far, begin anew."""
        missed, now = self._missed, self._desk.now()
        last = self._newer[-1].order if self._newer else None
        found, is_joined = await self._pages(now, last)
        if last is not None and not is_joined:
            self._older, self._newer, self._counted = [], [], {}
            self.revision += 1
        self.complete = self.complete and last is not None and is_joined
        waiting = tuple(self._waiting)
        self._waiting.clear()
        by_order = {one.order: one for one in (*waiting, *found)}
        self._append(by_order[order] for order in sorted(by_order))
        self._read_at = now.timestamp()
        self.loaded = missed == self._missed

    async def _pages(self, now: datetime, last: int | None) -> tuple[list[Print], bool]:
        """Prints back to the one of order `last`, or some pages of them; whether it was reached."""
        found: dict[int, Print] = {}
        until = now.strftime("%H%M%S")
        for _ in range(_FIRST_PAGES if last is None else _MOST_PAGES):
            page = await self._page(until, background=False)
            fresh = [one for one in page if one.order not in found]
            found.update((one.order, one) for one in fresh)
            if last is not None and any(one.order <= last for one in page):
                return _sorted(found), True
            if not page:
                break
            until = _clock_of(min(one.time for one in fresh)) if fresh else _earlier(until)
        return _sorted(found), last is None

    async def _page_before(self, first: Print, *, background: bool) -> list[Print]:
        """The prints before one: of its second, or else of those before it."""
        until = _clock_of(first.time)
        for asked in (until, _earlier(until)):
            page = await self._page(asked, background=background)
            fresh = {one.order: one for one in page if one.order < first.order}
            if fresh:
                return _sorted(fresh)
        return []

    async def _page(self, until: str, *, background: bool) -> list[Print]:
        source = self._desk.source
        page = await source.prints_page(self.symbol, until, background=background)
        return [one for one in map(self._print, page) if one is not None]

    def _print(self, trade: Trade) -> Print | None:
        if trade.volume is None:
            return None
        day = trade.trade_date or self._desk.today()
        at = int(datetime.combine(day, trade.time, KOREA).timestamp())
        order = day.toordinal() * _A_DAY + trade.volume
        return Print(order, at, trade.price, trade.size)


def _sorted(found: dict[int, Print]) -> list[Print]:
    return [found[order] for order in sorted(found)]


def _clock_of(moment: int) -> str:
    return datetime.fromtimestamp(moment, KOREA).strftime("%H%M%S")


def _earlier(text: str) -> str:
    """A second earlier; midnight stays."""
    hours, minutes, seconds = int(text[:2]), int(text[2:4]), int(text[4:])
    at = max(hours * 3600 + minutes * 60 + seconds - 1, 0)
    return f"{at // 3600:02}{at // 60 % 60:02}{at % 60:02}"
