"""The stop in the top bar, the line under it, and the question before it is let go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from types import ModuleType

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.kill_switch import KillLine, KillOutcome, KillReport
from kis_desktop.services.topics import Topic
from kis_desktop.ui.dialogs.kill_details import KillDetails
from kis_desktop.ui.dialogs.kill_release import KillRelease
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.ui.shell.main_window import MainWindow
from kis_desktop.ui.shell.panel_scan import scan_package
from kis_desktop.ui.theme.theme import Theme
from tests.patience import PATIENCE_S


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    yield loop
    asyncio.set_event_loop(None)
    loop.close()


@pytest.fixture
def world(qtbot: QtBot) -> Stage:
    return stage(State.LIVE)


@pytest.fixture
def window(world: Stage, theme: Theme, panels: ModuleType, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(world.context, theme, scan_package(panels))
    with qtbot.waitSignal(window.first_painted, timeout=round(PATIENCE_S * 1000)):
        window.show()
    yield window
    window.close()
    window.deleteLater()


def tell(world: Stage, *, halted: bool) -> None:
    world.mailbox.latest(Topic.HALT, "", halted)
    world.context.clock.drain()


def press_f12(window: MainWindow, loop: asyncio.AbstractEventLoop) -> None:
    async def press() -> None:
        QTest.keyClick(window, Qt.Key.Key_F12)
        await asyncio.sleep(0.02)

    loop.run_until_complete(press())


def question_of(window: MainWindow) -> KillRelease | None:
    return window.findChild(KillRelease)


def test_f12_stops_at_once(
    window: MainWindow, world: Stage, loop: asyncio.AbstractEventLoop
) -> None:
    press_f12(window, loop)
    assert world.services.calls == ["pull"]
    tell(world, halted=True)
    assert "정지됨" in window.top_bar.halt_button.text()


def test_f12_again_asks_before_orders_are_let_through(
    window: MainWindow, world: Stage, loop: asyncio.AbstractEventLoop
) -> None:
    tell(world, halted=True)
    press_f12(window, loop)
    question = question_of(window)
    assert question is not None
    assert world.services.calls == []

    async def say_yes() -> None:
        QTest.mouseClick(question.yes, Qt.MouseButton.LeftButton)
        assert world.services.calls == []  # without a reason it is not let go
        question.reason.insert("점검 끝")
        QTest.mouseClick(question.yes, Qt.MouseButton.LeftButton)
        await asyncio.sleep(0.02)

    loop.run_until_complete(say_yes())
    assert world.services.calls == ["release 점검 끝"]


def test_a_stop_that_failed_says_so_and_can_be_asked_again(
    window: MainWindow, world: Stage, loop: asyncio.AbstractEventLoop
) -> None:
    world.services.state = State.FAILED
    press_f12(window, loop)
    assert "정지 실패" in window.top_bar.halt_button.text()
    assert "[EGW00201]" in window.top_bar.halt_button.toolTip()
    world.services.state = State.LIVE
    press_f12(window, loop)
    tell(world, halted=True)
    assert world.services.calls == ["pull", "pull"]
    assert "정지됨" in window.top_bar.halt_button.text()


def test_enter_alone_keeps_the_stop(
    window: MainWindow, world: Stage, loop: asyncio.AbstractEventLoop
) -> None:
    tell(world, halted=True)
    press_f12(window, loop)
    question = question_of(window)
    assert question is not None

    async def press_enter() -> None:
        question.reason.insert("점검 끝")
        QTest.keyClick(question.reason, Qt.Key.Key_Return)
        await asyncio.sleep(0.02)

    loop.run_until_complete(press_enter())
    assert world.services.calls == []
    assert window.top_bar.kill_switch.halted


def test_the_line_under_the_bar_says_what_became_of_the_orders(
    window: MainWindow, world: Stage, loop: asyncio.AbstractEventLoop
) -> None:
    strip = window.kill_strip
    seen = [strip.isHidden()]
    lines = (
        KillLine("1", "005930", KillOutcome.CANCELLED),
        KillLine("2", "005930", KillOutcome.UNKNOWN),
    )
    world.mailbox.latest(Topic.KILL, "", KillReport(stopped=True, lines=lines))
    tell(world, halted=True)
    seen.append(strip.isHidden())
    assert "취소 1건" in strip.sentence.text()
    assert not strip.again.isHidden()
    strip.show_details()
    details = window.findChild(KillDetails)
    assert details is not None
    assert details.sentence.text() == strip.sentence.text()

    async def again() -> None:
        QTest.mouseClick(strip.again, Qt.MouseButton.LeftButton)
        await asyncio.sleep(0.02)

    loop.run_until_complete(again())
    assert world.services.calls == ["pull"]
    tell(world, halted=False)
    assert [*seen, strip.isHidden()] == [True, False, True]
