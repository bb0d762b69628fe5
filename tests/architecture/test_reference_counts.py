"""Qt for Python gives back every reference to None and True that it takes.

PySide6 6.12.0 does not on Python 3.11: each override called from C++ and each emit loses one, and
the process ends in `none_dealloc` after minutes of quotes. That is why the pin ends below it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimerEvent,
    Signal,
)
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

TIMES = 10_000
SLACK = 500  # the interpreter's own caches move a little; a lost reference a call moves by TIMES

Index = QModelIndex | QPersistentModelIndex


class Emitter(QObject):
    """Signals with nothing, a flag and an object, and the slots that take them."""

    nothing = Signal()
    flag = Signal(bool)
    value = Signal(object)

    def take_nothing(self) -> None:
        return None

    def take(self, _value: object) -> None:
        return None


class Timed(QObject):
    """Counts the timer events that it is sent."""

    seen = 0

    def timerEvent(self, event: QTimerEvent) -> None:
        self.seen += 1


class Painted(QWidget):
    """Counts its paints."""

    seen = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.seen += 1


class Table(QAbstractTableModel):
    """Answers None, True and text by role, asked through C++."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return True if role == Qt.ItemDataRole.UserRole else None


def lost_references(act: Callable[[], None]) -> tuple[int, int]:
    """How many references None and True lost while it was done TIMES times, after a warm-up."""
    for _ in range(100):
        act()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(TIMES):
        act()
    after = sys.getrefcount(None), sys.getrefcount(True)
    return before[0] - after[0], before[1] - after[1]


def emit_everything(emitter: Emitter) -> Callable[[], None]:
    def act() -> None:
        emitter.nothing.emit()
        emitter.flag.emit(True)
        emitter.value.emit(None)

    return act


pytestmark = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None and True are immortal from Python 3.12 on"
)


def test_emits_keep_the_references(qapp: QCoreApplication) -> None:
    emitter = Emitter()
    emitter.nothing.connect(emitter.take_nothing)
    emitter.flag.connect(emitter.take)
    emitter.value.connect(emitter.take)
    assert max(map(abs, lost_references(emit_everything(emitter)))) < SLACK


def test_timer_events_keep_the_references(qapp: QCoreApplication) -> None:
    timed = Timed()
    identifier = timed.startTimer(0)
    lost = lost_references(QCoreApplication.processEvents)
    timed.killTimer(identifier)
    assert timed.seen >= TIMES
    assert max(map(abs, lost)) < SLACK


def test_paints_keep_the_references(qtbot: QtBot) -> None:
    painted = Painted()
    qtbot.addWidget(painted)
    painted.resize(4, 4)
    canvas = QPixmap(4, 4)
    lost = lost_references(lambda: painted.render(canvas))
    assert painted.seen >= TIMES
    assert max(map(abs, lost)) < SLACK


def test_data_asked_from_cpp_keeps_the_references(qapp: QCoreApplication) -> None:
    table = Table()
    index = table.index(0, 0)

    def act() -> None:
        index.data(Qt.ItemDataRole.DisplayRole)
        index.data(Qt.ItemDataRole.UserRole)

    assert index.data(Qt.ItemDataRole.UserRole) is True
    assert max(map(abs, lost_references(act))) < SLACK
