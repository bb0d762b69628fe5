"""Older bars read while idle: in order, told, never twice, put off after a failure; days and prints
joined with what is here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kis_desktop.domain.bar import Bar, BarKey, HistoryProgress, Interval, Joining, Unit
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.errors import TimedOut
from kis_desktop.domain.ex_date import ExDate, ExKind
from kis_desktop.domain.message import message
from kis_desktop.domain.quote import Trade
from kis_desktop.services.bar_builder import KOREA, bars_of
from kis_desktop.services.history import History
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from kis_desktop.storage.bar_store import BarStore
from tests.patience import PATIENCE_S
from tests.unit.services.order_desk import NOW, RULES, TODAY, Screen
from tests.unit.services.test_market_data import trade

SYMBOL = "005930"
LISTED = date(2024, 3, 4)
DAYS = BarKey(SYMBOL, Interval.DAY, adjusted=True)
TICKS = BarKey(SYMBOL, Interval(3, Unit.TICK))


class Server:
    """Days since a listing, five-to-one split when told; prints of today."""

    def __init__(self) -> None:
        self.fails = False
        self.split = 1
        self.asked: list[tuple[date, date, bool]] = []
        self.prints: list[Trade] = []
        self.schedules = 0

    def bar(self, day: date, *, adjusted: bool) -> Bar:
        price = Decimal(50_000 + day.toordinal() % 97 * 100) / (self.split if adjusted else 1)
        start = int(datetime.combine(day, time(), KOREA).timestamp())
        return Bar(start, price, price, price, price, 10)

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
        assert (symbol, interval) == (SYMBOL, Interval.DAY)
        self.asked.append((start, end, background))
        if self.fails:
            raise TimedOut(message("kis.timed_out"))
        first = max(start, LISTED)
        every = [first + timedelta(days=at) for at in range((min(end, TODAY) - first).days + 1)]
        traded = [day for day in every if day.weekday() < 5]
        return tuple(self.bar(day, adjusted=adjusted) for day in traded[-100:])

    async def minute_page(
        self, symbol: str, day: date, until: str, *, background: bool = False
    ) -> tuple[Bar, ...]:
        raise AssertionError((symbol, day, until, background))

    async def prints_page(
        self, symbol: str, until: str, *, background: bool = False
    ) -> tuple[Trade, ...]:
        del background
        assert symbol == SYMBOL
        return tuple([one for one in self.prints if f"{one.time:%H%M%S}" <= until][-30:])

    async def ex_dates(self, symbol: str, start: date, end: date) -> tuple[ExDate, ...]:
        assert start < TODAY < end
        assert symbol == SYMBOL
        self.schedules += 1
        return (ExDate(TODAY, ExKind.SPLIT, Decimal(5)),)

    def trade(self, second: int, size: int = 2) -> Trade:
        volume = (self.prints[-1].volume or 0) if self.prints else 0
        at = (datetime.combine(TODAY, time(9, 0)) + timedelta(seconds=second)).time()
        told = msgspec.structs.replace(
            trade(SYMBOL, 1, 50_000 + second), time=at, size=size, volume=volume + size,
            trade_date=TODAY,
        )  # fmt: skip
        self.prints.append(told)
        return told


class Charts:
    """The service on a real store."""

    def __init__(self, store: BarStore, server: Server) -> None:
        self.screen, self.server = Screen(), server
        self.worker = Worker("test-older")
        self.passed = 0.0
        clock = SessionClock(RULES, self.screen, lambda: self.passed, lambda: NOW)
        clock.observe(NOW)
        self.history = History(server, store, self.worker, clock, self.screen, correct_every=0.005)

    def progress(self, key: BarKey) -> HistoryProgress:
        told = self.screen.values[Topic.HISTORY, key.text]
        assert isinstance(told, HistoryProgress)
        return told

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        tasks = [asyncio.ensure_future(run()) for run in (self.history.run, self.history.run_older)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def until_told(self, key: BarKey, field: str) -> HistoryProgress:
        """Wait until a field of the progress is set."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                self.screen.told = asyncio.Event()
                told = self.screen.values.get((Topic.HISTORY, key.text))
                if isinstance(told, HistoryProgress) and getattr(told, field):
                    return told
                await self.screen.told.wait()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BarStore]:
    with closing(BarStore(tmp_path / "bars.sqlite")) as opened:
        yield opened


@pytest.fixture
def charts(store: BarStore) -> Iterator[Charts]:
    made = Charts(store, Server())
    yield made
    made.worker.close()


async def test_days_are_read_back_to_the_listing_behind_all_else(charts: Charts) -> None:
    first = await charts.history.load(DAYS)
    assert not any(background for *_, background in charts.server.asked)
    asked = len(charts.server.asked)
    await charts.history.follow("chart", DAYS)
    async with charts.running():
        told = await charts.until_told(DAYS, "complete")
    bars = await charts.history.bars(DAYS)
    assert told.bars == len(bars) > len(first)
    assert datetime.fromtimestamp(int(bars.time[0]), KOREA).date() == LISTED
    older = [background for *_, background in charts.server.asked[asked:]]
    assert all(older)
    assert len(older) <= 6, "four pages, and nothing twice"
    assert bars_of(bars) == tuple(
        charts.server.bar(day, adjusted=True)
        for day in (LISTED + timedelta(days=at) for at in range(1000))
        if day <= TODAY and day.weekday() < 5
    )


async def test_what_is_kept_is_not_read_twice(charts: Charts, store: BarStore) -> None:
    await charts.history.load(DAYS)
    await charts.history.reach(DAYS, 0)
    again = Charts(store, charts.server)
    charts.server.asked.clear()
    kept = await again.history.load(DAYS)
    assert not charts.server.asked
    assert len(kept) == len(await charts.history.bars(DAYS))
    await again.history.follow("chart", DAYS)
    async with again.running():
        await again.until_told(DAYS, "complete")
    assert [end for start, end, _ in charts.server.asked if start >= LISTED] == [TODAY]
    again.worker.close()


async def test_a_split_since_then_replaces_what_was_kept(charts: Charts, store: BarStore) -> None:
    await charts.history.load(DAYS)
    await charts.history.reach(DAYS, 0)
    charts.server.split = 5
    again = Charts(store, charts.server)
    await again.history.load(DAYS)
    await again.history.follow("chart", DAYS)
    async with again.running():
        told = await again.until_told(DAYS, "revision")
        assert told.revision
        bars = await again.history.bars(DAYS)
        assert bars.close.max() < 15_000, "no bar of before the split stands beside those of after"
        await again.until_told(DAYS, "complete")
    assert len(await again.history.bars(DAYS)) > 600
    assert store.read(DAYS).close.max() < 15_000
    again.worker.close()


@pytest.mark.parametrize(("split", "pages"), [(5, 6), (1, 3)])
async def test_a_reach_back_from_kept_bars_compares_the_newest_first(
    charts: Charts, store: BarStore, split: int, pages: int
) -> None:
    first = await charts.history.load(DAYS)
    charts.server.split = split
    charts.server.asked.clear()
    again = Charts(store, charts.server)
    again.passed = 86_400.0
    await again.history.load(DAYS)
    await again.history.reach(DAYS, int(first.time[0]) - 200 * 86_400)
    bars = await again.history.bars(DAYS)
    assert bars.close.max() < 60_000 / split, "bars of two adjustments stand beside each other"
    assert len(bars) > len(first)
    assert bars_of(store.read(DAYS)) == bars_of(bars), "what was kept and holds is not thrown away"
    assert len(charts.server.asked) <= pages
    again.worker.close()


async def test_a_page_that_fails_leaves_the_bars_and_is_told(charts: Charts) -> None:
    first = await charts.history.load(DAYS)
    charts.server.fails = True
    await charts.history.follow("chart", DAYS)
    asked = len(charts.server.asked)
    async with charts.running():
        told = await charts.until_told(DAYS, "failure")
        await asyncio.sleep(0.1)
    assert told.failure == message("kis.timed_out")
    assert told.bars == len(first)
    assert len(charts.server.asked) == asked + 1, "not asked again at once"
    with pytest.raises(TimedOut):
        await charts.history.reach(DAYS, 0)


async def test_nothing_older_is_read_while_no_chart_follows(charts: Charts) -> None:
    await charts.history.load(DAYS)
    asked = len(charts.server.asked)
    async with charts.running():
        await asyncio.sleep(0.1)
    assert len(charts.server.asked) == asked


async def test_a_chart_that_goes_while_a_page_is_read_leaves_no_bars_behind(
    charts: Charts, monkeypatch: pytest.MonkeyPatch
) -> None:
    await charts.history.load(DAYS)
    await charts.history.follow("chart", DAYS)
    asked, answered = asyncio.Event(), asyncio.Event()
    page = charts.server.daily_page

    async def slow_page(*args: Any, **kwargs: Any) -> tuple[Bar, ...]:
        if kwargs["background"]:
            asked.set()
            await answered.wait()
        return await page(*args, **kwargs)

    monkeypatch.setattr(charts.server, "daily_page", slow_page)
    async with charts.running(), asyncio.timeout(PATIENCE_S):
        await asked.wait()
        await charts.history.unfollow("chart")
        assert len(await charts.history.bars(DAYS)), "it is being read"
        answered.set()
        while len(await charts.history.bars(DAYS)):  # noqa: ASYNC110 - nobody is told
            await asyncio.sleep(0)


async def test_a_moment_is_reached_before_idle_reading(charts: Charts) -> None:
    first = await charts.history.load(DAYS)
    wanted = int(first.time[0]) - 200 * 86_400
    asked = len(charts.server.asked)
    await charts.history.reach(DAYS, wanted)
    assert (await charts.history.bars(DAYS)).time[0] <= wanted
    assert not any(background for *_, background in charts.server.asked[asked:])
    assert not charts.progress(DAYS).complete


async def test_prints_heard_join_the_pages(charts: Charts) -> None:
    for second in range(100):
        charts.server.trade(second // 3)
    await charts.history.load(TICKS)
    await charts.history.follow("chart", TICKS)
    live = [charts.server.trade(40 + at) for at in range(5)]
    charts.history.on_trades(SYMBOL, live)
    await charts.history.reach(TICKS, 0)
    bars = await charts.history.bars(TICKS)
    assert bars.volume.sum() == 2 * 105
    assert set(bars.volume[1:-1].tolist()) == {6.0}
    one = await charts.history.bars(BarKey(SYMBOL, Interval.TICK))
    assert one.close.tolist() == [float(told.price) for told in charts.server.prints]


async def test_prints_missed_are_read_again_once(charts: Charts) -> None:
    for second in range(50):
        charts.server.trade(second)
    await charts.history.load(TICKS)
    await charts.history.follow("chart", TICKS)
    charts.history.on_feed(SYMBOL, Feed.LIVE)
    charts.history.on_feed(SYMBOL, Feed.GAP)
    for second in range(60, 100):
        charts.server.trade(second)
    charts.history.on_feed(SYMBOL, Feed.LIVE)
    charts.history.on_trades(SYMBOL, [charts.server.trade(101), charts.server.trade(102)])
    async with charts.running():
        async with asyncio.timeout(PATIENCE_S):
            while (await charts.history.bars(TICKS)).volume.sum() < 2 * 92:
                charts.screen.told = asyncio.Event()
                await charts.screen.told.wait()
    bars = await charts.history.bars(BarKey(SYMBOL, Interval.TICK))
    assert bars.close.tolist() == [float(told.price) for told in charts.server.prints]


async def test_prints_too_far_behind_begin_anew(charts: Charts) -> None:
    charts.server.trade(1)
    await charts.history.load(TICKS)
    await charts.history.follow("chart", TICKS)
    charts.history.on_return()
    for second in range(2000):
        charts.server.trade(2 + second)
    async with charts.running():
        told = await charts.until_told(TICKS, "revision")
    assert told.revision == 1
    ones = await charts.history.bars(BarKey(SYMBOL, Interval.TICK))
    prices = [float(told.price) for told in charts.server.prints]
    assert ones.close.tolist() == prices[-len(ones) :]


async def test_ex_dates_are_read_once_a_day(charts: Charts) -> None:
    for key in (SYMBOL, f"{SYMBOL}@UN"):
        (one,) = await charts.history.ex_dates(key)
        assert one.kind is ExKind.SPLIT
    assert charts.server.schedules == 1
    assert await charts.history.ex_dates("^0001") == ()


def test_days_between_of_another_adjustment_are_never_mixed(store: BarStore) -> None:
    server = Server()
    before = [server.bar(TODAY - timedelta(days=at), adjusted=True) for at in range(9, 0, -1)]
    assert store.write(DAYS, before, NOW) is Joining.FIRST
    server.split = 5
    after: Sequence[Bar] = [server.bar(TODAY - timedelta(days=at), adjusted=True) for at in (3, 2)]
    assert store.write(DAYS, after, NOW) is Joining.REPLACED
    assert len(store.read(DAYS)) == 2
