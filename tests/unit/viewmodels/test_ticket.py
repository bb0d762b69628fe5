"""The order ticket: what stands against an order is said, and one press sends one order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.errors import OrderRefused, OrderUncertain, Unreachable
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState, OrderType, Side
from kis_desktop.domain.order_size import OrderSize
from kis_desktop.domain.risk_rules import Check, RiskProfile, Rule, Verdict
from kis_desktop.domain.session import Phase
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.order_sheet import OrderSheet
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.send_lock import REST
from kis_desktop.viewmodels.ticket import Tab, Ticket
from tests.unit.screen_desk import (
    HYNIX,
    KODEX,
    SAMSUNG,
    Desk,
    account,
    order,
    position,
    quote,
    reading,
)


class Now:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


class Written:
    """A ticket for 120 shares at 98,300, ready to be sent."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now = Now()
        self.ticket = Ticket(desk.context, monotonic=self.now, debounce=0)

    async def fill_in(self, price: str = "98,300", quantity: str = "120") -> Ticket:
        self.desk.show(quote(), account(position()), reading())
        self.ticket.set_price_text(price)
        self.ticket.set_quantity_text(quantity)
        await self.desk.until(lambda: "387" in self.ticket.view.available)
        return self.ticket

    async def rest(self) -> None:
        await self.desk.settle()
        self.now.seconds += REST
        self.desk.frame()


async def large(written: Written, quantity: str) -> OrderSheet:
    """The sheet of a large order, read."""
    written.desk.services.failing["buying_power"] = Unreachable(message("kis.unreachable"))
    written.desk.show(quote(), reading())
    written.ticket.set_price_text("98,300")
    written.ticket.set_quantity_text(quantity)
    assert written.ticket.press()
    await written.desk.settle()
    sheet = written.ticket.sheet
    assert sheet is not None
    return sheet


@pytest.fixture
async def written(qtbot: QtBot) -> AsyncIterator[Written]:
    made = Written(Desk())
    yield made
    if made.ticket.sheet is not None:
        made.ticket.sheet.close()
    await made.desk.settle()


async def test_an_untouched_ticket_begins_at_the_last_price(written: Written) -> None:
    written.desk.show(quote())
    assert written.ticket.price_text == "98,400"
    written.desk.show(quote(last=98_500))
    assert written.ticket.price_text == "98,400"
    await written.desk.settle()


async def test_a_price_remembered_for_long_begins_no_order(written: Written) -> None:
    written.desk.show(quote(HYNIX, 571_000, 580_000, received=1.0))
    written.desk.link.select(HYNIX)
    texts = [written.ticket.price_text]
    written.desk.show(quote(HYNIX, 572_000, 580_000))
    assert [*texts, written.ticket.price_text] == ["", "572,000"]
    await written.desk.settle()


async def test_another_symbol_empties_price_and_quantity(written: Written) -> None:
    await written.fill_in()
    written.desk.link.select(HYNIX)
    assert (written.ticket.price_text, written.ticket.quantity_text) == ("", "")
    await written.desk.settle()


async def test_the_button_says_the_whole_order(written: Written) -> None:
    ticket = await written.fill_in()
    assert ticket.view.button == "삼성전자 120주 현금 매수"
    ticket.show_tab(Tab.SELL)
    assert ticket.view.button == "삼성전자 120주 현금 매도"
    await written.desk.settle()


async def test_turned_to_amending_nothing_new_is_sent(written: Written) -> None:
    ticket = await written.fill_in()
    ticket.show_tab(Tab.AMEND)
    assert not ticket.press()
    ticket.show_tab(Tab.BUY)
    assert ticket.view.can_send
    await written.desk.settle()


async def test_costs_and_what_is_left_are_told(written: Written) -> None:
    view = (await written.fill_in()).view
    assert view.amount == "11,796,000원"
    assert view.costs == "+ 수수료 1,657"
    assert view.after == "낼 돈 11,797,657원 · 손익분기 98,600"
    assert view.holding == "주문 후 주문가능 26,317,243 · 보유 200주"


async def test_one_press_sends_one_order_as_written(written: Written) -> None:
    ticket = await written.fill_in()
    assert ticket.press()
    await written.desk.settle()
    (sent,) = written.desk.services.sent
    assert (sent.symbol, sent.side, sent.order_type) == (SAMSUNG, Side.BUY, OrderType.LIMIT)
    assert (sent.quantity, sent.price) == (120, Decimal(98_300))
    assert len(sent.local_id) == 32
    assert ticket.view.told == "매수 접수 120주 · 98,300원 · 0000117057"
    written.desk.link.select(HYNIX)
    assert ticket.view.told == "삼성전자 매수 접수 120주 · 98,300원 · 0000117057"


async def test_while_an_outcome_is_awaited_nothing_is_sent_again(written: Written) -> None:
    ticket = await written.fill_in()
    services = written.desk.services
    services.held["submit"] = asyncio.Event()
    ticket.press()
    await written.desk.settle()
    assert not ticket.view.can_send
    assert ticket.view.told == "보내는 중"
    assert not ticket.press()
    services.held["submit"].set()
    await written.desk.settle()
    assert len(services.sent) == 1


async def test_right_after_the_outcome_a_press_still_belongs_to_the_one_before(
    written: Written,
) -> None:
    ticket = await written.fill_in()
    ticket.press()
    await written.desk.settle()
    assert not ticket.press()
    await written.rest()
    assert ticket.press()
    await written.desk.settle()
    first, second = written.desk.services.sent
    assert first.local_id != second.local_id


async def test_an_order_without_an_answer_is_amber_and_only_a_sheet_lets_another_pass(
    written: Written,
) -> None:
    ticket = await written.fill_in()
    services = written.desk.services
    services.failing["submit"] = OrderUncertain(message("order.uncertain"))
    ticket.press()
    await written.rest()
    assert ticket.view.told_tone is Tone.UNCERTAIN
    assert ticket.view.told.startswith("▲ 확인 중 (응답 없음)")
    assert ticket.view.told.endswith("다시 주문하지 마세요")
    told = message("risk.unknown_order", symbol="삼성전자", measured=1)
    services.checks = (Check(Rule.UNKNOWN_ORDER, Verdict.BLOCKED, told=told, passable=True),)
    assert ticket.press()
    await written.desk.settle()
    assert ticket.sheet is not None
    assert not ticket.sheet.press(by_mouse=True)
    ticket.sheet.tick("unknown_order", on=True)
    assert ticket.sheet.press(by_mouse=True)
    await written.desk.settle()
    assert [one.approved for one in services.sent] == [frozenset(), {"unknown_order"}]
    ticket.show_tab(Tab.SELL)
    ticket.set_quantity_text("80")
    await written.rest()
    assert ticket.view.can_send


async def test_once_reading_has_settled_it_no_sheet_is_asked_for(written: Written) -> None:
    ticket = await written.fill_in()
    written.desk.services.failing["submit"] = OrderUncertain(message("order.uncertain"))
    ticket.press()
    await written.rest()
    (sent,) = written.desk.services.sent
    written.desk.show(order(local_id=sent.local_id, state=OrderState.UNKNOWN))
    assert "확인 창" in ticket.view.note
    written.desk.show(order(local_id=sent.local_id, state=OrderState.WORKING))
    del written.desk.services.failing["submit"]
    assert ticket.press()
    await written.desk.settle()
    assert (ticket.sheet, len(written.desk.services.sent)) == (None, 2)


async def test_a_refusal_is_told_and_the_next_order_may_go(written: Written) -> None:
    ticket = await written.fill_in()
    refused = OrderRefused(message("kis.market_closed", code="40580000"))
    written.desk.services.failing["submit"] = refused
    ticket.press()
    await written.desk.settle()
    assert "40580000" in ticket.view.told
    assert ticket.view.told_tone is Tone.UNCERTAIN
    del written.desk.services.failing["submit"]
    await written.rest()
    assert ticket.press()
    await written.desk.settle()


@pytest.mark.parametrize(
    ("price", "quantity", "reason"),
    [
        ("98,350", "1", "호가단위(100원)"),
        ("126,300", "1", "상한가"),
        ("67,800", "1", "하한가"),
        ("", "1", "가격이 필요합니다"),
        ("구만", "1", "가격을 숫자로"),
        ("98,300", "", "수량을 1주 이상"),
        ("98,300", "1.5", "1주 이상의 정수"),
        ("98,300", "388", "주문 가능 금액"),
    ],
)
async def test_what_stands_against_an_order_is_said_and_nothing_is_sent(
    written: Written, price: str, quantity: str, reason: str
) -> None:
    ticket = await written.fill_in()
    ticket.set_price_text(price)
    ticket.set_quantity_text(quantity)
    if ticket.price is not None:
        await written.desk.until(lambda: "387" in ticket.view.available)
    assert reason in ticket.view.reason
    assert not ticket.press()
    assert written.desk.services.sent == []
    await written.desk.settle()


async def test_the_order_stop_locks_the_button(written: Written) -> None:
    ticket = await written.fill_in()
    written.desk.put(Topic.HALT, "", True)
    written.desk.frame()
    assert "긴급 정지" in ticket.view.reason
    written.desk.put(Topic.HALT, "", False)
    written.desk.frame()
    assert ticket.view.can_send


async def test_an_order_type_that_cannot_be_sent_now_says_when_it_is(written: Written) -> None:
    ticket = await written.fill_in()
    written.desk.show(reading(Phase.CLOSED))
    assert ticket.view.reason.startswith("장 마감")
    assert not ticket.view.can_send


async def test_more_than_what_can_be_sold_is_not_sent(written: Written) -> None:
    ticket = await written.fill_in(quantity="81")
    ticket.show_tab(Tab.SELL)
    await written.desk.until(lambda: "매도가능 80주" in ticket.view.available)
    assert "매도 가능 수량 80주" in ticket.view.reason


@pytest.mark.parametrize(
    ("percent", "quantity"), [(10, "38"), (25, "96"), (50, "193"), (100, "387")]
)
async def test_a_share_of_what_can_be_bought_drops_fractions(
    written: Written, percent: int, quantity: str
) -> None:
    ticket = await written.fill_in()
    ticket.set_share(percent)
    await written.desk.settle()
    assert ticket.quantity_text == quantity


async def test_a_share_asks_the_server_at_this_very_type_and_price(written: Written) -> None:
    ticket = await written.fill_in()
    ticket.set_price_text("97,000")
    ticket.set_share(100)
    await written.desk.settle()
    assert written.desk.services.asked_power[-1] == (SAMSUNG, OrderType.LIMIT, Decimal(97_000))
    assert ticket.quantity_text == "387"


async def test_what_the_server_does_not_tell_is_unknown_and_stops_nothing(
    written: Written,
) -> None:
    ticket = await written.fill_in()
    written.desk.services.failing["buying_power"] = Unreachable(message("kis.unreachable"))
    ticket.set_price_text("97,000")
    ticket.set_share(50)
    await written.desk.settle()
    assert ticket.view.available == "매수가능 —"
    assert ticket.quantity_text == "120"
    assert ticket.view.can_send


async def test_a_market_order_carries_no_price(written: Written) -> None:
    ticket = await written.fill_in()
    ticket.set_order_type(OrderType.MARKET)
    assert ticket.view.button == "삼성전자 120주 현금 매수 · 시장가"
    assert ticket.press()
    await written.desk.settle()
    assert written.desk.services.sent[0].price is None


async def test_a_market_order_says_at_which_price_it_is_reckoned(written: Written) -> None:
    ticket = await written.fill_in()
    ticket.set_order_type(OrderType.MARKET)
    assert ticket.view.amount == "11,808,000원 · 98,400원 기준"
    reserved = 38_114_900 - 15_144_000 - 2_128  # 120 at the upper limit of 126,200, and the fee
    assert ticket.view.holding == f"상한가 기준 주문가능 {reserved:,} · 보유 200주"
    await written.desk.settle()


async def test_what_cannot_be_sold_leaves_nothing_behind(written: Written) -> None:
    ticket = await written.fill_in(quantity="50000")
    assert ticket.view.holding == "주문 후 주문가능 — · 보유 —"
    ticket.show_tab(Tab.SELL)
    assert ticket.view.holding == "주문 후 D+2 예수금 — · 보유 —"
    await written.desk.settle()


async def test_before_the_line_ever_stood_nothing_was_lost(written: Written) -> None:
    ticket = await written.fill_in()
    written.desk.line(LinkState.CONNECTING)
    notes = [ticket.view.note]
    written.desk.line(LinkState.LIVE)
    written.desk.line(LinkState.CONNECTING)
    notes.append(ticket.view.note)
    assert notes == ["실시간에 연결하는 중입니다.", "실시간이 끊겨 시세가 오래되었습니다."]
    await written.desk.settle()


async def test_steps_follow_the_tick_table_across_a_band(written: Written) -> None:
    ticket = await written.fill_in(price="199,900")
    ticket.step_price(1)
    assert ticket.price_text == "200,000"
    ticket.step_price(1)
    assert ticket.price_text == "200,500"
    ticket.step_price(-2)
    assert ticket.price_text == "199,900"
    await written.desk.settle()


async def test_a_fund_steps_by_its_own_ticks(written: Written) -> None:
    written.desk.link.select(KODEX)
    written.desk.show(quote(KODEX, 56_120, 55_810))
    written.ticket.step_price(1)
    assert written.ticket.price_text == "56,125"
    await written.desk.settle()


async def test_a_picked_price_turns_to_a_limit_order(written: Written) -> None:
    ticket = await written.fill_in()
    ticket.set_order_type(OrderType.MARKET)
    written.desk.link.pick_price(Decimal(98_000))
    assert (ticket.order_type, ticket.price_text) == (OrderType.LIMIT, "98,000")
    await written.desk.settle()


@pytest.mark.parametrize(
    ("quantity", "size", "by_mouse", "again", "presses", "sent"),
    [
        ("20,400", OrderSize.LARGE, False, "", 1, 0),
        ("20,400", OrderSize.LARGE, True, "", 1, 1),
        ("20,400", OrderSize.LARGE, False, "20400", 1, 1),
        ("20,400", OrderSize.LARGE, False, "20401", 2, 0),
        ("60,000", OrderSize.VERY_LARGE, True, "", 2, 0),
        ("60,000", OrderSize.VERY_LARGE, True, "60,000", 1, 0),
        ("60,000", OrderSize.VERY_LARGE, False, "60,000", 2, 1),
    ],
)
async def test_a_large_order_is_never_sent_by_a_key_alone(
    written: Written,
    quantity: str,
    size: OrderSize,
    by_mouse: bool,
    again: str,
    presses: int,
    sent: int,
) -> None:
    sheet = await large(written, quantity)
    assert written.ticket.view.size is size
    sheet.set_again_text(again)
    for _ in range(presses):
        sheet.press(by_mouse=by_mouse)
        await written.desk.settle()
    assert len(written.desk.services.sent) == sent


async def test_what_is_too_large_for_the_exchange_gets_no_sheet(written: Written) -> None:
    written.desk.services.failing["buying_power"] = Unreachable(message("kis.unreachable"))
    written.desk.show(quote(), reading())
    written.ticket.set_price_text("98,300")
    written.ticket.set_quantity_text("1,100,000")
    assert written.ticket.view.size is OrderSize.REFUSED
    assert not written.ticket.press()
    assert written.ticket.sheet is None
    await written.desk.settle()


async def test_a_large_order_is_shown_though_sheets_are_off(written: Written) -> None:
    written.desk.show(RiskProfile((), sheet=False))
    sheet = await large(written, "20,400")
    assert sheet.view.question.startswith("큰 주문입니다")
    assert written.desk.services.sent == []


async def test_a_broken_line_is_told_beside_the_order(written: Written) -> None:
    ticket = await written.fill_in()
    written.desk.line(LinkState.GAP)
    assert "오래되었습니다" in ticket.view.note
    assert ticket.view.can_send


async def test_the_state_line_follows_the_order(written: Written) -> None:
    ticket = await written.fill_in()
    ticket.press()
    await written.rest()
    (sent,) = written.desk.services.sent
    partly = order(local_id=sent.local_id, state=OrderState.PARTLY_FILLED, filled=40)
    written.desk.show(partly)
    assert ticket.view.told == "매수 일부 체결 40/120주 · 98,300원 · 0000117057"
    average = Decimal(98_250)
    written.desk.show(
        order(
            local_id=sent.local_id,
            state=OrderState.FILLED,
            filled=120,
            average_price=average,
        )
    )
    assert ticket.view.told == "매수 체결 120주 · 98,250원 · 0000117057"


async def test_without_a_symbol_the_ticket_asks_for_one(qtbot: QtBot) -> None:
    ticket = Ticket(Desk(symbol="").context)
    assert ticket.view.reason == "종목을 고르세요."
    assert not ticket.press()


async def test_the_ticket_speaks_english_too(qtbot: QtBot) -> None:
    written = Written(Desk(language="en"))
    written.desk.show(quote(), account(), reading())
    written.ticket.set_quantity_text("120")
    assert written.ticket.view.button == "Buy 120 삼성전자 for cash"
    await written.desk.settle()
