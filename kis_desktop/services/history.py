"""Charts: history by pages, joined with the live tail without a gap or a double.

A minute that began before we listened is read again from the server once it is over; until then its
bar is the server's plus the prints since. The bar of the current day follows the quote. Minutes are
trusted as long as a chart follows them and their prints come without a break.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.domain.bar import Bar, BarKey, BarTail, Interval
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import InvalidInput, KisDesktopError, ServerRefused
from kis_desktop.domain.ex_date import ExDate
from kis_desktop.domain.quote import Quote, Source, Trade
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import (
    KOREA,
    bucket,
    joined,
    minute_of,
    series,
    with_print,
)
from kis_desktop.services.daily_tail import DailyTail
from kis_desktop.services.ports import HistorySource, Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic

_log = logging.getLogger(__name__)

_MINUTE_DAYS = 3  # trading days of minutes on a first look, today included
_MOST_PAGES = 20  # a day of minutes is 13 pages of 30
_CLOCK_WAIT = 10.0  # seconds to wait for the server's date before this machine's is used
_LATEST = "180000"  # exchange time; on the day of the college exam trading ends at 16:30
_DAILY_PAGES = 4  # of 100 bars
_DAILY_SPAN = {Interval.DAY: 140, Interval.WEEK: 690, Interval.MONTH: 3000}  # days of a page
_TAIL = 4  # bars handed to the screen with every change
_MINUTE = 60  # seconds
_OPENS, _OPENS_LATE = time(9, 0), time(10, 0)
_NOVEMBER, _THURSDAY, _EXAM_DAYS = 11, 3, range(12, 21)
_POLLED_EVERY = 20.0  # market seconds between reads of minutes that no stream brings
_CORRECT_AFTER = 4.0  # market seconds after a minute's end before it is read again
_CORRECT_EVERY = 2.0  # seconds between looks for minutes to be read again


class BarCache(Protocol):
    """Past days of minutes kept on disk (blocking)."""

    def minutes(self, symbol: str, day: date) -> tuple[Bar, ...] | None:
        """A whole past day; None when it isn't kept."""

    def keep_minutes(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        """Keep a whole past day."""


@dataclass(slots=True)
class _Minutes:
    """One symbol's minutes: whole days from the server and the live tail."""

    bars: list[Bar] = field(default_factory=list)
    partial: int | None = None  # this minute and the next were only partly heard
    loaded: bool = False
    missed: int = 0  # how often prints may have been missed; counted by `unload`
    read_at: float = 0.0  # market second of the last read

    def unload(self) -> None:
        """Prints may have been missed: the minutes are to be read again."""
        self.loaded = False
        self.missed += 1

    def take(self, fresh: Sequence[Bar], missed: int) -> None:
        """Lay the server's minutes over ours; our newer ones stay.

        `missed` is the count at which the read began: what was missed since is not in it.
        """
        if fresh:
            first, last = fresh[0].time, fresh[-1].time
            before = [bar for bar in self.bars if bar.time < first]
            after = [bar for bar in self.bars if bar.time > last]
            self.bars = [*before, *fresh, *after]
        self.loaded = missed == self.missed


class History:
    """Bars of every chart on the screen."""

    def __init__(
        self,
        source: HistorySource,
        cache: BarCache,
        worker: Worker,
        clock: SessionClock,
        publisher: Publisher,
        *,
        correct_every: float = _CORRECT_EVERY,
    ) -> None:
        self._source = source
        self._cache = cache
        self._worker = worker
        self._clock = clock
        self._publisher = publisher
        self._correct_every = correct_every
        self._minutes: dict[str, _Minutes] = {}
        self._reading: Counter[str] = Counter()
        self._feeds: dict[str, Feed] = {}
        self._followed: dict[str, BarKey] = {}
        self._daily: dict[tuple[str, Interval], DailyTail] = {}

    async def load(self, key: BarKey) -> BarSeries:
        """All bars up to now. Raises `RequestFailed`."""
        await self._clock.known(_CLOCK_WAIT)
        if key.interval.minutes is None:
            return await self._load_daily(key.symbol, key.interval)
        return series(joined(await self._load_minutes(key.symbol), key.interval))

    async def bars(self, key: BarKey) -> BarSeries:
        """The bars of a chart that are here now; nothing is read."""
        length = key.interval.minutes
        if length is None:
            daily = self._daily.get((key.symbol, key.interval))
            return series(daily.bars) if daily is not None else BarSeries.empty()
        minutes = self._minutes.get(key.symbol)
        return series(joined(minutes.bars if minutes is not None else (), key.interval))

    async def reach(self, key: BarKey, time: int) -> None:
        """Read a chart's bars back at least to a moment (UTC epoch seconds), before other idle
        reading.
        """
        _log.debug("%s to be read back to %s", key.text, time)

    async def ex_dates(self, symbol: str) -> tuple[ExDate, ...]:
        """The days from which a share trades without a right, oldest first; of a feed key."""
        _log.debug("ex-dates of %s", symbol)
        return ()

    async def follow(self, owner: str, key: BarKey) -> None:
        """Send the newest bars of a chart to the screen from now on; replaces the owner's last."""
        self._followed[owner] = key
        self._forget_unfollowed()
        self._publish(key)

    async def unfollow(self, owner: str) -> None:
        """Stop sending an owner's bars."""
        self._followed.pop(owner, None)
        self._forget_unfollowed()

    def on_trades(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Count prints into the live minute of a symbol that a chart has loaded."""
        minutes = self._minutes.get(symbol)
        if minutes is None or not minutes.loaded:
            return
        day = self._clock.now()
        for trade in trades:
            moment = datetime.combine(trade.trade_date or day.date(), trade.time, KOREA)
            with_print(minutes.bars, minute_of(moment), trade.price, trade.size)
        self._publish_all(symbol)

    def on_quote(self, quote: Quote) -> None:
        """Move the current day's bar of a followed chart, or begin a new day's."""
        moved = [key for key in self._daily if key[0] == quote.symbol]
        if not moved:
            return
        day = quote.trade_date
        if day is None and quote.source is Source.STREAM:
            day = self._clock.trade_date()
        for key in moved:
            self._daily[key] = self._daily[key].after(quote, day)
        self._publish_all(quote.symbol)

    def on_feed(self, symbol: str, feed: Feed) -> None:
        """The way of a symbol's prints changed: what was not heard meanwhile is read again."""
        before, self._feeds[symbol] = self._feeds.get(symbol), feed
        minutes = self._minutes.get(symbol)
        if minutes is not None and before in (Feed.LIVE, Feed.POLLED) and before is not feed:
            minutes.unload()

    def on_return(self) -> None:
        """The line came back: every loaded minute since the gap is read again."""
        for minutes in self._minutes.values():
            minutes.unload()

    async def run(self) -> None:
        """Read again the minutes that were only partly heard, until cancelled."""
        while True:
            await asyncio.sleep(self._correct_every)
            for symbol, minutes in tuple(self._minutes.items()):
                if self._is_followed(symbol) and self._is_due(symbol, minutes):
                    await self._correct(symbol, minutes)

    def _is_due(self, symbol: str, minutes: _Minutes) -> bool:
        feed = self._feeds.get(symbol, Feed.LIVE)
        now = self._clock.now().timestamp()
        if feed in (Feed.GAP, Feed.WAITING) or self._reading[symbol]:
            return False
        if not minutes.loaded:
            return True
        if feed is Feed.POLLED:
            return now > minutes.read_at + _POLLED_EVERY
        return minutes.partial is not None and now > minutes.partial + 2 * _MINUTE + _CORRECT_AFTER

    async def _correct(self, symbol: str, minutes: _Minutes) -> None:
        try:
            if minutes.loaded:
                await self._read_newest(symbol, minutes)
            else:
                await self._read(symbol, minutes)
        except KisDesktopError as error:
            _log.info("minutes of %s not read again: %s", symbol, error)
            return
        self._publish_all(symbol)

    async def _read_newest(self, symbol: str, minutes: _Minutes) -> None:
        """Read from the first minute on that was not heard to its end."""
        missed, now = minutes.missed, self._clock.now()
        last = minutes.bars[-1].time if minutes.bars else 0
        since = last if minutes.partial is None else min(minutes.partial, last)
        fresh, _ = await self._pages(symbol, now.date(), now.strftime("%H%M%S"), since)
        if minutes.partial is not None and self._feeds.get(symbol) is not Feed.POLLED:
            until = minutes.partial + _MINUTE
            fresh = [bar for bar in fresh if bar.time <= until]
        minutes.partial = None
        minutes.read_at = now.timestamp()
        minutes.take(fresh, missed)

    async def _load_minutes(self, symbol: str) -> list[Bar]:
        minutes = self._minutes.setdefault(symbol, _Minutes())
        if not (minutes.loaded and self._is_followed(symbol)):
            await self._read(symbol, minutes)
        return minutes.bars

    async def _read(self, symbol: str, minutes: _Minutes) -> None:
        """Read all days of a first look."""
        self._reading[symbol] += 1
        try:
            missed = minutes.missed
            past = await self._past_days(symbol)
            now = self._clock.now()
            today, _ = await self._pages(symbol, now.date(), now.strftime("%H%M%S"))
            minutes.partial = minute_of(now)
            minutes.read_at = now.timestamp()
            minutes.take([*past, *today], missed)
        finally:
            self._reading[symbol] -= 1

    async def _past_days(self, symbol: str) -> list[Bar]:
        """The days before today, oldest first; none where the server doesn't have them."""
        days: list[Bar] = []
        day = self._clock.trade_date()
        for _ in range(_MINUTE_DAYS - 1):
            day = previous_trading_day(day)
            try:
                days = [*await self._past_day(symbol, day), *days]
            except (ServerRefused, InvalidInput) as error:
                _log.info("minutes of %s on %s are not to be had: %s", symbol, day, error)
                break
        return days

    def _is_followed(self, symbol: str) -> bool:
        return any(following.symbol == symbol for following in self._followed.values())

    def _forget_unfollowed(self) -> None:
        """Minutes that no chart shows are read anew when one does: their prints may be missed."""
        for symbol in tuple(self._minutes):
            if not self._is_followed(symbol) and not self._reading[symbol]:
                del self._minutes[symbol]
                del self._reading[symbol]

    async def _past_day(self, symbol: str, day: date) -> tuple[Bar, ...]:
        kept = await self._worker.run(self._cache.minutes, symbol, day)
        if kept is not None:
            return kept
        found, reached = await self._pages(symbol, day, _LATEST)
        is_over = self._clock.synchronised.is_set() and day < self._clock.trade_date()
        bars = tuple(found)
        if is_over and (reached or _opened_late(day, bars)):
            await self._worker.run(self._cache.keep_minutes, symbol, day, bars)
        return bars

    async def _pages(
        self, symbol: str, day: date, until: str, since: int = 0
    ) -> tuple[list[Bar], bool]:
        """A day's minutes from the newest page back to the minute `since` (UTC epoch seconds) or
        the day's first one, oldest first, and whether the walk came so far.
        """
        found: dict[int, Bar] = {}
        for _ in range(_MOST_PAGES):
            page = await self._source.minute_page(symbol, day, until)
            fresh = [bar for bar in page if bar.time not in found]
            if not fresh:
                break
            found.update((bar.time, bar) for bar in fresh)
            first = datetime.fromtimestamp(min(found), KOREA)
            if first.time() <= _OPENS or min(found) <= since:
                return [found[start] for start in sorted(found)], True
            until = (first - timedelta(minutes=1)).strftime("%H%M%S")
        return [found[start] for start in sorted(found)], False

    async def _load_daily(self, symbol: str, interval: Interval) -> BarSeries:
        end = self._clock.trade_date()
        found: dict[int, Bar] = {}
        for _ in range(_DAILY_PAGES):
            start = end - timedelta(days=_DAILY_SPAN[interval])
            page = await self._source.daily_page(symbol, start, end, interval)
            found.update((bar.time, bar) for bar in page)
            if not page:
                break
            end = datetime.fromtimestamp(page[0].time, KOREA).date() - timedelta(days=1)
        bars = [found[start] for start in sorted(found)]
        if bars:
            self._daily[symbol, interval] = DailyTail(interval, (bars[-1],))
        return series(bars)

    def _publish_all(self, symbol: str) -> None:
        for following in set(self._followed.values()):
            if following.symbol == symbol:
                self._publish(following)

    def _publish(self, following: BarKey) -> None:
        tail = self._tail(following)
        if tail:
            self._publisher.latest(Topic.BARS, following.text, BarTail(following, tail))

    def _tail(self, following: BarKey) -> tuple[Bar, ...]:
        length = following.interval.minutes
        if length is None:
            daily = self._daily.get((following.symbol, following.interval))
            return daily.bars if daily is not None else ()
        minutes = self._minutes.get(following.symbol)
        if minutes is None or not minutes.bars:
            return ()
        first = bucket(minutes.bars[-1].time, following.interval) - (_TAIL - 1) * length * 60
        tail = [bar for bar in minutes.bars[-_TAIL * length :] if bar.time >= first]
        return joined(tail, following.interval)


def _opened_late(day: date, bars: Sequence[Bar]) -> bool:
    """Whether a day's minutes begin at ten because the exchange opened at ten.

    It does on the first trading day of a year, and on the day of the college exam (수능), a
    Thursday in the middle of November.
    """
    new_year = previous_trading_day(day).year != day.year
    exam = day.month == _NOVEMBER and day.weekday() == _THURSDAY and day.day in _EXAM_DAYS
    first = datetime.fromtimestamp(bars[0].time, KOREA).time() if bars else None
    return (new_year or exam) and first == _OPENS_LATE
