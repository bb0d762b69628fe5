"""The ladder under mouse and keyboard, and what it costs to paint."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kis_desktop.domain.connection import Feed, LinkState
from kis_desktop.domain.order import OrderType, Side
from kis_desktop.ui.ladder.ladder_places import Zone
from kis_desktop.ui.panels.ladder import LadderPanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.ui.ticket.fresh_key import RELEASED
from kis_desktop.viewmodels.click_modes import ClickMode
from tests.unit.screen_desk import SAMSUNG, Desk, book, order, quote, reading
from tests.work import counted

LEFT = Qt.MouseButton.LeftButton
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
async def panel(desk: Desk) -> AsyncIterator[LadderPanel]:
    panel = LadderPanel(desk.context)
    panel.resize(340, 700)
    panel.show()
    desk.line(LinkState.LIVE)
    desk.feed(SAMSUNG, Feed.LIVE)
    desk.show(reading(), quote(), book())
    await desk.settle()
    panel.ladder.set_quantity_text("10")
    panel.orders.settings.set_confirms(False)
    panel.ladder.arm(True)
    yield panel
    panel.close()
    panel.deleteLater()


def at(panel: LadderPanel, price: int, zone: Zone) -> QPoint:
    place = panel.ladder.column.place(Decimal(price))
    assert place is not None
    return panel.view.places().cell(place, zone).center()


def click(panel: LadderPanel, price: int, zone: Zone, how: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(panel.view.viewport(), LEFT, how, at(panel, price, zone))


def double_click(
    panel: LadderPanel, price: int, zone: Zone, how: Qt.KeyboardModifier = NONE
) -> None:
    """As it comes from a hand: press, release, double click, release."""
    where = at(panel, price, zone)
    QTest.mouseClick(panel.view.viewport(), LEFT, how, where)
    QTest.mouseDClick(panel.view.viewport(), LEFT, how, where)


def move_to(panel: LadderPanel, point: QPoint) -> None:
    where = QPointF(point)
    event = QMouseEvent(QEvent.Type.MouseMove, where, where, LEFT, LEFT, NONE)
    QApplication.sendEvent(panel.view.viewport(), event)


async def test_the_last_price_stands_in_the_middle(panel: LadderPanel) -> None:
    places = panel.view.places()
    last = panel.ladder.last_place
    assert last is not None
    assert abs(last - places.top - places.visible // 2) <= 1


async def test_the_left_column_buys_and_the_right_one_sells(desk: Desk, panel: LadderPanel) -> None:
    click(panel, 98_200, Zone.BID)
    await desk.settle()
    assert desk.services.sent == []
    double_click(panel, 98_200, Zone.BID)
    double_click(panel, 98_600, Zone.ASK)
    await desk.settle()
    sent = [(one.side, one.price, one.quantity) for one in desk.services.sent]
    assert sent == [(Side.BUY, Decimal(98_200), 10), (Side.SELL, Decimal(98_600), 10)]


async def test_a_double_click_is_one_order_where_one_click_counts(
    desk: Desk, panel: LadderPanel
) -> None:
    panel.orders.settings.set_mode(ClickMode.SINGLE)
    double_click(panel, 98_200, Zone.BID)
    await desk.settle()
    assert len(desk.services.sent) == 1


async def test_clicks_can_be_turned_off_and_keys_still_order(
    desk: Desk, panel: LadderPanel
) -> None:
    panel.orders.settings.set_mode(ClickMode.OFF)
    double_click(panel, 98_200, Zone.BID)
    await desk.settle()
    assert desk.services.sent == []
    QTest.keyClick(panel.view, Qt.Key.Key_Left, CONTROL)
    await desk.settle()
    assert [(one.side, one.price) for one in desk.services.sent] == [(Side.BUY, Decimal(98_200))]


async def test_a_click_elsewhere_than_it_began_orders_nothing(
    desk: Desk, panel: LadderPanel
) -> None:
    panel.orders.settings.set_mode(ClickMode.SINGLE)
    view = panel.view.viewport()
    QTest.mousePress(view, LEFT, NONE, at(panel, 98_200, Zone.BID))
    QTest.mouseRelease(view, LEFT, NONE, at(panel, 98_100, Zone.BID))
    await desk.settle()
    assert desk.services.sent == []


async def test_prices_laid_anew_under_a_pressed_button_order_nothing(
    desk: Desk, panel: LadderPanel
) -> None:
    panel.orders.settings.set_mode(ClickMode.SINGLE)
    view, where = panel.view.viewport(), at(panel, 98_200, Zone.BID)
    before = panel.ladder.column.prices
    QTest.mousePress(view, LEFT, NONE, where)
    desk.show(quote(limit_up=Decimal(110_000), limit_down=Decimal(90_000)))
    assert panel.ladder.column.prices != before
    assert panel.ladder.armed
    QTest.mouseRelease(view, LEFT, NONE, where)
    QTest.keyClick(panel.view, Qt.Key.Key_Left, CONTROL)
    await desk.settle()
    assert desk.services.sent == []


async def test_two_clicks_on_two_prices_are_no_double_click(desk: Desk, panel: LadderPanel) -> None:
    where = at(panel, 98_200, Zone.BID)
    QTest.mouseClick(panel.view.viewport(), LEFT, NONE, where)
    bar = panel.view.verticalScrollBar()
    bar.setValue(bar.value() + 2)
    QTest.mouseDClick(panel.view.viewport(), LEFT, NONE, where)
    await desk.settle()
    assert desk.services.sent == []
    double_click(panel, 98_200, Zone.BID)
    await desk.settle()
    assert [one.price for one in desk.services.sent] == [Decimal(98_200)]


async def test_control_makes_it_a_stop(desk: Desk, panel: LadderPanel) -> None:
    double_click(panel, 98_600, Zone.BID, CONTROL)
    await desk.settle()
    assert [one.order_type for one in desk.services.sent] == [OrderType.STOP_LIMIT]


async def test_arrows_move_the_cursor_and_control_with_them_orders(
    desk: Desk, panel: LadderPanel
) -> None:
    view = panel.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription().startswith("98,200 매수잔량 1,000")
    QTest.keyClick(view, Qt.Key.Key_Right, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_Right, CONTROL | SHIFT)
    await desk.settle()
    assert [(one.side, one.price, one.order_type) for one in desk.services.sent] == [
        (Side.SELL, Decimal(98_200), OrderType.LIMIT),
        (Side.SELL, Decimal(98_200), OrderType.STOP_LIMIT),
    ]


async def test_the_page_follows_the_cursor(panel: LadderPanel) -> None:
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_PageUp)
    QTest.keyClick(panel.view, Qt.Key.Key_PageUp)
    assert panel.view.cursor_place() in panel.view.places().rows
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    assert panel.view.cursor_place() == panel.ladder.last_place
    assert panel.ladder.last_place in panel.view.places().rows


async def test_our_orders_are_dragged_to_another_price(desk: Desk, panel: LadderPanel) -> None:
    desk.show(order(price=Decimal(98_200)))
    before = panel.view.viewport().grab().toImage()
    view = panel.view.viewport()
    QTest.mousePress(view, LEFT, NONE, at(panel, 98_200, Zone.OWN_BUY))
    move_to(panel, at(panel, 98_000, Zone.OWN_BUY))
    assert view.grab().toImage() != before
    QTest.mouseRelease(view, LEFT, NONE, at(panel, 98_000, Zone.OWN_BUY))
    await desk.settle()
    amended = [(one.order_no, one.price) for one in desk.services.amended]
    assert amended == [("0000117057", Decimal(98_000))]


async def test_escape_lets_go_of_what_is_dragged(desk: Desk, panel: LadderPanel) -> None:
    desk.show(order(price=Decimal(98_200)))
    view = panel.view.viewport()
    QTest.mousePress(view, LEFT, NONE, at(panel, 98_200, Zone.OWN_BUY))
    move_to(panel, at(panel, 98_000, Zone.OWN_BUY))
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, LEFT, NONE, at(panel, 98_000, Zone.OWN_BUY))
    await desk.settle()
    assert desk.services.amended == []
    assert panel.ladder.armed
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    assert not panel.ladder.armed


async def test_a_lost_line_drops_what_is_dragged(desk: Desk, panel: LadderPanel) -> None:
    desk.show(order(price=Decimal(98_200)))
    view = panel.view.viewport()
    QTest.mousePress(view, LEFT, NONE, at(panel, 98_200, Zone.OWN_BUY))
    move_to(panel, at(panel, 98_000, Zone.OWN_BUY))
    desk.line(LinkState.GAP)
    desk.line(LinkState.LIVE)
    QTest.mouseRelease(view, LEFT, NONE, at(panel, 98_000, Zone.OWN_BUY))
    await desk.settle()
    assert desk.services.amended == []


async def test_the_cross_and_delete_take_back_at_a_price(desk: Desk, panel: LadderPanel) -> None:
    desk.show(
        order(price=Decimal(98_200)),
        order(local_id="b", order_no="12", side=Side.SELL, price=Decimal(98_600)),
    )
    assert at(panel, 98_200, Zone.CANCEL_BUY).x() < at(panel, 98_200, Zone.OWN_BUY).x()
    click(panel, 98_200, Zone.CANCEL_BUY)
    await desk.settle()
    assert [one.order_no for one in desk.services.cancelled] == ["0000117057"]
    click(panel, 98_600, Zone.PRICE)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    await desk.settle()
    assert [one.order_no for one in desk.services.cancelled] == ["0000117057", "12"]


async def test_the_buttons_below_take_back_by_side(desk: Desk, panel: LadderPanel) -> None:
    buttons = panel.foot.buttons
    assert not any(button.isEnabled() for button in buttons.values())
    desk.show(
        order(price=Decimal(98_200)),
        order(local_id="b", order_no="12", side=Side.SELL, price=Decimal(98_600)),
    )
    texts = [buttons[side].text() for side in (Side.BUY, None, Side.SELL)]
    assert texts == ["매수 취소 1", "전체 취소 2", "매도 취소 1"]
    buttons[Side.SELL].click()
    await desk.settle()
    assert [one.order_no for one in desk.services.cancelled] == ["12"]


async def test_the_question_stands_in_the_panel_and_escape_sends_nothing(
    desk: Desk, panel: LadderPanel
) -> None:
    panel.orders.settings.set_confirms(True)
    double_click(panel, 98_200, Zone.BID)
    await desk.settle()
    assert panel.question.isVisible()
    assert panel.question.send.text() == "삼성전자 10주 98,200원 ＋ 매수"
    QTest.keyClick(panel.question, Qt.Key.Key_Escape)
    assert not panel.question.isVisible()
    assert desk.services.sent == []
    double_click(panel, 98_200, Zone.BID)
    await desk.settle()
    QTest.mouseClick(panel.question.send, LEFT)
    await desk.settle()
    assert [one.price for one in desk.services.sent] == [Decimal(98_200)]
    assert not panel.question.isVisible()


async def test_enter_answers_every_question_though_it_is_let_go_after_the_first(
    desk: Desk, panel: LadderPanel
) -> None:
    panel.orders.settings.set_confirms(True)
    panel.activateWindow()
    for price in (98_200, 98_100):
        double_click(panel, price, Zone.BID)
        await desk.settle()
        await asyncio.sleep(2 * RELEASED)
        QTest.keyPress(panel.question.send, Qt.Key.Key_Return)
        await desk.settle()
        assert panel.focusWidget() is panel.view
        QTest.keyRelease(panel.view, Qt.Key.Key_Return)  # where the keyboard is by then
    assert [one.price for one in desk.services.sent] == [Decimal(98_200), Decimal(98_100)]


async def test_a_held_enter_answers_one_question(desk: Desk, panel: LadderPanel) -> None:
    panel.orders.settings.set_confirms(True)
    for price in (98_200, 98_100):
        double_click(panel, price, Zone.BID)
        await desk.settle()
        await asyncio.sleep(2 * RELEASED)
        QTest.keyPress(panel.question.send, Qt.Key.Key_Return)
        await desk.settle()
    assert [one.price for one in desk.services.sent] == [Decimal(98_200)]


async def test_a_long_name_gives_way_to_what_is_ordered(desk: Desk, panel: LadderPanel) -> None:
    panel.orders.settings.set_confirms(True)
    double_click(panel, 98_200, Zone.BID)
    await desk.settle()
    whole = panel.question.send.text()
    assert whole == "삼성전자 10주 98,200원 ＋ 매수"
    panel.question.resize(200, 240)
    shown = panel.question.send.text()
    assert shown != whole
    assert shown.endswith(" 10주 98,200원 ＋ 매수")
    assert panel.question.send.accessibleName() == whole


async def test_a_price_goes_to_the_ticket_by_a_double_click_on_it(
    desk: Desk, panel: LadderPanel
) -> None:
    picked: list[object] = []
    desk.link.price_picked.connect(picked.append)
    double_click(panel, 98_200, Zone.PRICE)
    assert picked == [Decimal(98_200)]
    assert desk.services.sent == []


async def test_on_is_seen_by_its_colour_and_said_in_words(panel: LadderPanel) -> None:
    accent = Theme.current().color(Token.ACCENT)
    image = panel.switch.grab().toImage()
    assert QColor(image.pixel(20, image.height() // 2)) == accent
    assert panel.switch.text() == "켜짐 · 클릭하면 주문이 나갑니다"
    panel.switch.click()
    image = panel.switch.grab().toImage()
    assert QColor(image.pixel(20, image.height() // 2)) != accent
    assert panel.switch.text() == "꺼짐 · 클릭해도 주문되지 않습니다"


async def test_a_chip_sets_the_quantity(panel: LadderPanel) -> None:
    panel.quantity.chips[2].click()
    assert (panel.ladder.quantity, panel.quantity.field.text()) == (50, "50")
    panel.quantity.field.setText("")
    QTest.keyClicks(panel.quantity.field, "7")
    assert panel.ladder.quantity == 7


async def test_rows_follow_the_market_only_where_that_is_wanted(
    desk: Desk, panel: LadderPanel
) -> None:
    top = panel.view.places().top
    desk.show(quote(last=98_500), book(best=98_500))
    assert panel.view.places().top == top
    desk.show(quote(last=101_000), book(best=101_000))
    moved = panel.view.places().top
    assert moved < top
    panel.view.set_auto(False)
    desk.show(quote(last=96_000), book(best=96_000))
    assert panel.view.places().top == moved
    panel.view.centre()
    assert panel.ladder.last_place in panel.view.places().rows


@pytest.mark.parametrize(("width", "cancels"), [(240, False), (340, True), (520, True)])
async def test_sizes_have_room_at_any_width(
    panel: LadderPanel, width: int, *, cancels: bool
) -> None:
    panel.resize(width, 700)
    places = panel.view.places()
    cell = places.cell(places.top, Zone.ASK)
    assert places.cancels is cancels
    shown = panel.view.fontMetrics().horizontalAdvance("30,118") + 2 * places.padding
    assert cell.width() >= shown


async def test_a_wide_range_of_prices_costs_no_more_to_paint(
    desk: Desk, panel: LadderPanel
) -> None:
    def cost() -> int:
        with counted() as work:
            panel.view.viewport().grab()
        return work.calls

    desk.show(quote(limit_up=Decimal(99_900), limit_down=Decimal(96_900)), book())
    few, rows = cost(), len(panel.ladder.column)
    desk.show(quote(limit_up=Decimal(190_000), limit_down=Decimal(10_000)), book())
    panel.view.centre()
    many = cost()
    assert rows == 31
    assert len(panel.ladder.column) > 2_000
    assert 100 < many < 2 * few
