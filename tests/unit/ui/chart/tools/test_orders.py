"""Our orders on the chart under a real mouse and real keys: one request for one intent."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Grouping,
    Leg,
    LegState,
    Trigger,
    TriggerKind,
)
from kis_desktop.domain.order import OrderIntent, OrderState, OrderType, Origin, Request, Side
from kis_desktop.services.topics import Topic
from kis_desktop.ui.dialogs.conditional_editor import ConditionalEditor
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.viewmodels.chart_levels import LevelKind
from kis_desktop.viewmodels.click_modes import ClickMode
from kis_desktop.viewmodels.conditional_draft import Field
from tests.unit.chart_floor import LEFT, RIGHT, ChartFloor, move
from tests.unit.screen_desk import DAY, SAMSUNG, account, order, position, quote

CONTROL = Qt.KeyboardModifier.ControlModifier
NUMBER = "0000117057"


@pytest.fixture
async def floor(qtbot: QtBot, qapp: QApplication) -> ChartFloor:
    Theme().apply(qapp)
    floor = ChartFloor()
    qtbot.addWidget(floor.view)
    floor.view.show()
    await floor.begin()
    return floor


async def test_an_order_pulled_to_another_price_is_asked_about_and_sent_once(
    floor: ChartFloor,
) -> None:
    floor.desk.show(order())
    before = floor.canvas.viewport
    floor.drag(98_300, 97_930)
    assert floor.canvas.viewport == before
    question = floor.orders.desk.question
    assert question is not None
    assert question.button == "＋ 매수 98,300 → 97,900원 정정"
    assert floor.services.amended == []
    await floor.desk.settle()
    assert floor.tool.question.isVisible()
    QTest.mouseClick(floor.tool.question.send, LEFT)
    QTest.mouseClick(floor.tool.question.send, LEFT)
    await floor.desk.settle()
    (sent,) = floor.services.amended
    assert (sent.order_no, sent.price, sent.origin) == (NUMBER, Decimal(97_900), Origin.CHART)


async def test_an_order_on_its_way_says_so_and_stays_in_place(floor: ChartFloor) -> None:
    floor.orders.desk.settings.set_confirms(False)
    floor.arm()
    floor.desk.show(order())
    floor.services.held["amend"] = asyncio.Event()
    floor.drag(98_300, 97_900)
    await floor.desk.settle()
    (level,) = floor.orders.levels
    assert level.label.endswith("▲ 정정 중")
    floor.drag(98_300, 97_800)
    floor.drag(98_300, 98_600)
    floor.services.held["amend"].set()
    await floor.desk.settle()
    assert [one.price for one in floor.services.amended] == [Decimal(97_900)]


async def test_with_the_switch_off_a_pull_is_asked_about_whatever_is_set(floor: ChartFloor) -> None:
    floor.orders.desk.settings.set_confirms(False)
    floor.desk.show(order())
    floor.drag(98_300, 97_900)
    await floor.desk.settle()
    assert floor.orders.desk.question is not None
    assert floor.services.amended == []


async def test_a_click_on_an_order_picks_it_and_moves_nothing(floor: ChartFloor) -> None:
    picked: list[str] = []
    floor.desk.link.order_picked.connect(picked.append)
    floor.desk.show(order())
    QTest.mouseClick(floor.canvas, LEFT, pos=floor.at(98_300))
    await floor.desk.settle()
    assert picked == [NUMBER]
    assert floor.orders.desk.question is None


@pytest.mark.parametrize("ended", ["escape", "filled", "amended", "another chart", "same price"])
async def test_a_pull_that_is_given_up_or_overtaken_asks_nothing(
    floor: ChartFloor, ended: str
) -> None:
    floor.desk.show(order())
    start, end = floor.at(98_300), floor.at(97_900)
    floor.pull(start, end)
    if ended == "escape":
        QTest.keyClick(floor.canvas, Qt.Key.Key_Escape)
    elif ended == "filled":
        floor.desk.show(order(state=OrderState.FILLED, filled=120))
    elif ended == "amended":
        asked = order(
            local_id="b", order_no="", original_no=NUMBER, request=Request.AMEND,
            state=OrderState.SENDING, price=Decimal(98_000),
        )  # fmt: skip
        floor.desk.show(asked)
    elif ended == "another chart":
        floor.model.retry()
    else:
        end = start
        move(floor.canvas, end, LEFT)
    QTest.mouseRelease(floor.canvas, LEFT, pos=end)
    await floor.desk.settle()
    assert floor.orders.desk.question is None
    assert floor.services.amended == []
    assert floor.orders.desk.told.startswith("끌던 주문이") is (ended in {"filled", "amended"})


async def test_a_pull_stays_inside_the_limits_of_the_day(floor: ChartFloor) -> None:
    floor.desk.show(quote(limit_down=Decimal(98_000)), order())
    floor.drag(98_300, 97_500)
    assert floor.orders.desk.question is not None
    assert floor.orders.desk.question.amendments[0].price == Decimal(98_000)


async def test_an_unanswered_order_cannot_be_taken_hold_of(floor: ChartFloor) -> None:
    floor.desk.show(order(state=OrderState.UNKNOWN))
    assert floor.tool.level_at(QPointF(floor.at(98_300))) is None
    assert floor.tool.close_at(QPointF(floor.at(98_300, 20))) is None


async def test_the_cross_takes_back_once_and_only_where_it_was_pressed(floor: ChartFloor) -> None:
    floor.desk.show(order())
    cross = close_of(floor)
    QTest.mousePress(floor.canvas, LEFT, pos=cross)
    QTest.mouseRelease(floor.canvas, LEFT, pos=cross + QPoint(200, 100))
    await floor.desk.settle()
    assert floor.services.cancelled == []
    floor.services.held["cancel"] = asyncio.Event()
    QTest.mouseClick(floor.canvas, LEFT, pos=cross)
    await floor.desk.settle()
    QTest.mouseClick(floor.canvas, LEFT, pos=close_of(floor))
    floor.services.held["cancel"].set()
    await floor.desk.settle()
    assert [one.order_no for one in floor.services.cancelled] == [NUMBER]
    assert floor.services.cancelled[0].origin is Origin.CHART


def close_of(floor: ChartFloor) -> QPoint:
    """The middle of the only ×."""
    for x in range(20, 600):
        tag = floor.tool.close_at(QPointF(floor.at(98_300, x)))
        if tag is not None:
            return tag.close.center().toPoint()
    raise AssertionError("there is no ×")


async def test_while_the_switch_is_off_a_click_orders_nothing(floor: ChartFloor) -> None:
    floor.trading.set_quantity_text("10")
    floor.double_click(98_000)
    await floor.desk.settle()
    assert floor.orders.desk.question is None
    assert floor.services.sent == []


@pytest.mark.parametrize(
    ("button", "side", "price"), [(LEFT, Side.BUY, 97_900), (RIGHT, Side.SELL, 98_600)]
)
async def test_a_double_click_asks_about_an_order_at_the_price_under_it(
    floor: ChartFloor, button: Qt.MouseButton, side: Side, price: int
) -> None:
    floor.arm()
    floor.double_click(price, button)
    assert floor.orders.desk.question is not None
    await floor.desk.settle()
    assert floor.services.sent == []
    QTest.mouseClick(floor.tool.question.send, LEFT)
    await floor.desk.settle()
    (sent,) = floor.services.sent
    assert (sent.side, sent.price, sent.quantity) == (side, Decimal(price), 10)
    assert (sent.order_type, sent.origin) == (OrderType.LIMIT, Origin.CHART)


async def test_with_single_clicks_one_click_orders_and_a_pull_pans(floor: ChartFloor) -> None:
    floor.orders.desk.settings.set_mode(ClickMode.SINGLE)
    floor.orders.desk.settings.set_confirms(False)
    floor.arm()
    before = floor.canvas.viewport
    floor.pull(floor.at(97_900), floor.at(98_000, 400))
    QTest.mouseRelease(floor.canvas, LEFT, pos=floor.at(98_000, 400))
    assert floor.canvas.viewport != before
    assert floor.services.sent == []
    QTest.mouseClick(floor.canvas, LEFT, pos=floor.at(97_900))
    floor.double_click(97_900)
    await floor.desk.settle()
    assert [one.price for one in floor.services.sent] == [Decimal(97_900)]


async def test_two_right_clicks_in_a_row_are_one_order(floor: ChartFloor) -> None:
    floor.orders.desk.settings.set_mode(ClickMode.SINGLE)
    floor.arm()
    floor.double_click(98_600, RIGHT)
    asked = floor.orders.desk.question
    assert asked is not None
    QTest.mouseRelease(floor.canvas, RIGHT, pos=floor.at(98_600))
    assert floor.orders.desk.question is asked


async def test_with_control_a_stop_is_placed(floor: ChartFloor) -> None:
    floor.arm()
    floor.double_click(98_800, keys=CONTROL)
    question = floor.orders.desk.question
    assert question is not None
    assert question.order is not None
    assert question.order.order_type is OrderType.STOP_LIMIT
    assert question.order.condition_price == question.order.price == Decimal(98_800)


async def test_with_control_a_single_click_places_a_stop(floor: ChartFloor) -> None:
    floor.orders.desk.settings.set_mode(ClickMode.SINGLE)
    floor.orders.desk.settings.set_confirms(False)
    floor.arm()
    before = floor.canvas.viewport
    QTest.mouseClick(floor.canvas, LEFT, CONTROL, floor.at(98_800))
    await floor.desk.settle()
    assert [one.order_type for one in floor.services.sent] == [OrderType.STOP_LIMIT]
    assert floor.canvas.viewport == before


@pytest.mark.parametrize("button", [LEFT, RIGHT])
@pytest.mark.parametrize("mode", [ClickMode.SINGLE, ClickMode.DOUBLE])
async def test_a_click_orders_what_is_shown_though_the_scale_moved_under_it(
    floor: ChartFloor, button: Qt.MouseButton, mode: ClickMode
) -> None:
    floor.orders.desk.settings.set_mode(mode)
    floor.orders.desk.settings.set_confirms(False)
    floor.arm()
    place = floor.at(97_900)
    move(floor.canvas, place)
    assert floor.canvas.sight is not None
    floor.canvas.hold_scale(floor.canvas.sight.price.panned(40.0))
    press(floor, mode, button, place)
    await floor.desk.settle()
    assert floor.services.sent == []
    assert "보내지 않았습니다" in floor.orders.desk.told
    shown = floor.tool.aim.aim
    assert shown is not None
    assert shown.price > Decimal(97_900)
    press(floor, mode, button, place)
    await floor.desk.settle()
    assert [one.price for one in floor.services.sent] == [shown.price]


async def test_a_stop_that_is_shown_does_not_become_a_limit_with_control_let_go(
    floor: ChartFloor,
) -> None:
    floor.orders.desk.settings.set_mode(ClickMode.SINGLE)
    floor.orders.desk.settings.set_confirms(False)
    floor.arm()
    place = floor.at(98_800)
    move(floor.canvas, place, keys=CONTROL)
    QTest.mouseClick(floor.canvas, LEFT, pos=place)
    await floor.desk.settle()
    assert floor.services.sent == []
    QTest.mousePress(floor.canvas, LEFT, CONTROL, place)
    QTest.mouseRelease(floor.canvas, LEFT, pos=place)
    await floor.desk.settle()
    assert floor.services.sent == []


def press(floor: ChartFloor, mode: ClickMode, button: Qt.MouseButton, place: QPoint) -> None:
    """Click once or twice."""
    QTest.mouseClick(floor.canvas, button, pos=place)
    if mode is ClickMode.DOUBLE:
        QTest.mouseDClick(floor.canvas, button, pos=place)


async def test_a_second_click_where_an_order_was_taken_back_orders_nothing(
    floor: ChartFloor,
) -> None:
    floor.arm()
    floor.desk.show(order())
    cross = close_of(floor)
    QTest.mouseClick(floor.canvas, LEFT, pos=cross)
    await floor.desk.settle()
    floor.desk.show(order(state=OrderState.CANCELLED))
    assert floor.tool.close_at(QPointF(cross)) is None
    QTest.mouseDClick(floor.canvas, LEFT, pos=cross)
    assert floor.orders.desk.question is None


async def test_on_an_order_no_other_is_offered(floor: ChartFloor) -> None:
    floor.arm()
    floor.desk.show(order())
    move(floor.canvas, floor.at(97_900))
    offered = floor.tool.aim.aim
    assert offered is not None
    move(floor.canvas, floor.at(98_300))
    over_an_order = floor.tool.aim.aim
    assert over_an_order is None
    floor.drag(98_300, 97_900)
    move(floor.canvas, floor.at(97_500))
    offered = floor.tool.aim.aim
    assert offered is not None
    assert offered.price == Decimal(97_500)


@pytest.mark.parametrize("mode", [ClickMode.SINGLE, ClickMode.DOUBLE])
async def test_on_an_order_the_right_button_asks_for_the_menu_and_sells_nothing(
    floor: ChartFloor, mode: ClickMode
) -> None:
    floor.orders.desk.settings.set_mode(mode)
    floor.orders.desk.settings.set_confirms(False)
    floor.arm()
    floor.desk.show(order())
    asked: list[object] = []
    floor.canvas.menu_asked.connect(lambda *told: asked.append(told))
    place = floor.at(98_300)
    move(floor.canvas, place)
    press(floor, mode, RIGHT, place)
    await floor.desk.settle()
    assert floor.services.sent == []
    assert asked


async def test_clicks_at_two_prices_are_no_double_click(floor: ChartFloor) -> None:
    floor.arm()
    QTest.mouseClick(floor.canvas, LEFT, pos=floor.at(97_900))
    QTest.mouseDClick(floor.canvas, LEFT, pos=floor.at(98_100))
    assert floor.orders.desk.question is None


async def test_the_right_button_asks_for_the_menu_unless_the_switch_is_on(
    floor: ChartFloor, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(floor.canvas.menu_asked):
        QTest.mouseClick(floor.canvas, RIGHT, pos=floor.at(98_000))
    floor.arm()
    with qtbot.assertNotEmitted(floor.canvas.menu_asked):
        QTest.mouseClick(floor.canvas, RIGHT, pos=floor.at(98_000))


async def test_keys_choose_a_price_and_place_there(floor: ChartFloor) -> None:
    floor.arm()
    QTest.keyClick(floor.canvas, Qt.Key.Key_Home)
    for _ in range(3):
        QTest.keyClick(floor.canvas, Qt.Key.Key_Down)
    assert floor.tool.aim.aim is not None
    assert floor.tool.aim.aim.price == Decimal(98_100)
    assert "98,100" in floor.canvas.accessibleDescription()
    QTest.keyClick(floor.canvas, Qt.Key.Key_Left, CONTROL)
    assert "98,100" in asked_about(floor)
    QTest.keyClick(floor.canvas, Qt.Key.Key_Escape)
    assert asked_about(floor) == ""
    off: list[bool] = []
    floor.trading.state_changed.connect(lambda: off.append(floor.trading.armed))
    QTest.keyClick(floor.canvas, Qt.Key.Key_Escape)
    assert off == [False]
    assert floor.services.sent == []


def asked_about(floor: ChartFloor) -> str:
    """What the question's button says; empty while nothing is asked."""
    question = floor.orders.desk.question
    return "" if question is None else question.button


async def test_delete_takes_back_what_waits_at_the_price(floor: ChartFloor) -> None:
    floor.arm()
    floor.desk.show(order(price=Decimal(98_400)))
    QTest.keyClick(floor.canvas, Qt.Key.Key_Home)
    QTest.keyClick(floor.canvas, Qt.Key.Key_Delete)
    await floor.desk.settle()
    assert [one.order_no for one in floor.services.cancelled] == [NUMBER]


async def test_a_chart_that_orders_cannot_be_mistaken(floor: ChartFloor) -> None:
    edge = QPoint(1, 200)
    amber = Theme.current().color(Token.ACCENT)
    assert floor.canvas.grab().toImage().pixelColor(edge) != amber
    floor.arm()
    assert floor.canvas.grab().toImage().pixelColor(edge) == amber
    assert floor.tool.bar.arm.text() == "차트 주문 켜짐"


async def test_a_stop_that_is_pulled_opens_its_editor_with_the_new_trigger(
    floor: ChartFloor,
) -> None:
    floor.desk.put(Topic.CONDITIONAL, "", ConditionalBoard((stop(98_000),)))
    floor.desk.frame()
    floor.drag(98_000, 97_800)
    await floor.desk.settle()
    editor = floor.view.findChild(ConditionalEditor)
    assert editor is not None
    assert editor.draft.texts[Field.LEVEL] == "97,800"
    assert editor.draft.is_change
    editor.close()


def stop(level: int) -> ConditionalOrder:
    trigger = Trigger(TriggerKind.STOP, SAMSUNG, level=Decimal(level))
    sale = OrderIntent("", SAMSUNG, Side.SELL, OrderType.MARKET, 10, None)
    leg = Leg(trigger, sale, LegState.ARMED)
    return ConditionalOrder("c", Grouping.SINGLE, (leg,), DAY, DAY, DAY)


async def test_the_menu_takes_back_and_chooses_what_is_shown(floor: ChartFloor) -> None:
    floor.desk.show(order(), account(position()))
    menu = QMenu(floor.view)
    floor.tool.add_actions(menu, floor.canvas.spot(QPointF(floor.at(98_300))))
    menu.actions()[0].trigger()
    await floor.desk.settle()
    assert [one.order_no for one in floor.services.cancelled] == [NUMBER]
    assert {level.kind for level in floor.canvas.content.levels} >= {
        LevelKind.ORDER,
        LevelKind.AVERAGE,
    }
    floor.orders.set_shown(False)
    assert LevelKind.ORDER not in {level.kind for level in floor.canvas.content.levels}
    assert floor.tool.level_at(QPointF(floor.at(98_300))) is None


async def test_a_bar_that_is_put_away_takes_the_switch_with_it(floor: ChartFloor) -> None:
    floor.arm()
    floor.tool.bar.set_wanted(False)
    assert not floor.trading.armed
    assert not floor.tool.bar.isVisible()
    floor.tool.bar.set_wanted(True)
    assert floor.tool.bar.isVisible()


async def test_our_levels_can_be_heard(floor: ChartFloor) -> None:
    floor.desk.show(order())
    assert floor.orders.spoken() == "98,300원 ＋ 매수 120주 · −0.10%."
    assert floor.tool.spoken == floor.orders.spoken()
