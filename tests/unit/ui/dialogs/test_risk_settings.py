"""The dialog of limits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.risk_rules import Action, Rule
from kis_desktop.ui.dialogs.risk_settings import RiskDialog
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.risk_settings import RiskSettings
from kis_desktop.viewmodels.words import Words
from tests.unit.limit_desk import USUAL, LimitServices, limit_desk
from tests.unit.screen_desk import Desk


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


async def shown(qtbot: QtBot, language: str = "ko") -> tuple[Desk, LimitServices, RiskDialog]:
    desk, services, context = limit_desk(language)
    settings = RiskSettings(context)
    dialog = RiskDialog(settings, Words(language))
    qtbot.addWidget(dialog)
    dialog.show()
    await desk.until(lambda: settings.is_loaded)
    return desk, services, dialog


async def test_every_limit_has_its_choice_and_its_bound(qtbot: QtBot) -> None:
    _, _, dialog = await shown(qtbot)
    row = dialog.rows[Rule.AMOUNT]
    assert row.choice.currentText() == "경고"
    assert row.bound is not None
    assert (row.bound.text(), row.unit.text()) == ("50,000,000", "원")
    assert row.bound.accessibleName() == "1회 금액 (원)"
    assert dialog.rows[Rule.MARGIN].bound is None
    assert not dialog.yes.isEnabled()


async def test_what_is_typed_wrong_is_said_beneath_and_cannot_be_saved(qtbot: QtBot) -> None:
    _, _, dialog = await shown(qtbot, "en")
    row = dialog.rows[Rule.QUANTITY]
    assert row.bound is not None
    row.bound.clear()
    QTest.keyClicks(row.bound, "1.5")
    assert row.problem.text() == "Enter a whole number."
    assert row.problem.isVisible()
    assert not dialog.yes.isEnabled()


async def test_a_limit_that_is_off_has_no_bound_to_type(qtbot: QtBot) -> None:
    _, _, dialog = await shown(qtbot, "en")
    row = dialog.rows[Rule.QUANTITY]
    row.choice.setCurrentIndex(row.choice.findData(Action.OFF))
    row.choice.activated.emit(row.choice.currentIndex())
    assert row.bound is not None
    assert not row.bound.isEnabled()
    assert "looser" in dialog.told.text()


async def test_saving_closes_the_dialog_and_enter_alone_saves_nothing(qtbot: QtBot) -> None:
    desk, services, dialog = await shown(qtbot)
    dialog.sheet.click()
    field = dialog.rows[Rule.QUANTITY].bound
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)
    await desk.settle()
    assert services.in_force == USUAL
    assert dialog.isVisible()
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    await desk.until(lambda: services.in_force != USUAL)
    await desk.until(lambda: closed == [RiskDialog.DialogCode.Accepted])
    assert not services.in_force.sheet


async def test_the_usual_limits_are_one_press_away(qtbot: QtBot) -> None:
    _, _, dialog = await shown(qtbot)
    dialog.sheet.click()
    assert dialog.reset.isEnabled()
    dialog.reset.click()
    assert dialog.sheet.isChecked()
    assert not dialog.reset.isEnabled()
