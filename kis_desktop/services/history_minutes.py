"""One feed key's minutes: whole past days and the live tail, without a gap or a double.

A minute that began before we listened is read again from the server once it is over; until then its
bar is the server's plus the prints since. Minutes are trusted as long as a chart follows them and
their prints come without a break. Past days are shown as far as none lacks between them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from weakref import ref

import numpy as np

from kis_desktop.catalogue.calendar import next_trading_day, previous_trading_day
from kis_desktop.domain.bar import Bar, BarKey, Interval
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import InvalidInput, ServerRefused
from kis_desktop.domain.quote import Trade
from kis_desktop.indicators.resample import bucket, concatenated, cut, resampled
from kis_desktop.indicators.series import BarSeries, Times
from kis_desktop.services.bar_builder import (
    KOREA,
    bars_of,
    joined,
    minute_of,
    series,
    with_print,
)
from kis_desktop.services.history_blocks import Block, DayBlocks, midnight
from kis_desktop.services.history_desk import HistoryDesk, all_of
from kis_desktop.services.history_pages import LATEST, before, minutes_since, past_day

_log = logging.getLogger(__name__)

_FIRST_DAYS = 2  # past days of a first look
_CAUGHT_UP = 10  # past days that are read before today's when a kept history is opened
_NEAR = timedelta(days=14)
_LIMIT = timedelta(days=365)  # how long the server keeps minutes
_EMPTY_DAYS = 5  # trading days without a minute, one after another, are the end
_TAIL = 4  # bars handed to the screen with every change
_MINUTE = 60  # seconds
_POLLED_EVERY = 20.0  # market seconds between reads of minutes that no stream brings
_CORRECT_AFTER = 4.0  # market seconds after a minute's end before it is read again


class MinuteHistory:
    """Minutes of one feed key; `revision` counts how often bars that were here became others."""

    def __init__(self, symbol: str, desk: HistoryDesk) -> None:
        self.key = BarKey(symbol, Interval.MINUTE_1)
        self.symbol = symbol
        self.loaded = False
        self.complete = False
        self.revision = 0
        self._desk = desk
        self._blocks = DayBlocks()
        self._live: list[Bar] = []
        self._is_open = self._was_read = False
        self._partial: int | None = None  # this minute and the next were only partly heard
        self._sure_until = 0  # minutes before this one are the server's
        self._missed = 0  # how often prints may have been missed
        self._read_at = 0.0  # market second of the last read
        self._doubtful: dict[date, tuple[Bar, ...]] = {}  # days that may lack their beginning
        self._refused = False
        self._reading = asyncio.Lock()

    def unload(self) -> None:
        """Prints may have been missed: the newest minutes are to be read again."""
        if self.loaded:
            self._sure_until = self._heard_whole()
        self.loaded = False
        self._missed += 1

    async def open(self) -> None:
        """Have bars: those that are kept, or else the first look's. Raises as the source."""
        async with self._reading:
            await self._open_kept()
            if not len(self._past()):
                await self._read()

    async def refresh(self, feed: Feed) -> None:
        """Read what may be missing at the end. Raises as the source."""
        async with self._reading:
            await self._open_kept()
            await (self._read_newest(feed) if self.loaded else self._read())

    async def step(self, *, background: bool) -> None:
        """Read the next day before those that are here. Raises as the source."""
        async with self._reading:
            day = self._next_day()
            if day is not None:
                await self._read_day(day, background=background)
            elif self._doubtful:
                await self._settle(background=background)
            self.complete = self._next_day() is None and not self._doubtful

    def is_due(self, feed: Feed) -> bool:
        """Whether the newest minutes are to be read again."""
        now = self._desk.now().timestamp()
        if feed in (Feed.GAP, Feed.WAITING) or self._reading.locked():
            return False
        if not self.loaded:
            return True
        if feed is Feed.POLLED:
            return now > self._read_at + _POLLED_EVERY
        partial = self._partial
        return partial is not None and now > partial + 2 * _MINUTE + _CORRECT_AFTER

    @property
    def is_busy(self) -> bool:
        """Whether pages are being read."""
        return self._reading.locked()

    def bars(self) -> BarSeries:
        """All that is here, without a hole before the newest."""
        return concatenated([part for part in (self._past(), series(self._live)) if len(part)])

    def stamp(self) -> tuple[object, ...]:
        """Equal to an earlier one as long as `bars` are the same."""
        block = self._past_block()
        return (None if block is None else ref(block.bars), *self._live)

    def times(self) -> Times:
        """The starts of `bars`, which are not made for it."""
        live = np.array([bar.time for bar in self._live], np.int64)
        return np.concatenate((self._past().time, live))

    def first(self) -> int | None:
        """The oldest bar's start."""
        past = self._past()
        if len(past):
            return int(past.time[0])
        return self._live[0].time if self._live else None

    def tail(self, interval: Interval) -> tuple[Bar, ...]:
        """The newest bars of a length; none before the newest were read."""
        if not self._was_read:
            return ()
        recent = self._live_tail(interval)
        if len(recent) >= _TAIL:
            return recent
        older = cut(self._past(), since=self._past_day())
        before_them = bars_of(resampled(older, interval))[len(recent) - _TAIL :]
        return (*before_them, *recent)

    def on_trades(self, trades: Sequence[Trade]) -> bool:
        """Count prints into the live minute; whether they were counted."""
        if not self.loaded:
            return False
        day = self._desk.today()
        for trade in trades:
            moment = datetime.combine(trade.trade_date or day, trade.time, KOREA)
            with_print(self._live, minute_of(moment), trade.price, trade.size)
        return True

    async def _open_kept(self) -> None:
        if self._is_open:
            return
        bars, whole = await self._desk.kept_minutes(self.symbol)
        today = self._desk.today()
        self._blocks.put_kept(bars, whole - {today})
        self._live = list(bars_of(cut(bars, since=midnight(today))))
        if self._live and self._live[-1].time > self._desk.now().timestamp():
            self._live = []  # of a simulated day that was played before and begins again
        self._sure_until = self._live[-1].time if self._live else 0
        self._is_open = True

    def _live_tail(self, interval: Interval) -> tuple[Bar, ...]:
        begun, at = 0, len(self._live)
        current: int | None = None
        while at > 0:
            start = bucket(self._live[at - 1].time, interval)
            if start != current:
                if begun == _TAIL:
                    break
                begun, current = begun + 1, start
            at -= 1
        return joined(self._live[at:], interval)

    def _past(self) -> BarSeries:
        """The past days that touch the live ones; the newest where there are none."""
        block = self._past_block()
        if block is None:
            return BarSeries.empty()
        return cut(block.bars, until=self._live[0].time) if self._live else block.bars

    def _past_block(self) -> Block | None:
        if self._live:
            return self._blocks.up_to(previous_trading_day(_day_of(self._live[0].time)))
        return self._blocks.newest()

    def _past_day(self) -> int:
        """The beginning of the last past day."""
        past = self._past()
        return midnight(_day_of(int(past.time[-1]))) if len(past) else 0

    def _heard_whole(self) -> int:
        """The minute up to which ours are known to be the server's."""
        last = self._live[-1].time if self._live else 0
        return last if self._partial is None else min(self._partial, last)

    async def _read(self) -> None:
        """Read the past days that lack before today, and today's minutes that do. The newest is
        still growing: it is read again wherever the reading goes on.
        """
        missed = self._missed
        await self._read_past()
        now = self._desk.now()
        fresh = await self._today(now, self._sure_until)
        self._partial = minute_of(now)
        self._take(fresh, now, missed)
        await self._desk.write(self.key, fresh)

    async def _read_newest(self, feed: Feed) -> None:
        """Read from the first minute on that was not heard to its end."""
        missed, now = self._missed, self._desk.now()
        fresh = await self._today(now, self._heard_whole())
        if self._partial is not None and feed is not Feed.POLLED:
            until = self._partial + _MINUTE
            fresh = tuple(bar for bar in fresh if bar.time <= until)
        self._partial = None
        self._take(fresh, now, missed)

    async def _today(self, now: datetime, since: int) -> tuple[Bar, ...]:
        until = now.strftime("%H%M%S")
        return (await minutes_since(self._desk.source, self.symbol, now.date(), until, since)).bars

    def _take(self, fresh: Sequence[Bar], now: datetime, missed: int) -> None:
        """Lay the server's minutes over ours; our newer ones stay.

        `missed` is the count at which the read began: what was missed since is not in it.
        """
        if fresh:
            first, last = fresh[0].time, fresh[-1].time
            before_them = [bar for bar in self._live if bar.time < first]
            after = [bar for bar in self._live if bar.time > last]
            laid = [*before_them, *fresh, *after]
            self.revision += self._changes_shown(laid)
            self._live = laid
        self._was_read = True
        self._read_at = now.timestamp()
        self.loaded = missed == self._missed

    def _changes_shown(self, laid: list[Bar]) -> bool:
        """Whether minutes that the screen has already become others, but for the newest."""
        shown = self._live[:-_TAIL]
        return self._was_read and laid[: len(shown)] != shown

    async def _read_past(self) -> None:
        """Read the days that are over as the server has them, and back to the kept days where they
        are near; else those of a first look.
        """
        while not self._refused and (over := self._day_over()) is not None:
            await self._read_day(over, background=False)
        day = previous_trading_day(self._desk.today())
        kept = self._blocks.newest()
        near = kept is not None and kept.last > day - _NEAR
        lacking: list[date] = []
        while len(lacking) < (_CAUGHT_UP if near else _FIRST_DAYS) and not self._blocks.has(day):
            lacking.append(day)
            day = previous_trading_day(day)
        if not self._refused:
            await all_of(self._read_day(day, background=False) for day in lacking)

    async def _read_day(self, day: date, *, background: bool) -> None:
        """Read a past day; where the server doesn't have it, none before it is asked for."""
        try:
            found = await past_day(self._desk.source, self.symbol, day, background=background)
        except (ServerRefused, InvalidInput) as error:
            _log.info("minutes of %s on %s are not to be had: %s", self.symbol, day, error)
            self._refused = True
            return
        self._put(day, found.bars)
        if found.whole:
            self._doubtful.pop(day, None)
            await self._desk.keep_day(self.symbol, day, found.bars)
        else:
            self._doubtful[day] = found.bars

    def _put(self, day: date, bars: tuple[Bar, ...]) -> None:
        """Lay a whole past day in, in place of what was heard of it."""
        start, end = midnight(day), midnight(day + timedelta(days=1))
        heard = [bar for bar in self._live if start <= bar.time < end]
        changed = self._blocks.put(day, series(bars))
        self._live = [bar for bar in self._live if not start <= bar.time < end]
        self.revision += changed or bool(heard and tuple(heard) != bars)

    def _day_over(self) -> date | None:
        """The first day among the live ones that is over; the server has all of it."""
        first = _day_of(self._live[0].time) if self._live else None
        return first if first is not None and first < self._desk.today() else None

    def _next_day(self) -> date | None:
        """The next past day to be read; None behind the server's limit."""
        over = self._day_over()
        if over is not None and not self._refused:
            return over
        yesterday = previous_trading_day(self._desk.today())
        block = self._blocks.up_to(yesterday)
        day = yesterday if block is None else previous_trading_day(block.first)
        ended = self._refused or (block is not None and _days_without(block) >= _EMPTY_DAYS)
        return None if ended or day < self._desk.today() - _LIMIT else day

    async def _settle(self, *, background: bool) -> None:
        """Ask once more what was before a day's first minute: nothing twice is its beginning."""
        day, bars = next(iter(self._doubtful.items()))
        until = before(bars[0].time) if bars else LATEST
        source = self._desk.source
        page = await source.minute_page(self.symbol, day, until, background=background)
        if {bar.time for bar in page} - {bar.time for bar in bars}:
            await self._read_day(day, background=background)
        else:
            del self._doubtful[day]
            await self._desk.keep_day(self.symbol, day, bars)


def _day_of(start: int) -> date:
    return datetime.fromtimestamp(start, KOREA).date()


def _days_without(block: Block) -> int:
    """Trading days at a block's beginning on which no minute was traded."""
    first = _day_of(int(block.bars.time[0])) if len(block.bars) else block.last
    day, count = block.first, 0
    while day < first and count < _EMPTY_DAYS:
        day, count = next_trading_day(day), count + 1
    return count
