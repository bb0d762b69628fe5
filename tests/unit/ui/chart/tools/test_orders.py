"""Our orders on the chart under a real mouse."""

from __future__ import annotations

import time
from decimal import Decimal

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.bar import BarKey
from kis_desktop.indicators.series import BarSeries, Floats
from kis_desktop.ui.chart.tools.orders import OrdersTool
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_levels import Level, LevelKind
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import Desk, DeskServices, quote

NINE = 1_795_132_800  # 2026-11-20 09:00 in Korea
LEFT = Qt.MouseButton.LeftButton
WORKING = Level(
    LevelKind.ORDER, Decimal(98_300), "98,300", "매수 120주", Tone.BUY, order_no="0000117057"
)


class Charted(DeskServices):
    """Services with bars."""

    async def load(self, _key: BarKey) -> BarSeries:
        return waving(300)

    async def follow(self, _owner: str, _key: BarKey) -> None:
        """Nothing moves here."""


def waving(count: int) -> BarSeries:
    """A minute each, between 97,000 and 99,400."""
    close: Floats = 98_200.0 + 1_000 * np.sin(np.arange(count) / 12)
    times = NINE + 60 * np.arange(count, dtype=np.int64)
    volume = np.full(count, 10.0, np.float64)
    return BarSeries(times, close, close + 200, close - 200, close, volume)


class Chart:
    """A chart with bars, over services that answer when they are told to."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.services = Charted()
        object.__setattr__(self.desk.context, "services", self.services)
        self.model = ChartModel(self.desk.context)
        self.view = ChartView(self.desk.context, self.model)
        self.model.setParent(self.view)
        self.canvas = self.view.canvas
        self.canvas.resize(900, 600)
        self.view.resize(900, 640)
        tool = self.view.tools["orders"]
        assert isinstance(tool, OrdersTool)
        self.tool = tool

    async def begin(self) -> None:
        self.model.bars_replaced.connect(
            lambda: self.canvas.show_bars(self.model.pyramid, (), dated=False)
        )
        self.model.start()
        await self.desk.settle()
        self.desk.show(quote(received=time.monotonic()))
        self.canvas.set_tick(100, self.model.ticks.nearest)

    def at(self, price: int, x: int = 300) -> QPoint:
        assert self.canvas.sight is not None
        return QPoint(x, round(self.canvas.sight.price.y(price)))

    def pull(self, start: QPoint, end: QPoint) -> None:
        """Without letting go."""
        QTest.mousePress(self.canvas, LEFT, pos=start)
        QTest.mouseMove(self.canvas, start + (end - start) / 2)
        QTest.mouseMove(self.canvas, end)


@pytest.fixture
async def chart(qtbot: QtBot, qapp: QApplication) -> Chart:
    Theme().apply(qapp)
    chart = Chart()
    qtbot.addWidget(chart.view)
    chart.view.show()
    await chart.begin()
    return chart


async def test_a_pulled_order_is_offered_at_the_price_on_tick(chart: Chart, qtbot: QtBot) -> None:
    chart.canvas.show_levels((WORKING,))
    before = chart.canvas.viewport
    with qtbot.waitSignal(chart.tool.pulled) as pulled:
        chart.pull(chart.at(98_300), chart.at(97_930, 380))
        QTest.mouseRelease(chart.canvas, LEFT, pos=chart.at(97_930, 380))
    assert pulled.args == ["0000117057", Decimal(97_900)]
    assert chart.canvas.viewport == before


async def test_a_click_on_an_order_picks_it_and_pulls_nothing(chart: Chart, qtbot: QtBot) -> None:
    chart.canvas.show_levels((WORKING,))
    with (
        qtbot.assertNotEmitted(chart.tool.pulled),
        qtbot.waitSignal(chart.tool.picked) as picked,
    ):
        QTest.mouseClick(chart.canvas, LEFT, pos=chart.at(98_300))
    assert picked.args == ["0000117057"]


@pytest.mark.parametrize("ended", ["escape", "filled", "another chart"])
async def test_a_pull_that_is_given_up_or_overtaken_offers_nothing(
    chart: Chart, qtbot: QtBot, ended: str
) -> None:
    chart.canvas.show_levels((WORKING,))
    with qtbot.assertNotEmitted(chart.tool.pulled):
        end = chart.at(97_900)
        chart.pull(chart.at(98_300), end)
        if ended == "escape":
            QTest.keyClick(chart.canvas, Qt.Key.Key_Escape)
        elif ended == "filled":
            chart.canvas.show_levels(())
        else:
            chart.model.retry()
        QTest.mouseRelease(chart.canvas, LEFT, pos=end)


async def test_an_order_without_a_number_cannot_be_taken_hold_of(chart: Chart) -> None:
    unknown = Level(LevelKind.ORDER, Decimal(98_300), "", "", Tone.UNCERTAIN)
    chart.canvas.show_levels((unknown,))
    assert chart.tool.order_at(QPointF(chart.at(98_300))) is None
