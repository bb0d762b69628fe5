"""Menus below the buttons of a panel's head."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.ui.chart.head_menu import open_below

AT = QPoint(20, 10)


class HeadButton(QToolButton):
    """It keeps whether it was painted as one that is pointed at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.painted: list[bool] = []
        self.setGeometry(100, 10, 60, 24)
        self.clicked.connect(lambda: open_below(self, self.menu_of_one()))

    def menu_of_one(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("one")
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted.append(self.underMouse())
        super().paintEvent(event)


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_button_is_painted_without_its_light_when_its_menu_closes(qtbot: QtBot) -> None:
    head = QWidget()
    qtbot.addWidget(head)
    head.resize(300, 200)
    button = HeadButton(head)
    with qtbot.waitExposed(head):
        head.show()
    QTest.mouseMove(button, AT)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=AT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    at = menu.pos()
    place = menu.actionGeometry(menu.actions()[0]).center()
    QTest.mouseMove(menu, place)
    button.painted.clear()
    with qtbot.waitSignal(menu.destroyed):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: button.painted[-1:] == [False])
    assert button.mapToGlobal(QPoint(0, 0)).x() == at.x()
