"""What the shown market is doing, and how long an interruption lasts."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ClockReading, VenueClock
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.order_book import Auction, OrderBook
from kis_desktop.domain.session import Phase
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.venue_session import VenueSession
from kis_desktop.viewmodels.words import Words

AT = datetime(2026, 11, 20, 15, 25, tzinfo=EXCHANGE_ZONE)
VENUES = (
    VenueClock("KRX", Phase.CLOSING_AUCTION, Phase.CLOSED, AT + timedelta(minutes=5)),
    VenueClock("NXT", Phase.CLOSED, Phase.AFTER_AUCTION, AT + timedelta(minutes=5)),
)


class Seconds:
    """The monotonic clock."""

    def __init__(self) -> None:
        self.now = 10.0

    def __call__(self) -> float:
        return self.now


def session(clock: Seconds, *, synchronised: bool = True, told: bool = True) -> VenueSession:
    made = VenueSession(Words("ko"), clock)
    venues = VENUES if told else ()
    following = AT + timedelta(minutes=5)
    phase = Phase.CLOSING_AUCTION
    reading = ClockReading(
        AT, 10.0, 1.0, phase, Phase.CLOSED, following, synchronised=synchronised, venues=venues
    )
    made.take(Frame({(Topic.CLOCK, ""): reading}, {}, ()))
    return made


def book(kind: Auction | None, symbol: str = "005930") -> OrderBook:
    return OrderBook(symbol, (), (), auction=kind is not None, auction_kind=kind)


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (MarketView.KRX, "KRX · 장마감 동시호가 · 15:30 장 마감 시작"),
        (MarketView.NXT, "NXT · 장 마감 · 15:30 애프터마켓 접수 시작"),
        (MarketView.UNIFIED, "통합 · KRX 장마감 동시호가 · NXT 장 마감"),
    ],
)
def test_each_market_has_a_session_of_its_own(view: MarketView, told: str) -> None:
    assert session(Seconds()).text(view) == told


def test_a_clock_that_tells_of_the_krx_alone_is_enough_for_it() -> None:
    made = session(Seconds(), told=False)
    assert made.text(MarketView.KRX) == "KRX · 장마감 동시호가 · 15:30 장 마감 시작"
    assert made.text(MarketView.NXT) == "NXT · 장 마감"


def test_until_the_server_told_its_time_no_session_is_claimed() -> None:
    assert session(Seconds(), synchronised=False).text(MarketView.KRX) == "KRX · 시각 확인 중"


def test_an_interruption_that_began_before_our_eyes_has_an_end() -> None:
    clock = Seconds()
    made = session(clock)
    made.follow(book(None))
    assert made.badge(book(None)) == ""
    made.follow(book(Auction.INTERRUPTION))
    clock.now += 35.5
    made.follow(book(Auction.INTERRUPTION))
    assert made.badge(book(Auction.INTERRUPTION)) == "VI 단일가 · 남은 시간 약 1:25"
    clock.now += 90
    assert made.badge(book(Auction.INTERRUPTION)) == "VI 단일가 · 곧 끝남 (30초 이내 임의)"
    made.follow(book(None))
    assert made.badge(book(None)) == ""


def test_one_that_was_there_before_us_has_none_and_neither_has_another_symbol_s() -> None:
    made = session(Seconds())
    made.follow(book(Auction.INTERRUPTION))
    made.follow(book(Auction.INTERRUPTION))
    assert made.badge(book(Auction.INTERRUPTION)) == "VI 단일가"
    made.follow(book(None))
    made.follow(book(Auction.INTERRUPTION, "000660"))
    assert made.badge(book(Auction.INTERRUPTION, "000660")) == "VI 단일가"


def test_other_auctions_say_what_they_are() -> None:
    made = session(Seconds())
    told = [made.badge(book(kind)) for kind in (Auction.OPENING, Auction.CLOSING, Auction.OTHER)]
    assert told == ["시가 단일가", "종가 단일가", "단일가"]
    nameless = OrderBook("005930", (), (), auction=True, indicative_price=Decimal(1))
    assert made.badge(nameless) == "단일가"
