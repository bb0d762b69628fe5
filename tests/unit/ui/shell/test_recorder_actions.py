"""Recording and replay in the window: what each world offers, and how it is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.recording import PlayStatus, RecordingStatus
from kis_desktop.services.topics import Topic
from kis_desktop.ui.shell.main_window import MainWindow
from kis_desktop.ui.shell.panel_scan import scan_package
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.viewmodels.context import ViewContext
from tests.patience import PATIENCE_S
from tests.unit.screen_desk import Desk

Open = Callable[[ViewContext], MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot, theme: Theme, panels: ModuleType) -> Iterator[Open]:
    opened: list[MainWindow] = []

    def open_(context: ViewContext) -> MainWindow:
        window = MainWindow(context, theme, scan_package(panels))
        opened.append(window)
        with qtbot.waitSignal(window.first_painted, timeout=round(PATIENCE_S * 1000)):
            window.show()
        return window

    yield open_
    for window in opened:
        window.close()
        window.deleteLater()


def seen(window: MainWindow) -> set[str]:
    ids = {"record", "record_always", "replay_pause", "replay_faster", "replay_slower"}
    return {id_ for id_ in ids if window.actions_by_id[id_].isVisible()}


def label(window: MainWindow) -> QLabel:
    found = window.status_line.findChild(QLabel, "recorder")
    assert isinstance(found, QLabel)
    return found


def test_a_recording_is_marked_red_and_the_action_ends_it(open_window: Open, theme: Theme) -> None:
    desk = Desk()
    window = open_window(desk.context)
    assert seen(window) == {"record", "record_always"}
    action = window.actions_by_id["record"]
    assert (action.text(), label(window).isVisible()) == ("기록 시작", False)
    desk.put(Topic.RECORDING, "", RecordingStatus(active=True, name="a", size=2**20))
    desk.frame()
    assert action.text() == "기록 중지"
    assert label(window).isVisible()
    assert label(window).text().startswith("● 기록 중")
    assert label(window).palette().windowText().color() == theme.color(Token.RECORDING)
    desk.put(Topic.RECORDING, "", RecordingStatus())
    desk.frame()
    assert (action.text(), label(window).isVisible()) == ("기록 시작", False)


def test_recording_from_the_start_is_remembered(open_window: Open) -> None:
    desk = Desk()
    window = open_window(desk.context)
    always = window.actions_by_id["record_always"]
    assert not always.isChecked()
    always.trigger()
    assert desk.kept.get("recorder/always") == "1"
    always.trigger()
    assert desk.kept.get("recorder/always") == "0"
    desk.kept.set("recorder/always", "1")
    assert open_window(desk.context).actions_by_id["record_always"].isChecked()


def test_a_replay_wears_its_day_and_its_world_and_offers_no_recording(
    open_window: Open, theme: Theme
) -> None:
    desk = Desk()
    context = replace(
        desk.context, environment=Environment.REPLAY, recorded="2026-11-20 · 가상 시세"
    )
    window = open_window(context)
    assert window.windowTitle() == "kis-desktop · 재생 · 2026-11-20 · 가상 시세"
    assert window.top_bar.badge.text == "재생 · 2026-11-20 · 가상 시세"
    assert seen(window) == {"replay_pause", "replay_faster", "replay_slower"}
    desk.put(Topic.PLAY, "", PlayStatus(1.0, 5.0, 2.0, paused=False))
    desk.frame()
    assert label(window).text() == "▶ 00:01 / 00:05 · 2배속"
    assert label(window).palette().windowText().color() == theme.color(Token.REPLAY)
