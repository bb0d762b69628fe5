"""The newest bars of a day, week or month chart."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.domain.quote import Quote, Source
from kis_desktop.services.bar_builder import KOREA
from kis_desktop.services.daily_tail import DailyTail

MONDAY = date(2026, 11, 16)


def tail(interval: Interval, day: date = MONDAY) -> DailyTail:
    start = int(datetime.combine(day, time(), KOREA).timestamp())
    first = Decimal(1_000)
    return DailyTail(interval, (Bar(start, first, first, first, first, 10),))


def quote(last: int, volume: int) -> Quote:
    return Quote(
        "005930", last=Decimal(last), open=Decimal(1_000), volume=volume, source=Source.STREAM
    )


@given(
    st.sampled_from([Interval.DAY, Interval.WEEK, Interval.MONTH]),
    st.lists(st.tuples(st.integers(0, 70), st.integers(500, 1_500)), max_size=20),
)
def test_bars_rise_in_time_and_hold_their_prices(
    interval: Interval, told: list[tuple[int, int]]
) -> None:
    grown = tail(interval)
    for step, last in told:
        grown = grown.after(quote(last, 5), MONDAY + timedelta(days=step))
    times = [bar.time for bar in grown.bars]
    assert times == sorted(set(times))
    for bar in grown.bars:
        assert bar.low <= min(bar.open, bar.close) <= max(bar.open, bar.close) <= bar.high


@pytest.mark.parametrize(
    ("interval", "days", "bars"),
    [
        (Interval.DAY, 1, 2),
        (Interval.WEEK, 6, 1),
        (Interval.WEEK, 7, 2),
        (Interval.MONTH, 14, 1),
        (Interval.MONTH, 15, 2),
    ],
)
def test_a_later_day_stands_in_the_bar_that_holds_it(
    interval: Interval, days: int, bars: int
) -> None:
    grown = tail(interval).after(quote(1_100, 5), MONDAY + timedelta(days=days))
    assert len(grown.bars) == bars
    assert grown.bars[-1].close == Decimal(1_100)


def test_a_week_adds_the_volume_of_its_days() -> None:
    grown = tail(Interval.WEEK)
    for day, volume in ((0, 4), (0, 9), (1, 3), (1, 5)):
        grown = grown.after(quote(1_100, volume), MONDAY + timedelta(days=day))
    assert grown.bars[-1].volume == 10 + 5 + 5
