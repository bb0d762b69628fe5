"""The sheet under keys and mouse: Enter never sends what must be decided, Esc closes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderType
from kis_desktop.domain.risk_rules import Check, RiskProfile, Rule, Verdict
from kis_desktop.ui.dialogs.order_sheet import OrderSheetDialog
from kis_desktop.ui.panels.ticket import TicketPanel
from kis_desktop.ui.theme.theme import Theme
from tests.unit.screen_desk import Desk, account, position, quote, reading

LEFT = Qt.MouseButton.LeftButton
BOX = QPoint(8, 12)  # where a check box has its box
WARNING = Check(
    Rule.AWAY_TICKS,
    Verdict.WARNED,
    Decimal(12),
    Decimal(10),
    message("risk.away_ticks", symbol="삼성전자", measured=12, bound=10),
)


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication) -> Desk:
    Theme().apply(qapp)
    desk = Desk()
    desk.services.limits = RiskProfile(())
    return desk


@pytest.fixture
async def panel(desk: Desk) -> AsyncIterator[TicketPanel]:
    panel = TicketPanel(desk.context)
    panel.resize(326, 480)
    panel.show()
    await desk.settle()
    desk.show(quote(), account(position()), reading())
    await desk.until(lambda: "387" in panel.ticket.view.available)
    panel.ticket.set_quantity_text("120")
    yield panel
    if panel.ticket.sheet is not None:
        panel.ticket.sheet.close()
    await desk.settle()
    panel.close()
    panel.deleteLater()


async def opened(desk: Desk, panel: TicketPanel) -> OrderSheetDialog:
    QTest.mouseClick(panel.form.send, LEFT)
    await desk.settle()
    sheet = panel.findChild(OrderSheetDialog)
    assert sheet is not None
    return sheet


async def awake(desk: Desk, panel: TicketPanel) -> OrderSheetDialog:
    sheet = await opened(desk, panel)
    await desk.until(sheet.send.isEnabled)
    return sheet


async def test_the_click_that_opened_the_sheet_sends_nothing(
    desk: Desk, panel: TicketPanel
) -> None:
    sheet = await opened(desk, panel)
    assert sheet.isModal()
    QTest.mouseDClick(sheet.send, LEFT)
    QTest.mouseClick(sheet.send, LEFT)
    await desk.settle()
    assert desk.services.sent == []
    sheet.close()


async def test_a_click_on_the_awake_button_sends_once(desk: Desk, panel: TicketPanel) -> None:
    sheet = await awake(desk, panel)
    QTest.mouseClick(sheet.send, LEFT)
    QTest.mouseDClick(sheet.send, LEFT)
    await desk.settle()
    assert [one.quantity for one in desk.services.sent] == [120]
    assert panel.findChild(OrderSheetDialog) is None


async def test_enter_sends_from_the_button_alone(desk: Desk, panel: TicketPanel) -> None:
    sheet = await awake(desk, panel)
    sheet.setFocus()
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    QTest.keyClick(sheet.no, Qt.Key.Key_Return)
    await desk.settle()
    assert desk.services.sent == []


async def test_escape_closes_and_leaves_the_ticket(desk: Desk, panel: TicketPanel) -> None:
    sheet = await awake(desk, panel)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    await desk.settle()
    assert desk.services.sent == []
    assert (panel.ticket.sheet, panel.ticket.quantity_text) == (None, "120")
    assert panel.form.send.isEnabled()


async def test_a_warning_is_ticked_with_the_mouse(desk: Desk, panel: TicketPanel) -> None:
    desk.services.checks = (WARNING,)
    sheet = await opened(desk, panel)
    assert not sheet.send.isEnabled()
    tick = sheet.checks.ticks["away_ticks"]
    assert "12호가" in tick.accessibleName()
    QTest.mouseClick(tick, LEFT, pos=BOX)
    await desk.until(sheet.send.isEnabled)
    QTest.mouseClick(sheet.send, LEFT)
    await desk.settle()
    assert [one.approved for one in desk.services.sent] == [{"away_ticks"}]


async def test_what_changed_stands_above_the_buttons(desk: Desk, panel: TicketPanel) -> None:
    sheet = await awake(desk, panel)
    assert sheet.seen_change.isHidden()
    desk.show(quote(last=99_000))
    assert "98,400 → 99,000" in sheet.changed_line.text()
    assert not sheet.send.isEnabled()
    QTest.mouseClick(sheet.seen_change, LEFT, pos=BOX)
    await desk.until(sheet.send.isEnabled)
    sheet.close()


async def test_a_very_large_order_is_confirmed_twice_with_a_pause(
    desk: Desk, panel: TicketPanel
) -> None:
    desk.services.power = 1_000_000
    desk.show(account(buying_power=None))
    panel.ticket.set_price_text("97,900")
    panel.ticket.set_quantity_text("60,000")
    sheet = await opened(desk, panel)
    QTest.keyClicks(sheet.again, "60000")
    await desk.until(sheet.send.isEnabled)
    QTest.mouseClick(sheet.send, LEFT)
    assert sheet.send.text() == "한 번 더 누르면 보냅니다"
    assert not sheet.send.isEnabled()
    QTest.mouseClick(sheet.send, LEFT)
    await desk.settle()
    assert desk.services.sent == []
    await desk.until(sheet.send.isEnabled)
    QTest.mouseClick(sheet.send, LEFT)
    await desk.settle()
    assert [one.quantity for one in desk.services.sent] == [60_000]


async def test_the_body_is_listed_field_by_field(desk: Desk, panel: TicketPanel) -> None:
    panel.ticket.set_order_type(OrderType.MARKET)
    sheet = await opened(desk, panel)
    rows = dict(sheet.wire.texts)
    assert rows["상품번호 PDNO"] == "005930"
    assert rows["주문단가 ORD_UNPR"] == "0"
    assert sheet.account.text() == "계좌 50****78-01"
    assert sheet.world.text() == "● 가상 시세 · 데모"
    sheet.close()
