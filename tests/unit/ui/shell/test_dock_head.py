"""The head of a dock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.ui.shell.dock_head import DockHead
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.words import Words


@pytest.fixture
def head(qtbot: QtBot, theme: Theme) -> Iterator[DockHead]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 40)
    head = DockHead("chart", "차트", Words("ko"), window)
    head.resize(500, 30)
    window.show()
    qtbot.waitExposed(window)
    yield head  # the window lives as long as the test
    window.close()


def test_a_control_that_the_panel_has_hidden_stays_hidden(head: DockHead, qtbot: QtBot) -> None:
    shown, hidden = QPushButton("전체 취소"), QPushButton("그만두기")
    hidden.hide()
    head.place_controls((shown, hidden))
    qtbot.waitUntil(shown.isVisible)
    assert not hidden.isVisible()
    hidden.show()
    assert hidden.isVisible()


def test_a_control_stands_right_unless_it_asks_for_the_left(head: DockHead, qtbot: QtBot) -> None:
    left, right = QPushButton("L"), QPushButton("R")
    left.setProperty("headSide", "left")
    head.place_controls((right, left))
    qtbot.waitUntil(lambda: right.isVisible() and left.isVisible())
    centre = head.width() // 2
    assert left.mapTo(head, QPoint(0, 0)).x() < centre < right.mapTo(head, QPoint(0, 0)).x()


def test_the_symbol_gives_way_in_a_narrow_head(head: DockHead, qtbot: QtBot) -> None:
    head.set_symbol("005930")
    chip = head.findChild(QLabel, "symbol")
    assert chip is not None
    assert chip.isVisible()
    head.resize(90, 30)
    qtbot.waitUntil(lambda: not chip.isVisible())
    head.resize(500, 30)
    qtbot.waitUntil(chip.isVisible)


def test_the_symbol_gives_way_to_tabs_that_come_later(head: DockHead, qtbot: QtBot) -> None:
    control = QPushButton("KRX 정규장 호가")
    head.place_controls((control,))
    head.set_symbol("005930")
    chip = head.findChild(QLabel, "symbol")
    assert chip is not None
    wanted = control.sizeHint().width()
    head.resize(wanted + chip.sizeHint().width() + 110, 30)
    qtbot.waitUntil(chip.isVisible)
    head.set_tabs({"chart": "차트", "news": "뉴스", "tape": "체결 내역"})
    qtbot.waitUntil(lambda: not chip.isVisible())
    head.set_tabs({"chart": "차트"})
    qtbot.waitUntil(chip.isVisible)


@pytest.mark.parametrize(
    ("tabs", "titles"),
    [({"chart": "차트"}, ()), ({"chart": "차트", "news": "뉴스"}, ("차트", "뉴스"))],
)
def test_a_title_can_be_left_to_the_controls_but_tabs_are_shown(
    head: DockHead, tabs: dict[str, str], titles: tuple[str, ...]
) -> None:
    head.set_title_shown(False)
    head.set_tabs(tabs)
    assert head.titles == titles
