"""The bars of one chart while older ones are being read."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.bar import BarKey, HistoryProgress, Interval
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.chart_bars import ChartBars
from tests.unit.viewmodels.replay_scene import SAMSUNG, TUESDAY, Scene, at, turns

MINUTES = BarKey(SAMSUNG, Interval.MINUTE_1)


class Reading:
    """A chart whose exchange of bars takes `cost` seconds, and how often it happened."""

    def __init__(self, cost: float) -> None:
        self.scene = Scene()
        self.scene.services.history.first = at(TUESDAY, 0)
        self.now, self.cost, self.exchanged = 0.0, cost, 0
        self.bars = ChartBars(self.scene.context, "chart", None, lambda: self.now)
        self.bars.reread.connect(self._on_reread)
        self.scene.clock.frame.connect(self.bars.on_frame)

    def _on_reread(self) -> None:
        self.exchanged += 1
        self.now += self.cost

    async def tell(self, bars: int, *, complete: bool = False) -> None:
        """So many bars are here now."""
        progress = HistoryProgress(MINUTES, bars, complete=complete)
        self.scene.mailbox.latest(Topic.HISTORY, MINUTES.text, progress)
        self.scene.clock.drain()
        await turns()


@pytest.mark.parametrize(("cost", "times"), [(0.0, 10), (0.1, 4)])
async def test_what_takes_the_screen_long_is_exchanged_less_often(
    qtbot: QtBot, cost: float, times: int
) -> None:
    reading = Reading(cost)
    reading.bars.show(MINUTES)
    await turns()
    count = len(reading.bars.pyramid)
    for page in range(10):
        await reading.tell(count + page + 1)
        reading.now += 0.8
    assert reading.exchanged == times
    await reading.tell(count + 20, complete=True)
    assert reading.exchanged == times + 1, "the last page is shown at once"
