"""A study is looked after where its words stand on the chart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kis_desktop.ui.chart.tools.legend import LegendTool
from kis_desktop.ui.chart.view import ChartView
from tests.unit.chart_floor import LEFT, ChartFloor, move
from tests.unit.ui.chart.tools.test_export import view

__all__ = ["view"]


class Hand:
    """Over the words of one chart."""

    def __init__(self, view: ChartView) -> None:
        self.view, self.canvas = view, view.canvas
        tool = view.tools["legend"]
        assert isinstance(tool, LegendTool)
        self.tool = tool
        self.asked: list[int] = []
        tool.settings_asked.connect(self.asked.append)
        view.model.setup_changed.connect(self.follow)
        view.model.plots_changed.connect(self.follow)
        self.canvas.grab()

    def follow(self) -> None:
        model = self.view.model
        self.canvas.exchange_bars(model.pyramid, model.plots)
        self.canvas.grab()

    @property
    def studies(self) -> list[tuple[str, bool]]:
        return [(one.id, one.shown) for one in self.view.model.setup.studies]

    def over(self, key: str) -> QPointF:
        return self.canvas.legend[key].center()

    def point(self, at: QPointF) -> None:
        move(self.canvas, at.toPoint())
        self.canvas.grab()

    def click(self, at: QPointF) -> None:
        QTest.mouseClick(self.canvas, LEFT, pos=at.toPoint())


@pytest.fixture
def hand(view: ChartView) -> Hand:
    return Hand(view)


def test_a_click_on_its_words_opens_a_study(hand: Hand) -> None:
    hand.click(hand.over("sma-1"))
    hand.click(hand.over("rsi-3"))
    hand.click(QPointF(300, 200))
    assert hand.asked == [1, 3]


def test_signs_stand_beside_the_words_that_are_pointed_at(hand: Hand) -> None:
    plain = hand.canvas.grab().toImage()
    hand.point(hand.over("rsi-3"))
    assert hand.tool.pointed == "rsi-3"
    assert hand.canvas.cursor().shape() is Qt.CursorShape.PointingHandCursor
    place = hand.tool.sign_box("drop").toRect()
    assert hand.canvas.grab(place).toImage() != plain.copy(place)
    hand.point(hand.tool.sign_box("drop").center())
    assert hand.tool.pointed == "rsi-3"
    QApplication.sendEvent(hand.canvas, QEvent(QEvent.Type.Leave))
    assert hand.tool.pointed == ""


def test_a_study_is_hidden_shown_and_dropped_by_its_signs(hand: Hand) -> None:
    hand.point(hand.over("sma-0"))
    hand.click(hand.tool.sign_box("shown").center())
    assert hand.studies[0] == ("sma", False)
    hand.click(hand.tool.sign_box("shown").center())
    assert hand.studies[0] == ("sma", True)
    hand.click(hand.tool.sign_box("settings").center())
    assert hand.asked == [0]
    hand.click(hand.tool.sign_box("drop").center())
    assert [name for name, _ in hand.studies] == ["sma", "sma", "rsi"]


def test_two_clicks_on_a_line_open_its_study(hand: Hand) -> None:
    sight = hand.canvas.sight
    assert sight is not None
    (*_, plot) = hand.canvas.content.plots
    value = plot.study.value(100)
    assert value is not None
    at = QPointF(sight.viewport.x(100), sight.scale_of(plot.pane).y(value))
    QTest.mouseDClick(hand.canvas, LEFT, pos=at.toPoint())
    assert hand.asked == [3]
    QTest.mouseDClick(hand.canvas, LEFT, pos=(at + QPointF(0, 30)).toPoint())
    assert hand.asked == [3]


async def test_while_a_click_orders_none_is_taken(qapp: QApplication) -> None:
    floor = ChartFloor()
    await floor.begin()
    floor.canvas.show_bars(floor.model.pyramid, floor.model.plots, dated=False)
    floor.canvas.grab()
    tool = floor.view.tools["legend"]
    assert isinstance(tool, LegendTool)
    floor.arm()
    assert floor.trading.armed
    where = floor.canvas.legend["sma-1"].center().toPoint()
    move(floor.canvas, where)
    asked: list[int] = []
    tool.settings_asked.connect(asked.append)
    QTest.mouseClick(floor.canvas, LEFT, pos=where)
    assert (tool.pointed, asked) == ("", [])
    floor.view.deleteLater()
