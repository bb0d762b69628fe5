"""The end of the program is asked about while conditional orders are armed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.services.topics import Topic
from kis_desktop.ui import gallery_conditional
from kis_desktop.ui.dialogs.confirm import Confirm
from kis_desktop.ui.shell.quit_question import QuitQuestion
from kis_desktop.ui.shell.status_line import StatusLine
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.conditional_mark import ConditionalMark
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import DAY, Desk


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication) -> AsyncIterator[Desk]:
    Theme().apply(qapp)
    made = Desk()
    yield made
    await made.settle()


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.show()
    qtbot.addWidget(made)
    return made


def arm(desk: Desk) -> None:
    desk.put(Topic.CONDITIONAL, "", gallery_conditional.board(DAY))
    desk.frame()


async def test_with_nothing_armed_the_window_closes(desk: Desk, window: QWidget) -> None:
    QuitQuestion(window, ConditionalMark(desk.context, window), Words("ko"))
    window.close()
    assert not window.isVisible()


async def test_with_something_armed_it_is_asked_once(desk: Desk, window: QWidget) -> None:
    QuitQuestion(window, ConditionalMark(desk.context, window), Words("ko"))
    arm(desk)
    window.close()
    window.close()
    assert window.isVisible()
    (dialog,) = window.findChildren(Confirm)
    QTest.keyClick(dialog, Qt.Key.Key_Return)  # Enter alone stays
    assert window.isVisible()
    window.close()
    again = window.findChildren(Confirm)[-1]
    QTest.mouseClick(again.yes, Qt.MouseButton.LeftButton)
    assert not window.isVisible()


async def test_what_ends_the_program_itself_is_not_held_up(desk: Desk, window: QWidget) -> None:
    question = QuitQuestion(window, ConditionalMark(desk.context, window), Words("ko"))
    arm(desk)
    question.leave()
    window.close()
    assert not window.isVisible()


async def test_the_status_line_says_how_many_are_watched(desk: Desk, qtbot: QtBot) -> None:
    line = StatusLine(desk.context)
    qtbot.addWidget(line)
    texts = [line.conditional.text]
    arm(desk)
    texts.append(line.conditional.text)
    desk.put(Topic.CONDITIONAL, "", ConditionalBoard((), time.monotonic()))
    desk.frame()
    assert [*texts, line.conditional.text] == ["", "조건 5", ""]
