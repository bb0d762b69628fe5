"""The sheet before sending: what is sent is what was shown, and what moved is asked about anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.errors import ApprovalNeeded, OrderRefused
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Side
from kis_desktop.domain.risk_rules import Check, RiskProfile, Rule, Verdict
from kis_desktop.viewmodels.order_sheet import CHANGED, OrderSheet
from kis_desktop.viewmodels.ticket import Ticket
from tests.unit.screen_desk import Desk, account, position, quote, reading

WARNING = Check(
    Rule.AWAY_TICKS,
    Verdict.WARNED,
    Decimal(12),
    Decimal(10),
    message("risk.away_ticks", symbol="삼성전자", measured=12, bound=10),
)
BLOCK = Check(
    Rule.AMOUNT,
    Verdict.BLOCKED,
    Decimal(11_796_000),
    Decimal(10_000_000),
    message("risk.amount", symbol="삼성전자", measured=11_796_000, bound=10_000_000),
)
STALE = Check(
    Rule.STALE_PRICE,
    Verdict.BLOCKED,
    Decimal(9),
    Decimal(5),
    message("risk.stale_price", symbol="삼성전자", measured=9, bound=5),
    passable=True,
)


class Shown:
    """A ticket whose profile shows every order, filled in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.services = desk.services
        self.services.limits = RiskProfile(())
        self.ticket = Ticket(desk.context, debounce=0)

    async def press(self) -> None:
        """Fill the ticket in and press its button."""
        await self.desk.settle()
        self.desk.show(quote(), account(position()), reading())
        self.ticket.set_price_text("98,300")
        self.ticket.set_quantity_text("120")
        await self.desk.until(lambda: "387" in self.ticket.view.available)
        assert self.ticket.press()
        await self.desk.settle()

    async def open(self) -> OrderSheet:
        """The sheet of the order that was pressed."""
        await self.press()
        assert self.ticket.sheet is not None
        return self.ticket.sheet


@pytest.fixture
async def shown(qtbot: QtBot) -> AsyncIterator[Shown]:
    made = Shown(Desk())
    yield made
    if made.ticket.sheet is not None:
        made.ticket.sheet.close()  # else it looks again in the midst of another test
    await made.desk.settle()


async def look_again(sheet: OrderSheet, shown: Shown) -> None:
    """What the sheet does by itself every second."""
    sheet.look()
    await shown.desk.settle()


async def test_the_sheet_says_world_account_request_and_limits(shown: Shown) -> None:
    view = (await shown.open()).view
    assert (view.world, view.account, view.side) == ("가상 시세 · 데모", "50****78-01", Side.BUY)
    wire = {row.wire or row.label: (row.label, row.value) for row in view.wire}
    assert wire["TR ID"][1] == "TTTC0012U"
    assert wire["주소"][1].endswith("127.0.0.1:1/uapi/domestic-stock/v1/trading/order-cash")
    assert wire["PDNO"] == ("상품번호", "005930")
    assert [(one.sign, one.name, one.measured) for one in view.checks] == [
        ("✓", "1회 수량", "120 / 10,000주"),
        ("✓", "1회 금액", "11,796,000 / 50,000,000원"),
    ]
    assert view.costs[0].value == "11,796,000원"
    assert shown.services.sent == []


async def test_the_last_word_sends_what_was_shown_and_what_was_seen(shown: Shown) -> None:
    sheet = await shown.open()
    assert sheet.press(by_mouse=False)
    await shown.desk.settle()
    (sent,) = shown.services.sent
    assert (sent.quantity, sent.price, sent.approved) == (120, Decimal(98_300), frozenset())
    assert sent.seen is not None
    assert (sent.seen.last, sent.seen.bid) == (Decimal(98_400), Decimal(98_300))
    assert shown.ticket.sheet is None


async def test_a_second_press_sends_nothing_more(shown: Shown) -> None:
    sheet = await shown.open()
    assert sheet.press(by_mouse=True)
    assert not sheet.press(by_mouse=True)
    await shown.desk.settle()
    assert not shown.ticket.press()
    assert len(shown.services.sent) == 1


async def test_each_warning_is_ticked_before_it_goes(shown: Shown) -> None:
    shown.services.checks = (WARNING,)
    sheet = await shown.open()
    assert sheet.view.reason == "경고를 하나씩 읽고 체크하세요."
    assert not sheet.press(by_mouse=True)
    sheet.tick("away_ticks", on=True)
    assert sheet.press(by_mouse=True)
    await shown.desk.settle()
    assert [one.approved for one in shown.services.sent] == [{"away_ticks"}]


async def test_a_block_says_what_to_do_and_no_tick_passes_it(shown: Shown) -> None:
    shown.services.checks = (BLOCK,)
    sheet = await shown.open()
    sheet.tick("amount", on=True)
    assert "한도 10,000,000원을 넘습니다" in sheet.view.reason
    assert not sheet.view.checks[0].asks
    assert not sheet.press(by_mouse=True)
    await shown.desk.settle()
    assert shown.services.sent == []


async def test_a_block_that_may_be_passed_has_a_tick_of_its_own(shown: Shown) -> None:
    shown.services.checks = (STALE,)
    sheet = await shown.open()
    assert sheet.view.checks[0].passes_once
    sheet.tick("stale_price", on=True)
    assert sheet.press(by_mouse=True)
    await shown.desk.settle()
    assert [one.approved for one in shown.services.sent] == [{"stale_price"}]


@pytest.mark.parametrize(
    ("refusal", "check"),
    [
        (ApprovalNeeded(message("risk.stale_price"), frozenset({"stale_price"})), STALE),
        (OrderRefused(message("risk.stale_price")), STALE),
    ],
)
async def test_without_sheets_a_limit_that_may_be_passed_opens_one(
    shown: Shown, refusal: OrderRefused, check: Check
) -> None:
    shown.desk.show(RiskProfile((), sheet=False))
    shown.services.checks = (check,)
    shown.services.failing["submit"] = refusal
    sheet = await shown.open()
    (first,) = shown.services.sent
    del shown.services.failing["submit"]
    sheet.tick("stale_price", on=True)
    assert sheet.press(by_mouse=True)
    await shown.desk.settle()
    second = shown.services.sent[-1]
    assert len(shown.services.sent) == 2
    assert second.approved == {"stale_price"}
    assert first.local_id != second.local_id


async def test_without_sheets_a_refusal_for_good_opens_none(shown: Shown) -> None:
    shown.desk.show(RiskProfile((), sheet=False))
    shown.services.checks = (BLOCK,)
    shown.services.failing["submit"] = OrderRefused(message("risk.amount"))
    await shown.press()
    assert shown.ticket.sheet is None
    assert shown.ticket.view.told.startswith("보내지 못했습니다")


async def test_a_limit_that_changed_right_before_the_press_holds_the_order_back(
    shown: Shown,
) -> None:
    sheet = await shown.open()
    shown.services.checks = (WARNING,)
    sheet.press(by_mouse=True)
    await shown.desk.settle()
    assert shown.services.sent == []
    assert "상대 호가와의 차이" in sheet.view.changed
    sheet.tick("away_ticks", on=True)
    assert sheet.view.reason == "바뀐 내용을 읽고 체크하세요."
    sheet.tick(CHANGED, on=True)
    assert sheet.press(by_mouse=True)
    await shown.desk.settle()
    assert len(shown.services.sent) == 1


async def test_a_warning_that_changed_must_be_ticked_anew(shown: Shown) -> None:
    shown.services.checks = (WARNING,)
    sheet = await shown.open()
    sheet.tick("away_ticks", on=True)
    shown.services.checks = (BLOCK,)
    await look_again(sheet, shown)
    shown.services.checks = (WARNING,)
    await look_again(sheet, shown)
    assert not sheet.view.checks[0].is_ticked


async def test_figures_that_move_within_their_limits_ask_nothing(shown: Shown) -> None:
    sheet = await shown.open()
    shown.services.checks = (
        Check(Rule.QUANTITY, Verdict.PASSED, Decimal(121), Decimal(10_000)),
        Check(Rule.AMOUNT, Verdict.UNKNOWN, None, Decimal(50_000_000)),
    )
    await look_again(sheet, shown)
    assert (sheet.view.changed, sheet.view.can_send) == ("", True)


@pytest.mark.parametrize(("last", "asked"), [(98_600, False), (98_700, True), (98_100, True)])
async def test_a_price_that_moved_far_is_asked_about(shown: Shown, last: int, asked: bool) -> None:
    sheet = await shown.open()
    shown.desk.show(quote(last=last))
    assert bool(sheet.view.changed) is asked
    assert sheet.view.can_send is not asked
    if asked:
        assert f"98,400 → {last:,}" in sheet.view.changed
        sheet.tick(CHANGED, on=True)
        assert sheet.view.can_send


async def test_what_cannot_be_sent_at_all_is_told(shown: Shown) -> None:
    refused = OrderRefused(message("kis.venue_not_in_paper"))
    shown.services.failing["preview"] = refused
    sheet = await shown.open()
    assert not sheet.press(by_mouse=True)
    assert sheet.view.reason != ""
    assert (sheet.view.can_send, shown.services.sent) == (False, [])


async def test_a_closed_sheet_leaves_the_ticket_as_it_was(shown: Shown) -> None:
    sheet = await shown.open()
    assert not shown.ticket.view.can_send
    sheet.close()
    assert (shown.ticket.view.can_send, shown.ticket.quantity_text) == (True, "120")
    assert shown.services.sent == []


async def test_a_limit_that_the_guard_calls_large_asks_for_the_quantity(shown: Shown) -> None:
    shown.services.checks = (Check(Rule.LARGE, Verdict.WARNED, told=message("risk.large")),)
    sheet = await shown.open()
    assert not sheet.press(by_mouse=False)
    sheet.set_again_text("120")
    assert sheet.press(by_mouse=False)
    await shown.desk.settle()
    assert [one.approved for one in shown.services.sent] == [{"large"}]
