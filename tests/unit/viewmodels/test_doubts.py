"""Orders without an answer, and the trader's choice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.doubt import Doubt, DoubtState
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState, OrderType, Request, Side, Venue
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.doubts import DoubtChoice, Doubts
from tests.unit.screen_desk import DAY, SAMSUNG, Desk, order


def listed(order_no: str, time: str = "101232") -> BrokerOrder:
    return BrokerOrder(
        order_no,
        "",
        "91252",
        SAMSUNG,
        "삼성전자",
        Side.BUY,
        OrderType.LIMIT,
        10,
        Decimal(98_300),
        4,
        None,
        6,
        0,
        0,
        Request.NEW,
        time,
        DAY,
        Venue.KRX,
    )


def doubt(state: DoubtState, *rows: BrokerOrder, local_id: str = "a", walks: int = 1) -> Doubt:
    sent = order(
        local_id=local_id,
        state=OrderState.UNKNOWN,
        order_no="",
        quantity=10,
        price=Decimal(98_300),
        sent_at="101231",
    )
    return Doubt(sent, state, rows, walks)


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


def tell(desk: Desk, told: Doubt) -> None:
    desk.put(Topic.DOUBT, told.order.local_id, told)
    desk.frame()


async def test_what_is_searched_for_is_said_until_it_is_settled(desk: Desk) -> None:
    doubts = Doubts(desk.context)
    assert doubts.sentence == ""
    tell(desk, doubt(DoubtState.READING, walks=2))
    assert doubts.sentence == (
        "▲ 삼성전자 ＋ 매수 10주 98,300: 응답이 없어 서버의 주문 목록에서 찾는 중입니다"
        " (목록 2회 읽음, 3회·60초 이상). 다시 보내지 않습니다."
    )
    assert doubts.choices == ()
    tell(desk, doubt(DoubtState.SETTLED))
    assert doubts.sentence == ""


async def test_a_choice_goes_before_what_is_still_searched_for(desk: Desk) -> None:
    doubts = Doubts(desk.context)
    tell(desk, doubt(DoubtState.READING, local_id="b"))
    tell(desk, doubt(DoubtState.CHOICE, listed("117057"), listed("117080")))
    tell(desk, doubt(DoubtState.CHOICE, listed("117057"), listed("117080"), local_id="c"))
    assert doubts.choices == ("a", "c")
    assert "주문 2건이 이 주문일 수 있습니다" in doubts.sentence
    assert doubts.sentence.endswith("외 1건")


async def test_the_candidates_are_listed_and_the_chosen_one_is_adopted_once(desk: Desk) -> None:
    doubts = Doubts(desk.context)
    tell(desk, doubt(DoubtState.CHOICE, listed("117057"), listed("117080", "101233")))
    choice = DoubtChoice(doubts, "a", desk.context)
    texts = [[cell.text for cell in choice.table.row(place).cells] for place in range(2)]
    assert texts[1] == ["10:12:33", "117080", "98,300", "10", "4", "6", "KRX"]
    assert choice.head == "보낸 주문: 삼성전자 ＋ 매수 10주 98,300 · 10:12:31"
    choice.choose("999")
    choice.choose("117080")
    choice.choose("117057")
    await desk.settle()
    assert desk.services.adopted == [("a", "117080")]


async def test_a_choice_that_is_refused_says_why_and_follows_the_list(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.services.failing["adopt"] = InvalidInput(message("order.not_found", order_no="117080"))
    doubts = Doubts(desk.context)
    tell(desk, doubt(DoubtState.CHOICE, listed("117057"), listed("117080")))
    choice = DoubtChoice(doubts, "a", desk.context)
    choice.choose("117080")
    await desk.settle()
    assert "117080" in choice.failure
    tell(desk, doubt(DoubtState.CHOICE, listed("117057"), listed("117099")))
    assert choice.table.ids() == ("117057", "117099")
    with qtbot.waitSignal(choice.settled):
        tell(desk, doubt(DoubtState.SETTLED))
