"""Times below the bars: round, in sight, apart, and the day where a day begins."""

from __future__ import annotations

import tracemalloc
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from kis_desktop.indicators.series import Times
from kis_desktop.ui.chart.time_axis import TimeAxis, Weight, clock_text, date_text
from kis_desktop.ui.chart.viewport import Viewport

KOREA = ZoneInfo("Asia/Seoul")


def minutes(days: int, step: int = 1) -> Times:
    """Bars of 9:00–15:30 on weekdays from Thursday 2026-11-19 on."""
    found: list[int] = []
    day = datetime(2026, 11, 19, 9, tzinfo=KOREA)
    while days:
        if day.weekday() < 5:
            start = int(day.timestamp())
            found += range(start, start + 390 * 60, step * 60)
            days -= 1
        day += timedelta(days=1)
    return np.array(found, np.int64)


def daily(count: int) -> Times:
    start = int(datetime(2022, 1, 3, tzinfo=KOREA).timestamp())
    return start + 86_400 * np.arange(count, dtype=np.int64)


def texts(times: Times, bar_width: float, width: float = 900) -> list[str]:
    viewport = Viewport(width, len(times), bar_width).at_newest()
    return [label.text for label in TimeAxis(times).labels(viewport, 80)]


def test_minutes_are_labelled_at_round_times() -> None:
    assert texts(minutes(1)[:105], 8.0)[-3:] == ["10:20", "10:30", "10:40"]


def test_a_day_begins_with_its_date_and_the_night_takes_no_room() -> None:
    times = minutes(2, step=15)
    axis = TimeAxis(times)
    labels = axis.labels(Viewport(900, len(times), 14.0).at_newest(), 80)
    assert "11/20" in [label.text for label in labels if label.weight is Weight.DAY]
    assert axis.days.tolist() == [26]


def test_years_stand_below_daily_bars() -> None:
    assert [text for text in texts(daily(1500), 0.6) if "/" not in text] == [
        "2023",
        "2024",
        "2025",
        "2026",
    ]


@pytest.mark.parametrize("bar_width", [0.01, 0.1, 0.7, 2.0, 8.0, 40.0])
@pytest.mark.parametrize("times", [minutes(1), minutes(60), minutes(90, 60), daily(900)])
def test_labels_stand_apart_and_in_sight(times: Times, bar_width: float) -> None:
    viewport = Viewport(900, len(times), bar_width).at_newest()
    first, last = viewport.visible()
    places = [label.bar for label in TimeAxis(times).labels(viewport, 80)]
    assert places == sorted(places)
    assert all(first <= bar < last for bar in places)
    assert all((b - a) * bar_width >= 80 for a, b in pairwise(places))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_bars_are_no_trouble(count: int) -> None:
    times = minutes(1)[:count]
    found = TimeAxis(times).labels(Viewport(900, count).at_newest(), 80)
    assert len(found) <= 1


def test_moments_are_told_in_exchange_time() -> None:
    moment = int(datetime(2026, 11, 5, 9, 5, tzinfo=KOREA).timestamp())
    assert clock_text(moment) == "9:05"
    assert date_text(moment) == "2026/11/05"


def test_the_times_of_a_year_are_not_copied() -> None:
    times = minutes(245)
    tracemalloc.start()
    try:
        axis = TimeAxis(times)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(axis.days) == 244
    assert kept < times.nbytes / 4
