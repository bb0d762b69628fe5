"""From the first look to a filled order, in the window, with keys and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.flow.conftest import Simulator
from tests.flow.trading_floor import Floor, trade, won

KIA = "기아"
BEST_ASK, BEST_BID, LAST_BID = 9, 10, 19


def server_order(simulator: Simulator, order_no: str) -> dict[str, object]:
    """An order as the server's admin door tells it."""
    orders = simulator.state()["orders"]
    return next(row for row in orders if int(row["number"]) == int(order_no))


def position(simulator: Simulator, symbol: str) -> int:
    account = simulator.state()["accounts"]["12345678-01"]
    return next((row["quantity"] for row in account["positions"] if row["symbol"] == symbol), 0)


@pytest.mark.usefixtures("qtbot")
def test_a_trader_buys_rests_amends_cancels_and_sells(simulator: Simulator, qtbot: QtBot) -> None:
    async def day(floor: Floor) -> None:
        await floor.until_live()
        await floor.choose(KIA)
        await buy_at_the_ask(floor, simulator)
        await rest_amend_and_cancel(floor, simulator)
        await sell(floor, simulator)

    trade(simulator.file, day)


async def buy_at_the_ask(floor: Floor, simulator: Simulator) -> None:
    await floor.until("cash", lambda: floor.strip("주문가능") != "—")
    cash = won(floor.strip("주문가능"))
    price = won(floor.take_price_from_book(BEST_ASK))
    floor.type_into("ticket", "quantity", "7")
    await floor.until_enabled("ticket", "send")
    assert floor.widget("ticket", "send", QPushButton).text() == "기아 7주 현금 매수"
    await floor.order()
    floor.show("fills")
    await floor.until("a fill", lambda: floor.row_of("fills", KIA))
    fill = floor.row_of("fills", KIA)
    assert "7" in fill
    (server,) = simulator.state()["fills"]
    paid = server["quantity"] * server["price"]
    assert server["quantity"] == 7
    assert server["price"] <= price
    assert f"{server['price']:,}" in fill
    floor.show("positions")
    await floor.until("a position", lambda: floor.row_of("positions", KIA))
    assert "7" in floor.row_of("positions", KIA)
    assert position(simulator, "000270") == 7
    fee = paid * 140527 // 10**9
    await floor.until("less cash", lambda: won(floor.strip("주문가능")) == cash - paid - fee)


async def rest_amend_and_cancel(floor: Floor, simulator: Simulator) -> None:
    floor.show("open_orders")
    resting = won(floor.take_price_from_book(LAST_BID))
    floor.type_into("ticket", "quantity", "3")
    await floor.until_enabled("ticket", "send")
    await floor.order()
    await floor.until("a resting order", lambda: "접수" in str(floor.row_of("open_orders", KIA)))
    row = floor.row_of("open_orders", KIA)
    assert f"{resting:,}" in row
    first = row[-1]
    assert server_order(simulator, first)["price"] == resting
    await floor.click_row("open_orders", KIA)
    await floor.until_enabled("ticket", "cancel")
    floor.type_into("ticket", "newPrice", str(resting - 200))
    await floor.until_enabled("ticket", "amend")
    floor.press("ticket", "amend")
    await floor.until(
        "an amended order", lambda: f"{resting - 200:,}" in floor.row_of("open_orders", KIA)
    )
    await floor.until(
        "the new number", lambda: floor.row_of("open_orders", KIA)[-1] not in {first, "—", ""}
    )
    second = floor.row_of("open_orders", KIA)[-1]
    assert server_order(simulator, second)["price"] == resting - 200
    assert len([row for row in floor.rows("open_orders") if KIA in str(row)]) == 1
    await floor.click_row("open_orders", KIA)
    await floor.until_enabled("ticket", "cancel")
    floor.press("ticket", "cancel")
    await floor.until("no open order", lambda: not floor.row_of("open_orders", KIA))
    assert server_order(simulator, second)["remaining"] == 0


async def sell(floor: Floor, simulator: Simulator) -> None:
    floor.press_key(Qt.Key.Key_F2)
    price = won(floor.take_price_from_book(BEST_BID))
    floor.type_into("ticket", "quantity", "7")
    await floor.until_enabled("ticket", "send")
    assert floor.widget("ticket", "send", QPushButton).text() == "기아 7주 현금 매도"
    await floor.order()
    await floor.until("nothing held", lambda: not floor.row_of("positions", KIA))
    assert position(simulator, "000270") == 0
    sold = [fill for fill in simulator.state()["fills"] if fill["side"] == "sell"]
    assert sum(fill["quantity"] for fill in sold) == 7
    assert all(fill["price"] >= price for fill in sold)
    assert sum(simulator.state()["order_requests"].values()) == 5
