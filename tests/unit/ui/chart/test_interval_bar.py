"""The intervals in the head: chips, a menu of all, and a field to type one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.domain.bar import Interval, Unit
from kis_desktop.ui.chart.interval_bar import IntervalBar
from kis_desktop.ui.chart.interval_entry import IntervalEntry
from kis_desktop.viewmodels.words import Words

AT_HAND = (Interval.MINUTE_1, Interval.MINUTE_5, Interval.DAY)


@pytest.fixture
def bar(qtbot: QtBot) -> IntervalBar:
    bar = IntervalBar(Words("ko"))
    qtbot.addWidget(bar)
    bar.show_intervals(AT_HAND, Interval.MINUTE_5)
    bar.resize(600, 30)
    bar.show()
    return bar


def seen(bar: IntervalBar) -> list[str]:
    chips = [one for one in bar.findChildren(QAbstractButton) if one.isCheckable()]
    return [chip.text() for chip in chips if chip.isVisible()]


def test_the_chosen_one_is_marked(bar: IntervalBar) -> None:
    marked = [one.text() for one in bar.findChildren(QAbstractButton) if one.isChecked()]
    assert marked == ["5분"]


def test_one_that_is_not_at_hand_stands_behind_the_others(bar: IntervalBar) -> None:
    bar.show_intervals(AT_HAND, Interval(7, Unit.MINUTE))
    assert seen(bar) == ["1분", "5분", "일", "7분"]


def test_chips_give_way_but_not_the_chosen_one(bar: IntervalBar) -> None:
    bar.resize(bar.minimumSizeHint())
    assert seen(bar) == ["5분"]


def test_the_menu_has_all_and_chooses(bar: IntervalBar, qtbot: QtBot) -> None:
    action = bar.menu().findChild(QAction, "interval-240m")
    assert action is not None
    with qtbot.waitSignal(bar.chosen) as told:
        action.trigger()
    assert told.args == [Interval.MINUTE_240]


def test_an_interval_is_put_at_hand_in_its_place(bar: IntervalBar, qtbot: QtBot) -> None:
    menu = bar.menu().findChild(QMenu, "chart-favourites")
    assert isinstance(menu, QMenu)
    (tick,) = [one for one in menu.actions() if one.text() == "1틱"]
    with qtbot.waitSignal(bar.favourites_changed) as told:
        tick.trigger()
    assert told.args == [(Interval.TICK, *AT_HAND)]


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(600, 400)
    around.show()
    return around


@pytest.fixture
def entry(around: QWidget) -> IntervalEntry:
    return IntervalEntry(Words("ko"), around)


def field(entry: IntervalEntry) -> QLineEdit:
    found = entry.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def hint(entry: IntervalEntry) -> str:
    found = entry.findChild(QLabel, "chart-entry-hint")
    assert isinstance(found, QLabel)
    return found.text()


def test_enter_shows_what_was_typed(entry: IntervalEntry, qtbot: QtBot) -> None:
    entry.begin("4")
    QTest.keyClicks(field(entry), "5m")
    assert hint(entry) == "→ 45분"
    with qtbot.waitSignal(entry.entered) as told:
        QTest.keyClick(field(entry), Qt.Key.Key_Return)
    assert told.args == [Interval(45, Unit.MINUTE)]
    assert not entry.isVisible()


def test_what_is_no_interval_stays_with_the_reason(entry: IntervalEntry) -> None:
    entry.begin("9999")
    QTest.keyClick(field(entry), Qt.Key.Key_Return)
    assert entry.isVisible()
    assert hint(entry) == "1부터 1,440분까지 쓸 수 있습니다."


def test_escape_gives_up(entry: IntervalEntry, qtbot: QtBot) -> None:
    entry.begin("4")
    with qtbot.waitSignal(entry.closed):
        QTest.keyClick(field(entry), Qt.Key.Key_Escape)
    assert not entry.isVisible()
