"""The ticket under keys and mouse: a double click, a held key, Enter alone never send too much."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.domain.order import OrderState, OrderType, Side
from kis_desktop.ui.dialogs.order_sheet import OrderSheetDialog
from kis_desktop.ui.panels.ticket import TicketPanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.ticket import Tab
from tests.unit.screen_desk import HYNIX, SAMSUNG, Desk, account, order, position, quote, reading

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
async def panel(desk: Desk, qtbot: QtBot) -> AsyncIterator[TicketPanel]:
    panel = TicketPanel(desk.context)
    panel.resize(326, 320)
    panel.show()
    desk.show(quote(), account(position()), reading())
    await desk.until(lambda: "387" in panel.ticket.view.available)
    yield panel
    if panel.ticket.sheet is not None:
        panel.ticket.sheet.close()
    await desk.settle()
    panel.close()
    panel.deleteLater()


def typed(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keySequence(field, "Ctrl+A")
    QTest.keyClicks(field, text)


def wheel(field: QWidget, notches: int) -> None:
    where = QPointF(field.rect().center())
    event = QWheelEvent(
        where,
        field.mapToGlobal(where),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, event)


async def test_a_click_sends_what_was_typed(desk: Desk, panel: TicketPanel) -> None:
    typed(panel.form.price, "98300")
    typed(panel.form.quantity, "120")
    assert panel.form.send.text() == "삼성전자 120주 현금 매수"
    QTest.mouseClick(panel.form.send, LEFT)
    await desk.settle()
    (sent,) = desk.services.sent
    assert (sent.symbol, sent.quantity, str(sent.price)) == (SAMSUNG, 120, "98300")


async def test_a_double_click_sends_one_order(desk: Desk, panel: TicketPanel) -> None:
    typed(panel.form.quantity, "1")
    QTest.mouseClick(panel.form.send, LEFT)
    QTest.mouseDClick(panel.form.send, LEFT)
    await desk.settle()
    QTest.mouseClick(panel.form.send, LEFT)
    await desk.settle()
    assert len(desk.services.sent) == 1


async def test_a_held_key_sends_one_order(desk: Desk, panel: TicketPanel) -> None:
    typed(panel.form.quantity, "1")
    panel.form.send.setFocus()
    for repeated in (False, True, True, True):
        event = QKeyEvent(
            QKeyEvent.Type.KeyPress,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            repeated,
        )
        QApplication.sendEvent(panel.form.send, event)
    await desk.settle()
    assert len(desk.services.sent) == 1


async def test_the_button_is_locked_from_the_press_to_the_outcome(
    desk: Desk, panel: TicketPanel
) -> None:
    held = desk.services.held["submit"] = asyncio.Event()
    typed(panel.form.quantity, "1")
    QTest.mouseClick(panel.form.send, LEFT)
    await desk.settle()
    assert not panel.form.send.isEnabled()
    assert panel.form.told.text() == "보내는 중"
    QTest.mouseClick(panel.form.send, LEFT)
    held.set()
    await desk.settle()
    assert len(desk.services.sent) == 1
    assert "접수" in panel.form.told.text()


async def test_enter_in_a_field_sends_nothing(desk: Desk, panel: TicketPanel) -> None:
    typed(panel.form.quantity, "1")
    for field in (panel.form.quantity, panel.form.price):
        QTest.keyClick(field, Qt.Key.Key_Return)
    await desk.settle()
    assert desk.services.sent == []


async def large_sheet(desk: Desk, panel: TicketPanel) -> OrderSheetDialog:
    """The open sheet of a large order, its button awake."""
    desk.services.power = 1_000_000
    desk.show(account(buying_power=None))
    typed(panel.form.price, "97900")
    typed(panel.form.quantity, "20500")
    QTest.mouseClick(panel.form.send, LEFT)
    sheet = panel.findChild(OrderSheetDialog)
    assert sheet is not None
    await desk.until(sheet.send.isEnabled)
    return sheet


async def test_enter_alone_never_sends_a_large_order(desk: Desk, panel: TicketPanel) -> None:
    sheet = await large_sheet(desk, panel)
    assert sheet.again.isVisible()
    sheet.send.setFocus()
    QTest.keyClick(sheet.send, Qt.Key.Key_Return)
    QTest.keyClick(sheet.send, Qt.Key.Key_Space)
    await desk.settle()
    assert desk.services.sent == []
    sheet.close()


async def test_a_large_order_typed_again_is_sent_by_the_key(desk: Desk, panel: TicketPanel) -> None:
    sheet = await large_sheet(desk, panel)
    typed(sheet.again, "20500")
    sheet.send.setFocus()
    QTest.keyClick(sheet.send, Qt.Key.Key_Return)
    await desk.settle()
    assert [sent.quantity for sent in desk.services.sent] == [20_500]


async def test_arrows_and_wheel_move_price_by_ticks_and_quantity_by_shares(
    desk: Desk, panel: TicketPanel
) -> None:
    form = panel.form
    QTest.keyClick(form.price, Qt.Key.Key_Up)
    wheel(form.price, 2)
    QTest.keyClick(form.price, Qt.Key.Key_Down)
    assert form.price.text() == "98,600"
    QTest.keyClick(form.quantity, Qt.Key.Key_PageUp)
    wheel(form.quantity, -1)
    QTest.mouseClick(form.quantity.up, LEFT)
    assert form.quantity.text() == "10"
    await desk.settle()


async def test_a_price_off_its_tick_says_why_and_disables_the_button(
    desk: Desk, panel: TicketPanel
) -> None:
    typed(panel.form.quantity, "1")
    typed(panel.form.price, "98350")
    assert not panel.form.send.isEnabled()
    assert "호가단위(100원)" in panel.form.told.text()
    await desk.settle()


async def test_the_share_buttons_fill_the_quantity(desk: Desk, panel: TicketPanel) -> None:
    for name, quantity in (("share_10", "38"), ("share_50", "193"), ("share_100", "387")):
        button = panel.findChild(QPushButton, name)
        assert button is not None
        QTest.mouseClick(button, LEFT)
        await desk.settle()
        assert panel.form.quantity.text() == quantity


async def test_a_digit_typed_into_a_figure_moves_its_commas(desk: Desk, panel: TicketPanel) -> None:
    panel.ticket.set_quantity_text("1,000")
    panel.form.quantity.setFocus()
    panel.form.quantity.setCursorPosition(1)
    QTest.keyClicks(panel.form.quantity, "23")
    assert (panel.form.quantity.text(), panel.ticket.quantity) == ("123,000", 123_000)
    typed(panel.form.quantity, "1,0")
    assert (panel.form.quantity.text(), panel.ticket.quantity) == ("1,0", None)
    await desk.settle()


async def test_f1_and_f2_turn_the_ticket_and_put_the_cursor_into_the_price(
    desk: Desk, panel: TicketPanel
) -> None:
    panel.activateWindow()
    tabs = []
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F1):
        QTest.keyClick(panel, key)
        tabs.append(panel.ticket.tab)
    assert tabs == [Tab.SELL, Tab.BUY]
    assert panel.form.price.hasFocus()
    await desk.settle()


async def test_tabs_turn_to_the_side_and_the_button_takes_its_colour(
    desk: Desk, panel: TicketPanel
) -> None:
    typed(panel.form.quantity, "10")
    QTest.mouseClick(panel.tabs.button(Tab.SELL), LEFT)
    assert panel.form.send.property("side") == Side.SELL.value
    assert panel.form.send.text() == "삼성전자 10주 현금 매도"
    QTest.mouseClick(panel.form.send, LEFT)
    await desk.settle()
    assert [sent.side for sent in desk.services.sent] == [Side.SELL]


async def test_all_order_types_are_listed_those_of_other_hours_with_the_reason(
    panel: TicketPanel,
) -> None:
    model = panel.form.order_type.model()
    rows = {
        str(model.index(row, 0).data()): model.index(row, 0)
        for row in range(panel.form.order_type.count())
    }
    assert len(rows) == len(OrderType)
    assert rows["스톱지정가"].flags() & Qt.ItemFlag.ItemIsEnabled
    closed = rows["애프터 지정가"]
    assert not closed.flags() & Qt.ItemFlag.ItemIsEnabled
    reason = "KRX에서 지금 시간에는 받지 않는 주문 유형입니다."
    assert closed.data(Qt.ItemDataRole.ToolTipRole) == reason
    assert closed.data(Qt.ItemDataRole.AccessibleTextRole) == f"애프터 지정가. {reason}"


async def test_a_picked_order_turns_to_amending(desk: Desk, panel: TicketPanel) -> None:
    desk.show(order())
    desk.link.pick_order("0000117057")
    assert panel.ticket.tab is Tab.AMEND
    typed(panel.amend_form.price, "98000")
    assert panel.amend_form.amend.text() == "98,000원으로 정정"
    QTest.mouseClick(panel.amend_form.amend, LEFT)
    QTest.mouseClick(panel.amend_form.amend, LEFT)
    await desk.settle()
    assert [str(intent.price) for intent in desk.services.amended] == ["98000"]


async def test_cancelling_everything_asks_in_place_first(
    desk: Desk, panel: TicketPanel, qtbot: QtBot
) -> None:
    desk.show(order(), order(local_id="b", order_no="0000117058"))
    QTest.mouseClick(panel.tabs.button(Tab.AMEND), LEFT)
    form = panel.amend_form
    assert form.cancel_all.text() == "미체결 2건 전체 취소"
    QTest.mouseClick(form.cancel_all, LEFT)
    assert form.question.text() == "정말 2건을 모두 취소할까요?"
    assert form.keep_all.hasFocus()
    QTest.mouseClick(form.confirm_all, LEFT)
    await desk.settle()
    assert desk.services.cancelled == []
    qtbot.waitUntil(form.confirm_all.isEnabled)
    QTest.mouseClick(form.confirm_all, LEFT)
    await desk.settle()
    assert len(desk.services.cancelled) == 2


async def test_a_double_click_on_cancel_everything_only_asks(
    desk: Desk, panel: TicketPanel
) -> None:
    desk.show(order(), order(local_id="b", order_no="0000117058"))
    QTest.mouseClick(panel.tabs.button(Tab.AMEND), LEFT)
    form = panel.amend_form
    await desk.settle()
    where = form.cancel_all.geometry().center()
    QTest.mouseClick(form.cancel_all, LEFT)
    await desk.settle()
    assert form.childAt(where) is form.keep_all
    QTest.mouseDClick(form.confirm_all, LEFT)
    await desk.settle()
    assert desk.services.cancelled == []


async def test_escape_keeps_all_orders(desk: Desk, panel: TicketPanel) -> None:
    desk.show(order())
    QTest.mouseClick(panel.tabs.button(Tab.AMEND), LEFT)
    QTest.mouseClick(panel.amend_form.cancel_all, LEFT)
    QTest.keyClick(panel.amend_form.keep_all, Qt.Key.Key_Escape)
    assert panel.amend_form.confirm_all.isHidden()
    assert not panel.amend_form.cancel_all.hasFocus()
    assert desk.services.cancelled == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
async def test_a_held_key_told_as_releases_and_presses_sends_one_order(
    desk: Desk, panel: TicketPanel, key: Qt.Key
) -> None:
    typed(panel.form.quantity, "1")
    panel.form.send.setFocus()
    QTest.keyPress(panel.form.send, key)
    await desk.settle()
    for _ in range(4):
        held = QApplication.focusWidget()
        assert held is not None
        assert held is not panel.form.send
        QTest.keyRelease(held, key)
        QTest.keyPress(held, key)
        desk.frame()
        await desk.settle()
    QTest.keyRelease(panel.form.send, key)
    QTest.keyPress(panel.form.send, key)
    await desk.settle()
    assert len(desk.services.sent) == 1


@pytest.mark.parametrize("name", ["amend", "cancel"])
async def test_after_amending_or_cancelling_the_keyboard_stays_in_the_form(
    desk: Desk, panel: TicketPanel, name: str
) -> None:
    desk.show(order())
    desk.link.pick_order("0000117057")
    typed(panel.amend_form.price, "98000")
    button = panel.amend_form.findChild(QPushButton, name)
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    await desk.settle()
    assert len(desk.services.amended) + len(desk.services.cancelled) == 1
    assert QApplication.focusWidget() is panel.amend_form


async def test_a_market_order_doesnt_outlive_its_symbol(desk: Desk, panel: TicketPanel) -> None:
    panel.ticket.set_order_type(OrderType.MARKET)
    desk.link.select(HYNIX)
    assert panel.ticket.order_type is OrderType.LIMIT
    await desk.settle()


async def test_f1_puts_typed_text_into_the_price_after_a_market_order(
    desk: Desk, panel: TicketPanel
) -> None:
    panel.activateWindow()
    panel.ticket.set_order_type(OrderType.MARKET)
    QTest.keyClick(panel, Qt.Key.Key_F1)
    focused = QApplication.focusWidget()
    assert focused is panel.form.price
    QTest.keyClicks(focused, "77000")
    assert (panel.ticket.price_text, panel.ticket.quantity_text) == ("77000", "")
    await desk.settle()


async def test_tab_walks_from_the_type_to_the_money_button(desk: Desk, panel: TicketPanel) -> None:
    typed(panel.form.quantity, "1")
    panel.form.order_type.setFocus()
    passed = []
    for _ in range(8):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        passed.append(focused.objectName())
    shares = ["share_10", "share_25", "share_50", "share_100"]
    assert passed == ["venue", "price", "quantity", *shares, "send"]
    await desk.settle()


async def test_the_new_price_is_written_with_commas_when_it_is_left(
    desk: Desk, panel: TicketPanel
) -> None:
    desk.show(order())
    desk.link.pick_order("0000117057")
    typed(panel.amend_form.price, "98100")
    panel.amend_form.amend.setFocus()
    assert panel.amend_form.price.text() == "98,100"
    await desk.settle()


async def test_a_finished_order_offers_no_shares_to_cancel(desk: Desk, panel: TicketPanel) -> None:
    desk.show(order())
    desk.link.pick_order("0000117057")
    desk.show(order(state=OrderState.FILLED, filled=120))
    assert panel.amend_form.cancel.text() == "취소"
    await desk.settle()


async def test_without_a_symbol_nothing_can_be_sent(qtbot: QtBot, qapp: QApplication) -> None:
    Theme().apply(qapp)
    panel = TicketPanel(Desk(symbol="").context)
    qtbot.addWidget(panel)
    assert not panel.form.send.isEnabled()
    assert panel.form.told.text() == "종목을 고르세요."


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_no_field_is_cut_off_at_the_least_width(
    desk: Desk, qtbot: QtBot, language: str
) -> None:
    panel = TicketPanel(replace(desk.context, language=language))
    panel.resize(panel.minimumSizeHint().width(), 320)
    panel.show()
    qtbot.waitUntil(lambda: panel.form.price.width() > 0)
    for field in (panel.form.order_type, panel.form.price, panel.form.quantity):
        assert field.mapTo(panel, field.rect().topRight()).x() < panel.width()
    assert panel.minimumSizeHint().width() <= 320
    await desk.settle()
    panel.close()
    panel.deleteLater()
