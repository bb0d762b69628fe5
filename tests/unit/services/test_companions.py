"""Days beside the bars: read page by page, kept, and asked for again only where they may be new."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.companion import InvestorDay, SidesDay
from kis_desktop.domain.errors import RequestFailed
from kis_desktop.domain.message import message
from kis_desktop.services.companions import Companions

TODAY = date(2026, 11, 20)
ONE = timedelta(days=1)


@dataclass
class Source:
    """Tells every weekday down to a first one; a foreigner's figure is the day of the month."""

    first: date = date(2020, 1, 1)
    asked: list[tuple[date, bool]] = field(default_factory=list)
    fails_before: date = date.min
    newest: date = TODAY

    async def investors_page(
        self, symbol: str, until: date, *, background: bool = False
    ) -> tuple[InvestorDay, ...]:
        self.asked.append((until, background))
        await asyncio.sleep(0)
        if until < self.fails_before:
            raise RequestFailed(message("kis.in_doubt"))
        days = [until - ONE * number for number in range(60)]
        told = [day for day in days if self.first <= day <= self.newest and day.weekday() < 5][:30]
        return tuple(InvestorDay(day, None, day.day, -day.day) for day in reversed(told))

    async def sides_page(
        self, symbol: str, start: date, end: date, *, background: bool = False
    ) -> tuple[SidesDay, ...]:
        self.asked.append((end, background))
        days = [start + ONE * number for number in range((end - start).days + 1)]
        told = [day for day in days if day >= self.first and day.weekday() < 5]
        return tuple(SidesDay(day, day.day, 2 * day.day) for day in told[-100:])


@dataclass
class Desk:
    source: Source = field(default_factory=Source)
    today: date = TODAY
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.companions = Companions(self.source, lambda: self.today, lambda: self.seconds)

    async def days(self, name: str = "foreign", symbol: str = "005930") -> list[date]:
        told = await self.companions.load(symbol, name, Interval.DAY)
        return [datetime.fromtimestamp(int(at) + 9 * 3600, UTC).date() for at in told.time]


async def test_days_come_oldest_first_without_a_hole() -> None:
    days = await Desk().days()
    assert days[-1] == TODAY
    assert len(days) >= 260
    weekdays = {day for day in days if day.weekday() < 5}
    assert len(weekdays) == len(days)
    steps = {(after - before).days for before, after in pairwise(days)}
    assert steps == {1, 3}


async def test_what_is_not_told_is_not_known() -> None:
    desk = Desk()
    told = await desk.companions.load("005930", "individual", Interval.DAY)
    assert np.isnan(told.values).all()
    foreign = await desk.companions.load("005930", "foreign", Interval.DAY)
    assert foreign.values[-1] == TODAY.day


async def test_one_reading_serves_all_investors() -> None:
    desk = Desk()
    names = ("individual", "foreign", "institution")
    await asyncio.gather(*(desk.days(name) for name in names))
    assert len(desk.source.asked) == len({until for until, _ in desk.source.asked})
    assert [background for _, background in desk.source.asked][:2] == [False, True]


async def test_both_sides_are_read_in_larger_pages() -> None:
    desk = Desk()
    bought = await desk.companions.load("005930", "bought", Interval.DAY)
    sold = await desk.companions.load("005930", "sold", Interval.DAY)
    assert (2 * bought.values == sold.values).all()
    assert len(desk.source.asked) == 3


async def test_longer_bars_reach_further_back() -> None:
    desk = Desk()
    days = await desk.companions.load("005930", "foreign", Interval.DAY)
    weeks = await desk.companions.load("005930", "foreign", Interval.WEEK)
    assert len(weeks) >= 2 * len(days) - 30


async def test_of_minutes_no_day_tells() -> None:
    desk = Desk()
    for interval in (Interval.MINUTE_5, Interval.TICK):
        assert len(await desk.companions.load("005930", "foreign", interval)) == 0
    assert desk.source.asked == []


async def test_a_name_that_nobody_tells_is_refused() -> None:
    with pytest.raises(ValueError, match="whales"):
        await Desk().companions.load("005930", "whales", Interval.DAY)


async def test_the_newest_days_are_read_again_after_a_while() -> None:
    desk = Desk(Source(newest=TODAY - ONE))
    assert (await desk.days())[-1] == TODAY - ONE
    asked = len(desk.source.asked)
    desk.source.newest = TODAY
    assert (await desk.days())[-1] == TODAY - ONE
    assert len(desk.source.asked) == asked
    desk.seconds += 61
    assert (await desk.days())[-1] == TODAY
    assert len(desk.source.asked) == asked + 1


async def test_after_a_long_absence_no_hole_stays() -> None:
    desk = Desk(Source(newest=TODAY - ONE))
    await desk.days()
    desk.today = desk.source.newest = TODAY + 90 * ONE
    desk.seconds += 61
    days = await desk.days()
    assert days[-1] == desk.today
    assert max((b - a).days for a, b in pairwise(days)) == 3


async def test_a_young_share_is_asked_for_once() -> None:
    desk = Desk(Source(first=TODAY - 10 * ONE))
    assert (await desk.days())[0] == TODAY - 10 * ONE
    asked = len(desk.source.asked)
    await desk.days()
    assert len(desk.source.asked) == asked
    desk.seconds += 61
    await desk.days()
    assert len(desk.source.asked) == asked + 1


async def test_of_a_share_without_days_nothing_is_known() -> None:
    desk = Desk(Source(first=date.max))
    assert await desk.days() == []
    assert len(desk.source.asked) == 1


async def test_where_an_older_page_fails_the_newer_days_are_given() -> None:
    desk = Desk(Source(fails_before=TODAY - 60 * ONE))
    assert 30 <= len(await desk.days()) < 260
    desk.source.fails_before = date.min
    assert len(await desk.days()) >= 260


async def test_where_the_newest_page_fails_it_is_said() -> None:
    desk = Desk(Source(fails_before=date.max))
    with pytest.raises(RequestFailed):
        await desk.days()


async def test_many_shares_are_not_all_kept() -> None:
    desk = Desk()
    for number in range(60):
        await desk.days(symbol=f"{number:06}")
    asked = len(desk.source.asked)
    await desk.days(symbol="000059")
    assert len(desk.source.asked) == asked
    await desk.days(symbol="000000")
    assert len(desk.source.asked) > asked
