"""Our own orders: what rests, what can be changed, and what nobody has answered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.event import OrderChanged, OrderWithdrawn
from kis_desktop.domain.order import Order, OrderState, OrderType, Request, Side
from kis_desktop.viewmodels.book_rows import marked
from kis_desktop.viewmodels.own_orders import OwnOrders, can_change
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import HYNIX, SAMSUNG, order


def told(*orders: Order) -> OwnOrders:
    own = OwnOrders()
    own.take(Frame({}, {}, tuple(OrderChanged(each) for each in orders)))
    return own


def test_a_frame_tells_each_changed_order_once_in_its_last_state() -> None:
    frame = Frame(
        {},
        {},
        (OrderChanged(order(state=OrderState.SENDING)), OrderChanged(order())),
    )
    assert OwnOrders().take(frame) == (order(),)


def test_shares_at_one_price_are_summed_by_side() -> None:
    own = told(
        order(local_id="a"),
        order(local_id="b", order_no="2", filled=20, state=OrderState.PARTLY_FILLED),
        order(local_id="c", order_no="3", side=Side.SELL),
        order(local_id="d", order_no="4", symbol=HYNIX),
    )
    price = Decimal(98_300)
    shares = {key: level.shares for key, level in own.levels(SAMSUNG).items()}
    assert shares == {(Side.BUY, price): 220, (Side.SELL, price): 120}


def test_an_order_is_found_whatever_the_padding_of_its_number() -> None:
    own = told(order(), order(local_id="b", request=Request.CANCEL))
    found = own.find("117057")
    assert found is not None
    assert found.request is Request.NEW
    assert own.find("") is None


@pytest.mark.parametrize(
    ("state", "changeable"),
    [
        (OrderState.SENDING, False),
        (OrderState.UNKNOWN, False),
        (OrderState.ACCEPTED, True),
        (OrderState.WORKING, True),
        (OrderState.PARTLY_FILLED, True),
        (OrderState.FILLED, False),
    ],
)
def test_only_an_order_that_surely_rests_can_be_changed(
    state: OrderState, changeable: bool
) -> None:
    assert can_change(order(state=state)) is changeable


def test_an_order_without_a_number_cannot_be_changed() -> None:
    assert not can_change(order(order_no=""))


def test_an_unanswered_order_makes_its_side_uncertain() -> None:
    own = told(order(state=OrderState.UNKNOWN))
    assert own.is_uncertain(SAMSUNG, Side.BUY)
    assert not own.is_uncertain(SAMSUNG, Side.SELL)
    assert not own.is_uncertain(HYNIX, Side.BUY)


@pytest.mark.parametrize("state", [OrderState.WORKING, OrderState.UNKNOWN])
def test_a_request_to_cancel_is_no_working_order(state: OrderState) -> None:
    own = told(order(), order(local_id="b", request=Request.CANCEL, state=state))
    assert [each.local_id for each in own.working(SAMSUNG)] == ["local-1"]


def test_a_withdrawn_order_works_no_more() -> None:
    own = told(order())
    own.take(Frame({}, {}, (OrderWithdrawn("local-1"),)))
    assert own.working(SAMSUNG) == ()


def test_an_order_that_waits_for_its_condition_is_told_apart_from_one_that_rests() -> None:
    stop = order(local_id="b", order_no="2", order_type=OrderType.STOP_LIMIT)
    own = told(order(), stop)
    (level,) = own.levels(SAMSUNG).values()
    assert (level.orders, level.stops) == (2, 1)
    words = Words("ko")
    assert marked("240/2", level, words) == "S 240/2"
    reached = told(order(order_type=OrderType.STOP_LIMIT, filled=10))
    assert [one.stops for one in reached.levels(SAMSUNG).values()] == [0]
