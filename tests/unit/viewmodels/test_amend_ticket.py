"""Amending and cancelling: each is asked for once, and what stands against it is said."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.errors import OrderRefused
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState, OrderType
from kis_desktop.viewmodels.amend_ticket import AmendTicket
from kis_desktop.viewmodels.ticket import Ticket
from tests.unit.screen_desk import Desk, account, order, quote, reading


class Picked:
    """An amend ticket with a working order of 120 shares at 98,300, of which 40 are filled."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ticket = Ticket(desk.context)
        self.amending = AmendTicket(desk.context, self.ticket.facts)
        desk.show(quote(), account(), reading())
        desk.show(order(filled=40, state=OrderState.PARTLY_FILLED))
        desk.link.pick_order("0000117057")


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
