"""Charts: history by pages, joined with the live tail without a gap or a double.

A minute that began before we listened is read again from the server once it is over; until then its
bar is the server's plus the prints since. The bar of the current day follows the quote.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.domain.bar import Bar, BarTail, Interval
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import (
    KOREA,
    bucket,
    joined,
    minute_of,
    series,
    with_print,
)
from kis_desktop.services.ports import HistorySource, Publisher
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic, bars_key

_log = logging.getLogger(__name__)

_MINUTE_DAYS = 3  # trading days of minutes on a first look, today included
_MOST_PAGES = 20  # a day of minutes is 13 pages of 30
_CLOCK_WAIT = 10.0  # seconds to wait for the server's date before this machine's is used
_LATEST = "180000"  # exchange time; on the day of the college exam trading ends at 16:30
_DAILY_PAGES = 4  # of 100 bars
_DAILY_SPAN = {Interval.DAY: 140, Interval.WEEK: 690, Interval.MONTH: 3000}  # days of a page
_TAIL = 4  # bars handed to the screen with every change
_MINUTE = 60  # seconds
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


@dataclass(frozen=True, slots=True)
class _Following:
    symbol: str
    interval: Interval


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
        self._followed: dict[str, _Following] = {}
        self._daily: dict[tuple[str, Interval], Bar] = {}

    async def load(self, symbol: str, interval: Interval) -> BarSeries:
        """All bars up to now. Raises `RequestFailed`."""
        await self._clock.known(_CLOCK_WAIT)
        if interval.minutes is None:
            return await self._load_daily(symbol, interval)
        bars = await self._load_minutes(symbol)
        return series(joined(bars, interval))

    async def follow(self, owner: str, symbol: str, interval: Interval) -> None:
        """Send the newest bars of a chart to the screen from now on; replaces the owner's last."""
        self._followed[owner] = _Following(symbol, interval)
        self._publish(_Following(symbol, interval))

    async def unfollow(self, owner: str) -> None:
        """Stop sending an owner's bars."""
        self._followed.pop(owner, None)

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
        """Move the current day's bar of a followed chart."""
        for (symbol, interval), bar in tuple(self._daily.items()):
            if symbol == quote.symbol and quote.last is not None:
                self._daily[symbol, interval] = _followed_day(bar, quote, interval)
        if any(key[0] == quote.symbol for key in self._daily):
            self._publish_all(quote.symbol)

    def on_return(self) -> None:
        """The line came back: every loaded minute since the gap is read again."""
        for minutes in self._minutes.values():
            minutes.loaded = False

    async def run(self) -> None:
        """Read again the minutes that were only partly heard, until cancelled."""
        while True:
            await asyncio.sleep(self._correct_every)
            for symbol, minutes in tuple(self._minutes.items()):
                if self._is_due(minutes):
                    await self._correct(symbol, minutes)

    def _is_due(self, minutes: _Minutes) -> bool:
        if not minutes.loaded:
            return bool(minutes.bars)
        if minutes.partial is None:
            return False
        return self._clock.now().timestamp() > minutes.partial + 2 * _MINUTE + _CORRECT_AFTER

    async def _correct(self, symbol: str, minutes: _Minutes) -> None:
        heard, begun = minutes.loaded, minute_of(self._clock.now())
        try:
            fresh = await self._today(symbol)
        except KisDesktopError as error:
            _log.info("minutes of %s not read again: %s", symbol, error)
            return
        if heard:
            last = (minutes.partial or begun) + _MINUTE
            fresh = [bar for bar in fresh if bar.time <= last]
        minutes.partial = None if heard else begun
        self._take(minutes, fresh)
        self._publish_all(symbol)

    async def _load_minutes(self, symbol: str) -> list[Bar]:
        minutes = self._minutes.setdefault(symbol, _Minutes())
        if minutes.loaded:
            return minutes.bars
        today = self._clock.trade_date()
        days: list[Bar] = []
        day = today
        for _ in range(_MINUTE_DAYS - 1):
            day = previous_trading_day(day)
            days = [*await self._past_day(symbol, day), *days]
        minutes.partial = minute_of(self._clock.now())
        fresh = await self._today(symbol)
        minutes.bars = days
        self._take(minutes, fresh)
        return minutes.bars

    def _take(self, minutes: _Minutes, fresh: list[Bar]) -> None:
        """Lay the server's minutes over ours; our newer ones stay."""
        if fresh:
            first, last = fresh[0].time, fresh[-1].time
            before = [bar for bar in minutes.bars if bar.time < first]
            after = [bar for bar in minutes.bars if bar.time > last]
            minutes.bars = [*before, *fresh, *after]
        minutes.loaded = True

    async def _past_day(self, symbol: str, day: date) -> tuple[Bar, ...]:
        kept = await self._worker.run(self._cache.minutes, symbol, day)
        if kept is not None:
            return kept
        bars = tuple(await self._pages(symbol, day, _LATEST))
        is_over = self._clock.synchronised.is_set() and day < self._clock.trade_date()
        if bars and is_over:
            await self._worker.run(self._cache.keep_minutes, symbol, day, bars)
        return bars

    async def _today(self, symbol: str) -> list[Bar]:
        now = self._clock.now()
        return await self._pages(symbol, now.date(), now.strftime("%H%M%S"))

    async def _pages(self, symbol: str, day: date, until: str) -> list[Bar]:
        """A day's minutes from the newest page back to its first bar."""
        found: dict[int, Bar] = {}
        for _ in range(_MOST_PAGES):
            page = await self._source.minute_page(symbol, day, until)
            fresh = [bar for bar in page if bar.time not in found]
            if not fresh:
                break
            found.update((bar.time, bar) for bar in fresh)
            first = datetime.fromtimestamp(min(found), KOREA)
            if first.time() <= time(9, 0):
                break
            until = (first - timedelta(minutes=1)).strftime("%H%M%S")
        return [found[start] for start in sorted(found)]

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
            self._daily[symbol, interval] = bars[-1]
        return series(bars)

    def _publish_all(self, symbol: str) -> None:
        for following in set(self._followed.values()):
            if following.symbol == symbol:
                self._publish(following)

    def _publish(self, following: _Following) -> None:
        tail = self._tail(following)
        if tail:
            key = bars_key(following.symbol, following.interval)
            value = BarTail(following.symbol, following.interval, tail)
            self._publisher.latest(Topic.BARS, key, value)

    def _tail(self, following: _Following) -> tuple[Bar, ...]:
        length = following.interval.minutes
        if length is None:
            bar = self._daily.get((following.symbol, following.interval))
            return (bar,) if bar else ()
        minutes = self._minutes.get(following.symbol)
        if minutes is None or not minutes.bars:
            return ()
        first = bucket(minutes.bars[-1].time, following.interval) - (_TAIL - 1) * length * 60
        tail = [bar for bar in minutes.bars[-_TAIL * length :] if bar.time >= first]
        return joined(tail, following.interval)


def _followed_day(bar: Bar, quote: Quote, interval: Interval) -> Bar:
    """The bar of the current day, week or month after a newer quote."""
    assert quote.last is not None
    last = quote.last
    if interval is Interval.DAY and quote.open is not None:
        high, low = quote.high or last, quote.low or last
        return Bar(bar.time, quote.open, high, low, last, quote.volume or bar.volume)
    return Bar(bar.time, bar.open, max(bar.high, last), min(bar.low, last), last, bar.volume)
