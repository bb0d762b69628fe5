"""The ladder: prices that stand still, and a switch that is off whenever it had better be."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import Feed, LinkState
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import message
from kis_desktop.domain.order import Side, Venue
from kis_desktop.domain.quote import Source
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.ladder import FILL_SECONDS, Ladder
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import (
    HYNIX,
    SAMSUNG,
    Desk,
    account,
    book,
    fill,
    order,
    position,
    quote,
    reading,
)


class Seconds:
    """The monotonic clock, put forward by hand."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


@pytest.fixture
async def ladder(desk: Desk, seconds: Seconds) -> Ladder:
    ladder = Ladder(desk.context, monotonic=seconds)
    await desk.settle()
    live(desk)
    return ladder


def live(desk: Desk) -> None:
    desk.line(LinkState.LIVE)
    desk.feed(SAMSUNG, Feed.LIVE)
    desk.show(reading(), quote(), book())


def place(ladder: Ladder, price: int) -> int:
    found = ladder.column.place(Decimal(price))
    assert found is not None
    return found


def test_all_prices_of_the_day_are_there_and_the_last_has_a_place(ladder: Ladder) -> None:
    assert ladder.column.prices[0] == Decimal(126_200)
    assert ladder.column.prices[-1] == Decimal(67_900)
    assert ladder.last_place == place(ladder, 98_400)


def test_sizes_stand_at_their_prices_and_nowhere_else(ladder: Ladder) -> None:
    row = ladder.row(place(ladder, 98_400))
    assert (row.ask_text, row.bid_text, row.is_last) == ("1,000", "", True)
    assert ladder.row(place(ladder, 98_300)).bid_text == "500"
    assert ladder.row(place(ladder, 99_300)).ask_share == 1.0
    assert ladder.row(place(ladder, 99_400)).ask_text == ""


def test_prices_stand_still_while_the_market_moves(desk: Desk, ladder: Ladder) -> None:
    rebuilt: list[None] = []
    ladder.rebuilt.connect(lambda: rebuilt.append(None))
    before = ladder.column
    desk.show(quote(last=99_000), book(best=99_000))
    assert ladder.column is before
    assert rebuilt == []
    assert ladder.last_place == place(ladder, 99_000)
    assert ladder.last_moved()[1] is Tone.UP
    desk.show(quote(limit_up=Decimal(126_300)))
    assert ladder.column.prices[0] == Decimal(126_300)
    assert len(rebuilt) == 1


def test_what_is_ours_stands_at_its_price(desk: Desk, ladder: Ladder) -> None:
    desk.show(
        order(),
        order(local_id="b", order_no="2", quantity=80),
        order(local_id="c", order_no="3", side=Side.SELL, price=Decimal(98_600), quantity=50),
        account(position(average_price=Decimal(98_050))),
    )
    buy, sell = ladder.row(place(ladder, 98_300)).buy, ladder.row(place(ladder, 98_600)).sell
    assert buy is not None
    assert sell is not None
    assert (buy.shares, buy.orders, sell.shares) == (200, 2, 50)
    assert ladder.row(place(ladder, 98_000)).is_average
    spoken = ladder.spoken(place(ladder, 98_300))
    assert spoken == "98,300 매수잔량 500 매도잔량 없음 내 매수 200 (2건) ▶"


def test_a_fill_is_marked_for_a_moment(desk: Desk, ladder: Ladder, seconds: Seconds) -> None:
    desk.show(fill(symbol=HYNIX, price=Decimal(98_200)), fill())
    assert ladder.row(place(ladder, 98_300)).filled is Side.BUY
    assert ladder.row(place(ladder, 98_200)).filled is None
    seconds.ahead += FILL_SECONDS + 0.1
    desk.frame()
    assert ladder.row(place(ladder, 98_300)).filled is None


def test_the_switch_is_off_at_the_start_and_goes_on_while_all_is_live(ladder: Ladder) -> None:
    assert ladder.why_not_armed == ""
    states = [ladder.armed]
    for wanted in (True, False):
        ladder.arm(wanted)
        states.append(ladder.armed)
    assert states == [False, True, False]
    assert ladder.disarmed_by == ""


async def test_another_symbol_turns_the_switch_off(desk: Desk, ladder: Ladder) -> None:
    ladder.arm(True)
    desk.link.select(HYNIX)
    assert not ladder.armed
    assert ladder.disarmed_by == "종목이나 시장이 바뀌어 꺼졌습니다."
    assert ladder.state is PanelState.LOADING
    ladder.arm(True)
    assert not ladder.armed
    await desk.settle()


@pytest.mark.parametrize(
    "happens",
    [
        lambda desk: desk.line(LinkState.GAP),
        lambda desk: desk.feed(SAMSUNG, Feed.GAP),
        lambda desk: desk.feed(SAMSUNG, Feed.POLLED),
        lambda desk: desk.show(book(source=Source.REST, received=time.monotonic() - 40)),
    ],
    ids=["line lost", "old price", "polled", "old book"],
)
def test_prices_that_are_not_live_turn_the_switch_off_and_leave_it_off(
    desk: Desk, ladder: Ladder, happens: object
) -> None:
    ladder.arm(True)
    assert callable(happens)
    happens(desk)
    assert not ladder.armed
    assert ladder.disarmed_by == "시세가 끊기거나 오래되어 꺼졌습니다."
    live(desk)
    assert ladder.why_not_armed == ""
    assert not ladder.armed


def test_a_stop_of_all_orders_turns_the_switch_off(desk: Desk, ladder: Ladder) -> None:
    ladder.arm(True)
    desk.put(Topic.HALT, "", value=True)
    desk.frame()
    assert not ladder.armed
    assert ladder.disarmed_by == "주문이 정지되어 꺼졌습니다."
    assert ladder.why_not_armed.startswith("긴급 정지 중이라")


def test_before_anybody_said_how_the_price_comes_the_switch_stays_off(desk: Desk) -> None:
    ladder = Ladder(desk.context)
    desk.line(LinkState.LIVE)
    desk.show(quote(), book())
    ladder.arm(True)
    assert not ladder.armed


async def test_another_market_is_asked_for_and_ordered_at(desk: Desk, ladder: Ladder) -> None:
    ladder.arm(True)
    ladder.set_view(MarketView.NXT)
    await desk.settle()
    key = f"{SAMSUNG}@NXT"
    wanted = Interest(quotes=frozenset({key}), books=frozenset({key}), focused=True)
    assert desk.services.interests["ladder"] == wanted
    states = [ladder.armed]
    assert (ladder.venue, ladder.state) == (Venue.NXT, PanelState.LOADING)
    desk.show(quote(key), book(key, best=98_600))
    desk.feed(key, Feed.LIVE)
    ladder.arm(True)
    assert [*states, ladder.armed] == [False, True]
    assert ladder.seen().venue == "NXT"
    assert Ladder(desk.context).view is MarketView.NXT
    await desk.settle()


async def test_a_market_that_this_world_lacks_says_so(desk: Desk, ladder: Ladder) -> None:
    refusal = InvalidInput(message("realtime.venue_not_in_paper"))
    desk.services.failing["set_interest"] = refusal
    ladder.set_view(MarketView.NXT)
    await desk.settle()
    assert ladder.state is PanelState.FAILED
    assert ladder.state_text == "모의투자에서는 KRX 시세만 제공됩니다. KRX를 고르세요."


def test_what_was_seen_goes_with_an_order(ladder: Ladder) -> None:
    seen = ladder.seen()
    assert (seen.last, seen.bid, seen.ask) == (Decimal(98_400), Decimal(98_300), Decimal(98_400))
    assert (seen.venue, seen.source) == ("KRX", "rest")
    assert seen.age_ms is not None
    assert seen.age_ms < 5_000


def test_the_quantity_is_kept(desk: Desk, ladder: Ladder) -> None:
    quantities = [ladder.quantity]
    ladder.set_quantity_text("1,200")
    quantities += [ladder.quantity, Ladder(desk.context).quantity]
    assert quantities == [None, 1_200, 1_200]


def test_without_a_symbol_it_says_what_to_do(qtbot: QtBot) -> None:
    ladder = Ladder(Desk(symbol="").context)
    assert ladder.state is PanelState.EMPTY
    assert ladder.state_text == ladder.why_not_armed != ""
    assert ladder.last_place is None


def test_old_prices_tell_their_age(desk: Desk, ladder: Ladder) -> None:
    desk.line(LinkState.GAP)
    assert ladder.state is PanelState.STALE
    assert "초 전" in ladder.state_text


async def test_a_ladder_that_is_opened_later_knows_what_was_told_before(desk: Desk) -> None:
    live(desk)
    desk.show(order(), account(position(average_price=Decimal(98_050))))
    desk.put(Topic.HALT, "", value=True)
    desk.frame()
    ladder = Ladder(desk.context)
    assert ladder.row(place(ladder, 98_300)).buy is not None
    assert ladder.why_not_armed.startswith("긴급 정지 중이라")
    assert ladder.state is PanelState.LOADING
    desk.put(Topic.HALT, "", value=False)
    desk.show(book())
    assert (ladder.state, ladder.why_not_armed) == (PanelState.LIVE, "")
    await desk.settle()
