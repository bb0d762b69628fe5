"""The panel and the editor of conditional orders as they are handled."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.domain.conditional_order import ConditionalOrder, Grouping, TriggerKind
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.services.topics import Topic
from kis_desktop.ui import gallery_conditional
from kis_desktop.ui.grid import GridState
from kis_desktop.ui.panels.conditional import ConditionalPanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.conditional_draft import Field
from tests.unit.screen_desk import DAY, Desk, quote, reading
from tests.unit.viewmodels.test_conditional import ConditionalService

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication) -> AsyncIterator[Desk]:
    Theme().apply(qapp)
    made = Desk()
    vars(made.services)["conditional"] = ConditionalService()
    yield made
    await made.settle()


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ConditionalPanel:
    made = ConditionalPanel(desk.context)
    made.resize(957, 276)
    made.show()
    qtbot.addWidget(made)
    desk.show(quote(), reading())
    return made


def service(desk: Desk) -> ConditionalService:
    found = vars(desk.services)["conditional"]
    assert isinstance(found, ConditionalService)
    return found


def scene(desk: Desk, board: ConditionalBoard | None = None) -> None:
    desk.put(Topic.CONDITIONAL, "", board or gallery_conditional.board(DAY))
    desk.frame()


async def test_an_empty_panel_teaches_what_can_be_done(desk: Desk, panel: ConditionalPanel) -> None:
    states = [panel.grid.grid_state]
    scene(desk, ConditionalBoard((), time.monotonic()))
    assert [*states, panel.grid.grid_state] == [GridState.LOADING, GridState.EMPTY]
    assert "이 프로그램이 실행 중일 때만 작동합니다" in panel.grid.state_text
    assert panel.windowTitle() == "조건주문 0"


async def test_the_selected_one_is_paused_and_deleted_after_a_question(
    desk: Desk, panel: ConditionalPanel
) -> None:
    scene(desk)
    assert panel.beat.text() == "지켜보는 중 5건"
    assert panel.only.isVisible()
    panel.grid.select_id("1/0")
    assert [button.isEnabled() for button in (panel.edit, panel.pause, panel.resume)] == [
        True, True, False,
    ]  # fmt: skip
    QTest.mouseClick(panel.pause, LEFT)
    QTest.mouseClick(panel.remove, LEFT)
    await desk.settle()
    assert service(desk).asked == [("pause", "1")]
    assert panel.keep.isVisible()
    QTest.mouseClick(panel.confirm, LEFT)
    await desk.settle()
    assert service(desk).asked[-1] == ("remove", "1")
    assert not panel.confirm.isVisible()


async def test_the_question_goes_away_with_another_selection(
    desk: Desk, panel: ConditionalPanel
) -> None:
    scene(desk)
    panel.grid.select_id("1/0")
    QTest.keyClick(panel.grid, Qt.Key.Key_Delete)
    assert panel.keep.isVisible()
    panel.grid.select_id("6/0")
    assert not panel.keep.isVisible()
    QTest.mouseClick(panel.resume, LEFT)
    await desk.settle()
    assert service(desk).asked == [("resume", "6")]


async def test_a_refusal_is_a_line_of_the_panel(desk: Desk, panel: ConditionalPanel) -> None:
    scene(desk)
    panel.grid.select_id("1/0")
    service(desk).refuses = InvalidInput(message("conditional.in_flight"))
    QTest.mouseClick(panel.pause, LEFT)
    await desk.settle()
    assert panel.result.text().startswith("주문이 이미")


async def test_an_order_is_written_with_the_keyboard_and_armed_by_the_button(
    desk: Desk, panel: ConditionalPanel
) -> None:
    scene(desk)
    editor = panel.open_editor()
    desk.show(quote(), reading())
    for field, text in ((Field.QUANTITY, "10"), (Field.LEVEL, "70000")):
        QTest.keyClicks(editor.fields[field], text)
    assert editor.sentence.text() == "삼성전자가 70,000원 이하가 되면 10주를 시장가로 매도"
    assert (editor.told.text(), editor.send.isEnabled()) == ("", True)
    assert editor.send.property("side") == "sell"
    QTest.keyClick(editor.fields[Field.LEVEL], Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await desk.settle()
    assert service(desk).asked == []
    QTest.mouseClick(editor.send, LEFT)
    await desk.settle()
    assert [what for what, _ in service(desk).asked] == ["make"]


async def test_tab_goes_down_the_rows(desk: Desk, panel: ConditionalPanel) -> None:
    scene(desk)
    editor = panel.open_editor()
    assert editor is not None
    editor.draft.choose(kind=TriggerKind.TRAILING)
    editor.activateWindow()
    editor.grouping.setFocus()
    walked = []
    for _ in range(10):
        QTest.keyClick(editor.focusWidget(), Qt.Key.Key_Tab)
        walked.append(editor.focusWidget())
    assert walked == [
        *(editor.kind, editor.side, editor.fields[Field.QUANTITY]),
        *(editor.fields[Field.DISTANCE], editor.unit, editor.order_type),
        *(editor.view, editor.basis, editor.until, editor.cancel),
    ]
    editor.close()


async def test_a_bracket_s_editor_is_in_the_colour_of_its_entry(
    desk: Desk, panel: ConditionalPanel
) -> None:
    editor = panel.open_editor()
    desk.show(quote(), reading())
    editor.draft.choose(grouping=Grouping.BRACKET)
    assert editor.send.property("side") == "buy"
    assert editor.fields[Field.ENTRY].isVisible()
    assert not editor.kind.isVisible()
    editor.close()


async def test_what_was_refused_stays_open_with_the_reason(
    desk: Desk, panel: ConditionalPanel
) -> None:
    order = gallery_conditional.board(DAY).orders[0]
    later = DAY + timedelta(days=365)
    service(desk).refuses = InvalidInput(message("conditional.moved_meanwhile"))
    editor = panel.open_editor(
        ConditionalOrder(order.id, order.grouping, order.legs, DAY, DAY, later)
    )
    desk.show(quote(), reading())
    QTest.mouseClick(editor.send, LEFT)
    await desk.settle()
    assert [what for what, _ in service(desk).asked] == ["change"]
    assert editor.told.text().startswith("바꾸는 사이에")
    assert editor.isVisible()
    editor.close()
