"""The tools at the side and the look at the top, under a real mouse and real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kis_desktop.domain.drawing import Dash, Ink
from kis_desktop.ui.chart.drawings.kind import GROUPS, kinds
from kis_desktop.ui.chart.drawings.side_bar import FOLDED, WIDTH
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.drawings import Magnet
from tests.unit.drawing_floor import LEFT, DrawingFloor

pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grabbing", extend=True
)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
async def floor(qtbot: QtBot, qapp: QApplication) -> DrawingFloor:
    Theme().apply(qapp)
    floor = DrawingFloor()
    qtbot.addWidget(floor.view)
    floor.view.show()
    await floor.begin()
    return floor


def opened(floor: DrawingFloor, name: str) -> QMenu:
    """The menu that is open."""
    menus = [one for one in floor.view.findChildren(QMenu, name) if one.isVisible()]
    assert len(menus) == 1
    return menus[0]


async def test_a_group_gives_its_tool_and_the_cursor_takes_it_back(floor: DrawingFloor) -> None:
    floor.press_button("lines")
    assert floor.tool.desk.tool == "trend_line"
    floor.press_button("cursor")
    assert floor.tool.desk.tool == ""


async def test_a_group_opens_when_its_tool_is_in_the_hand_and_bears_the_last_one(
    floor: DrawingFloor,
) -> None:
    floor.press_button("lines")
    floor.press_button("lines")
    menu = opened(floor, "drawing-menu-lines")
    assert [action.objectName() for action in menu.actions()] == [
        kind.id for kind in kinds().values() if kind.group == "lines"
    ]
    assert "Alt+H" in menu.actions()[3].text()
    menu.actions()[3].trigger()
    menu.close()
    assert floor.tool.desk.tool == "horizontal_line"
    assert floor.button("lines").accessibleName() == "수평선"
    assert "Alt+H" in floor.button("lines").toolTip()


@pytest.mark.parametrize("group", GROUPS)
async def test_the_bar_is_walked_through_by_key(floor: DrawingFloor, group: str) -> None:
    button = floor.button(group)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert kinds()[floor.tool.desk.tool].group == group
    QTest.keyClick(button, Qt.Key.Key_Right)
    opened(floor, f"drawing-menu-{group}").close()
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert floor.tool.desk.tool == ""
    QTest.keyClick(button, Qt.Key.Key_Down)
    assert not button.hasFocus()
    other = QApplication.focusWidget()
    assert other is not None
    assert floor.tool.side_bar.isAncestorOf(other)


async def test_the_magnet_is_switched_and_chosen(floor: DrawingFloor) -> None:
    told: list[Magnet] = []
    floor.tool.desk.changed.connect(lambda: told.append(floor.tool.desk.magnet))
    floor.press_button("magnet")
    button = floor.button("magnet")
    place = button.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, button.mapToGlobal(place))
    QApplication.sendEvent(button, asked)
    menu = opened(floor, "drawing-menu-magnet")
    menu.actions()[2].trigger()
    menu.close()
    floor.press_button("magnet")
    assert told == [Magnet.WEAK, Magnet.STRONG, Magnet.OFF]


async def test_all_are_locked_hidden_and_deleted_and_that_can_be_undone(
    floor: DrawingFloor,
) -> None:
    assert not floor.button("delete").isEnabled()
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.draw("ray", (220, 98_000), (260, 98_400))
    both = floor.book.drawings
    floor.press_button("lock")
    assert floor.book.all_locked
    floor.press_button("lock")
    assert floor.book.drawings == both
    floor.press_button("hide")
    assert floor.tool.board.shown() == ()
    floor.press_button("hide")
    floor.press_button("delete")
    assert not floor.book.drawings
    floor.key(Qt.Key.Key_Z, CTRL)
    assert floor.book.drawings == both


async def test_the_bar_is_folded_on_all_charts_and_stays_so(
    floor: DrawingFloor, qtbot: QtBot
) -> None:
    other = DrawingFloor(desk=floor.desk)
    qtbot.addWidget(other.view)
    assert floor.tool.side_bar.width() == WIDTH
    floor.press_button("fold")
    assert (floor.tool.side_bar.width(), other.tool.side_bar.width()) == (FOLDED, FOLDED)
    assert not floor.button("lines").isVisibleTo(floor.view)
    assert floor.desk.kept.words["chart.drawing.bar"] == "0"
    floor.press_button("fold")
    assert floor.button("lines").isVisibleTo(floor.view)


async def test_a_low_chart_has_what_is_left_out_behind_the_last_button(
    floor: DrawingFloor,
) -> None:
    assert not floor.button("more").isVisibleTo(floor.view)
    floor.view.resize(900, 300)
    assert floor.view.minimumSizeHint().height() < 300
    assert floor.button("more").isVisibleTo(floor.view)
    assert not floor.button("delete").isVisibleTo(floor.view)
    floor.press_button("more")
    menu = opened(floor, "drawing-menu-more")
    names = [action.objectName() for action in menu.actions()]
    assert set(kinds()) <= set(names)
    next(a for a in menu.actions() if a.text() == "그리기 계속: 그린 뒤에도 도구를 유지").trigger()
    menu.close()
    assert floor.tool.desk.stays


async def test_a_tool_that_stays_draws_on(floor: DrawingFloor) -> None:
    floor.press_button("stay")
    floor.key(Qt.Key.Key_H, ALT)
    floor.click(floor.at(240, 98_000))
    floor.click(floor.at(240, 98_500))
    assert len(floor.book.drawings) == 2
    assert floor.tool.desk.tool == "horizontal_line"


async def test_the_look_is_seen_while_a_drawing_is_selected(floor: DrawingFloor) -> None:
    bar = floor.tool.style_bar
    assert not bar.isVisible()
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    assert bar.isVisible()
    assert floor.canvas.rect().contains(bar.geometry())
    floor.book.select("")
    assert not bar.isVisible()


async def test_a_look_is_changed_and_the_next_drawing_has_it(floor: DrawingFloor) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.press_button("style-ink")
    floor.press_button("ink-violet")
    floor.press_button("style-width")
    menu = opened(floor, "drawing-style-width-menu")
    menu.actions()[3].trigger()
    menu.close()
    floor.press_button("style-dash")
    menu = opened(floor, "drawing-style-dash-menu")
    menu.actions()[2].trigger()
    menu.close()
    style = floor.book.drawings[0].style
    assert (style.ink, style.width, style.dash) == (Ink.VIOLET, 4, Dash.DOTTED)
    floor.tool.desk.take("trend_line")
    floor.drag(floor.at(220, 97_500), floor.at(250, 97_800))
    assert floor.book.drawings[1].style == style


async def test_the_selected_drawing_is_locked_hidden_and_deleted(floor: DrawingFloor) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.press_button("style-lock")
    assert floor.book.drawings[0].locked
    assert not floor.button("style-delete").isEnabled()
    floor.press_button("style-lock")
    floor.press_button("style-delete")
    assert not floor.book.drawings
    floor.key(Qt.Key.Key_Z, CTRL)
    floor.book.select(floor.book.drawings[0].id)
    floor.press_button("style-hide")
    assert floor.book.drawings[0].hidden
    assert not floor.tool.style_bar.isVisible()


async def test_a_double_click_writes_beside_a_line(floor: DrawingFloor) -> None:
    floor.draw("trend_line", (220, 98_000), (260, 98_400))
    floor.book.select("")
    before = floor.canvas.viewport
    QTest.mouseDClick(floor.canvas, LEFT, pos=floor.at(240, 98_200))
    text = floor.tool.style_bar.text
    assert text.hasFocus()
    QTest.keyClicks(text, "buy")
    assert floor.book.drawings[0].style.text == "buy"
    assert floor.canvas.viewport == before
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert floor.canvas.hasFocus()
    assert len(floor.book.drawings) == 1
