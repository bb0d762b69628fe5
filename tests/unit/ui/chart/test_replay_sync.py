"""Charts of a grid that share their stretch of time play past days together."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.kept_charts import GridSync
from kis_desktop.domain.order import Side
from kis_desktop.domain.paper_order import PaperKind, PaperTicket
from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.replay_sync import ReplaySync
from kis_desktop.ui.chart.tools.replay import ReplayTool
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart_replay import ReplayModel
from tests.unit.viewmodels.replay_scene import MONDAY, TUESDAY, Scene, at, turns


@dataclass
class Grid:
    sync: GridSync = field(default_factory=lambda: GridSync(range=True))


async def replays(qtbot: QtBot, sync: ReplaySync) -> list[tuple[ChartCell, ReplayModel]]:
    found: list[tuple[ChartCell, ReplayModel]] = []
    for interval in (Interval.MINUTE_1, Interval.MINUTE_5):
        scene = Scene()
        chart = await scene.chart(interval)
        cell = ChartCell(scene.context, chart)
        chart.setParent(cell)
        qtbot.addWidget(cell)
        sync.watch(cell)
        tool = cell.tools["replay"]
        assert isinstance(tool, ReplayTool)
        found.append((cell, tool.model))
    return found


@pytest.mark.parametrize("shared", [True, False])
async def test_the_others_stand_at_the_moment_of_the_one_that_moves(
    qtbot: QtBot, qapp: QApplication, *, shared: bool
) -> None:
    Theme().apply(qapp)
    sync = ReplaySync(Grid(GridSync(range=shared)), qapp)
    (minutes, minute), (_, five) = await replays(qtbot, sync)
    for replay in (minute, five):
        replay.start_at(at(TUESDAY, 0))
        await turns()
    minute.place(PaperTicket(Side.BUY, PaperKind.MARKET, 1))
    minute.step(7)
    assert five.moment_text == ("2026/11/17 09:07" if shared else "2026/11/16 09:30")
    assert five.account is not None
    assert five.account.fills == ()
    five.step()
    assert minute.moment_text == ("2026/11/17 09:10" if shared else "2026/11/17 09:07")
    five.end()
    minute.step(2)
    assert minute.active
    sync.forget(minutes)
    minute.end()
    await turns()
    sync.deleteLater()


async def test_a_chart_that_plays_nothing_stays_at_the_market(
    qtbot: QtBot, qapp: QApplication
) -> None:
    Theme().apply(qapp)
    sync = ReplaySync(Grid(), qapp)
    (_, minute), (fives, five) = await replays(qtbot, sync)
    minute.start_at(at(MONDAY, 10))
    await turns()
    minute.step()
    assert not five.active
    assert not fives.model.replaying
    sync.deleteLater()
