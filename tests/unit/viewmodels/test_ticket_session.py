"""What can be sent to which venue now, and when what rests is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import ClockReading, Environment, VenueClock
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Mark, Market
from kis_desktop.domain.instrument_list import InstrumentList
from kis_desktop.domain.listing import ListingDetails
from kis_desktop.domain.order import OrderType, Venue
from kis_desktop.domain.session import Phase
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.ticket import Ticket
from tests.unit.screen_desk import KODEX, SAMSUNG, Desk, account, quote

KST = ZoneInfo("Asia/Seoul")


def at(clock: str, krx: Phase, nxt: Phase, left: str = "") -> ClockReading:
    """The market's clock on 20 November 2026, standing still."""
    now = datetime.fromisoformat(f"2026-11-20T{clock}:00").replace(tzinfo=KST)
    change = datetime.fromisoformat(f"2026-11-20T{left}:00").replace(tzinfo=KST) if left else None
    venues = tuple(
        VenueClock(venue.value, phase, Phase.CLOSED if left else None, change)
        for venue, phase in zip(Venue, (krx, nxt, Phase.CLOSED), strict=True)
    )
    return ClockReading(now, 0.0, 0.0, krx, None, change, synchronised=True, venues=venues)


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


def reasons(ticket: Ticket) -> dict[OrderType, str]:
    return {one.value: one.reason for one in ticket.view.types}


async def test_every_type_is_listed_and_those_of_other_sessions_say_why_not(desk: Desk) -> None:
    ticket = Ticket(desk.context)
    desk.show(quote(), at("16:30", Phase.AFTER_MARKET, Phase.AFTER_MARKET))
    found = reasons(ticket)
    assert tuple(found) == tuple(OrderType)
    assert found[OrderType.AFTER_LIMIT] == ""
    assert found[OrderType.LIMIT] == "KRX에서 지금 시간에는 받지 않는 주문 유형입니다."
    ticket.set_venue(Venue.NXT)
    found = reasons(ticket)
    assert found[OrderType.LIMIT] == ""
    assert "NXT에서는 받지 않는" in found[OrderType.AFTER_LIMIT]
    await desk.settle()


async def test_a_fund_has_no_after_market(desk: Desk) -> None:
    desk.link.select(KODEX)
    ticket = Ticket(desk.context)
    desk.show(at("16:30", Phase.AFTER_MARKET, Phase.AFTER_MARKET))
    assert "ETF" in reasons(ticket)[OrderType.AFTER_LIMIT]
    await desk.settle()


async def test_a_type_that_became_impossible_stays_chosen_and_says_why(desk: Desk) -> None:
    ticket = Ticket(desk.context)
    desk.show(quote(), account(), at("15:19", Phase.CONTINUOUS, Phase.CONTINUOUS))
    ticket.set_order_type(OrderType.LIMIT_IOC)
    ticket.set_quantity_text("1")
    assert (ticket.view.type_reason, ticket.view.can_send) == ("", True)
    desk.show(at("15:20", Phase.CLOSING_AUCTION, Phase.CLOSED))
    assert ticket.order_type is OrderType.LIMIT_IOC
    assert ticket.view.type_reason == "KRX에서 지금 시간에는 받지 않는 주문 유형입니다."
    assert ticket.view.reason == "장마감 동시호가: 지정가 IOC는 지금 보낼 수 없습니다."
    await desk.settle()


@pytest.mark.parametrize(
    ("venue", "reading", "text", "is_urgent"),
    [
        (
            Venue.KRX,
            at("10:12", Phase.CONTINUOUS, Phase.CONTINUOUS, left="15:20"),
            "KRX 정규장 · 5:08:00 남음 · 15:30 미체결 취소",
            False,
        ),
        (
            Venue.KRX,
            at("15:21", Phase.CLOSING_AUCTION, Phase.CLOSED, left="15:30"),
            "KRX 장마감 동시호가 · 0:09:00 남음 · 15:30 미체결 취소",
            True,
        ),
        (
            Venue.NXT,
            at("08:39", Phase.PRE_HOURS, Phase.PRE_MARKET, left="08:50"),
            "NXT 프리마켓 · 0:11:00 남음 · 08:50 미체결 취소",
            False,
        ),
        (
            Venue.NXT,
            at("15:11", Phase.CONTINUOUS, Phase.CONTINUOUS, left="15:20"),
            "NXT 정규장 · 0:09:00 남음 · 15:20 미체결 취소",
            True,
        ),
        (
            Venue.KRX,
            at("16:00", Phase.AFTER_MARKET, Phase.AFTER_MARKET, left="20:00"),
            "KRX 애프터마켓 · 4:00:00 남음 · 20:00 미체결 취소",
            False,
        ),
        (Venue.NXT, at("21:00", Phase.CLOSED, Phase.CLOSED), "NXT 장 마감", False),
    ],
)
async def test_the_session_line_tells_how_long_and_when_what_rests_is_taken_back(
    desk: Desk, venue: Venue, reading: ClockReading, text: str, is_urgent: bool
) -> None:
    ticket = Ticket(desk.context)
    ticket.set_venue(venue)
    desk.show(reading)
    assert (ticket.view.session.text, ticket.view.session.is_urgent) == (text, is_urgent)
    await desk.settle()


async def test_what_is_filled_or_gone_at_once_has_nothing_to_be_taken_back(desk: Desk) -> None:
    ticket = Ticket(desk.context)
    ticket.set_order_type(OrderType.LIMIT_FOK)
    desk.show(at("10:12", Phase.CONTINUOUS, Phase.CONTINUOUS, left="15:20"))
    assert ticket.view.session.text == "KRX 정규장 · 5:08:00 남음"
    await desk.settle()


@pytest.mark.parametrize(
    ("details", "nxt", "sor"),
    [
        (ListingDetails(SAMSUNG, on_nxt=True), "", ""),
        (ListingDetails(SAMSUNG), "", ""),
        (ListingDetails(SAMSUNG, on_nxt=False), "거래되지 않는", "거래되지 않는"),
        (ListingDetails(SAMSUNG, on_nxt=True, nxt_halted=True), "정지", ""),
    ],
)
async def test_a_venue_that_does_not_trade_the_issue_says_so(
    desk: Desk, details: ListingDetails, nxt: str, sor: str
) -> None:
    desk.services.listings[SAMSUNG] = details
    ticket = Ticket(desk.context)
    await desk.settle()
    krx, to_nxt, to_sor = ticket.view.venues
    assert krx.reason == ""
    for found, expected in ((to_nxt, nxt), (to_sor, sor)):
        assert expected in found.reason
        assert bool(found.reason) is bool(expected)


async def test_paper_trading_knows_the_krx_alone(desk: Desk) -> None:
    context = replace(desk.context, environment=Environment.PAPER)
    ticket = Ticket(context)
    desk.show(quote(), account(), at("10:12", Phase.CONTINUOUS, Phase.CONTINUOUS))
    ticket.set_quantity_text("1")
    ticket.set_venue(Venue.NXT)
    assert "모의투자" in ticket.view.venues[1].reason
    assert "모의투자" in ticket.view.reason
    assert not ticket.press()
    assert ticket.credit.reason == "모의투자에는 신용 주문이 없습니다."
    await desk.settle()


async def test_marks_stand_beside_the_name_and_a_halt_disables(desk: Desk) -> None:
    marked = Instrument(
        SAMSUNG,
        "삼성전자",
        Market.KOSPI,
        InstrumentKind.STOCK,
        marks=(Mark.WARNING, Mark.EX_DIVIDEND),
        lendable=False,
    )
    desk.put(Topic.INSTRUMENTS, "", InstrumentList.of((marked,)))
    desk.services.listings[SAMSUNG] = ListingDetails(SAMSUNG, marks=(Mark.HALTED,))
    ticket = Ticket(desk.context)
    desk.show(quote(), account(), at("10:12", Phase.CONTINUOUS, Phase.CONTINUOUS))
    await desk.settle()
    ticket.set_quantity_text("1")
    assert [badge.text for badge in ticket.view.badges] == [
        "거래정지",
        "투자경고",
        "배당락",
        "신용불가",
    ]
    assert "거래정지 종목" in ticket.view.reason
    assert not ticket.press()
    await desk.settle()


async def test_the_prices_of_the_nxt_are_wanted_when_the_order_goes_there(desk: Desk) -> None:
    ticket = Ticket(desk.context)
    ticket.set_venue(Venue.NXT)
    await desk.settle()
    assert desk.services.interests["ticket"].quotes == {SAMSUNG, "005930@NXT"}
    desk.put(Topic.QUOTE, "005930@NXT", quote(last=98_500, venue="NXT"))
    desk.frame()
    ticket.set_price_text("98,500")
    ticket.set_quantity_text("1")
    intent = ticket.intent("id")
    assert intent is not None
    assert intent.seen is not None
    assert (intent.seen.venue, intent.seen.last) == ("NXT", Decimal(98_500))
    await desk.settle()
