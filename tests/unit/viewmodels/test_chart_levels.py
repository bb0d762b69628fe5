"""Working orders on the chart: one level a side and price, and no more words than can be read."""

from __future__ import annotations

from decimal import Decimal

from kis_desktop.domain.order import OrderState, OrderType, Side
from kis_desktop.viewmodels.chart_levels import TOLD, order_levels
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import order

WORDS = Words("ko")


def test_orders_of_one_side_and_price_are_one_level() -> None:
    orders = [order(local_id=str(n), order_no=str(n), quantity=7) for n in range(1, 6)]
    (level,) = order_levels(orders, WORDS)
    assert (level.label, level.order_no) == ("매수 35주 · 5건", "")


def test_a_stop_is_told_from_what_rests_in_the_book() -> None:
    stop = order(order_type=OrderType.STOP_LIMIT, condition_price=Decimal(98_900), filled=0)
    (level,) = order_levels([stop], WORDS)
    assert level.label == "매수 120주 스톱"
    (both,) = order_levels([stop, order(local_id="b")], WORDS)
    assert "스톱" not in both.label


def test_a_single_order_can_be_pulled_by_its_level() -> None:
    buy, sell = order_levels([order(), order(local_id="b", side=Side.SELL, order_no="2")], WORDS)
    assert (buy.order_no, sell.order_no) == ("0000117057", "2")


def test_an_unanswered_order_is_not_counted_with_the_others() -> None:
    unanswered = order(local_id="b", order_no="", state=OrderState.UNKNOWN)
    labels = [level.label for level in order_levels([order(), unanswered], WORDS)]
    assert labels == ["매수 120주", "매수 120주 · ▲ 확인 중"]


def test_of_many_orders_the_nearest_are_told_and_the_rest_counted() -> None:
    orders = [
        order(local_id=str(n), order_no=str(n), price=Decimal(90_000 + 100 * n)) for n in range(10)
    ]
    levels = order_levels(orders, WORDS, Decimal(90_900))
    assert [level.text for level in levels if level.text] == [
        f"{90_000 + 100 * n:,}" for n in range(10 - TOLD, 10)
    ]
    assert [level.label for level in levels[:4]] == ["", "", "", "주문 +4"]
    assert len(levels) == len(orders)
