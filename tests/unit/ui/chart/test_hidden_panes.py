"""Panes without room are told, and can be seen alone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.chart_setup import PaneSetup, StudySetup
from kis_desktop.ui.chart.chart_cell import ChartCell
from kis_desktop.ui.chart.panes import divided
from kis_desktop.ui.theme.theme import Theme
from tests.unit.viewmodels.replay_scene import Scene

WANTED = tuple(PaneSetup(name, 0.12) for name in ("volume", "rsi-0", "cci-1"))


@pytest.fixture
async def cell(qtbot: QtBot, qapp: QApplication) -> ChartCell:
    Theme().apply(qapp)
    scene = Scene()
    chart = await scene.chart()
    chart.set_setup(replace(chart.setup, studies=(StudySetup("rsi"), StudySetup("cci"))))
    cell = ChartCell(scene.context, chart)
    chart.setParent(cell)
    qtbot.addWidget(cell)
    cell.resize(700, 900)
    cell.show()
    chart.bars_replaced.emit()
    chart.state_changed.emit()
    return cell


def at_height(cell: ChartCell, height: int) -> ChartCell:
    cell.canvas.resize(cell.canvas.width(), height)
    return cell


def test_what_has_no_room_is_named_and_what_is_shown_alone_hides_nothing() -> None:
    assert divided(600, 900, 64, WANTED).hidden == ()
    assert divided(600, 200, 64, WANTED).hidden == ("rsi-0", "cci-1")
    assert divided(600, 200, 64, WANTED, "rsi-0").hidden == ()


async def test_a_chip_in_the_corner_of_the_axes_says_how_many_are_not_seen(cell: ChartCell) -> None:
    chip, panes = cell.hidden_panes, cell.canvas.panes
    assert chip.isHidden()
    assert chip.sentence == ""
    at_height(cell, 200)
    panes = cell.canvas.panes
    assert not chip.isHidden()
    assert chip.text() == "+2개 창"
    assert "RSI 14 9, CCI 9" in chip.toolTip()
    assert chip.accessibleName() == chip.toolTip()
    corner = QRectF(panes.plot_width, panes.bottom, 999, 999)
    assert corner.contains(QRectF(chip.geometry()))
    assert chip.geometry().right() <= cell.canvas.width()
    at_height(cell, 900)
    assert chip.isHidden()


async def test_it_is_told_to_those_who_hear_the_chart(cell: ChartCell) -> None:
    told = "자리가 없어 보이지 않는 창: RSI 14 9, CCI 9."
    assert told not in cell.spoken()
    assert told in at_height(cell, 200).spoken()


async def test_one_of_them_is_seen_alone_from_its_menu(cell: ChartCell) -> None:
    menu = at_height(cell, 200).hidden_panes.menu_of_panes()
    assert [action.text() for action in menu.actions()] == ["RSI 14 9 창만 보기", "CCI 9 창만 보기"]
    menu.actions()[1].trigger()
    assert [pane.name for pane in cell.canvas.panes.lower] == ["cci-1"]
    assert cell.hidden_panes.isHidden()
    menu.deleteLater()
