"""No minute is lost or doubled: prints heard live, missed, late, over days and broken lines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kis_desktop.catalogue.calendar import next_trading_day, previous_trading_day
from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.connection import Feed
from kis_desktop.domain.quote import Trade
from kis_desktop.services.bar_builder import KOREA, bars_of, minute_of
from kis_desktop.services.history_desk import HistoryDesk
from kis_desktop.services.history_minutes import MinuteHistory
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from tests.unit.services.order_desk import NOW, RULES, TODAY, Screen
from tests.unit.services.test_history import SAMSUNG, Disk, Exchange
from tests.unit.services.test_market_data import trade

_OPENS = time(9, 0)


class Market(Exchange):
    """An exchange whose prints make its minutes; some reach us, at once or late."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.random = Random(seed)
        self.passed = 0.0
        self.connected = True
        self.under_way: list[Trade] = []
        self.disk, self.worker = Disk(), Worker("test-minutes")
        clock = SessionClock(RULES, Screen(), lambda: self.passed, lambda: NOW)
        clock.observe(NOW)
        self.clock = clock
        self.desk = HistoryDesk(self, self.disk, self.worker, clock)
        self.minutes = MinuteHistory(SAMSUNG, self.desk)
        self.feed = Feed.LIVE
        day = TODAY
        for _ in range(4):
            day = previous_trading_day(day)
            self.live_through(day, self.random.choice([_OPENS, _OPENS, time(9, 7)]))
        self.trade_until(TODAY, time(10, 11))

    def live_through(self, day: date, first: time) -> None:
        """A past day with minutes that lack, half a day at times."""
        last = self.random.choice([time(15, 29), time(12, 59)])
        self.trade_until(day, last, first)
        bars = self.days[day]
        self.days[day] = [bar for bar in bars if bar is bars[0] or self.random.random() > 0.1]

    async def minute_page(
        self, symbol: str, day: date, until: str, *, background: bool = False
    ) -> tuple[Bar, ...]:
        del background
        return await super().minute_page(symbol, day, until)

    # what may happen

    def prints(self) -> None:
        """A few prints, some seconds apart."""
        for _ in range(self.random.randrange(1, 6)):
            self.passed += self.random.choice([0, 1, 5, 20])
            self._print(Decimal(self.random.randrange(90, 110) * 100), self.random.randrange(1, 9))
        if self.random.random() < 0.7:
            self.arrive()

    def quiet(self) -> None:
        """Nothing for a while."""
        self.passed += self.random.choice([1, 61, 300, 3000])

    def arrive(self) -> None:
        """What is under way is heard."""
        heard, self.under_way = self.under_way, []
        self.minutes.on_trades(heard)

    def drop(self) -> None:
        """The line breaks; what is under way is lost."""
        self.connected, self.under_way, self.feed = False, [], Feed.GAP
        self.minutes.unload()

    def come_back(self) -> None:
        """The line is there again."""
        if not self.connected:
            self.connected, self.feed = True, Feed.LIVE
            self.minutes.unload()

    def tomorrow(self) -> None:
        """The next trading day, some time after its opening."""
        self.arrive()
        opened = datetime.combine(next_trading_day(self.desk.today()), _OPENS, KOREA)
        now = opened + timedelta(minutes=self.random.randrange(90))
        self.passed += (now - self.desk.now()).total_seconds()

    async def correct(self) -> None:
        """What the service does every other second."""
        self.arrive()
        if self.minutes.is_due(self.feed):
            await self.minutes.refresh(self.feed)

    async def older(self) -> None:
        """What the service does while idle."""
        if not self.minutes.is_due(self.feed):
            await self.minutes.step(background=True)

    def _print(self, price: Decimal, size: int) -> None:
        now = self.desk.now()
        bars = self.days.setdefault(now.date(), [])
        start = minute_of(now)
        if bars and bars[-1].time == start:
            bars[-1] = bars[-1].with_print(price, size)
        else:
            bars.append(Bar(start, price, price, price, price, size))
        if self.connected:
            told = trade(SAMSUNG, 1, int(price))
            self.under_way.append(
                msgspec.structs.replace(
                    told, price=price, size=size, time=now.time(), trade_date=now.date()
                )
            )

    async def settle(self) -> None:
        """Everything is heard and read again, and nothing more happens."""
        self.come_back()
        for _ in range(6):
            self.passed += 200
            await self.correct()
        assert not self.minutes.is_due(self.feed)

    def truth(self, since: int) -> tuple[Bar, ...]:
        """All minutes since one."""
        every = [bar for day in sorted(self.days) for bar in self.days[day]]
        return tuple(bar for bar in every if bar.time >= since)


STEPS: tuple[Callable[[Market], object], ...] = (
    Market.prints, Market.prints, Market.prints, Market.quiet, Market.drop, Market.come_back,
    Market.tomorrow, Market.correct, Market.correct, Market.older,
)  # fmt: skip


async def _live(seed: int, steps: list[int]) -> None:
    market = Market(seed)
    try:
        await market.minutes.open()
        for number in steps:
            stamp, before = market.minutes.stamp(), bars_of(market.minutes.bars())
            done = STEPS[number](market)
            if asyncio.iscoroutine(done):
                await done
            same = bars_of(market.minutes.bars()) == before
            assert (market.minutes.stamp() == stamp) <= same, "other bars have another stamp"
        await market.settle()
        bars = bars_of(market.minutes.bars())
        assert bars == market.truth(bars[0].time)
        tail = market.minutes.tail(Interval.MINUTE_1)
        assert tail == bars[-len(tail) :]
        for _ in range(400):
            if market.minutes.complete:
                break
            await market.minutes.step(background=True)
        assert market.minutes.complete
        assert bars_of(market.minutes.bars()) == market.truth(0)
        again = MinuteHistory(SAMSUNG, market.desk)
        await again.open()
        kept = bars_of(again.bars())
        assert kept[:-1] == market.truth(0)[: len(kept) - 1], "the newest may have been growing"
        today = datetime.combine(market.desk.today(), time(), KOREA).timestamp()
        assert len(kept) >= len([bar for bar in market.truth(0) if bar.time < today])
        await again.refresh(Feed.LIVE)
        assert bars_of(again.bars()) == market.truth(0)
    finally:
        market.worker.close()


@settings(max_examples=40, deadline=None)
@given(some.integers(0, 10_000), some.lists(some.integers(0, len(STEPS) - 1), max_size=40))
def test_whatever_happens_the_minutes_are_the_exchange_s(seed: int, steps: list[int]) -> None:
    asyncio.run(_live(seed, steps))


async def test_a_day_without_its_beginning_is_kept_when_asked_twice() -> None:
    market = Market(1)
    day = previous_trading_day(TODAY)
    market.trade_until(day, time(15, 29), time(9, 12))
    try:
        await market.minutes.open()
        assert day not in market.disk.kept
        while not market.minutes.complete:
            await market.minutes.step(background=True)
        assert market.disk.kept[day] == tuple(market.days[day])
    finally:
        market.worker.close()


async def test_the_end_is_found_after_days_without_a_minute() -> None:
    market = Market(1)
    try:
        await market.minutes.open()
        while not market.minutes.complete:
            await market.minutes.step(background=True)
        asked = len(market.requests)
        assert asked < 80
        again = MinuteHistory(SAMSUNG, market.desk)
        await again.open()
        await again.refresh(Feed.LIVE)
        before = len(market.requests)
        await again.step(background=True)
        assert again.complete
        assert len(market.requests) == before, "what is known to be empty is not asked again"
    finally:
        market.worker.close()


@pytest.mark.parametrize("interval", [Interval.MINUTE_1, Interval.MINUTE_60, Interval.MINUTE_240])
async def test_the_tail_reaches_into_yesterday(interval: Interval) -> None:
    market = Market(1)
    try:
        await market.minutes.open()
        market.tomorrow()
        market.prints()
        market.arrive()
        await market.correct()
        tail = market.minutes.tail(interval)
        days = {datetime.fromtimestamp(bar.time, KOREA).date() for bar in tail}
        assert len(tail) >= 4
        assert TODAY in days or interval == Interval.MINUTE_1
    finally:
        market.worker.close()
