"""Charts of one key have one set of bars and studies, moved once, and let go with the last one."""

from __future__ import annotations

import asyncio
import gc
import weakref
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from kis_desktop.domain.bar import Bar, BarKey, BarTail, Interval
from kis_desktop.domain.chart_setup import ChartSetup, StudySetup
from kis_desktop.domain.errors import ServiceStopped
from kis_desktop.domain.message import message
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import series
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.chart import ChartModel, ChartState
from kis_desktop.viewmodels.shared_bars import SharedBars
from tests.unit.viewmodels.replay_scene import ALL, SAMSUNG, Scene, turns

MINUTES = BarKey(SAMSUNG, Interval.MINUTE_1)
AVERAGE = StudySetup("sma", (20,))
SETUP = ChartSetup(interval=Interval.MINUTE_1, adjusted=False, studies=(AVERAGE,))


def printed(last: Bar, price: int, size: int) -> Bar:
    return last.with_print(Decimal(price), size)


def next_bar(last: Bar) -> Bar:
    return Bar(last.time + 60, last.close, last.close, last.close, last.close, 5)


@dataclass
class Grid:
    """Charts of one window."""

    scene: Scene = field(default_factory=Scene)
    charts: list[ChartModel] = field(default_factory=list)

    async def add(self, setup: ChartSetup = SETUP) -> ChartModel:
        context = self.scene.context
        owner = f"beside-{len(self.charts)}"
        chart = ChartModel(context, None, owner=owner, setup=setup, linked=False)
        self.charts.append(chart)
        chart.show_symbol(SAMSUNG)
        await turns()
        return chart

    def tell(self, *bars: Bar) -> None:
        """The newest bars of the minutes."""
        key = self.charts[0].key
        self.scene.mailbox.latest(Topic.BARS, key.text, BarTail(key, bars))
        self.scene.clock.drain()


@pytest.fixture
def grid(qapp: QCoreApplication) -> Grid:
    return Grid()


async def test_charts_of_one_key_share_bars_and_studies(grid: Grid) -> None:
    first, second = await grid.add(), await grid.add()
    assert len(first.pyramid) == len(ALL)
    assert np.shares_memory(first.pyramid.level(0), second.pyramid.level(0))
    (one,), (other,) = first.plots, second.plots
    assert np.shares_memory(one.study.values(), other.study.values())
    third = await grid.add(replace(SETUP, studies=(StudySetup("sma", (5,)),)))
    assert third.pyramid is first.pyramid
    assert not np.shares_memory(third.plots[0].study.values(), one.study.values())


async def test_other_intervals_have_bars_of_their_own(grid: Grid) -> None:
    first = await grid.add()
    second = await grid.add(replace(SETUP, interval=Interval.MINUTE_5))
    assert not np.shares_memory(first.pyramid.level(0), second.pyramid.level(0))


async def test_what_comes_is_laid_once_and_moves_every_chart(grid: Grid) -> None:
    first, second = await grid.add(), await grid.add()
    moved: list[ChartModel] = []
    for chart in (first, second):
        chart.bars_moved.connect(lambda chart=chart: moved.append(chart))
    puts = first.pyramid.puts
    grid.tell(printed(ALL[-1], 99_900, 7))
    assert first.pyramid.puts == puts + 1
    assert moved == [first, second]
    assert second.pyramid.close[-1] == 99_900
    closes = second.pyramid.close[-20:]
    assert second.plots[0].study.value(len(ALL) - 1) == pytest.approx(closes.mean())


async def test_a_chart_that_joins_shows_what_came_live_before_it_read(grid: Grid) -> None:
    first = await grid.add()
    fresh = next_bar(ALL[-1])
    grid.tell(ALL[-1], fresh)
    second = await grid.add()  # the history tells it bars without the newest
    assert second.pyramid is first.pyramid
    assert int(second.pyramid.time[-1]) == fresh.time
    assert len(second.plots[0].study) == len(ALL) + 1


async def test_bars_that_became_others_are_not_taken_for_the_same(grid: Grid) -> None:
    first = await grid.add()
    changed = list(ALL)
    changed[3] = printed(ALL[3], 1, 1)
    shared = SharedBars(series(ALL))
    assert shared.takes(series(ALL))
    assert not shared.takes(series(changed))
    assert not shared.takes(series(ALL[5:])), "older ones were read meanwhile"
    assert not shared.takes(series(ALL[-3:]))
    assert not shared.takes(BarSeries.empty())
    assert len(first.pyramid) == len(ALL)


def test_what_was_read_is_laid_where_it_is_ahead(qapp: QCoreApplication) -> None:
    shared = SharedBars(series(ALL[:-1]))
    moved: list[int] = []
    shared.moved.connect(moved.append)
    assert shared.takes(series(ALL))
    assert moved
    assert shared.pyramid.time[-1] == ALL[-1].time
    assert shared.pyramid.close[-1] == float(ALL[-1].close)
    moved.clear()
    assert shared.takes(series(ALL[:-2])), "and what came live stays"
    assert (len(shared.pyramid), moved) == (len(ALL), [])


def test_a_tail_that_came_before_another_s_takes_nothing_away(qapp: QCoreApplication) -> None:
    shared = SharedBars(series(ALL))
    fresh = next_bar(ALL[-1])
    older, newer = BarTail(MINUTES, (ALL[-1],)), BarTail(MINUTES, (ALL[-1], fresh))
    shared.lay_tail(newer)
    shared.lay_kept(older)
    assert int(shared.pyramid.time[-1]) == fresh.time
    shared.lay_kept(BarTail(MINUTES, (printed(fresh, 99_900, 1),)))
    assert shared.pyramid.close[-1] == 99_900


def test_a_kept_tail_brings_what_was_read_anew_before_a_last_bar_that_stayed(
    qapp: QCoreApplication,
) -> None:
    shared = SharedBars(series(ALL))
    shared.lay_tail(BarTail(MINUTES, ALL[-4:]))
    missed = printed(ALL[-3], 1_000, 50)
    shared.lay_kept(BarTail(MINUTES, (ALL[-4], missed, *ALL[-2:])))
    assert shared.pyramid.close[-3] == 1_000


async def test_a_past_day_that_is_played_moves_no_other_chart(grid: Grid) -> None:
    first, second = await grid.add(), await grid.add()
    second.begin_replay(series(ALL[:10]))
    second.advance_replay(series(ALL[10:12]))
    assert (len(first.pyramid), len(second.pyramid)) == (len(ALL), 12)
    grid.tell(printed(ALL[-1], 99_900, 7))
    assert second.pyramid.close[-1] == float(ALL[11].close)
    second.end_replay()
    await turns()
    assert second.pyramid is first.pyramid


async def test_bars_and_studies_are_let_go_with_the_last_chart(grid: Grid) -> None:
    first, second = await grid.add(), await grid.add()
    pyramid = weakref.ref(first.pyramid)
    study = weakref.ref(first.plots[0].study)
    gc.disable()  # nothing has to wait for a collection
    try:
        first.leave()
        assert pyramid() is second.pyramid
        second.leave()
        assert (pyramid(), study()) == (None, None)
    finally:
        gc.enable()


async def test_what_another_chart_shows_is_shown_at_once(grid: Grid) -> None:
    first = await grid.add()
    context = grid.scene.context
    second = ChartModel(context, None, owner="second", setup=SETUP, linked=False)
    states: list[ChartState] = []
    second.state_changed.connect(lambda: states.append(second.state))
    second.show_symbol(SAMSUNG)
    assert second.pyramid is first.pyramid
    assert len(second.plots) == 1
    await turns()
    assert states == [ChartState.LOADING, ChartState.READY, ChartState.READY]
    grid.charts.append(second)
    grid.tell(printed(ALL[-1], 70_000, 5))
    assert second.pyramid.close[-1] == 70_000


async def test_charts_that_wait_for_the_same_bars_have_them_with_the_first_answer(
    grid: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, asked = grid.scene.services.history, list[BarKey]()

    async def answers_once(key: BarKey) -> BarSeries:
        asked.append(key)
        if len(asked) > 1:
            await asyncio.Event().wait()
        return await history.bars(key)

    monkeypatch.setattr(history, "load", answers_once)
    first, second = await grid.add(), await grid.add(replace(SETUP, interval=Interval.DAY))
    assert (first.state, second.state) == (ChartState.READY, ChartState.LOADING)
    waiting = await grid.add(replace(SETUP, interval=Interval.MINUTE_5))
    asked.clear()
    late = await grid.add(replace(SETUP, interval=Interval.MINUTE_5))
    assert (waiting.state, late.state) == (ChartState.READY, ChartState.READY)
    assert waiting.pyramid is late.pyramid
    for chart in grid.charts:
        chart.leave()


async def test_a_chart_that_cannot_read_keeps_what_another_shows_marked_as_in_doubt(
    grid: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await grid.add()

    async def fails(_key: BarKey) -> BarSeries:
        raise ServiceStopped(message("program.stopped"))

    monkeypatch.setattr(grid.scene.services.history, "load", fails)
    second = await grid.add()
    assert second.state is ChartState.READY
    assert second.pyramid is first.pyramid
    assert second.stale
