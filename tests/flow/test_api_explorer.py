"""The API explorer in the window against the simulator: found, asked, followed, saved, copied."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView

from kis_desktop.ui.panels.api_explorer import ApiExplorerPanel
from tests.flow.conftest import Simulator
from tests.flow.trading_floor import Floor, trade
from tests.patience import PATIENCE_S

ORDERS = 103  # more than the hundred that the server puts on a page
CONTROL = Qt.KeyboardModifier.ControlModifier


def token(simulator: Simulator) -> str:
    keys = {"appkey": simulator.ready["appkey"], "appsecret": simulator.ready["appsecret"]}
    body = {"grant_type": "client_credentials", **keys}
    answer = httpx.post(f"{simulator.ready['rest']}/oauth2/tokenP", json=body, timeout=PATIENCE_S)
    answer.raise_for_status()
    return str(answer.json()["access_token"])


def place_orders(simulator: Simulator, access_token: str) -> None:
    """Resting orders of one to five shares, as another program of the customer's would."""
    number, _, product = simulator.ready["accounts"]["stock"].partition("-")
    headers = {
        "authorization": f"Bearer {access_token}",
        "appkey": simulator.ready["appkey"],
        "appsecret": simulator.ready["appsecret"],
        "tr_id": "TTTC0012U",
        "custtype": "P",
    }
    with httpx.Client(
        base_url=simulator.ready["rest"], headers=headers, timeout=PATIENCE_S
    ) as client:
        for count in range(ORDERS):
            body = {
                "CANO": number,
                "ACNT_PRDT_CD": product,
                "PDNO": "011200",
                "ORD_DVSN": "00",
                "ORD_QTY": str(1 + count % 5),
                "ORD_UNPR": "15000",
                "EXCG_ID_DVSN_CD": "KRX",
            }
            answer = client.post("/uapi/domestic-stock/v1/trading/order-cash", json=body).json()
            if answer["rt_cd"] != "0":
                raise AssertionError(answer)


async def open_panel(floor: Floor) -> ApiExplorerPanel:
    floor.window.docks.show_panel("api_explorer")
    panel = floor.window.docks.docks["api_explorer"].panel
    assert isinstance(panel, ApiExplorerPanel)
    await floor.until("the list", lambda: panel.model.is_loaded)
    return panel


def find(panel: ApiExplorerPanel, text: str) -> None:
    panel.show_list()
    panel.finder.field.clear()
    QTest.keyClicks(panel.finder.field, text)
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Return)


async def send(floor: Floor, panel: ApiExplorerPanel) -> None:
    await floor.until("a form that may be sent", panel.model.can_send)
    QTest.keyClick(panel.form.send, Qt.Key.Key_Return, CONTROL)
    await floor.until("an answer", lambda: panel.model.answer and not panel.model.is_busy)


def column(table: QTableView, title: str) -> list[str]:
    model = table.model()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    at = titles.index(title)
    return [str(model.index(row, at).data()) for row in range(model.rowCount())]


@pytest.mark.usefixtures("qtbot")
def test_a_list_is_found_asked_followed_saved_and_run_as_a_script(
    simulator: Simulator, tmp_path: Path
) -> None:
    access_token = token(simulator)
    place_orders(simulator, access_token)
    orders = simulator.state()["orders"]
    assert len(orders) == ORDERS

    async def act(floor: Floor) -> None:
        await floor.until_live()
        panel = await open_panel(floor)
        find(panel, "TTTC0081R")
        today = str(simulator.state()["trade_date"]).replace("-", "")
        assert panel.model.form is not None
        panel.model.form.fill({"INQR_STRT_DT": today})
        await send(floor, panel)
        rows = panel.answer.grid("output1")
        assert rows.model().rowCount() == 100
        QTest.mouseClick(panel.answer.status.next_page, Qt.MouseButton.LeftButton)
        await floor.until("two pages", lambda: len(panel.model.answer.pages) == 2)  # type: ignore[union-attr]
        await floor.until("an end", lambda: not panel.model.is_busy)
        rows = panel.answer.grid("output1")
        wanted = sorted(int(order["quantity"]) for order in orders)
        assert sorted(int(text) for text in column(rows, "주문수량")) == wanted
        numbers = {int(order["number"]) for order in orders}
        assert {int(text) for text in column(rows, "주문번호")} == numbers
        assert not panel.answer.status.next_page.isVisible()
        no_number_of_the_account(panel, simulator)
        await save(floor, panel, tmp_path / "orders.csv")
        panel.answer.copy_python()

    trade(simulator.file, act)
    run_script(QGuiApplication.clipboard().text(), simulator, tmp_path)


def no_number_of_the_account(panel: ApiExplorerPanel, simulator: Simulator) -> None:
    number = simulator.ready["accounts"]["stock"].partition("-")[0]
    secrets = (number, simulator.ready["appkey"], simulator.ready["appsecret"])
    panel.answer.turn_to("raw")
    shown = panel.answer.raw.text.toPlainText()
    panel.answer.turn_to("headers")
    headers = panel.answer.headers.model()
    shown += str([headers.index(row, 2).data() for row in range(headers.rowCount())])
    shown += panel.model.python()
    assert not [secret for secret in secrets if secret in shown]
    panel.answer.turn_to("output1")


async def save(floor: Floor, panel: ApiExplorerPanel, path: Path) -> None:
    panel.answer.save_csv(path)
    await floor.until("a file", path.exists)
    await floor.until("the word", lambda: path.name in panel.answer.told.text())
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert len(lines) == 1 + ORDERS
    assert "주문수량 (ord_qty)" in lines[0]


def run_script(text: str, simulator: Simulator, folder: Path) -> None:
    """The copied script, as its reader would run it."""
    script = folder / "copied.py"
    script.write_text(text, encoding="utf-8")
    number, _, product = simulator.ready["accounts"]["stock"].partition("-")
    ran = subprocess.run(
        [sys.executable, str(script)],
        env={
            **os.environ,
            "KIS_APP_KEY": simulator.ready["appkey"],
            "KIS_APP_SECRET": simulator.ready["appsecret"],
            "KIS_ACCOUNT": number,
            "KIS_ACCOUNT_PRODUCT": product,
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    pages = [json.loads(line) for line in ran.stdout.splitlines() if line.strip()]
    assert [len(page["output1"]) for page in pages] == [100, ORDERS - 100]


@pytest.mark.usefixtures("qtbot")
def test_orders_stay_where_they_belong_and_a_channel_grows(simulator: Simulator) -> None:
    async def act(floor: Floor) -> None:
        await floor.until_live()
        panel = await open_panel(floor)
        before = simulator.state()["order_requests"]
        find(panel, "TTTC0012U")
        assert not panel.form.send.isEnabled()
        QTest.keyClick(panel.form.list_button, Qt.Key.Key_Return, CONTROL)
        QTest.mouseClick(panel.form.ticket, Qt.MouseButton.LeftButton)
        assert simulator.state()["order_requests"] == before
        await a_channel_grows(floor, panel)

    trade(simulator.file, act)


async def a_channel_grows(floor: Floor, panel: ApiExplorerPanel) -> None:
    find(panel, "H0STCNT0")
    assert panel.form.send.isEnabled()
    QTest.keyClick(panel.form.send, Qt.Key.Key_Return, CONTROL)
    known = panel.model.live.channels["domestic_stock/ccnl_krx"]
    await floor.until("records", lambda: known.table.rowCount() >= 3)
    assert known.table.cell(0, 0).text == "005930"
    places = panel.live.findChild(QLabel, "explorerPlaces")
    assert places is not None
    await floor.until("a place", lambda: "/4" in places.text())
    floor.window.docks.show_panel("chart")  # behind another tab it goes on
    before = known.total
    await floor.until("more records", lambda: known.total > before)
    floor.window.docks.docks["api_explorer"].close()
    await floor.until("nothing listened to", lambda: not panel.model.live.channels)
