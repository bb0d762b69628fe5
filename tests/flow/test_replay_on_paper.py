"""A past day played in the whole program: whatever is clicked, the server counts no order."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kis_desktop.domain.bar import Interval
from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.tools.orders import OrdersTool
from kis_desktop.ui.chart.tools.replay import ReplayTool
from kis_desktop.viewmodels.chart import ChartState
from kis_desktop.viewmodels.chart_replay import ReplayState
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from tests.flow.conftest import Simulator
from tests.flow.trading_floor import Floor, trade

LEFT = Qt.MouseButton.LeftButton
KIA = "기아"


def requests(simulator: Simulator) -> int:
    return sum(simulator.state()["order_requests"].values())


def click_everywhere(cell: ChartCell) -> None:
    canvas = cell.canvas
    for x in range(30, canvas.width(), 110):
        for y in range(30, canvas.height(), 70):
            QTest.mouseClick(canvas, LEFT, pos=QPoint(x, y))
            QTest.mouseDClick(canvas, LEFT, pos=QPoint(x, y))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete):
        QTest.keyClick(canvas, key)


@pytest.mark.usefixtures("qtbot")
def test_a_rehearsal_sends_nothing_though_clicks_were_armed(
    simulator: Simulator, qtbot: QtBot
) -> None:
    async def day(floor: Floor) -> None:
        await floor.until_live()
        await floor.choose(KIA)
        cell = floor.window.findChildren(ChartCell)[0]
        real, tool = cell.tools["orders"], cell.tools["replay"]
        assert isinstance(real, OrdersTool)
        assert isinstance(tool, ReplayTool)
        replay = tool.model
        await floor.until("bars", lambda: cell.model.state is ChartState.READY)
        await floor.until("it may be armed", lambda: not real.orders.trading.why_not_armed)
        floor.type_into("chart-cell", "chartQuantity", "3")
        floor.press("chart-cell", "chartArm")
        assert real.orders.trading.armed
        newest = int(cell.model.pyramid.time[-1])
        today = datetime.fromtimestamp(newest, EXCHANGE_ZONE).date()
        times = cell.model.pyramid.time
        past = [
            t for t in times.tolist() if datetime.fromtimestamp(t, EXCHANGE_ZONE).date() < today
        ]
        replay.start_at(past[-100])
        await floor.until("it stands", lambda: replay.state is ReplayState.ON)
        assert real.orders.trading.why_not_armed
        tool.bar.ticket.buy.click()
        QTest.keyClick(cell.canvas, Qt.Key.Key_Right)
        click_everywhere(cell)
        QTest.keyClick(cell.canvas, Qt.Key.Key_Right)
        account = replay.account
        assert account is not None
        assert account.quantity == 10
        cell.model.show_interval(Interval.DAY)
        await floor.until("days", lambda: replay.state is ReplayState.ON and replay.active)
        assert replay.account is not None
        assert replay.account.quantity == 10
        click_everywhere(cell)
        replay.ask_end()
        QTest.mouseClick(_button(cell, "replay-end-yes"), LEFT)
        await floor.until("the market is back", lambda: cell.model.state is ChartState.READY)
        assert int(cell.model.pyramid.time[-1]) > past[-1]

    trade(simulator.file, day)
    assert requests(simulator) == 0


def _button(cell: ChartCell, name: str) -> QAbstractButton:
    button = cell.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    return button
