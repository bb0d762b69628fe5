"""On the English screen nothing is Korean but the names of instruments."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenu, QTabBar
from pytestqt.qtbot import QtBot

from tests.flow.conftest import Simulator
from tests.flow.trading_floor import Floor, open_terminal

HANGUL = re.compile("[가-힣ㄱ-ㅎ]")


def shown(floor: Floor) -> set[str]:
    """Every text of every widget of the window, and of every table."""
    texts: set[str] = {floor.window.windowTitle()}
    for label in floor.window.findChildren(QLabel):
        texts.add(label.text())
    for button in floor.window.findChildren(QAbstractButton):
        texts |= {button.text(), button.toolTip(), button.accessibleName()}
    for bar in floor.window.findChildren(QTabBar):
        texts |= {bar.tabText(place) for place in range(bar.count())}
    for field in floor.window.findChildren(QLineEdit):
        texts |= {field.placeholderText(), field.accessibleName()}
    for menu in floor.window.findChildren(QMenu):
        texts |= {action.text() for action in menu.actions()}
    for panel in ("watchlist", "open_orders", "fills", "positions", "log", "tape"):
        model = floor.table(panel).model()
        columns = range(model.columnCount())
        texts |= {str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns}
        texts |= {cell for row in floor.rows(panel) for cell in row}
    return texts


def test_no_hangul_but_names_on_the_english_screen(simulator: Simulator, qtbot: QtBot) -> None:
    found: set[str] = set()
    names: set[str] = set()

    async def look(floor: Floor) -> None:
        await floor.until_live()
        names.update(row[0] for row in floor.rows("watchlist"))
        names.update(row[0] for row in floor.rows("positions"))
        found.update(shown(floor))

    with open_terminal(simulator.file, locale="en") as terminal:
        terminal.loop.run_until_complete(look(Floor(terminal)))
    korean = {text for text in found if HANGUL.search(text)}
    assert {text for text in korean if not any(name and name in text for name in names)} == set()
    assert len(found) > 80
