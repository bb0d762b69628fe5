"""Open orders: what may still be filled, and what nobody has answered yet."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.errors import OrderRefused
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState, OrderType, Request, Side
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.open_orders import COLUMNS, OpenOrders
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import HYNIX, Desk, order

PLACES = {column.id: place for place, column in enumerate(COLUMNS)}


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


@pytest.fixture
async def orders(desk: Desk) -> OpenOrders:
    return OpenOrders(desk.context)


def texts(orders: OpenOrders, row_id: str) -> list[str]:
    row = orders.table.find(row_id)
    assert row is not None
    return [cell.text for cell in row.cells]


async def test_a_row_says_everything_about_its_order(desk: Desk, orders: OpenOrders) -> None:
    desk.show(order(filled=40, state=OrderState.PARTLY_FILLED))
    assert texts(orders, "local-1") == [
        "10:11:58",
        "삼성전자",
        "＋ 매수",
        "98,300",
        "120",
        "40",
        "KRX",
        "일부 체결",
        "0000117057",
    ]
    assert orders.title == "미체결 1"


async def test_the_newest_order_is_on_top(desk: Desk, orders: OpenOrders) -> None:
    later = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    desk.show(order(local_id="a"), order(local_id="b", at=later))
    assert orders.table.ids() == ("b", "a")


async def test_a_stop_is_none_of_the_orders_in_the_book(desk: Desk, orders: OpenOrders) -> None:
    stop = order(order_type=OrderType.STOP_LIMIT, condition_price=Decimal(98_900))
    desk.show(stop)
    assert orders.table.cell(0, PLACES["side"]).text == "＋ 매수 스톱"
    assert orders.table.cell(0, PLACES["price"]).tip == "조건가 98,900원이 되어야 나가는 주문"
    desk.show(order())
    assert orders.table.cell(0, PLACES["side"]).text == "＋ 매수"
    assert orders.table.cell(0, PLACES["price"]).tip == ""


async def test_an_order_read_late_stands_by_its_exchange_time(
    desk: Desk, orders: OpenOrders
) -> None:
    late = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    desk.show(
        order(local_id="found at start", order_time="101444", at=late),
        order(local_id="own", order_time="101808"),
    )
    assert orders.table.ids() == ("own", "found at start")


@pytest.mark.parametrize(
    ("told", "sent", "shown"),
    [("101512", "101510", "10:15:12"), ("", "101510", "10:15:10"), ("", "", "10:30:00")],
)
async def test_an_order_has_the_exchange_s_time_as_far_as_known(
    desk: Desk, orders: OpenOrders, told: str, sent: str, shown: str
) -> None:
    at = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    desk.show(order(order_time=told, sent_at=sent, at=at))
    assert orders.table.cell(0, PLACES["time"]).text == shown


async def test_an_order_without_an_answer_stands_out(desk: Desk, orders: OpenOrders) -> None:
    desk.show(order(state=OrderState.UNKNOWN, order_no="", order_time=""))
    state = orders.table.cell(0, PLACES["state"])
    assert (state.text, state.tone, state.bold) == (
        "▲ 확인 중 (응답 없음)",
        Tone.UNCERTAIN,
        True,
    )
    assert orders.table.cell(0, PLACES["number"]).text == "—"
    assert not orders.can_cancel(["local-1"])


@pytest.mark.parametrize(
    "state",
    [OrderState.FILLED, OrderState.CANCELLED, OrderState.REJECTED, OrderState.AMENDED],
)
async def test_a_finished_order_leaves(desk: Desk, orders: OpenOrders, state: OrderState) -> None:
    desk.show(order())
    desk.show(order(state=state))
    assert orders.count == 0
    states = [orders.state]
    desk.list_read()
    assert [*states, orders.state] == [PanelState.LOADING, PanelState.EMPTY]
    assert orders.state_text


async def test_a_request_to_cancel_is_no_order_of_its_own(desk: Desk, orders: OpenOrders) -> None:
    desk.show(order(), order(local_id="b", request=Request.CANCEL, state=OrderState.SENDING))
    assert orders.table.ids() == ("local-1",)


async def test_a_cancel_without_an_answer_is_shown(desk: Desk, orders: OpenOrders) -> None:
    desk.show(order(local_id="b", request=Request.CANCEL, state=OrderState.UNKNOWN))
    assert texts(orders, "b")[PLACES["side"]] == "＋ 매수 취소"


async def test_a_market_order_shows_its_type_instead_of_a_price(
    desk: Desk, orders: OpenOrders
) -> None:
    desk.show(order(order_type=OrderType.MARKET, price=None, side=Side.SELL))
    assert texts(orders, "local-1")[PLACES["price"]] == "시장가"


async def test_picking_a_row_shows_symbol_and_order_everywhere(
    desk: Desk, orders: OpenOrders
) -> None:
    picked: list[str] = []
    desk.link.order_picked.connect(picked.append)
    desk.show(order(symbol=HYNIX))
    orders.pick("local-1")
    assert (desk.link.symbol, picked) == (HYNIX, ["0000117057"])


async def test_selected_orders_are_taken_back_once(desk: Desk, orders: OpenOrders) -> None:
    desk.show(order(local_id="a", order_no="1"), order(local_id="b", order_no="2"))
    held = desk.services.held["cancel"] = asyncio.Event()
    assert orders.cancel(["a"]) == 1
    assert orders.cancel(["a", "b"]) == 1
    held.set()
    await desk.settle()
    assert sorted(intent.order_no for intent in desk.services.cancelled) == ["1", "2"]


async def test_all_orders_are_taken_back_only_after_the_question(
    desk: Desk, orders: OpenOrders
) -> None:
    desk.show(order(local_id="a", order_no="1"), order(local_id="b", order_no="2"))
    assert orders.cancel_all() == 0
    orders.ask_all()
    assert orders.is_asking_all
    assert orders.cancel_all() == 2
    await desk.settle()
    assert len(desk.services.cancelled) == 2


async def test_the_question_falls_when_the_orders_change_meanwhile(
    desk: Desk, orders: OpenOrders
) -> None:
    desk.show(order(local_id="a", order_no="1"))
    orders.ask_all()
    desk.show(order(local_id="b", order_no="2"))
    assert not orders.is_asking_all
    assert orders.cancel_all() == 0


async def test_a_refused_cancel_is_told(desk: Desk, orders: OpenOrders) -> None:
    desk.services.failing["cancel"] = OrderRefused(message("kis.nothing_left", code="40330000"))
    desk.show(order())
    orders.cancel(["local-1"])
    await desk.settle()
    assert orders.result_text.startswith("0건 취소 요청, 1건 실패")
    assert "40330000" in orders.result_text


async def test_a_request_to_cancel_is_not_counted_as_an_order(desk: Desk) -> None:
    orders = OpenOrders(desk.context)
    unanswered = order(local_id="b", request=Request.CANCEL, state=OrderState.UNKNOWN)
    desk.show(order(), unanswered)
    assert (orders.count, orders.changeable, orders.title) == (2, 1, "미체결 1")
