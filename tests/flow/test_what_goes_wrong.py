"""A broken line, a wrong key, a refused order: told in words, nothing lost, the program alive."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import LinkState
from tests.flow.conftest import MOMENT, Simulator, end_simulator, start_simulator
from tests.flow.trading_floor import Floor, open_terminal, trade

SAMSUNG = "삼성전자"
ALL = 34  # the notices, 32 instruments of the first watchlist, one book


@pytest.fixture
def own() -> Iterator[list[subprocess.Popen[str]]]:
    """Simulators that a test starts and ends itself."""
    running: list[subprocess.Popen[str]] = []
    yield running
    for process in running:
        end_simulator(process)


def registrations(simulator: Simulator) -> set[tuple[str, str]]:
    """What the server has registered, as (channel, key)."""
    return {
        (channel, key)
        for session in simulator.state()["sessions"]
        for channel, key in session["registrations"]
    }


def requests(simulator: Simulator) -> dict[str, int]:
    """How often the server was asked for what."""
    asked: dict[str, int] = simulator.state()["requests"]
    return asked


def test_a_simulator_that_dies_and_returns_is_live_again(
    own: list[subprocess.Popen[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "ready.json"
    first, simulator = start_simulator(file, "--clock", MOMENT, "--no-limits")
    own.append(first)
    ports = [str(simulator.ready[key]).rpartition(":")[2] for key in ("rest", "ws")]

    async def outage(floor: Floor) -> None:
        await floor.until_live()
        await floor.until("registrations", lambda: len(registrations(simulator)) >= ALL)
        before = registrations(simulator)
        floor.type_into("ticket", "price", "90000")
        floor.type_into("ticket", "quantity", "3")
        await floor.until_enabled("ticket", "send")
        await floor.order()
        await floor.until("resting", lambda: "접수" in str(floor.row_of("open_orders", SAMSUNG)))
        own.remove(first)
        end_simulator(first)
        await floor.until("the gap", lambda: state() is not LinkState.LIVE)
        await floor.until("dimmed prices", lambda: floor.book().book().state.value == "stale")
        second, _ = start_simulator(
            tmp_path / "again.json", "--clock", MOMENT, "--no-limits",
            "--rest-port", ports[0], "--ws-port", ports[1],
        )  # fmt: skip
        own.append(second)
        await floor.until("live again", lambda: state() is LinkState.LIVE)
        await floor.until("prices", lambda: floor.book().book().state.value == "live")
        await floor.until("all confirmed", lambda: registrations(simulator) == before)
        await floor.until("the list read", lambda: "TTTC0081R" in requests(simulator))
        await floor.order()
        await floor.until("a new order", lambda: simulator.state()["orders"])

    with open_terminal(file) as terminal:
        floor = Floor(terminal)

        def state() -> LinkState:
            return terminal.report.figures.state

        terminal.loop.run_until_complete(outage(floor))


def test_a_wrong_app_key_is_told_with_its_code(
    simulator: Simulator, tmp_path: Path, qtbot: QtBot
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({**simulator.ready, "appkey": "X" * 36}), encoding="utf-8")

    async def look(floor: Floor) -> None:
        await floor.until("the code", lambda: "EGW00103" in str(floor.rows("log")))
        await asyncio.sleep(1)

    with open_terminal(wrong) as terminal:
        terminal.loop.run_until_complete(look(Floor(terminal)))
    asked = requests(simulator)
    assert sum(asked.values()) <= 4, asked


@pytest.mark.parametrize(
    ("price", "quantity", "words"),
    [
        ("98450", "1", "호가단위"),
        ("999000", "1", "상한가"),
        ("1000", "1", "하한가"),
        ("90000", "9000", "주문 가능 금액"),
    ],
)
def test_an_impossible_order_says_why_before_it_is_sent(
    price: str, quantity: str, words: str, simulator: Simulator, qtbot: QtBot
) -> None:
    async def try_it(floor: Floor) -> None:
        await floor.until_live()
        floor.type_into("ticket", "price", price)
        floor.type_into("ticket", "quantity", quantity)
        await floor.until("the reason", lambda: words in floor.label("ticket", "told"))
        assert not floor.widget("ticket", "send", QPushButton).isEnabled()

    trade(simulator.file, try_it)
    assert simulator.state()["order_requests"] == {}


def test_a_refusal_of_the_server_is_told_in_korean_with_its_code(
    simulator: Simulator, qtbot: QtBot
) -> None:
    async def try_it(floor: Floor) -> None:
        await floor.until_live()
        simulator.faults(
            {"kind": "refuse_order", "code": "APBK0918", "message": "장운영시간이 아닙니다."}
        )
        floor.type_into("ticket", "price", "90000")
        floor.type_into("ticket", "quantity", "1")
        await floor.until_enabled("ticket", "send")
        await floor.order()
        await floor.until("the code", lambda: "APBK0918" in floor.label("ticket", "told"))

    trade(simulator.file, try_it)
    assert sum(simulator.state()["order_requests"].values()) == 1


def test_a_dead_token_is_told_and_the_order_is_not_sent_again(
    simulator: Simulator, qtbot: QtBot
) -> None:
    async def try_it(floor: Floor) -> None:
        await floor.until_live()
        floor.type_into("ticket", "price", "90000")
        floor.type_into("ticket", "quantity", "1")
        await floor.until_enabled("ticket", "send")
        simulator.faults({"kind": "dead_token"})
        await floor.order()
        # the server refuses the order (EGW00121), or a read has met the dead token before it
        await floor.until("not sent", lambda: "보내지 못했습니다" in floor.label("ticket", "told"))
        assert "토큰" in floor.label("ticket", "told")
        assert floor.terminal.report.figures.state is LinkState.LIVE

    with open_terminal(simulator.file) as terminal:
        terminal.loop.run_until_complete(try_it(Floor(terminal)))
    assert sum(simulator.state()["order_requests"].values()) <= 1
    assert simulator.state()["orders"] == []


def test_an_order_without_an_answer_is_amber_until_it_is_found(
    simulator: Simulator, qtbot: QtBot
) -> None:
    async def try_it(floor: Floor) -> None:
        await floor.until_live()
        simulator.faults({"kind": "drop_after_acceptance", "path": "order-cash"})
        floor.type_into("ticket", "price", "90000")
        floor.type_into("ticket", "quantity", "2")
        await floor.until_enabled("ticket", "send")
        await floor.order()
        await floor.until("uncertain", lambda: "확인 중" in str(floor.rows("open_orders")))
        await floor.until("found", lambda: "접수" in str(floor.row_of("open_orders", SAMSUNG)))

    trade(simulator.file, try_it)
    assert sum(simulator.state()["order_requests"].values()) == 1


def test_no_secret_lies_in_anything_that_was_written(
    simulator: Simulator, home_of_its_own: Path, qtbot: QtBot
) -> None:
    async def work(floor: Floor) -> None:
        await floor.until_live()
        floor.type_into("ticket", "price", "90000")
        floor.type_into("ticket", "quantity", "2")
        await floor.until_enabled("ticket", "send")
        await floor.order()
        await floor.until("resting", lambda: floor.row_of("open_orders", SAMSUNG))

    trade(simulator.file, work)
    secrets = [str(simulator.ready[key]) for key in ("appkey", "appsecret", "hts_id")] + [
        str(simulator.ready["accounts"]["stock"]).partition("-")[0]
    ]
    files = [path for path in home_of_its_own.rglob("*") if path.is_file()]
    assert len(files) >= 5
    for path in files:
        written = path.read_bytes()
        for secret in secrets:
            for form in forms(secret):
                assert form not in written, f"{path.name} holds a secret"


def forms(secret: str) -> list[bytes]:
    """A secret as it may travel: raw, in base64 at each offset, URL-encoded."""
    raw = secret.encode()
    shifted = [
        base64.b64encode(b"x" * pad + raw).rstrip(b"=")[4 if pad else 0 : -2] for pad in range(3)
    ]
    return [raw, quote(secret, safe="").encode(), *(form for form in shifted if len(form) > 6)]


def test_a_market_that_began_anew_shows_nothing_of_the_last_one(
    own: list[subprocess.Popen[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "ready.json"

    async def rest(floor: Floor) -> None:
        await floor.until_live()
        floor.type_into("ticket", "price", "90000")
        floor.type_into("ticket", "quantity", "3")
        await floor.until_enabled("ticket", "send")
        await floor.order()
        await floor.until("resting", lambda: "접수" in str(floor.row_of("open_orders", SAMSUNG)))

    async def look(floor: Floor) -> None:
        await floor.until_live()
        await floor.until("the list", lambda: floor.window.findChild(QWidget, "open_orders"))
        await asyncio.sleep(1)
        assert floor.rows("open_orders") == []

    for script in (rest, look):
        process, _ = start_simulator(file, "--clock", MOMENT, "--no-limits")
        own.append(process)
        trade(file, script)


def test_a_stop_of_orders_outlives_a_restart(simulator: Simulator, qtbot: QtBot) -> None:
    async def stop(floor: Floor) -> None:
        await floor.until_live()
        floor.press("", "halt")
        await floor.until(
            "stopped", lambda: "정지됨" in floor.widget("", "halt", QPushButton).text()
        )

    async def look(floor: Floor) -> None:
        await floor.until_live()
        await floor.until(
            "stopped", lambda: "정지됨" in floor.widget("", "halt", QPushButton).text()
        )

    trade(simulator.file, stop)
    trade(simulator.file, look)
