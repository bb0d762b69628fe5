"""A past day under the hand: keys, bar, paper orders that are pulled, and no way to the market."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.order import Side
from kis_desktop.domain.paper_order import PaperKind, PaperTicket
from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.replay_bar import ReplayBar
from kis_desktop.ui.chart.tools.replay import ReplayTool
from kis_desktop.ui.panels import chart as chart_panel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.chart_replay import ReplayModel, ReplayState
from tests.unit.viewmodels.replay_scene import (
    ACTING,
    ALL,
    MINUTES,
    MONDAY,
    TUESDAY,
    Scene,
    at,
    turns,
)

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Shown:
    """A chart on the screen with its replay."""

    def __init__(self, scene: Scene, cell: ChartCell) -> None:
        self.scene, self.cell, self.canvas = scene, cell, cell.canvas
        tool = cell.tools["replay"]
        assert isinstance(tool, ReplayTool)
        self.tool: ReplayTool = tool
        self.model: ReplayModel = tool.model

    def state(self) -> ReplayState:
        return self.model.state

    async def start(self, moment: int) -> None:
        self.model.start_at(moment)
        await turns()
        self.canvas.grab()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.keyClick(self.canvas, key, modifiers)

    def click(self, name: str) -> None:
        button = self.cell.findChild(QAbstractButton, f"replay-{name}")
        assert isinstance(button, QAbstractButton)
        QTest.mouseClick(button, LEFT)

    def text(self, name: str) -> str:
        label = self.cell.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text()

    def place_of(self, price: Decimal) -> QPoint:
        sight = self.canvas.sight
        assert sight is not None
        return QPoint(300, round(sight.price.y(float(price))))


@pytest_asyncio.fixture
async def shown(qtbot: QtBot, qapp: QApplication) -> AsyncIterator[Shown]:
    Theme().apply(qapp)
    scene = Scene()
    chart = await scene.chart()
    cell = ChartCell(scene.context, chart)
    chart.setParent(cell)
    qtbot.addWidget(cell)
    cell.resize(1100, 700)
    cell.show()
    chart.bars_replaced.emit()
    chart.state_changed.emit()
    cell.canvas.setFocus()
    yield Shown(scene, cell)
    await turns()


async def test_its_bar_is_built_with_the_first_replay_in_its_place(shown: Shown) -> None:
    assert shown.cell.findChild(ReplayBar) is None
    shown.model.open()
    bar = shown.cell.findChild(ReplayBar)
    assert bar is shown.tool.bar
    assert bar.isVisible()
    assert not bar.isWindow()


async def test_a_fill_is_said_to_those_who_hear_the_chart(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    await shown.start(at(MONDAY, 10))
    shown.click("buy")
    assert said == []
    shown.key(Qt.Key.Key_Right)
    assert said == [f"모의 매수 10주가 {int(ALL[10].open):,}원에 체결되었습니다."]


async def test_the_bar_is_there_only_while_it_is_wanted(shown: Shown) -> None:
    assert shown.tool.bar.isHidden()
    shown.model.open()
    assert shown.tool.bar.isVisible()
    assert "시작할 봉" in shown.text("replay-line")
    shown.key(Qt.Key.Key_Escape)
    assert shown.tool.bar.isHidden()


async def test_a_bar_that_is_clicked_is_the_next_to_be_played(shown: Shown) -> None:
    shown.model.open()
    shown.canvas.grab()
    x = round(shown.canvas.viewport.x(MINUTES + 5))
    QTest.mouseMove(shown.canvas, QPoint(x, 200))
    QTest.mouseClick(shown.canvas, LEFT, pos=QPoint(x, 200))
    await turns()
    assert shown.state() is ReplayState.ON
    assert shown.model.moment == at(TUESDAY, 5)
    assert shown.text("replay-moment") == "2026/11/17 09:05"


async def test_keys_step_back_and_play_only_in_a_replay(shown: Shown) -> None:
    before = shown.canvas.viewport
    shown.key(Qt.Key.Key_Right)
    assert shown.canvas.viewport != before
    await shown.start(at(MONDAY, 10))
    for key, modifiers, minute in (
        (Qt.Key.Key_Right, NO_KEY, 11),
        (Qt.Key.Key_Right, SHIFT, 21),
        (Qt.Key.Key_Left, NO_KEY, 20),
    ):
        shown.key(key, modifiers)
        assert shown.model.moment == at(MONDAY, minute)
    shown.key(Qt.Key.Key_Space)
    assert shown.model.playing
    shown.key(Qt.Key.Key_Space)
    assert not shown.model.playing


async def test_escape_asks_where_something_would_be_dropped(shown: Shown) -> None:
    await shown.start(at(MONDAY, 10))
    shown.model.place(PaperTicket(Side.BUY, PaperKind.LIMIT, 1, Decimal(60_000)))
    shown.key(Qt.Key.Key_Escape)
    assert shown.state() is ReplayState.ASKING
    assert "미체결 1건" in shown.text("replay-line")
    shown.key(Qt.Key.Key_Escape)
    assert shown.state() is ReplayState.ON
    shown.key(Qt.Key.Key_Escape)
    shown.click("end-yes")
    await turns()
    assert shown.state() is ReplayState.OFF
    assert not shown.cell.model.replaying


async def test_the_ticket_gives_its_orders_to_the_paper_engine(shown: Shown) -> None:
    await shown.start(at(MONDAY, 10))
    ticket = shown.tool.bar.ticket
    shown.click("buy")
    shown.click("step")
    assert "10주" in shown.text("replay-figure-holding")
    ticket.kind.setCurrentIndex(list(PaperKind).index(PaperKind.STOP_LIMIT))
    assert ticket.price.isVisible()
    assert ticket.stop.isVisible()
    ticket.price.show_text("69,000")
    ticket.stop.show_text("69,100")
    shown.click("sell")
    account = shown.model.account
    assert account is not None
    assert account.orders[0].ticket == PaperTicket(
        Side.SELL, PaperKind.STOP_LIMIT, 10, Decimal(69_000), Decimal(69_100)
    )
    shown.click("cancel-all")
    assert shown.model.account is not None
    assert shown.model.account.orders == ()


async def test_a_paper_order_is_pulled_to_another_price(shown: Shown) -> None:
    await shown.start(at(MONDAY, 20))
    last = shown.model.last
    assert last is not None
    price = last - 300
    shown.model.place(PaperTicket(Side.BUY, PaperKind.LIMIT, 10, price))
    shown.canvas.grab()
    start = shown.place_of(price)
    spot = shown.canvas.spot(QPointF(start))
    assert shown.tool.cursor(spot) is Qt.CursorShape.SizeVerCursor
    QTest.mousePress(shown.canvas, LEFT, pos=start)
    QTest.mouseMove(shown.canvas, shown.place_of(last - 500))
    shown.canvas.grab()
    QTest.mouseRelease(shown.canvas, LEFT, pos=shown.place_of(last - 500))
    account = shown.model.account
    assert account is not None
    moved = account.orders[0].shown_price
    assert moved is not None
    assert abs(moved - (last - 500)) <= 100
    menu = shown.cell.menu(moved, shown.canvas.spot(QPointF(shown.place_of(moved))))
    texts = {action.text(): action for action in menu.actions()}
    shown.tool.bar.ticket.kind.setCurrentIndex(0)
    texts[f"{moved:,}원을 모의 주문 가격에 넣기"].trigger()
    assert shown.tool.bar.ticket.chosen is PaperKind.LIMIT
    assert shown.tool.bar.ticket.price.text() == f"{moved:,}"
    texts["이 모의 주문 취소"].trigger()
    assert shown.model.account is not None
    assert shown.model.account.orders == ()


async def test_whatever_is_clicked_nothing_leaves_for_the_market(shown: Shown) -> None:
    told: list[object] = []
    shown.scene.link.price_picked.connect(told.append)
    shown.scene.link.order_picked.connect(told.append)
    await shown.start(at(MONDAY, 10))
    shown.scene.services.asked.clear()
    ran = len(shown.scene.commands.ran)
    shown.click("buy")
    shown.key(Qt.Key.Key_Right)
    canvas = shown.canvas
    for x in range(20, canvas.width(), 90):
        for y in range(20, canvas.height(), 60):
            QTest.mouseClick(canvas, LEFT, pos=QPoint(x, y))
            QTest.mouseDClick(canvas, LEFT, pos=QPoint(x, y))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Delete):
        shown.key(key)
    for action in shown.cell.menu(Decimal(70_000), canvas.spot(QPointF(300, 200))).actions():
        if "주문" in action.text():
            action.trigger()
    shown.click("sell")
    shown.click("cancel-all")
    shown.model.ask_end()
    shown.model.end()
    await turns()
    assert not shown.scene.services.asked & ACTING
    assert told == []
    asked = {name.split(".")[0] for name in shown.scene.commands.ran[ran:]}
    assert asked <= {"History", "MarketData", "drawings", "alerts"}


async def test_the_real_orders_bar_is_away_during_a_replay(shown: Shown) -> None:
    bar = shown.cell.findChild(QWidget, "chartOrderBar")
    assert isinstance(bar, QWidget)
    assert bar.isVisible()
    await shown.start(at(MONDAY, 10))
    assert not bar.isVisible()
    shown.model.end()
    await turns()
    assert bar.isVisible()


async def test_the_result_and_its_file_say_paper(shown: Shown, tmp_path: Path) -> None:
    await shown.start(at(MONDAY, 10))
    shown.click("buy")
    shown.key(Qt.Key.Key_Right)
    shown.click("sell")
    shown.key(Qt.Key.Key_Right)
    shown.click("end")
    await turns()
    assert shown.state() is ReplayState.OVER
    assert shown.text("replay-figure-trades") == "1회"
    file = tmp_path / "fills.csv"
    shown.tool.bar.save(file)
    lines = file.read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert all(line.startswith("모의/가상,") for line in lines[1:])
    assert "fills.csv" in shown.text("replay-line")
    shown.tool.bar.save(tmp_path / "missing" / "fills.csv")
    assert "저장하지 못했습니다" in shown.text("replay-line")
    shown.click("close")
    assert shown.tool.bar.isHidden()


@pytest.mark.parametrize("width", [420, 620, 900, 1400])
async def test_the_bar_fits_every_width(shown: Shown, width: int, qtbot: QtBot) -> None:
    await shown.start(at(MONDAY, 10))
    shown.cell.resize(width, 600)
    bar = shown.tool.bar
    qtbot.waitUntil(lambda: bar.width() <= shown.cell.width() == width)
    assert shown.tool.bar.play.isVisible()
    assert shown.tool.bar.end.geometry().right() <= bar.width()


async def test_the_headline_and_the_plot_are_of_the_moment(shown: Shown) -> None:
    await shown.start(at(TUESDAY, 5))
    assert shown.cell.headline.headline.last == f"{int(ALL[MINUTES + 4].close):,}"
    plain = shown.canvas.grab().toImage()
    assert len(shown.canvas.content.pyramid) == MINUTES + 5
    shown.model.end()
    await turns()
    assert shown.canvas.grab().toImage() != plain
    assert len(shown.canvas.content.pyramid) == len(ALL)


async def test_another_interval_is_played_on_at_the_same_moment(shown: Shown) -> None:
    await shown.start(at(TUESDAY, 7))
    shown.cell.model.show_interval(Interval.MINUTE_5)
    await turns()
    assert shown.state() is ReplayState.ON
    assert shown.text("replay-moment") == "2026/11/17 09:07"
    assert shown.canvas.content.notice is None


async def test_the_panel_offers_it_and_its_tab_says_so(qtbot: QtBot, qapp: QApplication) -> None:
    Theme().apply(qapp)
    scene = Scene()
    panel = chart_panel.create(scene.context)
    assert isinstance(panel, chart_panel.ChartPanel)
    qtbot.addWidget(panel)
    for widget in panel.head_widgets():
        qtbot.addWidget(widget)
    panel.show()
    await turns()
    button = panel.head.replay
    assert not button.isChecked()
    QTest.mouseClick(button, LEFT)
    tool = panel.view.tools["replay"]
    assert isinstance(tool, ReplayTool)
    assert tool.model.state is ReplayState.PICKING
    tool.model.start_at(at(MONDAY, 10))
    await turns()
    assert panel.windowTitle() == "차트 · 과거 재생"
    assert button.isChecked()
    QTest.mouseClick(button, LEFT)
    await turns()
    assert panel.windowTitle() == "차트"
    assert not button.isChecked()


async def test_what_is_being_got_ready_can_be_given_up(shown: Shown) -> None:
    shown.model.start_at(at(MONDAY, 10))
    assert shown.state() is ReplayState.LOADING
    assert "준비하는 중" in shown.text("replay-line")
    shown.click("end")
    await turns()
    assert shown.state() is ReplayState.OFF
    assert not shown.cell.model.replaying
