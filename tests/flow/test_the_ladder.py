"""The ladder and the book of the NXT in the whole program: one click, one order, at its price."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.ui.ladder.ladder_places import Zone
from kis_desktop.ui.panels.ladder import LadderPanel
from tests.flow.conftest import Simulator
from tests.flow.trading_floor import Floor, trade

KIA = "기아"
LEFT = Qt.MouseButton.LeftButton


def at(panel: LadderPanel, place: int, zone: Zone) -> QPoint:
    return panel.view.places().cell(place, zone).center()


def double_click(panel: LadderPanel, place: int, zone: Zone) -> None:
    where = at(panel, place, zone)
    QTest.mouseClick(panel.view.viewport(), LEFT, pos=where)
    QTest.mouseDClick(panel.view.viewport(), LEFT, pos=where)


def move(view: QWidget, to: QPoint) -> None:
    """With the button held. `QTest.mouseMove` runs the loop, and a task must not be run in one."""
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    where, on_screen = QPointF(to), QPointF(view.mapToGlobal(to))
    moved = QMouseEvent(QEvent.Type.MouseMove, where, on_screen, none, LEFT, keys)
    QApplication.sendEvent(view, moved)


def working(simulator: Simulator) -> list[tuple[str, int, int]]:
    """Side, price and shares of the orders that rest at the server."""
    orders = simulator.state()["orders"]
    return [(row["side"], row["price"], row["remaining"]) for row in orders if row["remaining"]]


@pytest.mark.usefixtures("qtbot")
def test_a_trader_places_drags_and_takes_back_on_the_ladder(
    simulator: Simulator, qtbot: QtBot
) -> None:
    async def day(floor: Floor) -> None:
        await floor.until_live()
        await floor.choose(KIA)
        floor.window.docks.show_panel("ladder")
        panel = floor.widget("", "ladder", LadderPanel)
        ladder = panel.ladder
        await floor.until("prices", lambda: ladder.state.value == "live")
        await floor.until("it may be turned on", lambda: not ladder.why_not_armed)
        await floor.until("the day's prices", lambda: ladder.quote.limit_up is not None)
        panel.view.set_auto(False)
        panel.view.centre()
        floor.type_into("ladder", "ladderQuantity", "3")
        floor.press("ladder", "ladderArm")
        assert ladder.last_place is not None
        low = min(ladder.last_place + 6, panel.view.places().rows[-2])
        price = int(ladder.column.prices[low])
        double_click(panel, low, Zone.BID)
        send = floor.widget("ladder", "ladderSend", QAbstractButton)
        await floor.until("the question", lambda: panel.question.isVisible() and send.isEnabled())
        await floor.until("its request", lambda: (asked := panel.orders.question) and asked.lines)
        assert simulator.state()["orders"] == []
        QTest.mouseClick(send, LEFT)
        await floor.until("it rests", lambda: working(simulator) == [("buy", price, 3)])
        await floor.until("its answer", lambda: panel.orders.told.startswith("접수"))
        await floor.until("it is shown", lambda: ladder.row(low).buy is not None)
        await drag(floor, panel, simulator, low)
        panel.foot.buttons[None].click()
        await floor.until("taken back", lambda: not working(simulator))
        await floor.until("its answer", lambda: panel.orders.told.startswith("취소 접수"))

    trade(simulator.file, day)
    assert sum(simulator.state()["order_requests"].values()) == 3


async def drag(floor: Floor, panel: LadderPanel, simulator: Simulator, before: int) -> None:
    """One row lower, where a mouse and the confirming click take it."""
    view = panel.view.viewport()
    after = before + 1
    price = int(panel.ladder.column.prices[after])
    await floor.until("it can be moved", lambda: panel.orders.count() == 1)
    QTest.mousePress(view, LEFT, pos=at(panel, before, Zone.OWN_BUY))
    move(view, at(panel, after, Zone.OWN_BUY) - QPoint(3, 0))
    move(view, at(panel, after, Zone.OWN_BUY))
    QTest.mouseRelease(view, LEFT, pos=at(panel, after, Zone.OWN_BUY))
    send = floor.widget("ladder", "ladderSend", QAbstractButton)
    await floor.until("the question", lambda: panel.question.isVisible() and send.isEnabled())
    QTest.mouseClick(send, LEFT)
    await floor.until("it has moved", lambda: [row[1] for row in working(simulator)] == [price])
    await floor.until("its answer", lambda: panel.orders.told == "정정 접수")
    await floor.until("it is shown", lambda: panel.ladder.row(after).buy is not None)


@pytest.mark.usefixtures("qtbot")
def test_the_book_of_the_nxt_is_another_one(simulator: Simulator, qtbot: QtBot) -> None:
    async def day(floor: Floor) -> None:
        await floor.until_live()
        model = floor.book().book()
        shown = model.book_row(9).price
        for name, view in (("nxt", "NXT · "), ("unified", "통합 · "), ("krx", "KRX · ")):
            floor.press("", f"venue_{name}")
            await floor.until(f"the {name} book", lambda: model.state.value == "live")
            assert model.session.startswith(view)
            assert model.book_row(9).price is not None
        assert shown is not None

    trade(simulator.file, day)
