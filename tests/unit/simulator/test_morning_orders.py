"""The GTP order types of the NXT's pre-market (27, 28, 29)."""

from __future__ import annotations

import pytest

from kis_desktop.simulator.order_rules import check_order_type
from kis_desktop.simulator.views import Board, OrderState, Phase, Refusal, Refused, Side
from tests.unit.simulator.trading_floor import ACCOUNT, SAMSUNG, Floor

GTP = ("27", "28", "29")


@pytest.mark.parametrize("kind", GTP)
def test_one_rests_as_a_limit_order_until_ten_to_nine(kind: str) -> None:
    floor = Floor("08:10")
    price = floor.market.book(SAMSUNG, Board.NXT).bids[9].price - 2000
    order = floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, kind, 5, price, "NXT")
    floor.go_to("08:49:59")
    assert floor.order(order.number).state is OrderState.WORKING
    floor.go_to("08:50")
    ended = floor.order(order.number)
    assert (ended.state, ended.expired_quantity) == (OrderState.EXPIRED, 5)


def test_one_that_meets_the_book_trades() -> None:
    floor = Floor("08:10")
    ask = floor.market.book(SAMSUNG, Board.NXT).asks[0].price
    order = floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "27", 1, ask, "NXT")
    assert (order.state, order.filled_amount) == (OrderState.FILLED, ask)


@pytest.mark.parametrize("kind", GTP)
def test_no_other_session_and_no_other_exchange_takes_one(kind: str) -> None:
    for exchange in ("KRX", "NXT", "SOR"):
        for phase in Phase:
            if (exchange, phase) == ("NXT", Phase.PRE_MARKET):
                check_order_type(kind, exchange, phase, evening=False)
                continue
            with pytest.raises(Refused):
                check_order_type(kind, exchange, phase, evening=False)


def test_one_has_a_price() -> None:
    floor = Floor("08:10")
    with pytest.raises(Refused) as refused:
        floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "28", 5, 0, "NXT")
    assert refused.value.reason is Refusal.PRICE_MISSING
