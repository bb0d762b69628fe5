"""Least and most of a column at every zoom are those of its values."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.indicators.live_study import LiveStudy
from kis_desktop.indicators.scan import indicators
from kis_desktop.indicators.series import Floats
from kis_desktop.indicators.value_pyramid import LEAST, MOST, ValuePyramid
from tests.unit.indicators.walks import walk


def check(pyramid: ValuePyramid, values: Floats, level: int) -> None:
    rows = pyramid.level(values, level)
    size = 1 << level
    assert rows.shape == (2, -(-len(values) // size))
    for entry in range(rows.shape[1]):
        held = values[entry * size : (entry + 1) * size]
        known = held[np.isfinite(held)]
        if len(known) == 0:
            assert np.isnan(rows[:, entry]).all()
        else:
            assert (rows[LEAST, entry], rows[MOST, entry]) == (known.min(), known.max())


@given(
    st.integers(0, 300),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60), st.integers(0, 7)), max_size=15),
)
@settings(max_examples=60, deadline=None)
def test_every_entry_is_true_after_any_changes(
    count: int, changes: list[tuple[int, int, int]]
) -> None:
    random = np.random.default_rng(count)

    def some(length: int) -> Floats:
        found = random.normal(size=length)
        found[random.random(length) < 0.2] = np.nan
        return found

    values, pyramid = some(count), ValuePyramid()
    for wanted, length, level in changes:
        start = min(wanted, len(values))
        values = np.concatenate([values[:start], some(length)])
        pyramid.change(start)
        check(pyramid, values, level)
    for level in range(8):
        check(pyramid, values, level)


def test_a_study_keeps_its_least_and_most_while_it_follows_the_bars() -> None:
    bars = walk(900)
    study = LiveStudy(indicators()["sma"], (7,), bars)
    study.envelope(0, 4)
    moved = walk(901, seed=8)
    study.follow(moved, 300)
    fresh = LiveStudy(indicators()["sma"], (7,), moved)
    np.testing.assert_array_equal(study.envelope(0, 4)[:, 20:], fresh.envelope(0, 4)[:, 20:])


def test_what_was_read_takes_no_more_room_than_it_needs() -> None:
    bars = walk(20_000)
    study = LiveStudy(indicators()["sma"], (20.0,), bars)
    values = study.values()
    assert values.base is not None
    assert values.base.nbytes < 1.05 * values.nbytes
    envelope = study.envelope(0, 1)
    assert envelope.base is not None
    assert envelope.base.nbytes < 1.05 * envelope.nbytes
