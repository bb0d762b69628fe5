"""The order book: twenty rows of one symbol, what is ours at its level, and nothing made up."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.errors import InvalidInput, Unreachable
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState, Request, Side
from kis_desktop.domain.order_book import Level, OrderBook
from kis_desktop.domain.quote import Source
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.order_book import PRICE, OrderBookModel
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import HYNIX, SAMSUNG, Desk, account, book, order, position, quote


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


@pytest.fixture
async def model(desk: Desk) -> OrderBookModel:
    model = OrderBookModel(desk.context)
    await desk.settle()
    return model


async def test_the_best_prices_meet_in_the_middle(desk: Desk, model: OrderBookModel) -> None:
    desk.show(quote(), book())
    prices = [model.book_row(place).price_text for place in (0, 9, 10, 19)]
    assert prices == ["99,300", "98,400", "98,300", "97,400"]
    assert [model.book_row(place).is_ask for place in (9, 10)] == [True, False]


async def test_a_thin_book_is_blank_at_its_ends(desk: Desk, model: OrderBookModel) -> None:
    desk.show(quote(), book(levels=3))
    assert [model.book_row(place).price for place in (0, 6, 13, 19)] == [None] * 4
    assert model.book_row(7).price == Decimal(98_600)
    assert model.book_row(12).price == Decimal(98_100)


async def test_prices_are_coloured_against_the_previous_close(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(quote(base=98_400), book())
    tones = [model.book_row(place).tone for place in (8, 9, 10)]
    assert tones == [Tone.UP, Tone.FLAT, Tone.DOWN]
    assert model.book_row(10).rate_text == "−0.10"


async def test_without_a_previous_close_there_is_no_rate(desk: Desk, model: OrderBookModel) -> None:
    desk.show(book())
    assert (model.book_row(9).rate_text, model.book_row(9).tone) == ("", Tone.TEXT)


async def test_bars_are_shares_of_the_largest_size(desk: Desk, model: OrderBookModel) -> None:
    desk.show(quote(), book())
    assert model.book_row(0).share == 1.0
    assert model.book_row(9).share == pytest.approx(0.1)


async def test_the_last_price_and_the_limits_are_marked(desk: Desk, model: OrderBookModel) -> None:
    desk.show(quote(limit_up=Decimal(98_500), limit_down=Decimal(98_200)), book())
    assert [place for place in range(20) if model.book_row(place).is_last] == [9]
    assert model.book_row(8).mark == "상한"
    assert model.book_row(11).mark == "하한"


async def test_our_own_orders_stand_at_their_level(desk: Desk, model: OrderBookModel) -> None:
    desk.show(quote(), book())
    desk.show(
        order(local_id="a", price=Decimal(98_200), filled=40, state=OrderState.PARTLY_FILLED),
        order(local_id="b", price=Decimal(98_600), side=Side.SELL, quantity=50, order_no="2"),
        order(local_id="c", price=Decimal(98_600), side=Side.SELL, symbol=HYNIX, order_no="3"),
    )
    assert model.book_row(11).own == "내 매수 80 ▶"
    assert model.book_row(7).own == "◀ 내 매도 50"


async def test_a_finished_order_leaves_its_level(desk: Desk, model: OrderBookModel) -> None:
    desk.show(quote(), book())
    desk.show(order())
    assert model.book_row(10).own
    desk.show(order(state=OrderState.CANCELLED))
    assert not model.book_row(10).own


async def test_shares_that_are_being_amended_are_counted_once(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(quote(), book())
    amendment = order(local_id="b", order_no="117060", original_no="117057", request=Request.AMEND)
    desk.show(order(), amendment)
    assert model.book_row(10).own == "내 매수 120 ▶"


async def test_totals_and_their_difference_stand_below(desk: Desk, model: OrderBookModel) -> None:
    desk.show(quote(), book())
    foot = model.foot
    assert (foot.total_ask, foot.total_bid) == ("147,826", "145,060")
    assert foot.difference == "총잔량 −2,766"


async def test_unknown_totals_have_no_difference(desk: Desk, model: OrderBookModel) -> None:
    desk.show(book(total_ask=None))
    assert (model.foot.total_ask, model.foot.difference) == ("—", "총잔량 —")


async def test_an_auction_tells_its_expectation_and_that_it_is_one(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(
        quote(),
        book(
            auction=True,
            indicative_price=Decimal(98_500),
            indicative_size=12_345,
            indicative_change=Decimal(1_400),
        ),
    )
    assert model.foot.indicative == "예상체결 98,500 · ▲ 1,400 · 12,345주 · 체결 아닌 예상"


async def test_an_expectation_that_is_not_told_is_unknown(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(quote(), book(auction=True))
    assert model.foot.indicative == "예상체결 — · 체결 아닌 예상"


async def test_orders_off_hours_and_at_the_midpoint_are_told_while_there_are_any(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(book(overtime_ask=0, overtime_bid=0))
    assert model.foot.overtime == ""
    desk.show(book(overtime_ask=410, overtime_bid=922, mid_price=Decimal(98_350), mid_size=613))
    assert model.foot.overtime == "시간외 410 | 922 · 중간가 98,350 613주"


async def test_a_change_of_size_is_shown_with_its_sign(desk: Desk, model: OrderBookModel) -> None:
    desk.show(book(asks=(Level(Decimal(98_400), 100, -25),)))
    assert (model.book_row(9).change_text, model.book_row(9).change_tone) == ("−25", Tone.DOWN)


async def test_sizes_are_compared_with_those_of_the_book_before(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(book())
    assert [model.book_row(place).change_text for place in range(20)] == [""] * 20
    more = (Level(Decimal(98_400), 1_250), Level(Decimal(98_500), 2_000))
    desk.show(book(asks=more))
    assert model.book_row(9).change_text == "+250"
    assert model.book_row(8).change_text == ""


async def test_the_marks_of_the_day_stand_at_their_levels(
    desk: Desk, model: OrderBookModel
) -> None:
    day = quote(
        base=98_000,
        open=Decimal(98_500),
        high=Decimal(98_500),
        low=Decimal(97_900),
        vi_base=Decimal(90_000),
    )
    desk.show(day, book())
    marks = {row.price: row.mark for row in map(model.book_row, range(20)) if row.mark}
    assert marks == {
        Decimal(99_000): "VI▲",
        Decimal(98_500): "시가 · 고가",
        Decimal(98_000): "기준",
        Decimal(97_900): "저가",
    }
    figures = {label: text for label, text, _ in model.foot.day}
    assert figures["VI▲"] == "99,000"
    assert figures["VI▼"] == "81,000"
    assert figures["VI기준"] == "90,000"


async def test_triggers_that_nobody_told_are_unknown(desk: Desk, model: OrderBookModel) -> None:
    desk.show(quote(), book())
    figures = {label: text for label, text, _ in model.foot.day}
    assert (figures["VI▲"], figures["VI기준"], figures["VI▼"]) == ("—", "—", "—")


@pytest.mark.parametrize(
    ("average", "place"), [(98_050, 13), (98_300, 10), (97_400, 19), (97_399, None), (99_301, None)]
)
async def test_what_we_hold_is_marked_where_it_was_bought(
    desk: Desk, model: OrderBookModel, average: int, place: int | None
) -> None:
    desk.show(quote(), book(), account(position(average_price=Decimal(average))))
    marked = [one for one in range(20) if model.book_row(one).is_average]
    assert marked == ([] if place is None else [place])


async def test_both_sides_of_ours_at_a_level_are_told_with_their_count(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(
        book(),
        order(),
        order(local_id="b", order_no="2", quantity=80),
        order(local_id="c", order_no="3", side=Side.SELL, quantity=7),
    )
    row = model.book_row(10)
    assert row.own == "◀ 내 매도 7 · 내 매수 200 (2건) ▶"
    assert row.own_short == "◀ 7 · 200/2 ▶"


async def test_another_market_is_asked_for_by_its_key_and_never_mixed(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(quote(), book())
    model.set_view(MarketView.NXT)
    await desk.settle()
    assert (model.state, model.book_row(9).price) == (PanelState.LOADING, None)
    key = f"{SAMSUNG}@NXT"
    wanted = Interest(quotes=frozenset({key}), books=frozenset({key}), focused=True)
    assert desk.services.interests["order_book"] == wanted
    desk.show(book(best=90_000))
    assert model.state is PanelState.LOADING
    desk.show(quote(key), book(key, best=98_600))
    assert model.book_row(9).price_text == "98,600"
    assert OrderBookModel(desk.context).view is MarketView.NXT
    await desk.settle()


async def test_a_market_without_a_single_order_says_what_to_do(
    desk: Desk, model: OrderBookModel
) -> None:
    model.set_view(MarketView.NXT)
    desk.show(OrderBook(f"{SAMSUNG}@NXT", (), ()))
    await desk.settle()
    assert model.state is PanelState.EMPTY
    assert model.state_text.startswith("NXT에 호가가 없습니다.")
    assert model.state_text.endswith("KRX를 고르세요.")


async def test_a_market_that_paper_trading_lacks_says_so(desk: Desk, model: OrderBookModel) -> None:
    refusal = InvalidInput(message("realtime.venue_not_in_paper"))
    desk.services.failing["set_interest"] = refusal
    model.set_view(MarketView.UNIFIED)
    await desk.settle()
    assert model.state is PanelState.FAILED
    assert model.state_text == "모의투자에서는 KRX 시세만 제공됩니다. KRX를 고르세요."


async def test_without_a_symbol_no_market_is_asked(qtbot: QtBot) -> None:
    desk = Desk(symbol="")
    model = OrderBookModel(desk.context)
    model.set_view(MarketView.NXT)
    await desk.settle()
    assert model.state is PanelState.EMPTY
    assert desk.services.interests == {}


async def test_another_symbol_never_shows_the_book_of_the_one_before(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(quote(), book())
    desk.link.select(HYNIX)
    assert model.state is PanelState.LOADING
    assert model.book_row(9).price is None
    desk.show(book(SAMSUNG))
    assert model.state is PanelState.LOADING
    await desk.settle()
    wanted = Interest(quotes=frozenset({HYNIX}), books=frozenset({HYNIX}), focused=True)
    assert desk.services.interests["order_book"] == wanted


async def test_a_price_remembered_for_long_frames_no_level(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(quote(HYNIX, received=1.0))
    desk.link.select(HYNIX)
    desk.show(book(HYNIX))
    assert not any(model.book_row(place).is_last for place in range(20))
    desk.show(quote(HYNIX))
    assert model.book_row(9).is_last
    await desk.settle()


async def test_a_broken_line_makes_the_book_old_and_tells_its_age(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.show(quote(), book())
    desk.line(LinkState.LIVE)
    states = [model.state]
    desk.line(LinkState.GAP)
    assert [*states, model.state] == [PanelState.LIVE, PanelState.STALE]
    assert "초 전" in model.state_text


async def test_a_book_from_before_a_gap_stays_old_until_another_comes(
    desk: Desk, model: OrderBookModel
) -> None:
    desk.line(LinkState.LIVE)
    desk.show(quote(), book())
    desk.line(LinkState.GAP)
    desk.line(LinkState.LIVE)
    assert model.state is PanelState.STALE
    assert "다시 읽는 중" in model.state_text
    desk.show(book())
    assert (model.state, model.state_text) == (PanelState.LIVE, "")


async def test_a_refused_subscription_is_told(desk: Desk) -> None:
    desk.services.failing["set_interest"] = Unreachable(message("kis.unreachable", code="E1"))
    model = OrderBookModel(desk.context)
    await desk.settle()
    assert model.state is PanelState.FAILED
    assert "[E1]" in model.state_text


async def test_a_picked_level_offers_its_price(desk: Desk, model: OrderBookModel) -> None:
    picked: list[object] = []
    desk.link.price_picked.connect(picked.append)
    desk.show(book(levels=3))
    model.pick(9)
    model.pick(0)
    assert picked == [Decimal(98_400)]


async def test_a_level_is_spoken_in_a_sentence(desk: Desk, model: OrderBookModel) -> None:
    desk.show(quote(), book())
    desk.show(order())
    assert model.spoken(10) == "매수호가 98,300 1.23 잔량 500 내 매수 120 ▶"


async def test_a_book_that_was_read_says_so_over_its_prices(
    desk: Desk, model: OrderBookModel
) -> None:
    changes: list[str] = []
    model.state_changed.connect(lambda: changes.append(title(model)))
    desk.show(book(source=Source.REST))
    assert title(model).endswith("· 조회")
    desk.show(book(source=Source.STREAM))
    assert "조회" not in title(model)
    assert [("조회" in change) for change in changes] == [True, False]


async def test_a_book_that_is_not_read_again_tells_its_age(
    desk: Desk, model: OrderBookModel
) -> None:
    long_ago = time.monotonic() - 40
    desk.line(LinkState.LIVE)
    desk.show(quote(), book(source=Source.REST, received=time.monotonic()))
    states = [model.state]
    desk.show(book(source=Source.REST, received=long_ago))
    states.append(model.state)
    told = model.state_text
    desk.show(book(source=Source.STREAM, received=long_ago))  # a stream that has nothing new to say
    assert [*states, model.state] == [PanelState.LIVE, PanelState.STALE, PanelState.LIVE]
    assert "40초 전" in told


def title(model: OrderBookModel) -> str:
    return str(model.headerData(PRICE, Qt.Orientation.Horizontal))
