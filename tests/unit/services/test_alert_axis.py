"""Where a moment stands on an axis of bars, and what else alerts know of time."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from kis_desktop.domain.bar import BarKey, Interval
from kis_desktop.services.alert_axis import place
from kis_desktop.services.alert_clock import seconds_behind
from kis_desktop.services.alert_closes import has_ended, start_of
from kis_desktop.services.bar_builder import KOREA


def at(text: str) -> int:
    return int(datetime.fromisoformat(f"{text}+09:00").timestamp())


@pytest.mark.parametrize(
    ("key", "interval", "before", "after", "bars"),
    [
        ("005930", Interval.MINUTE_5, "2026-11-20T09:00", "2026-11-20T09:30", 6),
        ("005930", Interval.MINUTE_5, "2026-11-20T15:30", "2026-11-23T09:00", 0),  # a weekend
        ("005930", Interval.MINUTE_5, "2026-11-20T15:20", "2026-11-23T09:10", 4),
        ("005930", Interval.MINUTE_5, "2026-11-20T18:00", "2026-11-21T12:00", 0),  # closed
        ("005930@UN", Interval.MINUTE_60, "2026-11-20T19:00", "2026-11-23T09:00", 2),
        ("005930", Interval.MINUTE_5, "2026-11-18T15:30", "2026-11-19T10:00", 0),  # 수능
        ("005930", Interval.MINUTE_5, "2026-11-19T16:00", "2026-11-19T16:30", 6),
        ("005930", Interval.DAY, "2026-11-20T09:00", "2026-11-23T15:00", 1),
        ("005930", Interval.DAY, "2026-09-23T09:00", "2026-09-28T15:00", 1),  # 추석
        ("005930", Interval.WEEK, "2026-11-20T00:00", "2026-11-23T00:00", 1),
        ("005930", Interval.MONTH, "2026-11-20T00:00", "2027-01-23T00:00", 2),
        ("005930", Interval.YEAR, "2026-11-20T00:00", "2027-01-23T00:00", 1),
    ],
)
def test_only_hours_of_trading_take_room(
    key: str, interval: Interval, before: str, after: str, bars: float
) -> None:
    passed = place(key, interval, at(after)) - place(key, interval, at(before))
    assert passed == pytest.approx(bars)


@pytest.mark.parametrize(
    ("key", "start", "now", "ended"),
    [
        (BarKey("005930", Interval.MINUTE_5), "2026-11-20T09:00", "2026-11-20T09:04:59", False),
        (BarKey("005930", Interval.MINUTE_5), "2026-11-20T09:00", "2026-11-20T09:05:00", True),
        (BarKey("005930", Interval.DAY), "2026-11-20T00:00", "2026-11-20T15:29:00", False),
        (BarKey("005930", Interval.DAY), "2026-11-20T00:00", "2026-11-20T15:30:00", True),
        (BarKey("005930", Interval.DAY), "2026-11-19T00:00", "2026-11-19T16:29:00", False),  # 수능
        (BarKey("005930", Interval.DAY), "2026-11-19T00:00", "2026-11-19T16:30:00", True),
        (BarKey("005930@UN", Interval.DAY), "2026-11-20T00:00", "2026-11-20T15:30:00", False),
        (BarKey("005930", Interval.DAY), "2026-11-19T00:00", "2026-11-20T08:00:00", True),
        (BarKey("005930", Interval.WEEK), "2026-11-16T00:00", "2026-12-20T08:00:00", False),
    ],
)
def test_a_bar_ends_by_the_markets_clock(key: BarKey, start: str, now: str, ended: bool) -> None:
    assert has_ended(key, at(start), datetime.fromisoformat(f"{now}+09:00")) is ended


def test_a_moment_belongs_to_its_bar() -> None:
    assert start_of(at("2026-11-20T09:07:31"), Interval.MINUTE_5) == at("2026-11-20T09:05")
    assert start_of(at("2026-11-20T09:07:31"), Interval.DAY) == at("2026-11-20T00:00")
    assert datetime.fromtimestamp(start_of(0, Interval.DAY), KOREA).time() == time()


@pytest.mark.parametrize(
    ("told", "now", "seconds"),
    [
        (time(10, 0, 5), time(10, 0, 7), 2),
        (time(23, 59, 59), time(0, 0, 1), 2),
        (time(0, 0, 1), time(23, 59, 59), -2),
    ],
)
def test_times_are_apart_the_shorter_way_round(told: time, now: time, seconds: int) -> None:
    assert seconds_behind(told, now) == seconds
