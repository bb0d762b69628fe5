"""How much is ordered: by amount, by parts, with money owed, and by presets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.account import BuyingPower, Lot
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.order import Credit, CreditKind, OrderType, Venue
from kis_desktop.viewmodels.order_preset import Anchor, OrderPreset, OrderPresets, Scope
from kis_desktop.viewmodels.ticket import Tab, Ticket
from kis_desktop.viewmodels.ticket_credit import loans
from kis_desktop.viewmodels.ticket_entry import Sizing
from kis_desktop.viewmodels.ticket_presets import TicketPresets
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import DAY, HYNIX, SAMSUNG, Desk, account, position, quote, reading
from tests.unit.viewmodels.test_holdings import lot


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


async def written(desk: Desk) -> Ticket:
    ticket = Ticket(desk.context, debounce=0)
    desk.show(quote(), account(position()), reading())
    ticket.set_price_text("98,300")
    await desk.until(lambda: "387" in ticket.view.available)
    return ticket


async def test_an_amount_becomes_shares_with_the_fraction_dropped(desk: Desk) -> None:
    ticket = await written(desk)
    ticket.set_sizing(Sizing.AMOUNT)
    ticket.set_amount_text("10,000,000")
    assert ticket.quantity == 101
    assert ticket.view.sizing == "= 101주 · 1주 미만 버림 · 71,700원 남음"
    assert ticket.view.button == "삼성전자 101주 현금 매수"
    assert ticket.press()
    await desk.settle()
    assert [one.quantity for one in desk.services.sent] == [101]


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("98,299", "1주도 살 수 없습니다"),
        ("천만", "원 단위 숫자로"),
        ("", "수량을 1주 이상"),
    ],
)
async def test_an_amount_that_buys_nothing_is_refused(desk: Desk, amount: str, reason: str) -> None:
    ticket = await written(desk)
    ticket.set_amount_text(amount)
    assert reason in ticket.view.reason
    assert not ticket.press()
    await desk.settle()


async def test_an_amount_without_a_price_is_counted_at_the_other_side(desk: Desk) -> None:
    ticket = await written(desk)
    ticket.set_amount_text("1,000,000")
    ticket.set_order_type(OrderType.MARKET)
    assert ticket.quantity == 10
    ticket.step_quantity(1)
    assert ticket.quantity == 11
    await desk.settle()


@pytest.mark.parametrize(
    ("order_type", "price"),
    [
        (OrderType.BEST_LIMIT, 98_400),
        (OrderType.FIRST_LIMIT, 98_300),
        (OrderType.MIDPOINT, 98_350),
        (OrderType.PRE_HOURS, 97_100),
        (OrderType.CLOSING_PRICE, 98_400),
    ],
)
async def test_an_order_without_a_price_says_what_it_is_reckoned_at(
    desk: Desk, order_type: OrderType, price: int
) -> None:
    ticket = await written(desk)
    ticket.set_quantity_text("10")
    ticket.set_order_type(order_type)
    assert ticket.view.amount == f"{price * 10:,}원 · {price:,}원 기준"
    await desk.settle()


async def test_a_part_says_what_was_dropped(desk: Desk) -> None:
    ticket = await written(desk)
    ticket.set_share(25)
    assert ticket.view.sizing == "387주의 25% = 96.75주 → 1주 미만 버림"
    ticket.set_quantity_text("10")
    assert ticket.view.sizing == "1주 미만은 버립니다."
    await desk.settle()


async def test_money_owed_counts_only_when_it_is_switched_on_and_says_when_it_is_due(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cash, owed = Decimal(1_000_000), Decimal(2_500_000)

    async def told(symbol: str, kind: OrderType, price: Decimal | None) -> BuyingPower:
        return BuyingPower(symbol, kind, price, cash, cash, 10, price, owed, 25)

    monkeypatch.setattr(desk.services, "buying_power", told)
    ticket = Ticket(desk.context, debounce=0)
    desk.show(quote(), account(position()), reading())
    ticket.set_price_text("98,300")
    await desk.until(lambda: "10주" in ticket.view.available)
    ticket.set_share(100)
    assert ticket.quantity_text == "10"
    ticket.set_on_margin(on=True)
    assert ticket.quantity_text == "25"
    assert ticket.view.available == "미수 포함 25주 · 2,500,000원"
    assert ticket.view.sizing == "미수 사용 · 11-24까지 갚아야 합니다"
    assert ticket.view.can_send
    ticket.set_on_margin(on=False)
    ticket.set_quantity_text("25")
    assert "주문 가능 금액" in ticket.view.reason
    await desk.settle()


async def test_the_nearest_price_that_can_be_sent_is_offered(desk: Desk) -> None:
    ticket = await written(desk)
    ticket.set_quantity_text("1")
    offers = []
    for text in ("98,350", "98,370", "126,300", "60,000"):
        ticket.set_price_text(text)
        offers.append(ticket.view.offer)
    ticket.show_tab(Tab.SELL)
    ticket.set_price_text("98,350")
    offers.append(ticket.view.offer)
    assert offers == ["98,300", "98,400", "126,200", "67,900", "98,400"]
    ticket.take_offer()
    assert (ticket.price_text, ticket.view.offer) == ("98,400", "")
    await desk.settle()


async def test_a_stop_limit_order_carries_the_price_that_it_waits_for(desk: Desk) -> None:
    ticket = await written(desk)
    ticket.set_quantity_text("10")
    ticket.set_order_type(OrderType.STOP_LIMIT)
    assert "조건가가 필요합니다" in ticket.view.reason
    ticket.step_condition(1)
    assert ticket.entry.condition_text == "98,400"
    ticket.step_condition(2)
    assert ticket.press()
    await desk.settle()
    (sent,) = desk.services.sent
    assert (sent.order_type, sent.condition_price) == (OrderType.STOP_LIMIT, Decimal(98_600))
    assert sent.price == Decimal(98_300)


async def test_a_key_that_stuck_is_told_and_breaks_nothing(desk: Desk) -> None:
    ticket = await written(desk)
    ticket.set_quantity_text("9,999,999,999")
    ticket.set_price_text("9" * 15)
    assert ticket.view.amount == "9,999,999,998,999,990,000,000,001원"
    ticket.set_price_text("9" * 40)
    assert ticket.view.reason == "가격을 숫자로 입력하세요."
    ticket.set_amount_text("9" * 40)
    assert ticket.quantity is None
    ticket.tidy()
    await desk.settle()


async def test_credit_is_locked_until_the_trader_unlocks_it(desk: Desk) -> None:
    ticket = await written(desk)
    ticket.set_quantity_text("10")
    ticket.set_credit(CreditKind.SELF_LOAN)
    assert ticket.entry.credit is None
    ticket.credit.unlock()
    ticket.set_credit(CreditKind.SELF_LOAN)
    assert ticket.view.button == "삼성전자 10주 자기융자 매수"
    assert "융자금 최대 983,000원" in ticket.view.after
    assert ticket.press()
    await desk.settle()
    assert [one.credit for one in desk.services.sent] == [Credit(CreditKind.SELF_LOAN, DAY)]
    ticket.credit.lock()
    assert ticket.entry.credit is None


async def test_a_repayment_names_its_loan_or_is_not_sent(desk: Desk) -> None:
    day = date(2026, 10, 2)
    ticket = await written(desk)
    lot = Lot(
        "자기융자", day, None, 30, 30, Decimal(96_000), None, None, None, None, None,
        Decimal(2_880_000),
    )  # fmt: skip
    desk.show(account(position(lots=(lot,))))
    ticket.credit.unlock()
    ticket.show_tab(Tab.SELL)
    ticket.set_quantity_text("30")
    ticket.set_credit(CreditKind.SELF_LOAN_REPAY)
    assert ticket.view.reason == "상환할 대출을 고르세요."
    assert not ticket.press()
    (choice,) = loans(ticket.facts, Words("ko"), SAMSUNG)
    assert choice.text == "26-10-02 · 30주 · 2,880,000원"
    ticket.set_credit(CreditKind.SELF_LOAN_REPAY, choice.key)
    assert ticket.view.available == "상환가능 30주"
    ticket.set_price_text("98,400")
    assert "실현손익 +65,682" in ticket.view.after  # of the loan's own 96,000
    assert ticket.view.holding.startswith("주문 후 D+2 예수금 —")
    ticket.set_quantity_text("31")
    assert "31주가 매도 가능 수량 30주를 넘습니다" in ticket.view.reason
    ticket.set_share(100)
    assert ticket.press()
    await desk.settle()
    assert [one.credit for one in desk.services.sent] == [Credit(CreditKind.SELF_LOAN_REPAY, day)]


async def test_shares_on_loan_are_not_sold_with_cash(desk: Desk) -> None:
    desk.services.can_sell = None
    ticket = await written(desk)
    on_loan = lot(30, 2_880_000, date(2026, 10, 2))
    desk.show(account(position(lots=(lot(50, 4_500_000), on_loan))))
    ticket.show_tab(Tab.SELL)
    await desk.settle()
    assert ticket.power.sellable() == 50
    desk.show(account(position(lots=(lot(50, 4_500_000, sellable=None), on_loan))))
    assert ticket.power.sellable() is None
    desk.show(account(position(quantity=30, lots=(on_loan,))))
    assert ticket.power.sellable() == 0
    await desk.settle()


async def test_in_paper_credit_never_unlocks(desk: Desk) -> None:
    ticket = Ticket(replace(desk.context, environment=Environment.PAPER))
    ticket.credit.unlock()
    assert not ticket.credit.is_unlocked
    await desk.settle()


def test_the_narrowest_preset_of_a_name_comes_first(desk: Desk) -> None:
    presets = OrderPresets(desk.kept)
    for scope, target, quantity in (
        (Scope.GLOBAL, "", 1),
        (Scope.GROUP, "반도체", 2),
        (Scope.SYMBOL, HYNIX, 3),
    ):
        presets.put(OrderPreset("빠른", scope, target, quantity=quantity))
    presets.put(OrderPreset("시장가", order_type=OrderType.MARKET))
    semiconductors = frozenset({"반도체"})
    found = [
        [(one.name, one.quantity) for one in presets.of(symbol, groups)]
        for symbol, groups in (
            (HYNIX, semiconductors),
            ("042700", semiconductors),
            (SAMSUNG, frozenset[str]()),
        )
    ]
    assert found == [
        [("빠른", 3), ("시장가", None)],
        [("빠른", 2), ("시장가", None)],
        [("빠른", 1), ("시장가", None)],
    ]
    assert '"name":"빠른"' in desk.kept.words["order_presets"]


def test_a_preset_replaces_one_of_its_place_and_can_be_removed(desk: Desk) -> None:
    presets = OrderPresets(desk.kept)
    first, second = OrderPreset("a", quantity=1), OrderPreset("a", quantity=2)
    presets.put(first)
    presets.put(second)
    assert presets.all() == (second,)
    presets.remove(second)
    assert presets.all() == ()
    desk.kept.words["order_presets"] = "{"
    assert presets.all() == ()


async def test_one_click_fills_the_ticket_in(desk: Desk) -> None:
    ticket = await written(desk)
    ticket.apply(
        OrderPreset(
            "공격",
            venue=Venue.SOR,
            percent=50,
            anchor=Anchor.ASK,
            offset=2,
            sheet=True,
        )
    )
    await desk.until(lambda: bool(ticket.quantity_text))
    assert (ticket.price_text, ticket.entry.venue) == ("98,600", Venue.SOR)
    assert ticket.quantity_text == "193"
    sheets = [ticket.preset_sheet]
    ticket.set_price_text("98,500")
    sheets.append(ticket.preset_sheet)
    assert sheets == [True, None]
    ticket.apply(OrderPreset("금액", amount=Decimal(1_000_000), anchor=Anchor.BID, offset=-1))
    assert (ticket.price_text, ticket.quantity) == ("98,200", 10)
    await desk.settle()


async def test_presets_of_the_symbols_groups_are_found_and_described(desk: Desk) -> None:
    presets = TicketPresets(desk.context)
    await desk.settle()
    presets.keep(OrderPreset("칩", Scope.GROUP, "반도체", percent=10, offset=-1))
    assert presets.group_names == ("관심 1", "반도체")
    assert presets.fitting() == ()
    desk.link.select(HYNIX)
    (found,) = presets.fitting()
    assert presets.described(found) == "반도체 · 지정가 · KRX · 현재가 -1 · 10%"
    await desk.settle()
