"""What a chart's indicators need beside its bars is read while they are there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication

from kis_desktop.domain.bar import BarKey, BarTail, Interval
from kis_desktop.domain.chart_setup import ChartSetup, StudySetup
from kis_desktop.domain.index_key import KOSPI
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import series
from kis_desktop.services.topics import Topic
from tests.unit.viewmodels.test_chart import NINE, SAMSUNG, Desk, bar, bars, turns

STRENGTH = StudySetup("index_strength")
ANCHORED = StudySetup("anchored_vwap", anchor=NINE - 3600)


@pytest.fixture
def desk(qapp: QCoreApplication) -> Desk:
    return Desk()


async def shown(desk: Desk, *studies: StudySetup) -> None:
    """The chart with bars of its own."""
    desk.model.set_setup(ChartSetup(studies=studies))
    desk.link.select(SAMSUNG)
    await turns()
    await answer(desk, SAMSUNG, bars(3))


async def answer(desk: Desk, symbol: str, told: BarSeries) -> None:
    asked = [load[0] for load in desk.history.loads]
    await desk.answer(told, asked.index(symbol))


def strengths(desk: Desk) -> list[float | None]:
    (plot,) = desk.model.plots
    return [plot.study.value(place) for place in range(len(plot.study))]


async def index_tail(desk: Desk, *minutes: tuple[int, int]) -> None:
    key = BarKey(KOSPI, Interval.MINUTE_1, adjusted=True)
    tail = BarTail(key, tuple(bar(minute, close) for minute, close in minutes))
    desk.mailbox.latest(Topic.BARS, key.text, tail)
    desk.clock.drain()
    await turns()


async def test_the_index_is_read_beside_the_bars_and_let_go_with_its_study(desk: Desk) -> None:
    await shown(desk, STRENGTH)
    assert strengths(desk) == [None, None, None]
    assert sorted(load[0] for load in desk.history.loads) == [SAMSUNG, KOSPI]
    await answer(desk, KOSPI, series([bar(1, 200), bar(2, 100)]))
    assert strengths(desk) == [None, 100.0, 200.0]
    desk.model.set_setup(ChartSetup(studies=()))
    await turns()
    assert desk.history.followed == []


async def test_the_index_moves_with_the_chart_s_own_bars(desk: Desk) -> None:
    await shown(desk, STRENGTH)
    await answer(desk, KOSPI, bars(3, 200))
    await index_tail(desk, (2, 50))
    await desk.tail(bar(2))
    assert strengths(desk) == [100.0, 100.0, 400.0]
    await index_tail(desk, (2, 100), (3, 100))  # its bar is over
    assert strengths(desk) == [100.0, 100.0, 200.0]


async def test_beside_a_past_day_nothing_of_now_is_told(desk: Desk) -> None:
    await shown(desk, STRENGTH)
    await answer(desk, KOSPI, bars(3, 200))
    desk.model.begin_replay(bars(2))
    assert strengths(desk) == [None, None]


async def test_what_counts_from_before_all_bars_has_them_read_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    async def reach(_key: BarKey, moment: int) -> None:
        asked.append(moment)

    async def here(_key: BarKey) -> object:
        return bars(3)

    monkeypatch.setattr(desk.history, "reach", reach, raising=False)
    monkeypatch.setattr(desk.history, "bars", here, raising=False)
    await shown(desk, ANCHORED, StudySetup("vwap", anchor=1))
    await turns()
    assert asked == [NINE - 3600]
    later = StudySetup("anchored_vwap", anchor=NINE + 60)
    desk.model.set_setup(ChartSetup(studies=(later,)))
    await turns()
    assert asked == [NINE - 3600]
