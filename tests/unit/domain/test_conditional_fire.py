"""What a reading has to show before an order goes out, and what becomes of it."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.conditional_events import (
    CancelEntry,
    ConfirmBegan,
    Event,
    InDoubt,
    NotKept,
    OrderSeen,
    Paused,
    Read,
    ReadFailed,
    Resumed,
    Send,
    Taken,
    Tell,
    TurnedDown,
)
from kis_desktop.domain.conditional_order import (
    EntryState,
    LegState,
    Told,
    TrailUnit,
    TriggerKind,
)
from kis_desktop.domain.conditional_trigger import Prices
from kis_desktop.domain.order import OrderState, Side
from tests.unit.domain.conditional_desk import (
    AT,
    TODAY,
    TOMORROW,
    after,
    bracket,
    confirming,
    pair,
    printed,
    read,
    seen,
    sending,
    single,
    states,
)

K, S = TriggerKind, LegState
WHY = Told("order.refused", {}, "APBK0013", "…")


@pytest.mark.parametrize("price", [97_000, 96_000, 97_100])
def test_a_reading_within_a_tick_of_the_level_bears_a_price_out(price: int) -> None:
    order, actions = after(confirming(single(), 97_000), read(price))
    assert actions == (Send(0),)
    assert (order.legs[0].local_id, order.legs[0].fired_on) == ("fired", TODAY)


@pytest.mark.parametrize(
    "told",
    [
        read(97_200),
        read(None),
        read(96_000, age=None),
        read(96_000, age=5.1),
        read(96_000, permitted=False),
        read(96_000, today=TOMORROW),
    ],
)
def test_a_reading_that_does_not_bear_it_out_sends_nothing(told: Read) -> None:
    order, actions = after(confirming(single(), 97_000), told)
    assert actions == (Tell(Told("conditional.not_confirmed", {"symbol": "005930"})),)
    assert order.legs[0].state is S.ARMED
    assert after(order, printed(97_000, at=101.4))[1] == ()
    assert after(order, printed(97_000, at=101.5))[1] != ()


def test_a_kept_profit_has_no_tolerance() -> None:
    order = after(single(K.KEEP_PROFIT, ticks=1), printed(96_000), printed(97_100))[0]
    order = after(order, printed(96_900), ConfirmBegan(0))[0]
    high = Prices(Decimal(97_000), high=Decimal(97_100))
    assert after(order, read(1, prices=high))[0].legs[0].state is S.ARMED
    fallen = Prices(Decimal(96_900), high=Decimal(97_100))
    assert after(order, read(1, prices=fallen))[1] == (Send(0),)


@pytest.mark.parametrize("high", [97_000, None])
def test_a_first_cross_that_the_reading_does_not_know_of_never_was(high: int | None) -> None:
    """A forged price over the level must not make the true one under it fire."""
    order = after(single(K.KEEP_PROFIT, ticks=1), printed(96_000), printed(97_100))[0]
    order = after(order, printed(96_900), ConfirmBegan(0))[0]
    told = Prices(Decimal(96_900), high=None if high is None else Decimal(high))
    order, actions = after(order, read(1, prices=told))
    assert (states(order), [type(one) for one in actions]) == (["waiting_first_cross"], [Tell])
    assert order.legs[0].crossed_on is None


def test_a_first_cross_of_an_earlier_day_is_not_looked_for_in_today() -> None:
    order = after(single(K.KEEP_PROFIT, ticks=1), printed(96_000), printed(97_100))[0]
    order = after(order, printed(96_900), ConfirmBegan(0))[0]
    earlier = msgspec.structs.replace(order.legs[0], crossed_on=TOMORROW)
    order = msgspec.structs.replace(order, legs=(earlier,))
    told = Prices(Decimal(96_900), high=Decimal(96_900))
    assert after(order, read(1, prices=told))[1] == (Send(0),)


@pytest.mark.parametrize(
    ("side", "forged", "now", "best"),
    [(Side.SELL, 120_000, 97_900, 98_000), (Side.BUY, 50_000, 98_100, 98_000)],
)
def test_a_forged_extreme_does_not_make_the_true_price_fire(
    side: Side, forged: int, now: int, best: int
) -> None:
    order = single(K.TRAILING, side, distance=Decimal(500), unit=TrailUnit.WON)
    order = after(order, printed(98_000), printed(forged), printed(now), ConfirmBegan(0))[0]
    told = Prices(Decimal(now), high=Decimal(best), low=Decimal(best))
    order, _ = after(order, read(1, prices=told))
    assert order.legs[0].state is S.ARMED
    assert order.legs[0].extreme == best


def test_an_extreme_that_nobody_denies_fires() -> None:
    order = single(K.TRAILING, distance=Decimal(500), unit=TrailUnit.WON)
    order = after(order, printed(98_000), printed(97_500), ConfirmBegan(0))[0]
    assert after(order, read(97_500))[1] == (Send(0),)


def test_a_time_needs_a_price_and_nothing_more() -> None:
    order = after(single(K.TIME, at=AT), printed(98_000))[0]
    leg = order.legs[0].to(S.TRIGGERED).to(S.CONFIRMING)
    order = msgspec.structs.replace(order, legs=(leg,))
    assert after(order, read(None))[1] != (Send(0),)
    assert after(order, read(98_000))[1] == (Send(0),)


def test_a_trailing_leg_without_a_price_to_fire_at_is_not_borne_out() -> None:
    leg = single(K.TRAILING).legs[0].to(S.TRIGGERED).to(S.CONFIRMING)
    order = msgspec.structs.replace(single(), legs=(leg,))
    assert after(order, read(1))[0].legs[0].state is S.ARMED


def test_a_reading_that_fails_sends_nothing_and_is_tried_later_and_later() -> None:
    order, pauses = single(), []
    order = after(order, printed(98_000))[0]
    at = 0.0
    for _ in range(7):
        order = after(order, printed(97_000, at=at), ConfirmBegan(0))[0]
        order, actions = after(order, ReadFailed(0, WHY, at))
        assert [type(one) for one in actions] == [Tell, Tell]
        assert order.legs[0].state is S.ARMED
        pauses.append(order.legs[0].retry_at - at)
        at = order.legs[0].retry_at
    assert pauses == [2, 4, 8, 16, 32, 60, 60]


def test_words_that_come_too_late_change_nothing() -> None:
    late: tuple[Event, ...] = (
        ConfirmBegan(0), read(96_000), ReadFailed(0, WHY, 1.0), NotKept(0, WHY), Taken(0),
        TurnedDown(0, WHY), InDoubt(0, WHY), seen("other", OrderState.ACCEPTED),
    )  # fmt: skip
    order, _ = after(single(), Paused(WHY))
    assert after(order, *late) == (order, ())


def test_a_pair_sends_one_and_disarms_the_other_with_it() -> None:
    order = after(pair(), printed(98_000), printed(97_000), ConfirmBegan(0))[0]
    order, actions = after(order, read(97_000))
    assert (states(order), actions) == (["sending", "paused"], (Send(0),))
    assert not order.may_resume
    assert after(order, Resumed(TODAY), printed(99_000), printed(99_000))[1] == ()
    order, _ = after(order, Taken(0))
    assert states(order) == ["done", "cancelled"]


def test_a_pair_whose_legs_are_both_met_sends_one() -> None:
    order = after(pair(), printed(98_000), printed(97_000), printed(99_000))[0]
    assert states(order) == ["triggered", "triggered"]
    order, actions = after(order, ConfirmBegan(1), read(99_000, 1), ConfirmBegan(0), read(97_000))
    assert (states(order), actions) == (["paused", "sending"], (Send(1),))


def test_a_refused_pair_stands_still_and_is_told() -> None:
    order, actions = after(sending(pair()), TurnedDown(0, WHY))
    assert (states(order), actions) == (["refused", "paused"], (Tell(WHY, loud=True),))
    assert order.legs[1].reason == Told("conditional.pair_refused")
    assert after(order, printed(97_000), printed(97_000))[1] == ()
    resumed, _ = after(order, Resumed(TODAY))
    assert states(resumed) == ["armed", "armed"]
    assert resumed.legs[0].local_id == ""


def test_a_pair_that_the_exchange_refuses_later_stands_still_too() -> None:
    order, _ = after(sending(pair()), Taken(0))
    order, actions = after(order, seen("fired", OrderState.REJECTED, reason=WHY))
    assert (states(order), actions) == (["refused", "paused"], (Tell(WHY, loud=True),))


def test_a_disk_that_refuses_means_nothing_was_sent() -> None:
    order, actions = after(sending(pair()), NotKept(0, WHY))
    assert (states(order), actions) == (["paused", "paused"], (Tell(WHY, loud=True),))
    assert order.legs[0].local_id == ""


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (Taken(0), S.DONE),
        (TurnedDown(0, WHY), S.REFUSED),
        (InDoubt(0, WHY), S.UNKNOWN),
        (seen("fired", OrderState.INTENT), S.SENDING),
        (seen("fired", OrderState.SENDING), S.SENDING),
        (seen("fired", OrderState.UNKNOWN), S.UNKNOWN),
        (seen("fired", OrderState.UNKNOWN, reason=WHY), S.UNKNOWN),
        (seen("fired", OrderState.ACCEPTED), S.DONE),
        (seen("fired", OrderState.FILLED, 10), S.DONE),
        (seen("fired", OrderState.REJECTED), S.REFUSED),
    ],
)
def test_what_becomes_of_the_order_becomes_of_the_leg(event: Event, state: LegState) -> None:
    assert after(sending(single()), event)[0].legs[0].state is state


def test_an_order_in_doubt_is_followed_and_never_sent_again() -> None:
    order, actions = after(sending(single()), InDoubt(0, WHY))
    assert (actions, order.may_resume) == ((Tell(WHY, loud=True),), False)
    assert after(order, Resumed(TODAY), printed(97_000), printed(97_000)) == (order, ())
    assert after(order, seen("fired", OrderState.WORKING))[0].legs[0].state is S.DONE


# ------------------------------------------------------------------------------- bracket


def test_the_fills_of_the_entry_arm_what_stands_behind_it() -> None:
    order, _ = after(bracket(), printed(98_000), printed(97_000))
    assert states(order) == ["waiting_entry", "waiting_entry"]
    order, _ = after(order, seen("entry", OrderState.PARTLY_FILLED, 4, order_no="0000117057"))
    assert states(order) == ["armed", "armed"]
    assert [leg.template.quantity for leg in order.legs] == [4, 4]
    order, _ = after(order, seen("entry", OrderState.FILLED, 10))
    assert [leg.template.quantity for leg in order.legs] == [10, 10]
    assert order.entry is not None
    assert (order.entry.state, order.entry.order_no) == (EntryState.ENDED, "0000117057")


def test_a_leg_that_fires_takes_back_what_rests_of_the_entry() -> None:
    partly = seen("entry", OrderState.PARTLY_FILLED, 4, order_no="0000117057")
    order = confirming(after(bracket(), partly)[0], 97_000)
    order, actions = after(order, read(97_000))
    assert actions == (Send(0), CancelEntry("0000117057"))
    assert order.legs[0].template.quantity == 4


@pytest.mark.parametrize(("held", "sold"), [(None, 10), (7, 7), (30, 10)])
def test_never_more_is_sold_than_came_of_the_entry_and_is_held(held: int | None, sold: int) -> None:
    order = confirming(after(bracket(), seen("entry", OrderState.FILLED, 10))[0], 97_000)
    order, _ = after(order, read(97_000, held=held))
    assert order.legs[0].template.quantity == sold


def test_where_nothing_is_held_nothing_is_sold() -> None:
    order = confirming(after(bracket(), seen("entry", OrderState.FILLED, 10))[0], 97_000)
    order, actions = after(order, read(97_000, held=0))
    assert states(order) == ["refused", "paused"]
    assert [type(one) for one in actions] == [Tell]


def test_a_fill_that_was_none_is_not_sold() -> None:
    order = after(bracket(), seen("entry", OrderState.PARTLY_FILLED, 10))[0]
    order = after(order, seen("entry", OrderState.WORKING, 3))[0]
    order, _ = after(confirming(order, 97_000), read(97_000))
    assert order.legs[0].template.quantity == 3
    gone = after(bracket(), seen("entry", OrderState.PARTLY_FILLED, 10))[0]
    gone = after(gone, seen("entry", OrderState.WORKING, 0))[0]
    assert after(confirming(gone, 97_000), read(97_000))[0].legs[0].state is S.REFUSED


def test_a_bought_back_entry_knows_no_holding() -> None:
    legs = tuple(
        msgspec.structs.replace(
            leg, template=msgspec.structs.replace(leg.template, side=Side.BUY), state=S.ARMED
        )
        for leg in bracket(10).legs
    )
    order = msgspec.structs.replace(bracket(10), legs=legs)
    order = after(order, printed(98_000), printed(97_000), ConfirmBegan(1))[0]
    order = after(order, printed(96_900), ConfirmBegan(1), read(97_000, 1, held=0))[0]
    assert order.legs[1].state is S.SENDING


def test_an_entry_that_ends_without_a_fill_takes_all_with_it() -> None:
    order, actions = after(bracket(), seen("entry", OrderState.CANCELLED, 0))
    told = Tell(Told("conditional.entry_ended"), loud=True)
    assert (states(order), actions) == (["cancelled", "cancelled"], (told,))
    assert after(order, seen("entry", OrderState.CANCELLED, 0))[1] == ()


def test_fills_behind_a_leg_that_fired_are_told_as_unprotected() -> None:
    order = after(bracket(), seen("entry", OrderState.PARTLY_FILLED, 4))[0]
    order = sending(order)
    order, actions = after(order, seen("entry", OrderState.PARTLY_FILLED, 9))
    assert actions == (Tell(Told("conditional.unprotected", {"quantity": 5}), loud=True),)
    order, actions = after(order, Taken(0), seen("entry", OrderState.FILLED, 10))
    assert actions == (Tell(Told("conditional.unprotected", {"quantity": 1}), loud=True),)


def test_an_amended_entry_is_told() -> None:
    order = after(bracket(), seen("entry", OrderState.PARTLY_FILLED, 4))[0]
    _, actions = after(order, seen("entry", OrderState.AMENDED, 4))
    assert actions == (Tell(Told("conditional.entry_amended"), loud=True),)


@pytest.mark.parametrize(
    ("state", "entry"),
    [
        (OrderState.SENDING, EntryState.SENDING),
        (OrderState.UNKNOWN, EntryState.UNKNOWN),
        (OrderState.ACCEPTED, EntryState.RESTING),
        (OrderState.EXPIRED, EntryState.ENDED),
    ],
)
def test_the_entry_goes_where_its_order_goes(state: OrderState, entry: EntryState) -> None:
    order = after(bracket(), seen("entry", state))[0]
    assert order.entry is not None
    assert order.entry.state is entry
    again: OrderSeen = seen("entry", OrderState.SENDING)
    assert after(order, again)[0].entry == msgspec.structs.replace(order.entry)
