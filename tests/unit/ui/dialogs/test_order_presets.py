"""Presets are made from what stands in the ticket and chosen with one click."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kis_desktop.ui.dialogs.confirm import Confirm
from kis_desktop.ui.dialogs.order_presets import OrderPresetsDialog
from kis_desktop.ui.panels.ticket import TicketPanel
from kis_desktop.viewmodels.order_preset import Scope
from tests.unit.screen_desk import SAMSUNG, Desk, account, position, quote, reading

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
async def panel(desk: Desk) -> AsyncIterator[TicketPanel]:
    panel = TicketPanel(desk.context)
    panel.resize(326, 480)
    panel.show()
    await desk.settle()
    desk.show(quote(), account(position()), reading())
    yield panel
    await desk.settle()
    panel.close()
    panel.deleteLater()


def dialog_of(panel: TicketPanel) -> OrderPresetsDialog:
    QTest.mouseClick(panel.form.presets.edit, LEFT)
    dialog = panel.findChild(OrderPresetsDialog)
    assert dialog is not None
    return dialog


async def test_a_preset_of_the_symbol_is_kept_and_applied(desk: Desk, panel: TicketPanel) -> None:
    panel.ticket.set_quantity_text("30")
    dialog = dialog_of(panel)
    assert panel.form.presets.isHidden()
    dialog.name.setText("아침")
    dialog.scope.setCurrentIndex(list(Scope).index(Scope.SYMBOL))
    dialog.offset.setValue(-2)
    QTest.mouseClick(dialog.keep, LEFT)
    (kept,) = panel.presets.all()
    assert (kept.name, kept.scope, kept.target, kept.quantity) == (
        "아침",
        Scope.SYMBOL,
        SAMSUNG,
        30,
    )
    dialog.close()
    panel.ticket.set_quantity_text("1")
    (button,) = panel.form.presets.buttons
    QTest.mouseClick(button, LEFT)
    assert (panel.form.price.text(), panel.form.quantity.text()) == ("98,200", "30")
    await desk.settle()


@pytest.mark.parametrize(
    ("name", "kind", "size", "told"),
    [
        ("", 0, "", "이름을 입력하세요."),
        ("a", 1, "x", "수량을 1 이상"),
        ("a", 3, "101", "1에서 100 사이"),
    ],
)
async def test_what_cannot_be_a_preset_says_why(
    desk: Desk, panel: TicketPanel, name: str, kind: int, size: str, told: str
) -> None:
    dialog = dialog_of(panel)
    dialog.name.setText(name)
    dialog.size_kind.setCurrentIndex(kind)
    dialog.amount.setText(size)
    QTest.mouseClick(dialog.keep, LEFT)
    assert told in dialog.told.text()
    assert panel.presets.all() == ()
    dialog.close()
    await desk.settle()


async def test_a_preset_is_renamed_and_removed(desk: Desk, panel: TicketPanel) -> None:
    dialog = dialog_of(panel)
    dialog.name.setText("a")
    QTest.mouseClick(dialog.keep, LEFT)
    dialog.name.setText("b")
    QTest.mouseClick(dialog.keep, LEFT)
    assert [one.name for one in panel.presets.all()] == ["b"]
    QTest.mouseClick(dialog.remove, LEFT)
    assert panel.presets.all() == ()
    dialog.close()
    await desk.settle()


async def test_credit_is_unlocked_only_after_the_question(desk: Desk, panel: TicketPanel) -> None:
    QTest.mouseClick(panel.form.credit.switch, LEFT)
    question = panel.findChild(Confirm)
    assert question is not None
    assert panel.form.credit.isHidden()
    QTest.mouseClick(question.no, LEFT)
    await desk.settle()
    assert not panel.ticket.credit.is_unlocked
    QTest.mouseClick(panel.form.credit.switch, LEFT)
    question = panel.findChildren(Confirm)[-1]
    QTest.mouseClick(question.yes, LEFT)
    assert not panel.form.credit.isHidden()
    assert panel.form.credit.kind.count() == 5
    QTest.mouseClick(panel.form.credit.switch, LEFT)
    assert panel.form.credit.isHidden()
    await desk.settle()
