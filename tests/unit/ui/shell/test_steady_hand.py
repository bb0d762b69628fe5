"""A click that was aimed before the layout moved hits nothing that moved beneath it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.ui.shell.steady_hand import AIMED_FOR, SteadyHand
from kis_desktop.ui.shell.strip import Strip
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    window, head = QWidget(), QWidget()
    qtbot.addWidget(window)
    strip, still, price = Strip("strip", FontKind.BASE), QPushButton("stop"), QPushButton("price")
    strip.hide()
    still.setObjectName("still")
    price.setObjectName("price")
    top, column = QVBoxLayout(head), QVBoxLayout(window)
    top.addWidget(still)
    top.addWidget(strip)
    column.addWidget(head)
    column.addWidget(price)
    hand = SteadyHand(window, head)
    strip.moved.connect(hand.moved)
    window.show()
    return window


def pressed(window: QWidget, name: str) -> bool:
    button, heard = window.findChild(QPushButton, name), list[bool]()
    assert isinstance(button, QPushButton)
    connection = button.clicked.connect(lambda: heard.append(True))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.clicked.disconnect(connection)
    return bool(heard)


def test_a_press_right_after_a_line_came_or_went_hits_no_price(
    window: QWidget, qtbot: QtBot
) -> None:
    strip = window.findChild(Strip)
    assert isinstance(strip, Strip)
    seen = [pressed(window, "price")]
    for shown in (True, False):
        strip.setVisible(shown)
        seen += [pressed(window, "price"), pressed(window, "still")]
        qtbot.wait(AIMED_FOR + 100)
        seen.append(pressed(window, "price"))
    assert seen == [True, False, True, True, False, True, True]
