"""Moments and places on the axis of bars lead to one another."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.ui.chart.bar_times import BarTimes

TIMES = np.array([0, 60, 120, 180, 86_400, 86_460, 86_520], np.int64)


@given(st.integers(-100_000, 200_000))
def test_a_moment_comes_back_from_its_place(time: int) -> None:
    times = BarTimes(TIMES)
    assert abs(times.time_of(times.index_of(time)) - time) <= 1


def test_a_gap_takes_one_place_and_the_future_goes_on_at_the_usual_step() -> None:
    times = BarTimes(TIMES)
    assert times.index_of(180 + (86_400 - 180) // 2) == 3.5
    assert times.index_of(86_520 + 300) == 11.0
    assert times.time_of(8) == 86_640
    assert times.time_of(-2) == -120


def test_without_bars_there_is_one_place() -> None:
    times = BarTimes(np.empty(0, np.int64))
    assert (times.index_of(5), times.time_of(7.0)) == (0.0, 0)
