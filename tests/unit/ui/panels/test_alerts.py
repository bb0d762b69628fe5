"""The panel and the editor of alerts as they are handled."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.alert import Alert, Channel, PriceCross, Way
from kis_desktop.services.topics import Topic
from kis_desktop.ui import gallery_alerts
from kis_desktop.ui.grid import GridState
from kis_desktop.ui.panels.alerts import AlertsPanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.alert_draft import Field, Kind
from kis_desktop.viewmodels.alerts import Shown
from tests.unit.screen_desk import Desk, quote
from tests.unit.viewmodels.test_alerts import NOW, AlertService, D, service

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication) -> AsyncIterator[Desk]:
    Theme().apply(qapp)
    made = Desk()
    vars(made.services)["alerts"] = AlertService()
    yield made
    await made.settle()


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> AlertsPanel:
    made = AlertsPanel(desk.context)
    made.resize(957, 276)
    made.show()
    qtbot.addWidget(made)
    desk.show(quote())
    return made


def scene(desk: Desk, *, empty: bool = False) -> None:
    desk.put(Topic.ALERTS, "", gallery_alerts.board(NOW, empty=empty))
    desk.frame()


def choose(panel: AlertsPanel, *ids: str) -> None:
    panel.grid.select_id(ids[0])
    flags = QItemSelectionModel.SelectionFlag
    for id_ in ids[1:]:
        place = panel.alerts.table.place_of(id_)
        assert place is not None
        index = panel.alerts.table.index(place, 0)
        panel.grid.selectionModel().select(index, flags.Select | flags.Rows)


async def test_an_empty_panel_teaches_what_can_be_done(desk: Desk, panel: AlertsPanel) -> None:
    states = [panel.grid.grid_state]
    scene(desk, empty=True)
    assert [*states, panel.grid.grid_state] == [GridState.LOADING, GridState.EMPTY]
    assert not panel.edit.isEnabled()


async def test_several_are_paused_at_once_and_deleted_after_a_question(
    desk: Desk, panel: AlertsPanel
) -> None:
    scene(desk)
    choose(panel, "1", "2", "11")
    assert (panel.pause.isEnabled(), panel.edit.isEnabled()) == (True, False)
    QTest.mouseClick(panel.pause, LEFT)
    QTest.keyClick(panel.grid, Qt.Key.Key_Delete)
    assert panel.confirm.text() == "3개 지우기"
    QTest.mouseClick(panel.keep, LEFT)
    QTest.keyClick(panel.grid, Qt.Key.Key_Delete)
    QTest.mouseClick(panel.confirm, LEFT)
    await desk.settle()
    wanted = ("1", "2", "11")
    assert service(desk).asked == [("pause", wanted), ("remove", wanted)]


async def test_a_held_one_offers_to_be_adjusted(desk: Desk, panel: AlertsPanel) -> None:
    scene(desk)
    choose(panel, "1")
    assert panel.adjust.isHidden()
    choose(panel, "10")
    assert not panel.adjust.isHidden()
    QTest.mouseClick(panel.adjust, LEFT)
    await desk.settle()
    assert service(desk).asked == [("adjust", ("10",))]


async def test_space_pauses_and_watches_again(desk: Desk, panel: AlertsPanel) -> None:
    scene(desk)
    choose(panel, "1", "11")
    QTest.keyClick(panel.grid, Qt.Key.Key_Space)
    choose(panel, "11")
    QTest.keyClick(panel.grid, Qt.Key.Key_Space)
    await desk.settle()
    assert service(desk).asked == [("pause", ("1",)), ("resume", ("11",))]


async def test_the_list_is_searched_and_filtered(desk: Desk, panel: AlertsPanel) -> None:
    scene(desk)
    panel.seek.insert("추세선")
    assert panel.alerts.table.ids() == ("4",)
    panel.seek.clear()
    panel.shown.setCurrentIndex(panel.shown.findData(Shown.OVER))
    panel.shown.activated.emit(panel.shown.currentIndex())
    assert set(panel.alerts.table.ids()) == {"8", "9"}


async def test_a_new_alert_is_written_and_enter_makes_it(desk: Desk, panel: AlertsPanel) -> None:
    editor = panel.open_editor()
    assert editor.told.text() == "0보다 큰 가격을 넣으세요."
    assert not editor.send.isEnabled()
    QTest.keyClicks(editor.fields[Field.LEVEL], "98800")
    editor.draft.choose(way=Way.UP)
    assert editor.sentence.text() == "삼성전자가 98,800원을 위로 지나면 한 번"
    assert editor.told.text() == ""
    QTest.mouseClick(editor.channels[Channel.SOUND], LEFT)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await desk.settle()
    ((what, made),) = service(desk).asked
    assert isinstance(made, Alert)
    assert (what, made.condition) == ("make", PriceCross(D(98_800), Way.UP))
    assert Channel.SOUND not in made.channels


async def test_the_editor_shows_what_belongs_to_the_condition(
    desk: Desk, panel: AlertsPanel
) -> None:
    editor = panel.open_editor()
    editor.draft.choose(kind=Kind.STUDY)
    assert not editor.box("study").isHidden()
    assert editor.fields[Field.LEVEL].isHidden()
    editor.parameters.setText("")
    editor.parameters.insert("7")
    editor.parameters.textEdited.emit("7")
    assert "7" in editor.sentence.text()
    editor.reject()


async def test_a_double_click_edits_and_shows_the_symbol(desk: Desk, panel: AlertsPanel) -> None:
    scene(desk)
    panel.grid.row_activated.emit("3")
    panel.grid.select_id("3")
    panel.grid.row_activated.emit("3")
    assert desk.link.symbol == "000660"
    editor = panel.window().findChild(type(panel.open_editor()), "alertEditor")
    assert editor is not None
