"""One feed key's days, weeks or months, adjusted or not: pages joined with the current bar.

Adjusted history changes backwards with every split, so what was kept is compared with what is read
anew before both are joined, once a day at least; where they differ, all is read again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kis_desktop.domain.bar import Bar, BarKey, Interval, Joining
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.quote import Quote, Source
from kis_desktop.indicators.resample import bucket, concatenated, cut, resampled
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import KOREA, bars_of, joined, series
from kis_desktop.services.daily_tail import DailyTail
from kis_desktop.services.history_desk import HistoryDesk

_FIRST_PAGES = 4  # of 100 bars
_MOST_PAGES = 12  # that catch up with what was kept; behind them it is read anew
_SHARED = 10  # kept bars that are read again
_SPAN = {Interval.DAY: 140, Interval.WEEK: 690, Interval.MONTH: 3000}  # days of a page
_EARLIEST = date(1980, 1, 1)  # the server has nothing before
_TAIL = 4  # bars handed to the screen with every change


class DatedHistory:
    """Bars of one length that the server joins; `revision` counts how often bars that were here
    became others.
    """

    def __init__(self, key: BarKey, desk: HistoryDesk) -> None:
        self.key = key
        self.complete = False
        self.revision = 0
        self._desk = desk
        self._bars = BarSeries.empty()
        self._tail: DailyTail | None = None
        self._read_on: date | None = None
        self._is_open = False
        self._anew = False  # another adjustment: nothing that is here counts
        self._reading = asyncio.Lock()

    def unload(self) -> None:
        """What was missed is in the next quote, or in the next day's reading."""
        self._read_on = None

    async def open(self) -> None:
        """Have bars: those that are kept, or else the first pages. Raises as the source."""
        async with self._reading:
            await self._open_kept()
            if not len(self._bars):
                await self._read_newest()

    async def refresh(self, _feed: Feed) -> None:
        """Read the newest bars and compare them with those that are here. Raises as the source."""
        async with self._reading:
            await self._open_kept()
            await self._read_newest()

    async def step(self, *, background: bool) -> None:
        """Read the page before those that are here; the newest first where they were not read
        today, for what is older may be of another adjustment than what was kept. Raises as the
        source.
        """
        async with self._reading:
            if not len(self._bars) or self._read_on != self._desk.today():
                await self._read_newest()
                self.complete = not len(self._bars)
                return
            await self._read_older(background=background)

    def is_due(self, _feed: Feed) -> bool:
        """Whether the newest bars were not read today."""
        return not self._reading.locked() and self._read_on != self._desk.today()

    @property
    def is_busy(self) -> bool:
        """Whether pages are being read."""
        return self._reading.locked()

    def bars(self) -> BarSeries:
        """All that is here, the current bar as quotes moved it."""
        if self._tail is None:
            return self._bars
        moved = series(self._tail.bars)
        return concatenated([cut(self._bars, until=int(moved.time[0])), moved])

    def settled(self) -> BarSeries:
        """What was read, the current bar as it was then."""
        return self._bars

    def first(self) -> int | None:
        """The oldest bar's start."""
        return int(self._bars.time[0]) if len(self._bars) else None

    def tail(self, interval: Interval) -> tuple[Bar, ...]:
        """The newest bars of a length; none before the newest were read."""
        if self._tail is None:
            return ()
        if interval.count == 1 and interval.unit is self.key.interval.unit:
            return self._tail.bars
        older = cut(self._bars, until=self._tail.bars[0].time)
        first = bucket(self._tail.bars[0].time, interval)
        return joined([*bars_of(cut(older, since=first)), *self._tail.bars], interval)[-_TAIL:]

    def on_quote(self, quote: Quote) -> bool:
        """Move the current bar, or begin a new one; whether it was counted."""
        if self._tail is None:
            return False
        day = quote.trade_date
        if day is None and quote.source is Source.STREAM:
            day = self._desk.today()
        self._tail = self._tail.after(quote, day)
        return True

    async def _open_kept(self) -> None:
        if not self._is_open:
            self._bars = await self._desk.read(self.key)
            self._is_open = True

    async def _read_newest(self) -> None:
        """Read back to bars that are here; behind many pages what is here is given up."""
        since = self._shared_since()
        found: list[Bar] = []
        end, is_joined = self._desk.today(), since is None
        for number in range(_MOST_PAGES):
            page = await self._page(end, background=False)
            found = [*page, *found]
            is_joined = is_joined or bool(page and since and page[0].time <= since)
            if not page or (is_joined and (since is not None or number + 1 >= _FIRST_PAGES)):
                break
            end = _eve(page[0])
        await self._join(found, anew=not is_joined or self._anew)
        self._read_on = self._desk.today()

    def _shared_since(self) -> int | None:
        """A bar that is to be read again; None where nothing that is here counts."""
        if self._anew or not len(self._bars):
            return None
        return int(self._bars.time[max(len(self._bars) - _SHARED, 0)])

    async def _read_older(self, *, background: bool) -> None:
        end = _eve_of(int(self._bars.time[0]))
        page = await self._page(end, background=background)
        if not page:
            page = await self._page(end, background=background, start=_EARLIEST)
        if page:
            await self._join(page)
        self.complete = not page

    async def _join(self, found: Sequence[Bar], *, anew: bool = False) -> None:
        """Keep what was read and lay it over what is here."""
        if not found:
            return
        fresh = series(found)
        joining = await self._desk.write(self.key, found, anew=anew)
        if found[-1].time < (int(self._bars.time[-1]) if len(self._bars) else 0):
            self._lay_before(fresh, joining)
            return
        changed = anew or joining is Joining.REPLACED or self._differs(fresh)
        self.revision += changed and len(self._bars) > 0
        if anew or joining is Joining.REPLACED:
            self._bars, self.complete = BarSeries.empty(), False
        self._bars, self._anew = _laid_over(self._bars, fresh), False
        self._tail = DailyTail(self.key.interval, (found[-1],))

    def _lay_before(self, fresh: BarSeries, joining: Joining) -> None:
        if joining is Joining.REPLACED:  # of another day's adjustment
            self._anew, self._read_on = True, None
        else:
            self._bars = _laid_over(self._bars, fresh)

    def _differs(self, fresh: BarSeries) -> bool:
        """Whether bars before the newest come otherwise than they are here."""
        if not len(self._bars):
            return False
        first, last = int(fresh.time[0]), int(self._bars.time[-1])
        ours, theirs = cut(self._bars, first, last), cut(fresh, until=last)
        return len(ours) != len(theirs) or bool((ours.close != theirs.close).any())

    async def _page(
        self, end: date, *, background: bool, start: date | None = None
    ) -> tuple[Bar, ...]:
        """A page up to a day, each bar told by the first day of its week or month."""
        interval = self.key.interval
        if start is None:
            start = _day_of(bucket(_midnight(end - timedelta(days=_SPAN[interval])), interval))
        page = await self._desk.source.daily_page(
            self.key.symbol,
            start,
            end,
            interval,
            adjusted=self.key.adjusted,
            background=background,
        )
        return bars_of(resampled(series(page), interval)) if interval != Interval.DAY else page


def _laid_over(bars: BarSeries, fresh: BarSeries) -> BarSeries:
    """The bars with fresh ones in the place of all between their first and last."""
    first, last = int(fresh.time[0]), int(fresh.time[-1])
    return concatenated([cut(bars, until=first), fresh, cut(bars, since=last + 1)])


def _eve(bar: Bar) -> date:
    return _eve_of(bar.time)


def _eve_of(start: int) -> date:
    return _day_of(start) - timedelta(days=1)


def _day_of(start: int) -> date:
    return datetime.fromtimestamp(start, KOREA).date()


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=KOREA).timestamp())
