"""Pauses, days, starts of the program: what goes on, what waits for the trader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.conditional_events import (
    ConfirmBegan,
    DayBegan,
    EntryInDoubt,
    EntryRefused,
    InDoubt,
    Paused,
    Restored,
    Resumed,
    Tell,
    TurnedDown,
)
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    EntryState,
    LegState,
    Told,
    TrailUnit,
    TriggerKind,
)
from kis_desktop.domain.order import OrderState
from tests.unit.domain.conditional_desk import (
    AT,
    TODAY,
    TOMORROW,
    after,
    bracket,
    confirming,
    leg,
    pair,
    printed,
    read,
    seen,
    sending,
    single,
    states,
)

K, S = TriggerKind, LegState
WHY = Told("order.halted_by_user")
LATER = date(2026, 12, 31)


def test_what_is_paused_does_not_fire_and_keeps_its_first_reason() -> None:
    order, actions = after(pair(), Paused(WHY))
    assert (states(order), actions) == (["paused", "paused"], (Tell(WHY, loud=True),))
    assert after(order, printed(98_000), printed(97_000))[1] == ()
    assert after(order, Paused(Told("another"))) == (order, ())


def test_a_pause_holds_also_what_waits_for_a_reading() -> None:
    order, _ = after(confirming(single(), 97_000), Paused(WHY))
    assert after(order, read(97_000)) == (order, ())


def test_what_was_sent_is_not_paused() -> None:
    order = sending(single())
    assert after(order, Paused(WHY)) == (order, ())


def test_what_is_resumed_takes_its_bearings_anew() -> None:
    order, _ = after(single(), printed(98_000), Paused(WHY), Resumed(TODAY, Decimal(97_500)))
    assert order.base_price == 97_500
    assert after(order, printed(97_000))[1] == ()
    assert after(order, printed(97_000), printed(97_000))[1] != ()


def test_what_is_armed_or_has_run_out_is_not_resumed() -> None:
    assert after(single(), Resumed(TODAY)) == (single(), ())
    paused, _ = after(single(), Paused(WHY))
    assert after(paused, Resumed(TOMORROW)) == (paused, ())


def test_a_crossed_profit_stays_crossed_on_its_day_alone() -> None:
    order = msgspec.structs.replace(single(K.KEEP_PROFIT, ticks=1), until=LATER)
    order = after(order, printed(96_000), printed(97_100), Paused(WHY))[0]
    assert states(after(order, Resumed(TODAY))[0]) == ["armed"]
    assert states(after(order, Resumed(TOMORROW))[0]) == ["waiting_first_cross"]


def test_an_extreme_of_another_day_is_forgotten_by_the_trader_s_word() -> None:
    order = single(K.TRAILING, distance=Decimal(500), unit=TrailUnit.WON)
    order = msgspec.structs.replace(order, until=LATER)
    order = after(order, printed(98_000), Paused(WHY))[0]
    assert after(order, Resumed(TODAY))[0].legs[0].extreme == 98_000
    assert after(order, Resumed(TOMORROW))[0].legs[0].extreme is None


def test_a_bracket_waits_again_for_its_entry() -> None:
    order, _ = after(bracket(), Paused(WHY), Resumed(TODAY))
    assert states(order) == ["waiting_entry", "waiting_entry"]
    order, _ = after(order, Paused(WHY), seen("entry", OrderState.PARTLY_FILLED, 4))
    assert states(order) == ["paused", "paused"]
    order, _ = after(order, Resumed(TODAY))
    assert states(order) == ["armed", "armed"]
    assert order.legs[0].template.quantity == 4


def test_what_has_run_out_beside_it_stays_so() -> None:
    missed = leg(K.TIME, at=AT).to(S.EXPIRED)
    order = msgspec.structs.replace(pair(), legs=(missed, pair().legs[1]))
    assert states(after(order, Paused(WHY), Resumed(TODAY))[0]) == ["expired", "armed"]


# --------------------------------------------------------------------------------- a new day


def of_yesterday(close: int | None) -> ConditionalOrder:
    shown = None if close is None else Decimal(close)
    return msgspec.structs.replace(pair(), until=LATER, close=shown, base_price=Decimal(95_000))


def test_a_day_that_begins_at_the_close_that_was_seen_goes_on() -> None:
    order, actions = after(
        of_yesterday(98_000), printed(98_000), DayBegan(TOMORROW, Decimal(98_000))
    )
    assert (states(order), actions) == (["armed", "armed"], ())
    assert (order.armed_on, order.base_price, order.close) == (TOMORROW, Decimal(98_000), None)
    assert not order.legs[0].is_based


@pytest.mark.parametrize(
    ("close", "base", "before", "now"),
    [
        (98_000, 49_000, "98,000", "49,000"),
        (98_000, None, "98,000", "—"),
        (None, 98_000, "95,000", "98,000"),
    ],
)
def test_a_day_with_another_base_waits_for_the_trader(
    close: int | None, base: int | None, before: str, now: str
) -> None:
    told = None if base is None else Decimal(base)
    order, actions = after(of_yesterday(close), DayBegan(TOMORROW, told))
    assert states(order) == ["paused", "paused"]
    reason = Told("conditional.base_changed", {"before": before, "now": now})
    assert actions == (Tell(reason, loud=True),)


def test_without_any_base_the_day_says_so() -> None:
    order = msgspec.structs.replace(of_yesterday(None), base_price=None)
    reason = Told("conditional.base_changed", {"before": "—", "now": "—"})
    assert after(order, DayBegan(TOMORROW))[1] == (Tell(reason, loud=True),)


def test_a_day_changes_nothing_twice_and_nothing_that_stands_still() -> None:
    assert after(single(), DayBegan(TODAY, Decimal(1))) == (single(), ())
    paused, _ = after(of_yesterday(98_000), Paused(WHY))
    assert after(paused, DayBegan(TOMORROW, Decimal(1))) == (paused, ())


# --------------------------------------------------------------------------------- a new start


def begun(*known: str, today: date = TODAY) -> Restored:
    return Restored(today, frozenset(known))


def test_on_the_same_day_it_goes_on_with_new_bearings() -> None:
    order, actions = after(confirming(pair(), 97_000), begun())
    assert (states(order), actions) == (["armed", "armed"], ())
    assert not order.legs[0].is_based


def test_on_another_day_it_waits_for_the_trader() -> None:
    order, actions = after(of_yesterday(98_000), begun(today=TOMORROW))
    reason = Told("conditional.other_day", {"day": "2026-11-20"})
    assert (states(order), actions) == (["paused", "paused"], (Tell(reason, loud=True),))


def test_a_fired_leg_that_the_journal_knows_is_followed() -> None:
    order, actions = after(sending(pair()), begun("fired"))
    assert (states(order), actions, order.may_resume) == (["unknown", "paused"], (), False)
    order, _ = after(order, seen("fired", OrderState.ACCEPTED))
    assert states(order) == ["done", "cancelled"]


def test_a_fired_leg_that_the_journal_does_not_know_waits_for_the_trader() -> None:
    order, actions = after(sending(pair()), begun("another"))
    assert (states(order), actions) == (["unknown", "paused"], ())
    assert order.legs[0].reason == Told("conditional.not_handed_over")
    assert after(order, printed(97_000), printed(97_000), printed(99_000))[1] == ()
    assert states(after(order, Resumed(TODAY))[0]) == ["armed", "armed"]


@pytest.mark.parametrize(("known", "state"), [(True, "unknown"), (False, "ended")])
def test_an_entry_that_was_being_sent_is_followed_or_was_never_sent(
    *, known: bool, state: str
) -> None:
    order, actions = after(bracket(), begun(*(["entry"] if known else [])))
    assert order.entry is not None
    assert order.entry.state.value == state
    assert states(order) == (["waiting_entry"] * 2 if known else ["cancelled"] * 2)
    assert len(actions) == (0 if known else 1)


def test_an_entry_that_rests_is_followed() -> None:
    order, _ = after(bracket(), seen("entry", OrderState.WORKING), begun())
    assert order.entry is not None
    assert order.entry.state is EntryState.RESTING


# ---------------------------------------------------------------------------------- the entry


def test_a_refused_entry_leaves_nothing_behind_it() -> None:
    order, actions = after(bracket(), EntryRefused(WHY))
    assert (states(order), actions) == (["cancelled"] * 2, (Tell(WHY, loud=True),))
    filled, _ = after(bracket(), seen("entry", OrderState.PARTLY_FILLED, 4))
    assert after(filled, EntryRefused(WHY)) == (filled, ())
    assert after(single(), EntryRefused(WHY)) == (single(), ())


def test_an_entry_in_doubt_is_told_and_followed() -> None:
    order, actions = after(bracket(), EntryInDoubt(WHY))
    assert order.entry is not None
    assert (order.entry.state, actions) == (EntryState.UNKNOWN, (Tell(WHY, loud=True),))
    assert after(order, EntryInDoubt(WHY)) == (order, ())
    assert after(single(), EntryInDoubt(WHY)) == (single(), ())


def test_an_unknown_order_that_was_refused_after_all_stands_still() -> None:
    order, _ = after(sending(pair()), InDoubt(0, WHY), TurnedDown(0, WHY))
    assert states(order) == ["refused", "paused"]


def test_a_void_leg_behind_a_bracket_is_not_raised_by_a_late_fill() -> None:
    order, _ = after(bracket(), EntryRefused(WHY), seen("entry", OrderState.FILLED, 10))
    assert states(order) == ["cancelled", "cancelled"]
    assert after(order, ConfirmBegan(0)) == (order, ())
