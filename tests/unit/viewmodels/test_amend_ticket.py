"""Amending and cancelling: each is asked for once, and what stands against it is said."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.errors import ApprovalNeeded, OrderRefused
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState, OrderType, Request
from kis_desktop.viewmodels.amend_ticket import AmendTicket
from kis_desktop.viewmodels.send_lock import REST
from kis_desktop.viewmodels.ticket import Ticket
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import Desk, account, order, quote, reading


class Picked:
    """An amend ticket with a working order of 120 shares at 98,300, of which 40 are filled."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ticket = Ticket(desk.context)
        self.seconds = 1_000.0
        self.amending = AmendTicket(desk.context, self.ticket.facts, monotonic=lambda: self.seconds)
        desk.show(quote(), account(), reading())
        desk.show(order(filled=40, state=OrderState.PARTLY_FILLED))
        desk.link.pick_order("0000117057")

    def rest(self) -> None:
        """The rest after a press goes by."""
        self.seconds += REST
        self.desk.frame()


@pytest.fixture
async def picked(qtbot: QtBot) -> Picked:
    picked = Picked(Desk())
    await picked.desk.settle()
    return picked


async def test_a_picked_order_is_shown_with_its_rest(picked: Picked) -> None:
    view = picked.amending.view
    assert view.title == "삼성전자 · 0000117057"
    assert view.rest == "미체결 80주 / 120주"
    assert picked.amending.price_text == "98,300"
    assert view.cancel == "80주 취소"


async def test_a_new_price_is_asked_for_once(picked: Picked) -> None:
    picked.amending.set_price_text("98,000")
    held = picked.desk.services.held["amend"] = asyncio.Event()
    assert picked.amending.amend()
    await picked.desk.settle()
    assert not picked.amending.amend()
    held.set()
    await picked.desk.settle()
    assert not picked.amending.amend()
    (sent,) = picked.desk.services.amended
    assert (sent.order_no, sent.order_type) == ("0000117057", OrderType.LIMIT)
    assert sent.price == Decimal(98_000)


@pytest.mark.parametrize(
    ("price", "reason"),
    [
        ("98,300", "지금 주문 가격과 같습니다."),
        ("98,350", "호가단위(100원)"),
        ("126,300", "상한가"),
        ("", "가격이 필요합니다"),
        ("x", "가격을 숫자로"),
    ],
)
async def test_what_stands_against_a_new_price_is_said(
    picked: Picked, price: str, reason: str
) -> None:
    picked.amending.set_price_text(price)
    assert reason in picked.amending.view.amend_reason
    assert not picked.amending.amend()
    assert picked.desk.services.amended == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": OrderState.FILLED, "filled": 120}, "이미 끝난 주문"),
        ({"state": OrderState.UNKNOWN}, "확인 중인 주문"),
    ],
)
async def test_an_order_that_cannot_be_changed_says_so(
    picked: Picked, changes: dict[str, Any], reason: str
) -> None:
    picked.desk.show(order(**changes))
    assert reason in picked.amending.view.cancel_reason
    assert not picked.amending.cancel()
    assert picked.desk.services.cancelled == []


async def test_a_cancel_is_asked_for_once(picked: Picked) -> None:
    held = picked.desk.services.held["cancel"] = asyncio.Event()
    assert picked.amending.cancel()
    assert not picked.amending.cancel()
    held.set()
    await picked.desk.settle()
    assert [intent.order_no for intent in picked.desk.services.cancelled] == ["0000117057"]


async def test_a_refused_amendment_is_told(picked: Picked) -> None:
    refused = OrderRefused(message("kis.nothing_left", code="40330000"))
    picked.desk.services.failing["amend"] = refused
    picked.amending.set_price_text("98,000")
    picked.amending.amend()
    await picked.desk.settle()
    assert "40330000" in picked.amending.view.progress


async def test_all_orders_are_taken_back_only_after_the_question(picked: Picked) -> None:
    picked.desk.show(order(local_id="b", order_no="0000117058"))
    assert picked.amending.cancel_all() == 0
    picked.amending.ask_all()
    assert picked.amending.view.cancel_all == "정말 2건을 모두 취소할까요?"
    assert picked.amending.cancel_all() == 2
    await picked.desk.settle()
    numbers = [intent.order_no for intent in picked.desk.services.cancelled]
    assert numbers == ["0000117057", "0000117058"]


async def test_the_question_can_be_answered_with_no(picked: Picked) -> None:
    picked.amending.ask_all()
    picked.amending.keep_all()
    assert picked.amending.cancel_all() == 0


async def test_a_price_from_the_book_is_taken_only_while_the_tab_is_seen(picked: Picked) -> None:
    picked.desk.link.pick_price(Decimal(97_900))
    assert picked.amending.price_text == "98,300"
    picked.amending.set_shown(shown=True)
    picked.desk.link.pick_price(Decimal(97_900))
    assert picked.amending.price_text == "97,900"
    await picked.desk.settle()


async def test_a_part_is_amended_and_cancelled_as_typed(picked: Picked) -> None:
    picked.amending.set_quantity_text("30")
    picked.amending.set_price_text("98,000")
    view = picked.amending.view
    assert (view.amend, view.cancel) == ("30주를 98,000원으로 정정", "30주 취소")
    assert picked.amending.cancel()
    await picked.desk.settle()
    assert [one.quantity for one in picked.desk.services.cancelled] == [30]
    assert not picked.amending.cancel()
    assert not picked.amending.amend()
    assert picked.amending.view.cancel_reason.startswith("방금 주문을 보냈습니다")


@pytest.mark.parametrize(
    ("text", "reason"), [("81", "남은 수량 80주를 넘습니다"), ("0", "1주 이상의 정수")]
)
async def test_a_part_that_is_not_there_is_refused(picked: Picked, text: str, reason: str) -> None:
    picked.amending.set_quantity_text(text)
    picked.amending.set_price_text("98,000")
    assert reason in picked.amending.view.amend_reason
    assert reason in picked.amending.view.cancel_reason
    assert not picked.amending.cancel()


async def test_the_whole_rest_names_no_quantity(picked: Picked) -> None:
    picked.amending.set_quantity_text("80")
    picked.amending.set_price_text("98,000")
    assert picked.amending.amend()
    await picked.desk.settle()
    (sent,) = picked.desk.services.amended
    assert (sent.quantity, sent.approved) == (None, frozenset())
    assert sent.seen is not None
    assert sent.seen.last == Decimal(98_400)


async def test_another_type_needs_no_price_and_one_of_other_hours_is_refused(
    picked: Picked,
) -> None:
    picked.amending.set_order_type(OrderType.MARKET)
    assert picked.amending.view.amend == "시장가로 정정"
    assert picked.amending.view.amend_reason == ""
    picked.amending.set_order_type(OrderType.AFTER_LIMIT)
    assert "지금 시간에는 받지 않는" in picked.amending.view.amend_reason
    picked.amending.set_order_type(OrderType.STOP_LIMIT)
    assert "조건가가 필요합니다" in picked.amending.view.amend_reason
    picked.amending.set_condition_text("98,450")
    assert (picked.amending.view.offer, picked.amending.view.offer_is_condition) == ("98,400", True)
    picked.amending.take_offer()
    assert picked.amending.amend()
    await picked.desk.settle()
    (sent,) = picked.desk.services.amended
    assert (sent.order_type, sent.condition_price) == (OrderType.STOP_LIMIT, Decimal(98_400))


async def test_steps_move_price_by_ticks_and_the_part_by_shares(picked: Picked) -> None:
    picked.amending.step_price(-2)
    picked.amending.step_quantity(-1)
    assert (picked.amending.price_text, picked.amending.entry.quantity_text) == ("98,100", "79")
    picked.amending.step_quantity(5)
    assert picked.amending.entry.quantity_text == "80"


async def test_a_warned_amendment_goes_only_when_it_is_pressed_again_unchanged(
    picked: Picked,
) -> None:
    desk, amending = picked.desk, picked.amending
    told = message("risk.stale_price", symbol="삼성전자", measured=9, bound=5)
    desk.services.failing["amend"] = ApprovalNeeded(told, frozenset({"stale_price"}))

    async def press(price: str) -> None:
        if amending.price_text != price:
            amending.set_price_text(price)
        assert amending.amend()
        await desk.settle()
        picked.rest()

    await press("98,000")
    assert "다시 누르면 그대로 정정합니다" in amending.view.progress
    await press("97,900")
    await press("97,900")
    approved = [one.approved for one in desk.services.amended]
    assert approved == [frozenset(), frozenset(), {"stale_price"}]


async def test_an_answer_that_comes_after_another_order_was_picked_does_not_change_it(
    picked: Picked,
) -> None:
    desk, amending = picked.desk, picked.amending
    desk.show(order(local_id="b", order_no="0000117060", price=Decimal(98_100)))
    held = desk.services.held["amend"] = asyncio.Event()
    amending.set_price_text("98,000")
    assert amending.amend()
    await desk.settle()
    desk.link.pick_order("0000117060")
    amending.set_price_text("97,000")
    held.set()
    await desk.settle()
    assert amending.order is not None
    assert amending.order.order_no == "0000117060"


async def test_a_warning_approves_nothing_that_was_typed_after_it_was_asked(
    picked: Picked,
) -> None:
    desk, amending = picked.desk, picked.amending
    told = message("risk.stale_price", symbol="삼성전자", measured=9, bound=5)
    desk.services.failing["amend"] = ApprovalNeeded(told, frozenset({"stale_price"}))
    held = desk.services.held["amend"] = asyncio.Event()
    amending.set_price_text("98,000")
    assert amending.amend()
    await desk.settle()
    amending.set_price_text("97,000")
    held.set()
    await desk.settle()
    assert "다시 누르면" not in amending.view.progress
    picked.rest()
    assert amending.amend()
    await desk.settle()
    assert [one.approved for one in desk.services.amended] == [frozenset(), frozenset()]


async def test_a_large_amendment_is_never_confirmed_by_a_key_alone(picked: Picked) -> None:
    desk, amending = picked.desk, picked.amending
    rules = frozenset({"large", "stale_price"})
    desk.services.failing["amend"] = ApprovalNeeded(message("risk.large"), rules)
    amending.set_price_text("98,000")
    assert amending.amend()
    await desk.settle()
    assert "마우스로 누르면 그대로 정정합니다" in amending.view.progress
    picked.rest()
    assert not amending.amend()
    assert amending.amend(by_mouse=True)
    await desk.settle()
    assert [one.approved for one in desk.services.amended] == [frozenset(), rules]


async def test_every_limit_that_is_approved_is_told(picked: Picked) -> None:
    rules = frozenset({"stale_price", "lost_fills"})
    told = (
        message("risk.stale_price", symbol="삼성전자", measured=9, bound=5),
        message("risk.lost_fills", symbol="삼성전자", measured=20, bound=15),
    )
    picked.desk.services.failing["amend"] = ApprovalNeeded(told[0], rules, told)
    picked.amending.set_price_text("98,000")
    assert picked.amending.amend()
    await picked.desk.settle()
    words = Words(picked.desk.context.language)
    assert all(words.sentence(one) in picked.amending.view.progress for one in told)


async def test_the_chain_of_an_amended_order_is_shown_from_its_beginning(picked: Picked) -> None:
    assert picked.amending.view.chain == ""
    amended = order(
        local_id="b",
        order_no="0000117099",
        original_no="0000117057",
        request=Request.AMEND,
        price=Decimal(98_100),
        quantity=80,
    )
    picked.desk.show(amended)
    picked.desk.link.pick_order("0000117099")
    assert picked.amending.view.chain == (
        "0000117057 원주문 120주 98,300 → 0000117099 정정 80주 98,100"
    )
