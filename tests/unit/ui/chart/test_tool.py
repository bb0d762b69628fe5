"""Hand, keys and paint go to what is laid over the chart first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.ui.chart.canvas import ChartCanvas
from kis_desktop.ui.chart.tool import Brush, ChartTool, Spot
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.viewmodels.words import Words
from tests.unit.ui.chart.test_canvas import HEIGHT, LEFT, WIDTH, drag, rising, shown


class Square(ChartTool):
    """A square in the corner that can be held."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.painted = 0

    def paint(self, brush: Brush) -> None:
        self.painted += 1
        brush.painter.fillRect(QRectF(100, 100, 50, 50), brush.colors.accent)

    def press(self, event: QMouseEvent, spot: Spot) -> bool:
        held = 100 <= spot.at.x() < 150 and 100 <= spot.at.y() < 150
        if held:
            self.told.append("press")
        return held

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        if event.buttons() & LEFT:
            self.told.append("move")

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        self.told.append("release")

    def key(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_End


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication) -> ChartCanvas:
    Theme().apply(qapp)
    canvas = ChartCanvas(Words("ko"))
    qtbot.addWidget(canvas)
    canvas.resize(WIDTH, HEIGHT)
    shown(canvas, rising(500))
    canvas.show()
    return canvas


def test_who_takes_a_press_has_all_until_the_release(canvas: ChartCanvas) -> None:
    square = Square()
    canvas.add_tool(square)
    before = canvas.viewport
    drag(canvas, QPoint(120, 120), QPoint(300, 200))
    assert square.told == ["press", "move", "move", "release"]
    assert canvas.viewport == before
    drag(canvas, QPoint(300, 200), QPoint(400, 200))
    assert canvas.viewport != before


def test_what_is_held_lies_over_the_crosshair(canvas: ChartCanvas) -> None:
    class Held(ChartTool):
        def paint_held(self, brush: Brush) -> None:
            brush.painter.fillRect(QRectF(250, 150, 100, 100), brush.colors.accent)

    canvas.add_tool(Held())
    QTest.mouseMove(canvas, QPoint(300, 200))
    picture = canvas.grab().toImage()
    accent = Theme.current().color(Token.ACCENT)
    assert {picture.pixelColor(x, 200).name() for x in range(260, 340)} == {accent.name()}


def test_a_tool_is_painted_when_it_changed_and_not_when_the_pointer_moves(
    canvas: ChartCanvas,
) -> None:
    square = Square()
    canvas.add_tool(square)
    canvas.grab()
    canvas.grab()  # what stands still for two frames is kept
    once = square.painted
    QTest.mouseMove(canvas, QPoint(300, 200))
    QTest.mouseMove(canvas, QPoint(320, 220))
    canvas.grab()
    assert square.painted == once
    square.changed.emit()
    canvas.grab()
    assert square.painted == once + 1


def test_a_key_of_a_tool_does_not_move_the_chart(canvas: ChartCanvas) -> None:
    canvas.move_to(canvas.viewport.panned(800))
    before = canvas.viewport
    canvas.add_tool(Square())
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert canvas.viewport == before
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.viewport != before


def test_what_is_of_now_is_gone_while_a_past_day_is_played(canvas: ChartCanvas) -> None:
    square = Square()
    square.hides_in_replay = True
    canvas.add_tool(square)
    offered: list[object] = []
    canvas.price_picked.connect(offered.append)
    canvas.show_replaying(replaying=True)
    drag(canvas, QPoint(120, 120), QPoint(200, 200))
    QTest.mouseClick(canvas, LEFT, pos=QPoint(WIDTH - 5, 100))
    canvas.grab()
    assert square.told == []
    assert square.painted == 0
    assert offered == []
    canvas.show_replaying(replaying=False)
    QTest.mouseClick(canvas, LEFT, pos=QPoint(WIDTH - 5, 100))
    canvas.grab()
    assert square.painted == 1
    assert len(offered) == 1
