"""Figures of the bench are what their samples say."""

from __future__ import annotations

import pytest

from benchmarks.comparison import Comparison, Figure
from benchmarks.report import table
from benchmarks.trade_frames import WIDTH, trade_frames


def test_the_p99_is_the_value_that_ninety_nine_of_a_hundred_stay_within() -> None:
    figure = Figure.of("a", [float(value) for value in range(200)])
    assert (figure.median, figure.p99, figure.samples) == (99.5, 198.0, 200)


def test_few_samples_have_no_p99() -> None:
    assert Figure.of("a", [1.0, 2.0, 3.0]).p99 is None


def test_runs_are_told_by_the_middle_one() -> None:
    figure = Figure.of_runs("a", [(1.0, 9.0), (3.0, 5.0), (2.0, 70.0)], 900)
    assert (figure.median, figure.p99) == (2.0, 9.0)


def test_a_ratio_is_ours_by_theirs_and_unknown_against_nothing() -> None:
    ours, peer, idle = Figure("o", 2.0, 4.0, 9), Figure("p", 8.0, None, 9), Figure("i", 0.0, 0.0, 9)
    comparison = Comparison("t", "ms", "c", (ours, peer, idle))
    assert comparison.ratio(peer) == pytest.approx(0.25)
    assert comparison.ratio(idle) is None
    assert comparison.p99_ratio(peer) is None
    assert comparison.p99_ratio(idle) is None


def test_the_table_names_who_is_missing_and_shows_a_dash_for_what_is_unknown() -> None:
    comparison = Comparison("t", "ms", "c", (Figure("ours", 1.5, None, 3),), ("peer is not here",))
    text = table(comparison)
    assert "not measured: peer is not here" in text
    assert text.splitlines()[3].split() == ["ours", "1.50", "—", "1.00", "—", "3"]


def test_frames_are_the_same_for_the_same_seed_and_as_wide_as_they_say() -> None:
    frames = trade_frames(50)
    assert frames == trade_frames(50)
    assert frames != trade_frames(50, seed=2)
    assert {frame.count("^") + 1 for frame in frames} == {WIDTH}
