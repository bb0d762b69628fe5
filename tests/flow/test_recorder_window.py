"""A trader records a few seconds from the menu and plays them back, all with keys."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kis_desktop.app.options import Options
from kis_desktop.app.profile import open_profile
from kis_desktop.app.window import Terminal
from kis_desktop.domain.connection import LinkState
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.recording_file import RecordingFile
from tests.flow.conftest import Simulator
from tests.flow.trading_floor import Floor, trade

PRICE = "FHKST01010100"
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def mark(floor: Floor) -> str:
    return floor.widget("", "recorder", QLabel).text()


def press(floor: Floor, key: Qt.Key) -> None:
    QTest.keyClick(floor.window, key, CTRL_SHIFT)


async def record(simulator: Simulator, floor: Floor) -> None:
    def prices_asked() -> int:
        asked: int = simulator.state()["requests"][PRICE]
        return asked

    await floor.until_live()
    await floor.until("names", lambda: floor.rows("watchlist")[0][0] == "삼성전자")
    before = prices_asked()
    press(floor, Qt.Key.Key_R)
    await floor.until("the mark", lambda: mark(floor).startswith("● 기록 중 · 00:0"))
    await floor.until("three seconds", lambda: "00:03" in mark(floor))
    await floor.until("prices anew", lambda: prices_asked() > before + 11)  # one is under way
    press(floor, Qt.Key.Key_R)
    await floor.until("no mark", lambda: not mark(floor))


@contextlib.contextmanager
def replayed(file: Path) -> Iterator[Terminal]:
    options = Options(time.perf_counter(), replay=file, speed=2.0, size=(1680, 1050))
    profile = open_profile(options, Redactor())
    try:
        with Terminal(options, profile, Redactor()) as terminal:
            yield terminal
    finally:
        profile.close()


async def watch(floor: Floor) -> None:
    await floor.until("live", lambda: floor.terminal.report.figures.state is LinkState.LIVE)
    assert "재생 · 2026-11-20 · 가상 시세" in floor.window.windowTitle()
    await floor.until("prices", lambda: floor.rows("watchlist")[0][1] != "—")
    press(floor, Qt.Key.Key_P)
    await floor.until("a pause", lambda: "일시정지" in mark(floor))
    press(floor, Qt.Key.Key_P)
    press(floor, Qt.Key.Key_Right)
    await floor.until("speed", lambda: "5배속" in mark(floor) or "재생 끝" in mark(floor))
    press(floor, Qt.Key.Key_Left)
    await floor.until("the end", lambda: "재생 끝" in mark(floor))
    assert floor.book().book().book_row(10).price_text


def test_what_was_recorded_from_the_menu_is_played_in_the_same_window(
    simulator: Simulator, qtbot: QtBot, home_of_its_own: Path
) -> None:
    assert QApplication.instance() is not None
    trade(simulator.file, partial(record, simulator))
    (file,) = home_of_its_own.glob("profiles/simulator/simulated.recordings/*.kisrec")
    with RecordingFile(file) as opened:
        told = opened.summary()
        assert {one.symbol for one in opened.instruments()} >= {"005930", "000660"}
    assert told.endpoints["domestic_stock/inquire_price"] > 10  # the screen was read anew
    assert told.channels["H0STCNT0"] > 10
    with replayed(file) as terminal:
        terminal.loop.run_until_complete(watch(Floor(terminal)))
        assert terminal.report.figures.errors == []
