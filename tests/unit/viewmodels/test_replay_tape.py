"""The tape of a replay: bars grow in minutes where those agree, and come whole where not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.domain.bar import Interval
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import joined, series
from kis_desktop.viewmodels.replay_tape import recorded
from tests.unit.viewmodels.replay_scene import ALL, MINUTES, MONDAY, TUESDAY, at, bars_of, daily

FIVE = Interval.MINUTE_5
MINUTE_BARS = series(ALL)


def same(one: BarSeries, other: BarSeries) -> bool:
    pairs = zip(one.columns(), other.columns(), strict=True)
    return all(np.array_equal(left, right) for left, right in pairs)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, len(ALL)), st.sampled_from([1, 3, 5, 15, 60]))
def test_what_is_shown_is_what_the_minutes_until_then_make(cursor: int, minutes: int) -> None:
    interval = Interval.parse(f"{minutes}m")
    tape = recorded(bars_of(interval), MINUTE_BARS, interval)
    assert same(tape.shown(cursor), series(joined(ALL[:cursor], interval)))


def test_a_day_grows_in_its_minutes() -> None:
    tape = recorded(daily(), MINUTE_BARS, Interval.DAY)
    assert len(tape) == len(ALL)
    shown = tape.shown(MINUTES + 10)
    assert len(shown) == 2
    begun = ALL[MINUTES : MINUTES + 10]
    assert shown.open[1] == float(begun[0].open)
    assert shown.high[1] == max(float(bar.high) for bar in begun)
    assert shown.low[1] == min(float(bar.low) for bar in begun)
    assert shown.close[1] == float(begun[-1].close)
    assert shown.volume[1] == sum(bar.volume for bar in begun)
    assert same(tape.shown(len(tape)), daily())


def test_a_bar_that_its_minutes_do_not_make_comes_whole() -> None:
    whole = daily()
    halved = whole.high.copy() / 2
    adjusted = BarSeries(
        whole.time,
        np.array([whole.open[0] / 2, whole.open[1]]),
        np.array([halved[0], whole.high[1]]),
        np.array([whole.low[0] / 2, whole.low[1]]),
        np.array([whole.close[0] / 2, whole.close[1]]),
        whole.volume,
    )
    tape = recorded(adjusted, MINUTE_BARS, Interval.DAY)
    assert len(tape) == 1 + MINUTES
    assert tape.shown(1).high.tolist() == [halved[0]]
    assert not tape.is_clocked(1)
    assert tape.is_clocked(2)
    assert (tape.seconds(0), tape.seconds(1)) == (0, 60)


@pytest.mark.parametrize("interval", [Interval.DAY, Interval.TICK])
def test_without_minutes_every_bar_is_a_step(interval: Interval) -> None:
    tape = recorded(daily(), BarSeries.empty(), interval)
    assert len(tape) == 2
    assert tape.next_bar(1) == 2
    assert tape.day(1) == MONDAY
    assert tape.shown(1).close.tolist() == daily().close[:1].tolist()


def test_the_cursor_moves_by_bars_and_days() -> None:
    tape = recorded(bars_of(FIVE), MINUTE_BARS, FIVE)
    assert tape.cursor_at(at(MONDAY, 7)) == 7
    assert tape.cursor_before(at(MONDAY, 7)) == 5
    assert tape.cursor_before(0) == tape.cursor_at(0) == 1
    assert tape.next_bar(7) == 10
    assert tape.next_bar(10) == 15
    assert tape.next_bar(7, 2) == 15
    assert tape.next_bar(len(tape)) == tape.next_bar(len(tape) - 1, 9) == len(tape)
    assert tape.previous_bar(7) == 5
    assert tape.previous_bar(5) == 1
    assert tape.previous_bar(10) == 5
    assert tape.day_span(7) == (1, MINUTES)
    assert tape.next_day(7) == MINUTES + 1
    assert tape.next_day(MINUTES + 1) == len(tape)
    assert tape.day(MINUTES + 1) == TUESDAY
