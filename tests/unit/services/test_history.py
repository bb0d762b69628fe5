"""Charts: pages joined with the live tail without a gap or a double."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from weakref import ref

import msgspec
import numpy as np
import pytest

from kis_desktop.domain.bar import Bar, BarKey, BarTail, HistoryProgress, Interval, Joining
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import InvalidInput, KisDesktopError, ServerRefused, TimedOut
from kis_desktop.domain.ex_date import ExDate
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Quote, Source, Trade
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import KOREA, minute_of, series
from kis_desktop.services.history import History
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from tests.unit.services.order_desk import NOW, RULES, TODAY, Screen
from tests.unit.services.test_market_data import trade

SAMSUNG = "005930"
PAGE = 30


def minute(day: date, clock: time, volume: int = 10) -> Bar:
    start = minute_of(datetime.combine(day, clock, KOREA))
    price = Decimal(98_000 + clock.minute * 100)
    return Bar(start, price, price + 100, price - 100, price, volume)


class Exchange:
    """Minutes and days as a server keeps them, page by page."""

    def __init__(self) -> None:
        self.days: dict[date, list[Bar]] = {}
        self.requests: list[tuple[date, str]] = []
        self.fails = False
        self.past_failure: KisDesktopError | None = None
        self.empty_before: time | None = None
        self.meanwhile: Callable[[], None] = lambda: None

    def trade_until(self, day: date, last: time, first: time = time(9, 0)) -> None:
        moment = datetime.combine(day, first, KOREA)
        bars = []
        while moment.time() <= last:
            bars.append(minute(day, moment.time()))
            moment += timedelta(minutes=1)
        self.days[day] = bars

    async def minute_page(
        self, symbol: str, day: date, until: str, *, background: bool = False
    ) -> tuple[Bar, ...]:
        assert symbol == SAMSUNG
        assert not background, "what is on the screen is read first"
        self.requests.append((day, until))
        if self.fails:
            raise TimedOut(message("kis.timed_out"))
        if self.past_failure is not None and day != TODAY:
            raise self.past_failure
        limit = datetime.strptime(until, "%H%M%S").time()  # noqa: DTZ007 - a time of day
        last = datetime.combine(day, limit, KOREA).timestamp()
        page = tuple([bar for bar in self.days.get(day, []) if bar.time <= last][-PAGE:])
        self.meanwhile()
        if self.empty_before is not None and limit < self.empty_before and day != TODAY:
            return ()
        return page

    async def daily_page(
        self,
        symbol: str,
        start: date,
        end: date,
        interval: Interval,
        *,
        adjusted: bool = True,
        background: bool = False,
    ) -> tuple[Bar, ...]:
        assert symbol == SAMSUNG
        assert not adjusted
        assert not background
        days = [start + timedelta(days=step) for step in range((end - start).days + 1)]
        listed = [day for day in days if day >= date(2026, 1, 2) and _begins(day, interval)]
        return tuple(minute(day, time(0, 0)) for day in listed[-100:])

    async def prints_page(
        self, symbol: str, until: str, *, background: bool = False
    ) -> tuple[Trade, ...]:
        raise AssertionError((symbol, until, background))

    async def ex_dates(self, symbol: str, start: date, end: date) -> tuple[ExDate, ...]:
        raise AssertionError((symbol, start, end))


def _begins(day: date, interval: Interval) -> bool:
    """Whether a bar begins on this day."""
    if interval == Interval.WEEK:
        return day.weekday() == 0
    return interval == Interval.DAY or day.day == 1


class Disk:
    """Whole past days, and what else was read, in memory."""

    def __init__(self) -> None:
        self.kept: dict[date, tuple[Bar, ...]] = {}
        self.written: dict[BarKey, dict[int, Bar]] = {}

    def kept_minutes(self, symbol: str) -> tuple[BarSeries, frozenset[date]]:
        bars = dict(self.written.get(BarKey(symbol, Interval.MINUTE_1), {}))
        bars.update((bar.time, bar) for day in self.kept.values() for bar in day)
        return series([bars[time] for time in sorted(bars)]), frozenset(self.kept)

    def read(self, key: BarKey) -> BarSeries:
        bars = self.written.get(key, {})
        return series([bars[time] for time in sorted(bars)])

    def write(self, key: BarKey, bars: Sequence[Bar], _fetched_at: datetime) -> Joining:
        self.written.setdefault(key, {}).update((bar.time, bar) for bar in bars)
        return Joining.JOINED

    def drop(self, key: BarKey) -> None:
        self.written.pop(key, None)

    def keep_minutes(self, _symbol: str, day: date, bars: Sequence[Bar]) -> None:
        self.kept[day] = tuple(bars)


class Charts:
    """The service with its world."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.screen, self.exchange, self.disk = Screen(), Exchange(), Disk()
        self.worker = Worker("test-disk")
        self.clock = SessionClock(RULES, self.screen, lambda: self.passed, lambda: NOW)
        self.clock.observe(NOW.replace(second=20))
        for back in (1, 2):
            self.exchange.trade_until(TODAY - timedelta(days=back), time(15, 29))
        self.exchange.trade_until(TODAY, time(10, 12))
        self.history = History(
            self.exchange, self.disk, self.worker, self.clock, self.screen, correct_every=0.01
        )

    def print_at(self, clock: time, price: int, size: int = 1) -> None:
        told = msgspec.structs.replace(trade(SAMSUNG, 1, price), time=clock, size=size)
        self.history.on_trades(SAMSUNG, [told])

    def tail(self, interval: Interval = Interval.MINUTE_1) -> tuple[Bar, ...]:
        shown = self.screen.values[Topic.BARS, BarKey(SAMSUNG, interval).text]
        assert isinstance(shown, BarTail)
        return shown.bars


@pytest.fixture
async def charts() -> AsyncIterator[Charts]:
    made = Charts()
    yield made
    made.worker.close()


async def test_three_days_of_minutes_are_whole_and_in_order(charts: Charts) -> None:
    series = await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    assert len(series) == 390 + 390 + 73
    assert list(series.time) == sorted(set(series.time))
    assert set(charts.disk.kept) == {TODAY - timedelta(days=1), TODAY - timedelta(days=2)}


async def test_past_days_are_read_once_and_then_from_the_disk(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    whole = await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_5))
    again = History(
        charts.exchange, charts.disk, charts.worker, charts.clock, charts.screen, correct_every=0.01
    )
    charts.exchange.requests.clear()
    kept = await again.load(BarKey(SAMSUNG, Interval.MINUTE_5))
    assert not charts.exchange.requests, "what is kept is shown before anything is asked"
    assert len(kept) == len(whole)
    charts.history = again
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_5))
    await _until_corrected(charts)
    assert [day for day, _ in charts.exchange.requests] == [TODAY], "one page, of today's end"
    bars = await charts.history.bars(BarKey(SAMSUNG, Interval.MINUTE_5))
    assert bars.volume.tolist() == whole.volume.tolist()


async def test_a_simulated_day_that_begins_again_is_read_anew(charts: Charts) -> None:
    key = BarKey(SAMSUNG, Interval.MINUTE_1)
    whole = await charts.history.load(key)
    written = charts.disk.written[key]
    last = written[max(written)]
    later = Bar(last.time + 3600, last.open, last.high, last.low, last.close, last.volume)
    written[later.time] = later
    charts.history = History(
        charts.exchange, charts.disk, charts.worker, charts.clock, charts.screen, correct_every=0.01
    )
    await charts.history.load(key)
    await charts.history.follow("chart", key)
    await _until_corrected(charts)
    bars = await charts.history.bars(key)
    assert bars.time.tolist() == whole.time.tolist()


async def test_longer_intervals_hold_the_same_volume(charts: Charts) -> None:
    minutes = await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    for interval in (Interval.MINUTE_3, Interval.MINUTE_15, Interval.MINUTE_60):
        assert (
            await charts.history.load(BarKey(SAMSUNG, interval))
        ).volume.sum() == minutes.volume.sum()


async def test_prints_grow_the_last_bar_and_begin_new_ones(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    before = charts.tail()[-1]
    charts.print_at(time(10, 12, 40), 99_900, 3)
    assert charts.tail()[-1] == before.with_print(Decimal(99_900), 3)
    charts.print_at(time(10, 13, 1), 99_800, 2)
    newest = charts.tail()[-1]
    assert (newest.time - before.time, newest.volume) == (60, 2)


async def test_the_tail_of_a_longer_interval_joins_its_minutes(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_5))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_5))
    assert [bar.volume for bar in charts.tail(Interval.MINUTE_5)] == [50, 50, 50, 30]


async def test_a_minute_that_was_heard_in_part_is_read_again(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    charts.print_at(time(10, 14, 1), 99_800, 2)
    charts.exchange.trade_until(TODAY, time(10, 14))
    charts.passed = 170.0
    await _until_corrected(charts)
    assert [bar.volume for bar in charts.tail()] == [10, 10, 10, 2]


async def test_after_a_gap_the_minutes_are_read_again(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    charts.exchange.trade_until(TODAY, time(10, 15))
    charts.passed = 200.0
    charts.history.on_return()
    await _until_corrected(charts)
    assert charts.tail()[-1].time == minute(TODAY, time(10, 15)).time


async def test_a_day_of_the_chart_follows_the_quote(charts: Charts) -> None:
    series = await charts.history.load(BarKey(SAMSUNG, Interval.DAY))
    assert len(series) == (TODAY - date(2026, 1, 2)).days + 1
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.DAY))
    charts.history.on_quote(
        Quote(
            SAMSUNG,
            last=Decimal(98_400),
            open=Decimal(97_300),
            high=Decimal(98_700),
            low=Decimal(96_900),
            volume=8_000_000,
            trade_date=TODAY,
        )
    )
    (today,) = charts.tail(Interval.DAY)
    assert today.open == 97_300
    assert today.close == 98_400
    assert today.volume == 8_000_000


async def test_what_nobody_follows_any_more_is_not_sent(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.unfollow("chart")
    charts.screen.values.clear()
    charts.print_at(time(10, 12, 40), 99_900)
    assert not charts.screen.values


async def test_prints_before_the_history_is_there_make_no_bars(charts: Charts) -> None:
    charts.print_at(time(10, 12, 40), 99_900)
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    assert not charts.screen.values


async def test_a_server_that_does_not_answer_says_so(charts: Charts) -> None:
    charts.exchange.fails = True
    with pytest.raises(TimedOut):
        await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))


async def test_what_was_not_followed_is_read_again_when_it_is_looked_at(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    charts.print_at(time(10, 13, 1), 99_800)
    await charts.history.follow("chart", BarKey("000660", Interval.MINUTE_1))
    charts.exchange.trade_until(TODAY, time(10, 43))
    charts.passed = 31 * 60.0
    charts.print_at(time(10, 43, 1), 99_800)
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    await _until_corrected(charts)
    again = await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    assert list(again.time[-3:]) == [minute(TODAY, time(10, at)).time for at in (41, 42, 43)]


async def test_a_load_that_nobody_followed_is_no_memory(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    charts.exchange.trade_until(TODAY, time(10, 43))
    charts.passed = 31 * 60.0
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    await _until_corrected(charts)
    again = await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    assert len(again) == 390 + 390 + 104


@pytest.mark.parametrize("interval", [Interval.MINUTE_1, Interval.MINUTE_5])
async def test_charts_are_told_the_same_bars_until_a_print_moves_them(
    charts: Charts, interval: Interval
) -> None:
    key = BarKey(SAMSUNG, interval)
    first, second = await asyncio.gather(charts.history.load(key), charts.history.load(key))
    assert np.shares_memory(first.close, second.close)
    before = await charts.history.bars(key)
    charts.print_at(time(10, 12, 40), 99_900)
    moved = await charts.history.bars(key)
    assert not np.shares_memory(moved.close, before.close)
    assert (moved.close[-1], before.close[-1] == 99_900) == (99_900, False)
    gone = ref(moved)
    del moved
    assert gone() is None, "nobody holds them any more"


@pytest.mark.parametrize("text", ["1m", "5m", "240m", "D", "2W"])
async def test_as_many_bars_are_told_as_there_are(charts: Charts, text: str) -> None:
    key = BarKey(SAMSUNG, Interval.parse(text))
    await charts.history.load(key)
    await charts.history.follow("chart", key)
    charts.print_at(time(10, 13, 1), 99_800)
    charts.screen.values.clear()
    await charts.history.follow("chart", key)
    told, bars = charts.screen.values[Topic.HISTORY, key.text], await charts.history.bars(key)
    assert isinstance(told, HistoryProgress)
    assert (told.bars, told.first) == (len(bars), bars.time[0])


async def test_charts_that_load_at_once_take_no_bars_from_each_other(charts: Charts) -> None:
    keys = [BarKey(SAMSUNG, Interval.MINUTE_1), BarKey(SAMSUNG, Interval.DAY)]
    loaded = await asyncio.gather(*(charts.history.load(key) for key in keys))
    assert all(len(bars) for bars in loaded)
    assert len(await charts.history.bars(keys[1])) == len(loaded[1])


async def test_another_interval_of_a_followed_symbol_asks_nothing(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    charts.exchange.requests.clear()
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_5))
    assert not charts.exchange.requests


async def test_prints_that_stopped_coming_are_read_again(charts: Charts) -> None:
    charts.history.on_feed(SAMSUNG, Feed.LIVE)
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    charts.history.on_feed(SAMSUNG, Feed.WAITING)
    charts.exchange.trade_until(TODAY, time(10, 15))
    charts.passed = 200.0
    charts.history.on_feed(SAMSUNG, Feed.LIVE)
    await _until_corrected(charts)
    assert charts.tail()[-1].time == minute(TODAY, time(10, 15)).time


async def test_a_polled_symbol_s_minutes_are_read_now_and_then(charts: Charts) -> None:
    charts.history.on_feed(SAMSUNG, Feed.POLLED)
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    charts.exchange.requests.clear()
    charts.exchange.trade_until(TODAY, time(10, 15))
    charts.passed = 200.0
    await _until_corrected(charts)
    assert charts.tail()[-1].time == minute(TODAY, time(10, 15)).time
    assert len(charts.exchange.requests) == 1


async def test_a_return_during_a_correction_loses_no_minute(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    charts.passed = 170.0

    def return_meanwhile() -> None:
        charts.exchange.meanwhile = lambda: None
        charts.exchange.trade_until(TODAY, time(10, 17))
        charts.passed = 320.0
        charts.history.on_return()

    charts.exchange.meanwhile = return_meanwhile
    await _until_corrected(charts)
    await _until_corrected(charts)
    newest = [minute(TODAY, time(10, at)).time for at in (14, 15, 16, 17)]
    assert [bar.time for bar in charts.tail()] == newest


async def test_a_return_during_a_load_loses_no_minute(charts: Charts) -> None:
    charts.exchange.meanwhile = charts.history.on_return
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.MINUTE_1))
    charts.exchange.meanwhile = lambda: None
    charts.exchange.trade_until(TODAY, time(10, 14))
    charts.passed = 120.0
    await _until_corrected(charts)
    assert charts.tail()[-1].time == minute(TODAY, time(10, 14)).time


@pytest.mark.parametrize("refusal", [ServerRefused, InvalidInput])
async def test_where_past_days_are_not_to_be_had_today_is_shown_alone(
    charts: Charts, refusal: type[KisDesktopError]
) -> None:
    charts.exchange.past_failure = refusal(message("kis.not_in_paper"))
    assert len(await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))) == 73
    assert not charts.disk.kept


async def test_a_past_day_that_broke_off_is_not_kept(charts: Charts) -> None:
    charts.exchange.empty_before = time(12, 0)
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    assert not charts.disk.kept
    charts.exchange.empty_before = None
    assert len(await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))) == 390 + 390 + 73
    assert len(charts.disk.kept) == 2


async def test_a_day_that_opened_at_ten_is_kept(charts: Charts) -> None:
    exam, before = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
    for day in (exam, before):
        charts.exchange.trade_until(day, time(16, 29), first=time(10, 0))
    await charts.history.load(BarKey(SAMSUNG, Interval.MINUTE_1))
    assert set(charts.disk.kept) == {exam}


def told(last: int, volume: int, day: date | None, source: Source = Source.STREAM) -> Quote:
    return Quote(
        SAMSUNG, last=Decimal(last), open=Decimal(97_300), high=Decimal(98_700),
        low=Decimal(96_900), volume=volume, trade_date=day, source=source,
    )  # fmt: skip


TOMORROW = TODAY + timedelta(days=3)  # a Monday


async def test_a_new_day_begins_a_new_bar_and_leaves_yesterday_s(charts: Charts) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.DAY))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.DAY))
    charts.history.on_quote(told(98_400, 8_000_000, TODAY))
    charts.history.on_quote(told(97_000, 700, TOMORROW))
    today, tomorrow = charts.tail(Interval.DAY)
    assert (today.close, today.volume) == (Decimal(98_400), 8_000_000)
    assert (tomorrow.open, tomorrow.close) == (Decimal(97_300), Decimal(97_000))
    assert tomorrow.volume == 700
    assert tomorrow.time == minute(TOMORROW, time(0, 0)).time
    charts.history.on_quote(told(90_000, 9_000_000, TODAY))
    assert charts.tail(Interval.DAY) == (today, tomorrow)


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (told(97_000, 700, None, Source.REST), "nobody said of which day"),
        (Quote(SAMSUNG, last=Decimal(98_400), trade_date=TOMORROW), "no opening price yet"),
        (Quote(SAMSUNG, trade_date=TODAY), "no price"),
    ],
)
async def test_a_quote_that_tells_no_day_s_trading_moves_no_candle(
    charts: Charts, quote: Quote, reason: str
) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.DAY))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.DAY))
    before = charts.tail(Interval.DAY)
    charts.history.on_quote(quote)
    assert charts.tail(Interval.DAY) == before, reason


async def test_a_read_on_a_closed_day_that_repeats_the_last_one_makes_no_candle(
    charts: Charts,
) -> None:
    await charts.history.load(BarKey(SAMSUNG, Interval.DAY))
    await charts.history.follow("chart", BarKey(SAMSUNG, Interval.DAY))
    charts.history.on_quote(told(98_400, 8_000_000, TODAY))
    charts.history.on_quote(told(98_400, 8_000_000, TOMORROW, Source.REST))
    assert len(charts.tail(Interval.DAY)) == 1


@pytest.mark.parametrize(
    ("interval", "within", "beyond"),
    [
        (Interval.WEEK, TODAY + timedelta(days=1), TODAY + timedelta(days=3)),
        (Interval.MONTH, TODAY + timedelta(days=10), TODAY + timedelta(days=11)),
    ],
)
async def test_weeks_and_months_hold_their_days(
    charts: Charts, interval: Interval, within: date, beyond: date
) -> None:
    loaded = await charts.history.load(BarKey(SAMSUNG, interval))
    await charts.history.follow("chart", BarKey(SAMSUNG, interval))
    begun = int(loaded.volume[-1])
    charts.history.on_quote(told(98_400, 100, TODAY))
    charts.history.on_quote(told(98_500, 150, TODAY))
    charts.history.on_quote(told(98_600, 30, within))
    (bar,) = charts.tail(interval)
    assert (bar.time, bar.volume) == (int(loaded.time[-1]), begun + 80)
    assert bar.close == Decimal(98_600)
    charts.history.on_quote(told(97_000, 7, beyond))
    charts.history.on_quote(told(97_100, 9, beyond))
    before, after = charts.tail(interval)
    assert before == bar
    assert (after.time, after.volume) == (minute(beyond, time(0, 0)).time, 9)


async def _until_corrected(charts: Charts) -> None:
    """Run the service until it has sent the bars that it read again."""
    charts.screen.values.clear()
    charts.screen.told = asyncio.Event()
    running = asyncio.ensure_future(charts.history.run())
    await asyncio.wait_for(charts.screen.told.wait(), 5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
