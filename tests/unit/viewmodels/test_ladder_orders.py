"""Orders of the ladder: by the one order path, asked about where wanted, and never twice."""

from __future__ import annotations

import asyncio
import time
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import Feed, LinkState
from kis_desktop.domain.errors import ApprovalNeeded, OrderRefused, OrderUncertain
from kis_desktop.domain.message import message
from kis_desktop.domain.order import (
    OrderIntent,
    OrderState,
    OrderType,
    Origin,
    Request,
    Side,
    Venue,
)
from kis_desktop.domain.order_preview import OrderPreview, WireDraft
from kis_desktop.domain.order_size import OrderSize
from kis_desktop.domain.risk_rules import Assessment, Check, Rule, Verdict
from kis_desktop.domain.session import Phase
from kis_desktop.viewmodels.ladder import Ladder
from kis_desktop.viewmodels.ladder_orders import LadderOrders
from tests.unit.screen_desk import (
    HYNIX,
    SAMSUNG,
    Desk,
    DeskServices,
    book,
    order,
    quote,
    reading,
)

PRICE = Decimal(98_200)
DRAFT = WireDraft("host:9443", "POST", "/order", "TTTC0012U", "12****78-01", (("ORD_QTY", "10"),))
WARNING = Check(Rule.AWAY_TICKS, Verdict.WARNED, told=message("ladder.just_sent"))
BLOCK = Check(Rule.AMOUNT, Verdict.BLOCKED, told=message("ladder.too_large"))


class Guarded(DeskServices):
    """Services whose order path previews; `checks` is what an order meets."""

    def __init__(self) -> None:
        super().__init__()
        self.checks: tuple[Check, ...] = ()
        self.refusal: OrderRefused | None = None

    async def preview(self, intent: OrderIntent) -> OrderPreview:
        if self.refusal is not None:
            raise self.refusal
        return OrderPreview(DRAFT, Assessment(self.checks))


class Floor:
    """A ladder that is on, over services that answer when they are told to."""

    def __init__(self, phase: Phase = Phase.CONTINUOUS) -> None:
        self.passed = 0.0
        self.desk = Desk()
        self.services = Guarded()
        object.__setattr__(self.desk.context, "services", self.services)
        self.ladder = Ladder(self.desk.context)
        self.orders = LadderOrders(self.desk.context, self.ladder, monotonic=lambda: self.passed)
        self.desk.line(LinkState.LIVE)
        self.desk.feed(SAMSUNG, Feed.LIVE)
        self.desk.show(reading(phase), quote(), book())
        self.ladder.set_quantity_text("10")
        self.ladder.arm(True)

    def quickly(self) -> Floor:
        """Without a question before each order."""
        self.orders.settings.set_confirms(False)
        return self

    async def settle(self) -> None:
        await self.desk.settle()

    def rest(self) -> None:
        """Long enough after an order that the same one may be meant again."""
        self.passed += 1.0


@pytest.fixture
async def floor(qtbot: QtBot) -> Floor:
    return Floor()


async def test_by_default_an_order_is_asked_about_and_goes_as_it_stands_there(
    floor: Floor,
) -> None:
    assert floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    question = floor.orders.question
    assert question is not None
    assert floor.services.sent == []
    assert question.text == "삼성전자 005930 · KRX · 지정가 98,200원 · 금액 982,000원"
    assert question.button == "삼성전자 10주 98,200원 ＋ 매수"
    assert [value for _, value in question.lines] == [
        "12****78-01",
        "TTTC0012U · POST host:9443/order",
        "ORD_QTY=10",
    ]
    assert floor.orders.confirm(by_mouse=False)
    await floor.settle()
    (sent,) = floor.services.sent
    assert (sent.symbol, sent.side, sent.price, sent.quantity) == (SAMSUNG, Side.BUY, PRICE, 10)
    assert (sent.order_type, sent.venue) == (OrderType.LIMIT, Venue.KRX)
    assert (sent.origin, sent.approved) == (Origin.LADDER, frozenset())
    assert sent.seen is not None
    assert sent.seen.last == Decimal(98_400)
    assert floor.orders.question is None


async def test_without_the_question_a_click_sends_at_once_and_once(floor: Floor) -> None:
    floor.quickly()
    assert floor.orders.place(Side.SELL, PRICE)
    assert not floor.orders.place(Side.SELL, PRICE)
    await floor.settle()
    assert not floor.orders.place(Side.SELL, PRICE)
    floor.rest()
    assert floor.orders.place(Side.SELL, PRICE)
    assert floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    assert [one.side for one in floor.services.sent] == [Side.SELL, Side.SELL, Side.BUY]
    assert len({one.local_id for one in floor.services.sent}) == 3


async def test_while_the_switch_is_off_nothing_goes(floor: Floor) -> None:
    floor.quickly().ladder.arm(False)
    assert not floor.orders.place(Side.BUY, PRICE)
    floor.desk.show(order(price=PRICE))
    assert not floor.orders.move(Side.BUY, PRICE, Decimal(98_100))
    await floor.settle()
    assert (floor.services.sent, floor.services.amended) == ([], [])
    assert floor.orders.told.startswith("사다리가 꺼져 있습니다.")


@pytest.mark.parametrize(
    ("quantity", "price", "told"),
    [("", 98_200, "수량을 정하세요."), ("10", 98_250, "오늘 주문할 수 없는 가격입니다.")],
)
async def test_what_cannot_be_an_order_is_told(
    floor: Floor, quantity: str, price: int, told: str
) -> None:
    floor.quickly().ladder.set_quantity_text(quantity)
    assert not floor.orders.place(Side.BUY, Decimal(price))
    assert floor.orders.told == told
    assert floor.services.sent == []


@pytest.mark.parametrize(("side", "price"), [(Side.BUY, 98_600), (Side.SELL, 98_200)])
async def test_a_stop_waits_ahead_of_the_market(floor: Floor, side: Side, price: int) -> None:
    floor.quickly()
    assert floor.orders.place(side, Decimal(price), stop=True)
    other = Side.SELL if side is Side.BUY else Side.BUY
    assert not floor.orders.place(other, Decimal(price), stop=True)
    assert floor.orders.told.startswith("매도 스톱" if side is Side.BUY else "매수 스톱")
    await floor.settle()
    (sent,) = floor.services.sent
    assert sent.order_type is OrderType.STOP_LIMIT
    assert (sent.condition_price, sent.price) == (Decimal(price), Decimal(price))


async def test_a_stop_says_what_it_waits_for(floor: Floor) -> None:
    floor.orders.place(Side.BUY, Decimal(98_600), stop=True)
    assert floor.orders.question is not None
    assert "조건 98,600원에 닿으면 98,600원 지정가" in floor.orders.question.text
    await floor.settle()


async def test_in_the_after_market_a_limit_is_that_of_the_after_market(qtbot: QtBot) -> None:
    floor = Floor(Phase.AFTER_MARKET).quickly()
    assert floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    assert floor.services.sent[0].order_type is OrderType.AFTER_LIMIT


async def test_a_closed_market_says_so_before_anything_is_sent(qtbot: QtBot) -> None:
    floor = Floor(Phase.CLOSED).quickly()
    assert not floor.orders.place(Side.BUY, PRICE)
    assert floor.services.sent == []
    assert floor.orders.told


async def test_a_limit_that_warns_is_asked_about_and_its_approval_sent(floor: Floor) -> None:
    floor.quickly()
    rules = frozenset({"away_ticks"})
    told = (message("ladder.blocked"), message("risk.not_known"))
    floor.services.failing["submit"] = ApprovalNeeded(told[0], rules, told)
    floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    question = floor.orders.question
    assert question is not None
    assert question.warnings[0] == "한도에 걸려 보낼 수 없습니다."
    assert len(question.warnings) == 2
    del floor.services.failing["submit"]
    floor.rest()
    assert not floor.orders.confirm(by_mouse=False)
    assert floor.orders.confirm(by_mouse=True)
    await floor.settle()
    first, second = floor.services.sent
    assert second.approved == rules
    assert second.local_id != first.local_id


async def test_warnings_of_the_preview_need_the_mouse_and_are_approved_with_the_order(
    floor: Floor,
) -> None:
    floor.services.checks = (WARNING,)
    floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    assert floor.orders.question is not None
    assert floor.orders.question.warnings == ("같은 주문이 방금 나갔습니다.",)
    assert not floor.orders.confirm(by_mouse=False)
    assert floor.orders.confirm(by_mouse=True)
    await floor.settle()
    assert floor.services.sent[0].approved == frozenset({"away_ticks"})


async def test_what_a_limit_blocks_does_not_go(floor: Floor) -> None:
    floor.services.checks = (BLOCK,)
    floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    assert floor.orders.question is not None
    assert floor.orders.question.reason == "주문이 너무 큽니다. 수량을 줄이세요."
    assert not floor.orders.confirm(by_mouse=True)
    assert floor.services.sent == []


@pytest.mark.parametrize(
    ("quantity", "size", "by_key", "by_hand", "typed"),
    [
        ("10", OrderSize.NORMAL, True, True, True),
        ("25,000", OrderSize.LARGE, False, True, True),
        ("60,000", OrderSize.VERY_LARGE, False, False, True),
    ],
)
async def test_a_large_order_is_always_asked_about_and_never_goes_by_a_key_alone(
    floor: Floor, quantity: str, size: OrderSize, *, by_key: bool, by_hand: bool, typed: bool
) -> None:
    if size is not OrderSize.NORMAL:
        floor.quickly()
    floor.ladder.set_quantity_text(quantity)
    floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    question = floor.orders.question
    assert question is not None
    assert question.size is size
    assert question.is_confirmed(by_mouse=False) is by_key
    assert question.is_confirmed(by_mouse=True) is by_hand
    floor.orders.set_again_text(quantity)
    again = floor.orders.question
    assert again is not None
    assert again.is_confirmed(by_mouse=False) is typed
    floor.orders.dismiss()
    assert floor.orders.question is None
    assert floor.services.sent == []


async def test_an_order_beyond_all_measure_is_not_even_asked_about(floor: Floor) -> None:
    floor.ladder.set_quantity_text("2,000,000")
    assert not floor.orders.place(Side.BUY, PRICE)
    assert floor.orders.question is None


async def test_a_question_is_put_away_when_prices_are_lost(floor: Floor) -> None:
    floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    floor.desk.line(LinkState.GAP)
    assert floor.orders.question is None
    assert floor.orders.told.endswith("보내지 않았습니다.")
    assert not floor.orders.confirm(by_mouse=True)
    assert floor.services.sent == []


async def test_a_warning_that_comes_after_another_symbol_asks_nothing(floor: Floor) -> None:
    floor.quickly()
    held = floor.services.held["submit"] = asyncio.Event()
    floor.services.failing["submit"] = ApprovalNeeded(
        message("ladder.blocked"), frozenset({"amount"})
    )
    floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    floor.desk.link.select(HYNIX)
    held.set()
    await floor.settle()
    assert floor.orders.question is None
    assert floor.orders.told == "한도에 걸려 보낼 수 없습니다."


async def test_an_order_without_an_answer_blocks_its_side_until_reading_tells(
    floor: Floor,
) -> None:
    floor.quickly()
    floor.services.failing["submit"] = OrderUncertain(message("kis.timed_out"))
    floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    assert floor.orders.told.startswith("▲ 확인 중 (응답 없음)")
    floor.services.failing.clear()
    floor.rest()
    assert not floor.orders.place(Side.BUY, Decimal(98_100))
    assert floor.orders.place(Side.SELL, Decimal(98_600))
    await floor.settle()
    local_id = floor.services.sent[0].local_id
    floor.desk.show(order(local_id=local_id, price=PRICE, state=OrderState.UNKNOWN))
    assert not floor.orders.place(Side.BUY, Decimal(98_100))
    floor.desk.show(order(local_id=local_id, price=PRICE, state=OrderState.WORKING))
    assert floor.orders.place(Side.BUY, Decimal(98_100))
    await floor.settle()
    assert len(floor.services.sent) == 3


async def test_a_refusal_is_told_and_blocks_nothing(floor: Floor) -> None:
    floor.quickly()
    floor.services.failing["submit"] = OrderRefused(message("ladder.no_price", code="E1"))
    floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    assert floor.orders.told.startswith("오늘 주문할 수 없는 가격입니다.")
    floor.services.failing.clear()
    floor.rest()
    assert floor.orders.place(Side.BUY, PRICE)
    await floor.settle()


async def test_our_orders_move_to_another_price_all_of_them_and_once(floor: Floor) -> None:
    floor.quickly().desk.show(
        order(local_id="a", order_no="11", price=PRICE),
        order(local_id="b", order_no="12", price=PRICE),
        order(local_id="c", order_no="13", price=Decimal(98_100)),
        order(local_id="d", order_no="14", price=PRICE, side=Side.SELL),
    )
    after = Decimal(98_000)
    assert floor.orders.move(Side.BUY, PRICE, after)
    assert not floor.orders.move(Side.BUY, PRICE, after)
    await floor.settle()
    assert [(one.order_no, one.price, one.quantity) for one in floor.services.amended] == [
        ("11", after, None),
        ("12", after, None),
    ]
    assert {one.origin for one in floor.services.amended} == {Origin.LADDER}


@pytest.mark.parametrize(("condition", "moved"), [("98200", "98000"), ("98100", "98100")])
async def test_a_stop_moves_with_its_condition(floor: Floor, condition: str, moved: str) -> None:
    stop = order(price=PRICE, order_type=OrderType.STOP_LIMIT, condition_price=Decimal(condition))
    floor.quickly().desk.show(stop)
    assert floor.orders.move(Side.BUY, PRICE, Decimal(98_000))
    await floor.settle()
    (sent,) = floor.services.amended
    assert (sent.price, sent.condition_price) == (Decimal(98_000), Decimal(moved))


async def test_a_move_is_asked_about_by_default(floor: Floor) -> None:
    floor.desk.show(order(price=PRICE))
    assert floor.orders.move(Side.BUY, PRICE, Decimal(98_000))
    question = floor.orders.question
    assert question is not None
    assert question.button == "＋ 매수 98,200 → 98,000원 정정"
    assert question.text == "삼성전자 · 내 주문 1건 120주의 가격을 바꿉니다"
    assert floor.services.amended == []
    assert floor.orders.confirm(by_mouse=False)
    await floor.settle()
    assert [one.price for one in floor.services.amended] == [Decimal(98_000)]


async def test_the_question_about_a_move_shows_its_request_and_what_it_meets(floor: Floor) -> None:
    floor.services.checks = (WARNING,)
    floor.desk.show(order(price=PRICE))
    floor.orders.move(Side.BUY, PRICE, Decimal(98_000))
    await floor.settle()
    question = floor.orders.question
    assert question is not None
    assert ("내용", "ORGN_ODNO=0000117057 ORD_UNPR=98000") in question.lines
    assert question.rules == {Rule.AWAY_TICKS.value}
    assert not floor.orders.confirm(by_mouse=False)
    assert floor.orders.confirm(by_mouse=True)
    await floor.settle()
    assert [one.approved for one in floor.services.amended] == [question.rules]


async def test_a_move_that_cannot_be_sent_says_why_in_its_question(floor: Floor) -> None:
    floor.services.failing["preview_amendment"] = OrderRefused(message("ladder.blocked"))
    floor.desk.show(order(price=PRICE))
    floor.orders.move(Side.BUY, PRICE, Decimal(98_000))
    await floor.settle()
    assert floor.orders.question is not None
    assert floor.orders.question.reason == "한도에 걸려 보낼 수 없습니다."
    assert not floor.orders.confirm(by_mouse=True)


@pytest.mark.parametrize("state", [OrderState.FILLED, OrderState.CANCELLED, OrderState.AMENDED])
async def test_an_order_that_ends_while_its_move_is_asked_about_is_let_go_and_that_is_said(
    floor: Floor, state: OrderState
) -> None:
    floor.desk.show(order(price=PRICE))
    floor.orders.move(Side.BUY, PRICE, Decimal(98_000))
    floor.desk.show(order(price=PRICE, state=state))
    assert floor.orders.question is None
    assert floor.orders.told.startswith("묻던 주문이 그 사이")
    assert not floor.orders.confirm(by_mouse=True)
    await floor.settle()
    assert floor.services.amended == []


async def test_an_order_on_its_way_to_a_price_is_not_sent_to_another(floor: Floor) -> None:
    floor.quickly().desk.show(order(price=PRICE))
    floor.services.held["amend"] = asyncio.Event()
    assert floor.orders.move(Side.BUY, PRICE, Decimal(98_000))
    assert not floor.orders.move(Side.BUY, PRICE, Decimal(97_900))
    await floor.settle()
    asked = order(
        local_id="b", order_no="", original_no="0000117057", request=Request.AMEND,
        price=Decimal(98_000), state=OrderState.UNKNOWN,
    )  # fmt: skip
    floor.desk.show(asked)
    floor.services.held["amend"].set()
    await floor.settle()
    floor.rest()
    assert not floor.orders.move(Side.BUY, PRICE, Decimal(97_900))
    assert [one.price for one in floor.services.amended] == [Decimal(98_000)]


async def test_a_move_that_a_limit_warns_of_is_asked_about_for_that_order(floor: Floor) -> None:
    floor.quickly().desk.show(order(price=PRICE))
    rules = frozenset({"amount"})
    floor.services.failing["amend"] = ApprovalNeeded(message("ladder.blocked"), rules)
    floor.orders.move(Side.BUY, PRICE, Decimal(98_000))
    await floor.settle()
    del floor.services.failing["amend"]
    floor.rest()
    assert floor.orders.confirm(by_mouse=True)
    await floor.settle()
    first, second = floor.services.amended
    assert second.approved == rules
    assert second.local_id != first.local_id


async def test_two_orders_of_a_move_that_a_limit_warns_of_wait_for_one_word(floor: Floor) -> None:
    floor.quickly().desk.show(
        order(local_id="a", order_no="11", price=PRICE),
        order(local_id="b", order_no="12", price=PRICE),
    )
    rules = frozenset({"amount"})
    floor.services.failing["amend"] = ApprovalNeeded(message("ladder.blocked"), rules)
    floor.orders.move(Side.BUY, PRICE, Decimal(98_000))
    await floor.settle()
    del floor.services.failing["amend"]
    floor.services.amended.clear()
    floor.rest()
    assert floor.orders.confirm(by_mouse=True)
    await floor.settle()
    assert [one.order_no for one in floor.services.amended] == ["11", "12"]
    assert {one.approved for one in floor.services.amended} == {rules}


@pytest.mark.parametrize(
    ("state", "after"), [(OrderState.UNKNOWN, 98_000), (OrderState.WORKING, 98_050)]
)
async def test_what_cannot_move_stays(floor: Floor, state: OrderState, after: int) -> None:
    floor.quickly().desk.show(order(price=PRICE, state=state))
    assert not floor.orders.move(Side.BUY, PRICE, Decimal(after))
    assert not floor.orders.move(Side.BUY, PRICE, PRICE)
    await floor.settle()
    assert floor.services.amended == []


async def test_taking_back_needs_no_switch_and_asks_for_each_order_once(floor: Floor) -> None:
    floor.ladder.arm(False)
    floor.desk.show(
        order(local_id="a", order_no="11", price=PRICE),
        order(local_id="b", order_no="12", price=PRICE, side=Side.SELL),
        order(local_id="c", order_no="13", price=Decimal(98_100)),
        order(local_id="d", order_no="14", symbol=HYNIX),
        order(local_id="e", order_no="15", price=PRICE, state=OrderState.UNKNOWN),
    )
    assert [floor.orders.count(side) for side in (Side.BUY, Side.SELL, None)] == [2, 1, 3]
    floor.services.held["cancel"] = asyncio.Event()
    assert floor.orders.cancel_at(Side.BUY, PRICE) == 1
    assert floor.orders.cancel_at(None, PRICE) == 1
    assert floor.orders.cancel_all(Side.BUY) == 1
    assert floor.orders.cancel_all() == 0
    floor.services.held["cancel"].set()
    await floor.settle()
    assert [one.order_no for one in floor.services.cancelled] == ["11", "12", "13"]
    assert {one.origin for one in floor.services.cancelled} == {Origin.LADDER}
    assert {one.quantity for one in floor.services.cancelled} == {None}


async def test_a_cancel_that_was_refused_is_told_and_may_be_asked_for_again(
    floor: Floor,
) -> None:
    floor.desk.show(order(price=PRICE))
    floor.services.failing["cancel"] = OrderRefused(message("ladder.no_price", code="E1"))
    floor.orders.cancel_all()
    await floor.settle()
    assert floor.orders.told.startswith("오늘 주문할 수 없는 가격입니다.")
    assert floor.orders.cancel_all() == 1
    await floor.settle()


async def test_a_preview_that_fails_stops_the_question(floor: Floor) -> None:
    floor.services.refusal = OrderRefused(message("ladder.no_quantity"))
    floor.orders.place(Side.BUY, PRICE)
    await floor.settle()
    assert floor.orders.question is not None
    assert floor.orders.question.reason == "수량을 정하세요."
    assert not floor.orders.confirm(by_mouse=True)


async def test_the_quantity_of_the_question_is_that_of_the_click(floor: Floor) -> None:
    floor.orders.place(Side.BUY, PRICE)
    floor.ladder.set_quantity_text("500")
    floor.desk.show(quote(received=time.monotonic()))
    assert floor.orders.confirm(by_mouse=True)
    await floor.settle()
    assert floor.services.sent[0].quantity == 10
