"""Bars from prints and from smaller bars."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.domain.bar import Bar, Interval
from kis_desktop.services.bar_builder import KOREA, bucket, joined, minute_of, series, with_print


def at(clock: str) -> int:
    return int(datetime.fromisoformat(f"2026-11-20T{clock}").replace(tzinfo=KOREA).timestamp())


def bar(clock: str, *prices: int, volume: int = 1) -> Bar:
    first, high, low, last = (Decimal(price) for price in prices)
    return Bar(at(clock), first, high, low, last, volume)


@pytest.mark.parametrize(
    ("clock", "interval", "start"),
    [
        ("09:00:59", Interval.MINUTE_1, "09:00:00"),
        ("09:07:00", Interval.MINUTE_5, "09:05:00"),
        ("10:59:00", Interval.MINUTE_60, "10:00:00"),
        ("09:14:00", Interval.MINUTE_15, "09:00:00"),
    ],
)
def test_intervals_count_from_midnight_in_korea(clock: str, interval: Interval, start: str) -> None:
    minute = minute_of(datetime.fromtimestamp(at(clock), KOREA))
    assert bucket(minute, interval) == at(start)


def test_minutes_join_into_a_longer_bar() -> None:
    minutes = (
        bar("09:00:00", 10, 12, 9, 11, volume=5),
        bar("09:04:00", 11, 15, 11, 14, volume=7),
        bar("09:05:00", 14, 14, 13, 13, volume=2),
    )
    assert joined(minutes, Interval.MINUTE_5) == (
        bar("09:00:00", 10, 15, 9, 14, volume=12),
        bar("09:05:00", 14, 14, 13, 13, volume=2),
    )


prints = st.lists(st.tuples(st.integers(0, 600), st.integers(1, 500), st.integers(1, 50)))


@given(prints)
def test_prints_make_bars_that_hold_exactly_them(told: list[tuple[int, int, int]]) -> None:
    bars: list[Bar] = []
    start = at("09:00:00")
    for second, price, size in sorted(told, key=lambda one: one[0]):
        minute = start + second - second % 60
        with_print(bars, minute, Decimal(price), size)
    assert sum(one.volume for one in bars) == sum(size for _, _, size in told)
    assert [one.time for one in bars] == sorted({one.time for one in bars})
    for one in bars:
        assert one.low <= min(one.open, one.close) <= max(one.open, one.close) <= one.high


def test_a_late_print_of_an_earlier_minute_changes_nothing() -> None:
    bars = [bar("09:05:00", 10, 10, 10, 10)]
    with_print(bars, at("09:04:00"), Decimal(99), 1)
    assert bars == [bar("09:05:00", 10, 10, 10, 10)]


def test_bars_become_read_only_columns() -> None:
    made = series([bar("09:00:00", 10, 12, 9, 11, volume=5)])
    assert (made.time[0], made.high[0], made.volume[0]) == (at("09:00:00"), 12.0, 5.0)
    with pytest.raises(ValueError, match="read-only"):
        made.close[0] = 1
    assert len(series([])) == 0
