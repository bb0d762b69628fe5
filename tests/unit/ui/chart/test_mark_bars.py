"""Fills find the bars of their moments, as looking at each bar would find them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.domain.order import Side
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries
from kis_desktop.ui.chart.mark_bars import MarkBars
from kis_desktop.viewmodels.chart_levels import FillMark

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
DAY = 86_400


def bars(times: list[int]) -> BarPyramid:
    flat = np.full(len(times), 100.0)
    return BarPyramid(BarSeries(np.array(times, np.int64), flat, flat, flat, flat, flat))


def day_of(moment: int) -> int:
    return (moment + 9 * 3600) // DAY


def bar_of(moment: int, times: list[int]) -> int | None:
    """By the definition: the bar that holds the moment, else the first later one of its day."""
    same = [at for at, time in enumerate(times) if day_of(time) == day_of(moment)]
    begun = [at for at in same if times[at] <= moment]
    return begun[-1] if begun else next(iter(same), None)


MINUTES = [NINE + 60 * n for n in range(40)] + [NINE + DAY + 60 * n for n in range(30)]


@given(
    moments=st.lists(st.integers(NINE - DAY, NINE + 2 * DAY), max_size=40),
    level=st.integers(0, 3),
)
def test_entries_hold_what_looking_at_each_bar_finds(moments: list[int], level: int) -> None:
    marks = MarkBars([FillMark(moment, Side.BUY) for moment in moments])
    found = marks.entries(bars(MINUTES), level, Side.BUY, dated=False)
    wanted: dict[int, set[int]] = {}
    for number, moment in enumerate(moments):
        bar = bar_of(moment, MINUTES)
        if bar is not None:
            wanted.setdefault(bar >> level, set()).add(number)
    assert found.entries.tolist() == sorted(wanted)
    assert found.counts.tolist() == [len(wanted[entry]) for entry in sorted(wanted)]
    for entry in range(80 >> level):
        assert set(found.held(entry)) == wanted.get(entry, set())


def test_sides_stand_apart_and_between_cuts_by_entries() -> None:
    marks = MarkBars([FillMark(NINE + 60 * n, Side.BUY if n % 2 else Side.SELL) for n in range(8)])
    pyramid = bars(MINUTES)
    buys = marks.entries(pyramid, 0, Side.BUY, dated=False)
    assert buys.entries.tolist() == [1, 3, 5, 7]
    assert buys.entries[buys.between(3, 7)].tolist() == [3, 5]
    assert marks.entries(pyramid, 0, Side.SELL, dated=False).entries.tolist() == [0, 2, 4, 6]


@pytest.mark.parametrize(("dated", "entries"), [(True, [0]), (False, [])])
def test_bars_of_a_week_hold_their_days(dated: bool, entries: list[int]) -> None:
    marks = MarkBars([FillMark(NINE + 2 * DAY, Side.BUY)])
    weeks = bars([NINE, NINE + 7 * DAY])
    assert marks.entries(weeks, 0, Side.BUY, dated=dated).entries.tolist() == entries


def test_more_bars_move_the_fills_and_none_hold_none() -> None:
    marks = MarkBars([FillMark(NINE + 60, Side.BUY)])
    assert len(marks.entries(bars([]), 0, Side.BUY, dated=False).entries) == 0
    assert marks.entries(bars([NINE]), 0, Side.BUY, dated=False).entries.tolist() == [0]
    assert marks.entries(bars([NINE, NINE + 60]), 0, Side.BUY, dated=False).entries.tolist() == [1]
