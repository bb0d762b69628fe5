"""A bar's length says itself in a word that reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.domain.bar import MOST_OF, BarKey, Interval, Unit


@given(st.sampled_from(list(Unit)), st.integers(1, 2000))
def test_every_interval_reads_back_from_its_text(unit: Unit, count: int) -> None:
    interval = Interval(min(count, MOST_OF[unit]), unit)
    assert Interval.parse(interval.value) == interval


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("1m", Interval.MINUTE_1),
        ("240m", Interval.MINUTE_240),
        ("D", Interval.DAY),
        ("1D", Interval.DAY),
        ("2W", Interval(2, Unit.WEEK)),
        ("30T", Interval(30, Unit.TICK)),
        ("T", Interval.TICK),
    ],
)
def test_texts_of_intervals(text: str, interval: Interval) -> None:
    assert Interval.parse(text) == interval


@pytest.mark.parametrize("text", ["", "5", "0m", "-1D", "1441m", "5x", "1.5m", "٥m", "M5", "1001T"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Interval.parse(text)


def test_minutes_and_ticks_are_told_by_the_clock() -> None:
    assert Interval.MINUTE_240.minutes == 240
    assert Interval.TICK.minutes is None
    assert not Interval.TICK.is_dated
    assert Interval.YEAR.is_dated


def test_adjusted_bars_have_a_key_of_their_own() -> None:
    keys = {BarKey("005930", Interval.DAY, adjusted=adjusted).text for adjusted in (True, False)}
    assert keys == {"005930/D", "005930/D/adjusted"}
