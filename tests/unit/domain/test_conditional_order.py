"""The written table of a conditional order, and the laws that hold whatever happens."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.domain.conditional_advance import advance
from kis_desktop.domain.conditional_events import (
    Clicked,
    Confirm,
    ConfirmBegan,
    DayBegan,
    EntryInDoubt,
    EntryRefused,
    Event,
    InDoubt,
    Lost,
    NotKept,
    Paused,
    Printed,
    Read,
    ReadFailed,
    Restored,
    Resumed,
    Send,
    SessionChanged,
    Taken,
    TurnedDown,
)
from kis_desktop.domain.conditional_order import (
    MOVES,
    ConditionalOrder,
    LegState,
    Told,
    TrailUnit,
    TriggerKind,
)
from kis_desktop.domain.conditional_trigger import is_confirmed
from kis_desktop.domain.message import message
from kis_desktop.domain.order import OrderState
from tests.unit.domain.conditional_desk import (
    NOW,
    TICKS,
    TODAY,
    TOMORROW,
    bracket,
    leg,
    pair,
    printed,
    read,
    seen,
    sending,
    single,
)

S = LegState
WHY = Told("order.refused")
TRAILING = single(TriggerKind.TRAILING, distance=Decimal(3), unit=TrailUnit.TICKS)
ORDERS = (single(), TRAILING, single(TriggerKind.KEEP_PROFIT, ticks=2), pair(), bracket())

prices = st.integers(960, 1000).map(lambda hundreds: Decimal(hundreds * 100))
ages = st.sampled_from([0.1, 0.1, 0.1, 9.0, None])
days = st.sampled_from([TODAY, TODAY, TODAY, TOMORROW])
legs = st.sampled_from([0, 1])
order_states = st.sampled_from(list(OrderState))
events = st.one_of(
    st.builds(
        lambda price, age, permitted, today: printed(
            str(price), age=age, permitted=permitted, today=today
        ),
        prices, ages, st.booleans(), days,
    ),
    st.builds(lambda price: printed(str(price)), prices),
    st.builds(lambda price: printed(str(price)), prices),
    st.builds(ConfirmBegan, legs),
    st.builds(
        lambda price, number, age, held: read(str(price), number, age=age, held=held),
        prices, legs, ages, st.sampled_from([None, 0, 3, 50]),
    ),
    st.builds(lambda number: ReadFailed(number, WHY, 0.0), legs),
    st.builds(lambda number: NotKept(number, WHY), legs),
    st.builds(Taken, legs),
    st.builds(lambda number: TurnedDown(number, WHY), legs),
    st.builds(lambda number: InDoubt(number, WHY), legs),
    st.builds(
        lambda state, filled: seen("entry", state, filled), order_states, st.integers(0, 10)
    ),
    st.builds(lambda state: seen("fired", state), order_states),
    st.sampled_from(
        [
            Lost(), Lost("005930"), SessionChanged(), Paused(WHY),
            DayBegan(TOMORROW, Decimal(98_000)), EntryRefused(WHY), EntryInDoubt(WHY),
            Restored(TODAY, frozenset({"fired"})), Restored(TODAY, frozenset()),
            Clicked(NOW, TODAY, permitted=True, at=100.0),
            Clicked(NOW + timedelta(days=1), TOMORROW, permitted=True, at=100.0),
        ]
    ),
)  # fmt: skip


def usable(order: ConditionalOrder, event: Event) -> bool:
    number = getattr(event, "leg", 0)
    return int(number) < len(order.legs)


def test_every_state_stands_in_the_table() -> None:
    assert set(MOVES) == set(LegState)


def test_only_a_confirmed_leg_can_come_to_be_sent() -> None:
    assert [state for state in LegState if S.SENDING in MOVES[state]] == [S.CONFIRMING]


def test_what_was_sent_is_armed_again_by_nobody() -> None:
    for state in (S.SENDING, S.DONE, S.EXPIRED, S.CANCELLED):
        assert not MOVES[state] & {S.ARMED, S.WAITING_FIRST_CROSS, S.TRIGGERED, S.CONFIRMING}


def test_a_move_that_the_table_does_not_hold_is_an_error() -> None:
    with pytest.raises(ValueError, match="armed cannot become sending"):
        leg().to(S.SENDING)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(ORDERS), st.lists(events, max_size=40))
def test_whatever_happens_one_order_at_most_is_sent(
    order: ConditionalOrder, walk: list[Event]
) -> None:
    """Nobody resumes: over all events there is one `Send`, and each of its reasons is there."""
    sent = 0
    for event in walk:
        if not usable(order, event):
            continue
        before = order
        order, actions = advance(order, event, TICKS)
        for old, new in zip(before.legs, order.legs, strict=True):
            assert new.state is old.state or new.state in MOVES[old.state]
        for action in actions:
            if isinstance(action, Send):
                sent += 1
                assert isinstance(event, Read)
                assert event.permitted
                assert event.age is not None
                assert before.legs[action.leg].state is S.CONFIRMING
                price = event.prices.last
                assert price is not None
                assert is_confirmed(before.legs[action.leg], price, TICKS)
            elif isinstance(action, Confirm):
                assert isinstance(event, Printed | Clicked)
                assert before.legs[action.leg].is_based
                assert isinstance(event, Clicked) or (event.is_fresh and event.permitted)
        in_flight = [one for one in order.legs if one.state in {S.SENDING, S.DONE}]
        assert len(in_flight) <= 1
        if in_flight and order.entry is not None and isinstance(event, Read) and actions:
            assert in_flight[0].template.quantity <= order.entry.filled
    assert sent <= 1


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ORDERS), st.lists(st.one_of(events, st.just(Resumed(TODAY))), max_size=40))
def test_between_two_words_of_the_trader_one_order_at_most_is_sent(
    order: ConditionalOrder, walk: list[Event]
) -> None:
    sent = 0
    for event in walk:
        if not usable(order, event):
            continue
        if isinstance(event, Resumed) and order.may_resume:
            sent = 0
        order, actions = advance(order, event, TICKS)
        sent += sum(isinstance(action, Send) for action in actions)
        assert sent <= 1


def test_an_order_reads_back_as_it_was_kept() -> None:
    for order in (*ORDERS, sending(pair())):
        kept = msgspec.json.encode(order)
        assert msgspec.json.decode(kept, type=ConditionalOrder) == order


def test_a_reason_can_be_kept() -> None:
    told = Told.of(message("a.b", code="C", original="o", n=1, p=Decimal(100), q=Decimal("1.5")))
    assert told.arguments == {"n": 1, "p": 100, "q": "1.5"}
    assert told.message == message("a.b", code="C", original="o", n=1, p=100, q="1.5")


@pytest.mark.parametrize(
    ("order", "armed", "in_flight"),
    [(single(), True, False), (bracket(), True, False), (sending(single()), False, True)],
)
def test_an_order_says_whether_it_needs_the_program(
    order: ConditionalOrder, *, armed: bool, in_flight: bool
) -> None:
    assert (order.is_armed, order.is_in_flight) == (armed, in_flight)
    assert order.keys == {"005930"}
