"""The written table of what may become of an order."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.domain.order import MOVES, Order, OrderState, OrderType, Side, Venue

ORDER = Order(
    "a", "005930", Side.BUY, OrderType.LIMIT, 10, Decimal(98_400), Venue.KRX,
    OrderState.INTENT, datetime(2026, 11, 20, 1, 12, tzinfo=UTC), date(2026, 11, 20),
)  # fmt: skip
FINAL = {"filled", "amended", "cancelled", "rejected", "expired"}


def test_every_state_stands_in_the_table() -> None:
    assert set(MOVES) == set(OrderState)


def test_the_final_states_are_these_five() -> None:
    assert {state.value for state in OrderState if state.is_final} == FINAL


def test_nothing_leads_back_to_before_the_wire() -> None:
    for state, moves in MOVES.items():
        assert OrderState.INTENT not in moves
        if state is not OrderState.INTENT:
            assert OrderState.SENDING not in moves


@given(st.lists(st.sampled_from(OrderState), max_size=12))
def test_no_walk_leaves_the_table(walk: list[OrderState]) -> None:
    order = ORDER
    for state in walk:
        allowed = state is order.state or state in MOVES[order.state]
        if allowed:
            order = order.to(state)
            assert order.state is state
        else:
            with pytest.raises(ValueError, match="cannot become"):
                order.to(state)


@pytest.mark.parametrize(
    ("state", "filled", "cancelled", "remaining"),
    [
        (OrderState.WORKING, 0, 0, 10),
        (OrderState.PARTLY_FILLED, 4, 0, 6),
        (OrderState.PARTLY_FILLED, 4, 3, 3),
        (OrderState.UNKNOWN, 0, 0, 10),
        (OrderState.CANCELLED, 4, 6, 0),
        (OrderState.REJECTED, 0, 0, 0),
    ],
)
def test_what_remains_is_what_may_still_be_filled(
    state: OrderState, filled: int, cancelled: int, remaining: int
) -> None:
    start = ORDER.to(OrderState.SENDING)
    assert start.to(state, filled=filled, cancelled=cancelled).remaining == remaining
    assert state.may_rest == (not state.is_final)
