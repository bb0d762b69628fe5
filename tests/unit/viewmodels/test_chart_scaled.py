"""Minutes that were scaled over a split say so, and by how much."""

from __future__ import annotations

from dataclasses import replace as changed
from datetime import date

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from kis_desktop.domain.bar import BarKey, Interval
from kis_desktop.domain.ex_date import ExDate, ExKind
from kis_desktop.indicators.series import BarSeries
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_scaled import ratio_text, scaled_at
from tests.unit.viewmodels.replay_scene import MINUTES, TUESDAY, Scene, bars_of, nine, turns

SPLIT_DAY = nine(TUESDAY) - 9 * 3600


def scaled(bars: BarSeries, ratio: float) -> BarSeries:
    """The bars before Tuesday multiplied."""
    parts = np.where(bars.time < SPLIT_DAY, ratio, 1.0)
    return changed(
        bars,
        **{name: getattr(bars, name) * parts for name in ("open", "high", "low", "close")},
    )


@pytest.mark.parametrize(
    ("ratio", "text"), [(0.02, "1/50"), (0.5, "1/2"), (10.0, "10"), (0.9524, "0.9524")]
)
def test_the_ratio_is_told_as_one_part_of_a_whole_number_where_it_is_one(
    ratio: float, text: str
) -> None:
    assert ratio_text(ratio) == text


def test_a_step_is_found_where_the_prices_take_one() -> None:
    traded = bars_of(Interval.MINUTE_1)
    times = traded.time
    days = [SPLIT_DAY, int(times[0]), int(times[-1]) + 86_400]
    assert scaled_at(days, times, scaled(traded, 0.02).close, traded) == {
        SPLIT_DAY: pytest.approx(0.02)
    }
    assert scaled_at(days, times, traded.close, traded) == {}
    unknown = BarSeries.empty()
    assert scaled_at(days, times, traded.close, unknown) == {}


class Split:
    """Histories of a share that was split on Tuesday."""

    def __init__(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[BarKey] = []
        self.ratio = 0.02
        history = scene.services.history
        monkeypatch.setattr(history, "bars", self.bars)
        monkeypatch.setattr(history, "load", self.bars)
        monkeypatch.setattr(history, "ex_dates", self.ex_dates)

    async def bars(self, key: BarKey) -> BarSeries:
        self.asked.append(key)
        return scaled(bars_of(key.interval), self.ratio if key.adjusted else 1.0)

    async def ex_dates(self, _symbol: str) -> tuple[ExDate, ...]:
        return (ExDate(TUESDAY, ExKind.SPLIT), ExDate(date(2020, 1, 2), ExKind.DIVIDEND))


@pytest.fixture
def split(qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch) -> tuple[Scene, Split]:
    scene = Scene()
    return scene, Split(scene, monkeypatch)


async def opened(scene: Scene, interval: Interval, *, adjusted: bool = True) -> ChartModel:
    chart = ChartModel(scene.context)
    chart.set_setup(replace(chart.setup, interval=interval, adjusted=adjusted))
    chart.start()
    await turns()
    return chart


@pytest.mark.parametrize("interval", [Interval.MINUTE_1, Interval.MINUTE_5])
async def test_the_mark_of_the_day_says_that_minutes_before_were_scaled(
    split: tuple[Scene, Split], interval: Interval
) -> None:
    chart = await opened(split[0], interval)
    told = "수정주가: 이날보다 앞선 분봉은 일봉의 비율 1/50에 맞춰 환산한 값입니다."
    assert chart.scaled == {SPLIT_DAY: told}
    first, second = (words for _, words in chart.ex_dates)
    assert {told in first, told in second} == {True, False}
    asked = len(split[1].asked)
    chart.bars_reread.emit()
    assert len(split[1].asked) == asked


async def test_of_days_and_of_prices_as_traded_nothing_is_said(split: tuple[Scene, Split]) -> None:
    assert (await opened(split[0], Interval.DAY)).scaled == {}
    plain = await opened(split[0], Interval.MINUTE_1, adjusted=False)
    assert plain.scaled == {}
    assert len(plain.ex_dates) == 2
    assert len(plain.pyramid) == 2 * MINUTES


async def test_with_another_interval_it_is_looked_for_anew(split: tuple[Scene, Split]) -> None:
    chart = await opened(split[0], Interval.MINUTE_1)
    chart.show_interval(Interval.DAY)
    await turns()
    assert chart.scaled == {}
    chart.show_interval(Interval.MINUTE_5)
    await turns()
    assert list(chart.scaled) == [SPLIT_DAY]


async def test_minutes_that_are_scaled_once_their_days_are_here_say_so_then(
    split: tuple[Scene, Split],
) -> None:
    split[1].ratio = 1.0
    chart = await opened(split[0], Interval.MINUTE_1)
    assert chart.scaled == {}
    split[1].ratio = 0.02
    chart._bars.reload()  # noqa: SLF001 - as after a hole in what came live
    await turns()
    assert list(chart.scaled) == [SPLIT_DAY]
