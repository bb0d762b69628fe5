"""Charts: pages joined with the live tail without a gap or a double."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.bar import Bar, BarTail, Interval
from kis_desktop.domain.errors import TimedOut
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Quote
from kis_desktop.services.bar_builder import KOREA, minute_of
from kis_desktop.services.history import History
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic, bars_key
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

    def trade_until(self, day: date, last: time) -> None:
        moment = datetime.combine(day, time(9, 0), KOREA)
        bars = []
        while moment.time() <= last:
            bars.append(minute(day, moment.time()))
            moment += timedelta(minutes=1)
        self.days[day] = bars

    async def minute_page(self, symbol: str, day: date, until: str) -> tuple[Bar, ...]:
        assert symbol == SAMSUNG
        self.requests.append((day, until))
        if self.fails:
            raise TimedOut(message("kis.timed_out"))
        limit = datetime.strptime(until, "%H%M%S").time()  # noqa: DTZ007 - a time of day
        last = datetime.combine(day, limit, KOREA).timestamp()
        return tuple([bar for bar in self.days.get(day, []) if bar.time <= last][-PAGE:])

    async def daily_page(
        self, symbol: str, start: date, end: date, interval: Interval
    ) -> tuple[Bar, ...]:
        assert (symbol, interval) == (SAMSUNG, Interval.DAY)
        days = [start + timedelta(days=step) for step in range((end - start).days + 1)]
        listed = [day for day in days if day >= date(2026, 1, 2)]
        return tuple(minute(day, time(0, 0)) for day in listed[-100:])


class Disk:
    """Whole past days in memory."""

    def __init__(self) -> None:
        self.kept: dict[date, tuple[Bar, ...]] = {}

    def minutes(self, _symbol: str, day: date) -> tuple[Bar, ...] | None:
        return self.kept.get(day)

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
        shown = self.screen.values[Topic.BARS, bars_key(SAMSUNG, interval)]
        assert isinstance(shown, BarTail)
        return shown.bars


@pytest.fixture
async def charts() -> AsyncIterator[Charts]:
    made = Charts()
    yield made
    made.worker.close()


async def test_three_days_of_minutes_are_whole_and_in_order(charts: Charts) -> None:
    series = await charts.history.load(SAMSUNG, Interval.MINUTE_1)
    assert len(series) == 390 + 390 + 73
    assert list(series.time) == sorted(set(series.time))
    assert set(charts.disk.kept) == {TODAY - timedelta(days=1), TODAY - timedelta(days=2)}


async def test_past_days_are_read_once_and_then_from_the_disk(charts: Charts) -> None:
    await charts.history.load(SAMSUNG, Interval.MINUTE_1)
    again = History(charts.exchange, charts.disk, charts.worker, charts.clock, charts.screen)
    charts.exchange.requests.clear()
    await again.load(SAMSUNG, Interval.MINUTE_5)
    assert {day for day, _ in charts.exchange.requests} == {TODAY}


async def test_longer_intervals_hold_the_same_volume(charts: Charts) -> None:
    minutes = await charts.history.load(SAMSUNG, Interval.MINUTE_1)
    for interval in (Interval.MINUTE_3, Interval.MINUTE_15, Interval.MINUTE_60):
        assert (await charts.history.load(SAMSUNG, interval)).volume.sum() == minutes.volume.sum()


async def test_prints_grow_the_last_bar_and_begin_new_ones(charts: Charts) -> None:
    await charts.history.load(SAMSUNG, Interval.MINUTE_1)
    await charts.history.follow("chart", SAMSUNG, Interval.MINUTE_1)
    before = charts.tail()[-1]
    charts.print_at(time(10, 12, 40), 99_900, 3)
    assert charts.tail()[-1] == before.with_print(Decimal(99_900), 3)
    charts.print_at(time(10, 13, 1), 99_800, 2)
    newest = charts.tail()[-1]
    assert (newest.time - before.time, newest.volume) == (60, 2)


async def test_the_tail_of_a_longer_interval_joins_its_minutes(charts: Charts) -> None:
    await charts.history.load(SAMSUNG, Interval.MINUTE_5)
    await charts.history.follow("chart", SAMSUNG, Interval.MINUTE_5)
    assert [bar.volume for bar in charts.tail(Interval.MINUTE_5)] == [50, 50, 50, 30]


async def test_a_minute_that_was_heard_in_part_is_read_again(charts: Charts) -> None:
    await charts.history.load(SAMSUNG, Interval.MINUTE_1)
    await charts.history.follow("chart", SAMSUNG, Interval.MINUTE_1)
    charts.print_at(time(10, 14, 1), 99_800, 2)
    charts.exchange.trade_until(TODAY, time(10, 14))
    charts.passed = 170.0
    await _until_corrected(charts)
    assert [bar.volume for bar in charts.tail()] == [10, 10, 10, 2]


async def test_after_a_gap_the_minutes_are_read_again(charts: Charts) -> None:
    await charts.history.load(SAMSUNG, Interval.MINUTE_1)
    await charts.history.follow("chart", SAMSUNG, Interval.MINUTE_1)
    charts.exchange.trade_until(TODAY, time(10, 15))
    charts.passed = 200.0
    charts.history.on_return()
    await _until_corrected(charts)
    assert charts.tail()[-1].time == minute(TODAY, time(10, 15)).time


async def test_a_day_of_the_chart_follows_the_quote(charts: Charts) -> None:
    series = await charts.history.load(SAMSUNG, Interval.DAY)
    assert len(series) == (TODAY - date(2026, 1, 2)).days + 1
    await charts.history.follow("chart", SAMSUNG, Interval.DAY)
    charts.history.on_quote(
        Quote(
            SAMSUNG,
            last=Decimal(98_400),
            open=Decimal(97_300),
            high=Decimal(98_700),
            low=Decimal(96_900),
            volume=8_000_000,
        )
    )
    (today,) = charts.tail(Interval.DAY)
    assert today.open == 97_300
    assert today.close == 98_400
    assert today.volume == 8_000_000


async def test_what_nobody_follows_any_more_is_not_sent(charts: Charts) -> None:
    await charts.history.load(SAMSUNG, Interval.MINUTE_1)
    await charts.history.follow("chart", SAMSUNG, Interval.MINUTE_1)
    await charts.history.unfollow("chart")
    charts.screen.values.clear()
    charts.print_at(time(10, 12, 40), 99_900)
    assert not charts.screen.values


async def test_prints_before_the_history_is_there_make_no_bars(charts: Charts) -> None:
    charts.print_at(time(10, 12, 40), 99_900)
    await charts.history.follow("chart", SAMSUNG, Interval.MINUTE_1)
    assert not charts.screen.values


async def test_a_server_that_does_not_answer_says_so(charts: Charts) -> None:
    charts.exchange.fails = True
    with pytest.raises(TimedOut):
        await charts.history.load(SAMSUNG, Interval.MINUTE_1)


async def _until_corrected(charts: Charts) -> None:
    """Run the service until it has sent the bars that it read again."""
    charts.screen.values.clear()
    charts.screen.told = asyncio.Event()
    running = asyncio.ensure_future(charts.history.run())
    await asyncio.wait_for(charts.screen.told.wait(), 5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
