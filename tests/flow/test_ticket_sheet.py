"""The ticket's sheet in the real window: nothing goes before the last word, and what goes is what
was shown.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from kis_desktop.domain.order import OrderType, Venue
from kis_desktop.ui.dialogs.order_sheet import OrderSheetDialog
from tests.flow.conftest import Simulator
from tests.flow.trading_floor import Floor, trade

SAMSUNG = "삼성전자"


async def write(floor: Floor, price: str, quantity: str) -> None:
    floor.type_into("ticket", "price", price)
    floor.type_into("ticket", "quantity", quantity)
    await floor.until_enabled("ticket", "send")


async def pick(floor: Floor, name: str, place: int) -> None:
    """Choose from a list that offers it."""
    box = floor.widget("ticket", name, QComboBox)
    item = box.model().index(place, 0)
    await floor.until(f"{name} {place}", lambda: item.flags() & Qt.ItemFlag.ItemIsEnabled)
    box.setCurrentIndex(place)
    box.activated.emit(place)


async def shown(floor: Floor) -> OrderSheetDialog:
    """The sheet of what stands in the ticket, read."""
    floor.press("ticket", "send")
    await floor.until("a sheet", lambda: floor.window.findChild(OrderSheetDialog))
    sheet = floor.window.findChild(OrderSheetDialog)
    assert sheet is not None
    await floor.until("awake", sheet.send.isEnabled)
    return sheet


def test_escape_at_the_sheet_sends_nothing(simulator: Simulator, qtbot: QtBot) -> None:
    async def think_again(floor: Floor) -> None:
        await floor.until_live()
        await write(floor, "90000", "2")
        sheet = await shown(floor)
        rows = dict(sheet.wire.texts)
        assert rows["TR ID"] == "TTTC0012U"
        assert rows["주문수량 ORD_QTY"] == "2"
        assert "*" in sheet.account.text()
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        await floor.until("closed", lambda: floor.window.findChild(OrderSheetDialog) is None)
        assert floor.rows("open_orders") == []

    trade(simulator.file, think_again)
    assert simulator.state()["order_requests"] == {}


def test_an_order_for_the_nxt_and_a_stop_limit_order_arrive_as_they_were_shown(
    simulator: Simulator, qtbot: QtBot
) -> None:
    async def order(floor: Floor) -> None:
        await floor.until_live()
        await pick(floor, "venue", list(Venue).index(Venue.NXT))
        await write(floor, "90000", "2")
        sheet = await shown(floor)
        assert dict(sheet.wire.texts)["거래소ID구분코드 EXCG_ID_DVSN_CD"] == "NXT"
        QTest.mouseClick(sheet.send, Qt.MouseButton.LeftButton)
        await floor.until("resting", lambda: "NXT" in str(floor.row_of("open_orders", SAMSUNG)))
        await pick(floor, "orderType", list(OrderType).index(OrderType.STOP_LIMIT))
        floor.type_into("ticket", "condition", "120000")
        await write(floor, "91000", "3")
        await floor.order()
        await floor.until("both", lambda: len(floor.rows("open_orders")) == 2)

    trade(simulator.file, order)
    orders = simulator.state()["orders"]
    assert sorted(one["quantity"] for one in orders) == [2, 3]
    assert sum(simulator.state()["order_requests"].values()) == 2
