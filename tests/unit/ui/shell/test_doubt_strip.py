"""The line of orders without an answer, and the window in which one is chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.doubt import DoubtState
from kis_desktop.ui.dialogs.doubt_choice import DoubtDialog
from kis_desktop.ui.shell.doubt_strip import DoubtStrip
from kis_desktop.ui.theme.theme import Theme
from tests.unit.screen_desk import Desk
from tests.unit.viewmodels.test_doubts import doubt, listed, tell


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


@pytest.fixture
async def strip(desk: Desk, theme: Theme, qtbot: QtBot) -> DoubtStrip:
    strip = DoubtStrip(desk.context)
    qtbot.addWidget(strip)
    return strip


def dialog_of(strip: DoubtStrip) -> DoubtDialog:
    strip.ask()
    found = strip.window().findChild(DoubtDialog)
    assert isinstance(found, DoubtDialog)
    return found


async def test_the_line_is_there_while_an_order_is_in_doubt(desk: Desk, strip: DoubtStrip) -> None:
    seen = [strip.isHidden()]
    tell(desk, doubt(DoubtState.READING))
    seen += [strip.isHidden(), strip.choose.isHidden()]
    tell(desk, doubt(DoubtState.CHOICE, listed("117057"), listed("117080")))
    seen.append(strip.choose.isHidden())
    tell(desk, doubt(DoubtState.SETTLED))
    assert [*seen, strip.isHidden()] == [True, False, True, False, True]


async def test_nothing_is_chosen_beforehand_and_not_by_enter(desk: Desk, strip: DoubtStrip) -> None:
    tell(desk, doubt(DoubtState.CHOICE, listed("117057"), listed("117080")))
    dialog = dialog_of(strip)
    assert not dialog.yes.isEnabled()
    dialog.grid.selectRow(1)
    assert dialog.yes.isEnabled()
    QTest.keyClick(dialog.grid, Qt.Key.Key_Return)
    await desk.settle()
    assert desk.services.adopted == []


async def test_none_of_them_is_an_answer_too(desk: Desk, strip: DoubtStrip) -> None:
    tell(desk, doubt(DoubtState.CHOICE, listed("117057"), listed("117080")))
    dialog = dialog_of(strip)
    dialog.none.click()
    dialog.none.click()
    await desk.settle()
    assert (desk.services.denied, desk.services.adopted) == (["a"], [])


async def test_the_chosen_one_is_adopted_and_the_window_closes_when_it_is_settled(
    desk: Desk, strip: DoubtStrip, qtbot: QtBot
) -> None:
    tell(desk, doubt(DoubtState.CHOICE, listed("117057"), listed("117080")))
    dialog = dialog_of(strip)
    dialog.grid.selectRow(1)
    dialog.yes.click()
    await desk.settle()
    assert desk.services.adopted == [("a", "117080")]
    with qtbot.waitSignal(dialog.accepted):
        tell(desk, doubt(DoubtState.SETTLED))
