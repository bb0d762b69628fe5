"""The pyramid says the same at every level as the bars below it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.indicators.pyramid import CLOSE, HIGH, LOW, OPEN, VOLUME, BarPyramid
from kis_desktop.indicators.series import BarSeries


def walk(count: int, seed: int = 1, start: int = 0) -> BarSeries:
    random = np.random.default_rng(seed)
    close = 1000 + random.integers(-5, 6, count).cumsum().astype(float)
    open_ = np.concatenate([close[:1], close[:-1]])
    return BarSeries(
        (start + np.arange(count)) * 60,
        open_,
        np.maximum(open_, close) + random.integers(0, 3, count),
        np.minimum(open_, close) - random.integers(0, 3, count),
        close,
        random.integers(1, 100, count).astype(float),
    )


def part(bars: BarSeries, first: int, last: int) -> BarSeries:
    return BarSeries(
        bars.time[first:last].copy(),
        *(
            column[first:last].copy()
            for column in (bars.open, bars.high, bars.low, bars.close, bars.volume)
        ),
    )


def check_all_levels(pyramid: BarPyramid) -> None:
    bars = pyramid.level(0)
    for level in range(1, pyramid.height):
        rows = pyramid.level(level)
        for entry in range(rows.shape[1]):
            held = bars[:, entry << level : (entry + 1) << level]
            expected = (
                held[OPEN, 0],
                held[HIGH].max(),
                held[LOW].min(),
                held[CLOSE, -1],
                held[VOLUME].sum(),
            )
            assert tuple(rows[:, entry]) == expected


@given(st.integers(0, 700), st.integers(1, 40), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_every_entry_stands_for_the_bars_below_it_after_growth(
    count: int, grown: int, overlap: int
) -> None:
    bars = walk(count + grown)
    pyramid = BarPyramid(part(bars, 0, count))
    start = max(count - overlap, 0)
    pyramid.put(start, part(bars, start, count + grown))
    assert len(pyramid) == count + grown
    assert np.array_equal(pyramid.time, bars.time)
    check_all_levels(pyramid)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_every_entry_stands_for_the_bars_below_it_after_any_appends_and_updates(
    puts: list[tuple[int, int]],
) -> None:
    pyramid = BarPyramid(walk(120))
    kept = pyramid.level(0).copy()
    for seed, (back, length) in enumerate(puts):
        start = max(len(pyramid) - back, 0)
        fresh = walk(length, seed=seed, start=start)
        before = pyramid.puts
        pyramid.put(start, fresh)
        kept = np.concatenate([kept[:, :start], np.stack(fresh.columns()[1:])], axis=1)
        assert pyramid.changed_since(before) == start
        assert pyramid.changed_since(pyramid.puts) == len(pyramid)
        check_all_levels(pyramid)
    assert np.array_equal(pyramid.level(0), kept)


def test_what_changed_longer_ago_than_is_remembered_may_be_anything() -> None:
    pyramid = BarPyramid(walk(500))
    first = pyramid.puts
    for _ in range(100):
        pyramid.put(499, part(walk(500), 499, 500))
    assert pyramid.changed_since(first) == 0
    assert pyramid.changed_since(pyramid.puts - 10) == 499


def test_a_bar_that_moves_moves_all_its_levels() -> None:
    bars = walk(500)
    pyramid = BarPyramid(bars)
    moved = BarSeries(
        bars.time[-1:].copy(), *(np.array([value]) for value in (900.0, 2000.0, 1.0, 950.0, 7.0))
    )
    pyramid.put(499, moved)
    check_all_levels(pyramid)
    assert pyramid.level(pyramid.height - 1)[HIGH].max() == 2000.0


def test_bars_may_grow_one_at_a_time_past_the_first_room() -> None:
    bars = walk(900)
    pyramid = BarPyramid(part(bars, 0, 10))
    for index in range(10, 900):
        pyramid.put(index, part(bars, index, index + 1))
    assert np.array_equal(pyramid.close, bars.close)
    check_all_levels(pyramid)


def test_fewer_bars_take_the_place_of_more() -> None:
    pyramid = BarPyramid(walk(1000))
    pyramid.put(0, walk(70, seed=2))
    assert len(pyramid) == 70
    check_all_levels(pyramid)


def test_a_hole_is_refused() -> None:
    pyramid = BarPyramid(walk(10))
    with pytest.raises(ValueError, match="hole"):
        pyramid.put(11, walk(1, start=11))


@pytest.mark.parametrize(
    ("bars_per_slot", "level"), [(0.1, 0), (1.0, 0), (1.5, 1), (2.0, 1), (2.1, 2), (1e9, 4)]
)
def test_a_slot_holds_at_most_one_entry_where_levels_reach(
    bars_per_slot: float, level: int
) -> None:
    assert BarPyramid(walk(1000)).level_for(bars_per_slot) == level


def test_the_extent_is_that_of_the_bars() -> None:
    bars = walk(300)
    found = BarPyramid(bars).extent(100, 200)
    assert found == (
        bars.low[100:200].min(),
        bars.high[100:200].max(),
        bars.volume[100:200].max(),
    )
    assert BarPyramid(BarSeries.empty()).extent(0, 10) is None


@pytest.mark.parametrize(("time", "index"), [(-1, -1), (0, 0), (59, 0), (60, 1), (10**9, 9)])
def test_a_moment_is_found_in_the_bar_that_holds_it(time: int, index: int) -> None:
    assert BarPyramid(walk(10)).find(time) == index
