"""From the reading that bears a price out to what became of the order."""

from __future__ import annotations

import msgspec

from kis_desktop.domain import conditional_entry
from kis_desktop.domain.conditional_events import (
    Action,
    CancelEntry,
    ConfirmBegan,
    InDoubt,
    NotKept,
    OrderSeen,
    Read,
    ReadFailed,
    Send,
    Taken,
    Tell,
    TurnedDown,
)
from kis_desktop.domain.conditional_legs import (
    PAIR_REFUSED,
    Outcome,
    cancelled_leg,
    changed,
    paused_leg,
    with_leg,
)
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    EntryState,
    Leg,
    LegState,
    Told,
)
from kis_desktop.domain.conditional_trigger import MAX_AGE, borne_out, is_confirmed
from kis_desktop.domain.order import OrderState, Side
from kis_desktop.domain.tick_size import TickTable

AFTER_DISAGREEMENT = 1.0
"""seconds until a price that the reading did not bear out is looked at again"""

FIRST_RETRY, LONGEST_RETRY = 2.0, 60.0
"""seconds until a reading that failed is tried again; doubled from the first to the longest"""

_S = LegState


def confirm_began(order: ConditionalOrder, event: ConfirmBegan, _ticks: TickTable) -> Outcome:
    """The order while the reading is under way."""
    leg = order.legs[event.leg]
    if leg.state is not _S.TRIGGERED:
        return order, ()
    return with_leg(order, event.leg, leg.to(_S.CONFIRMING)), ()


def read(order: ConditionalOrder, event: Read, ticks: TickTable) -> Outcome:
    """The order after the reading: it fires, or the leg watches on."""
    leg = order.legs[event.leg]
    if leg.state is not _S.CONFIRMING:
        return order, ()
    price = event.prices.of(leg.trigger.basis)
    is_fresh = event.age is not None and event.age <= MAX_AGE
    if price is None or not is_fresh or not event.permitted or event.today != order.armed_on:
        return _not_borne_out(order, event, leg.to(_S.ARMED))
    seen = borne_out(leg, event.prices, event.today)
    if seen is None:
        return _not_borne_out(order, event, leg.to(_S.WAITING_FIRST_CROSS, crossed_on=None))
    if not is_confirmed(seen, price, ticks):
        return _not_borne_out(order, event, seen.to(_S.ARMED))
    return _fired(order, event, seen)


def _not_borne_out(order: ConditionalOrder, event: Read, leg: Leg) -> Outcome:
    told = Told("conditional.not_confirmed", {"symbol": leg.template.symbol})
    leg = msgspec.structs.replace(
        leg, retry_at=event.at + AFTER_DISAGREEMENT, failures=0, reason=told
    )
    return with_leg(order, event.leg, leg), (Tell(told),)


def _fired(order: ConditionalOrder, event: Read, leg: Leg) -> Outcome:
    quantity = _quantity(order, event, leg)
    if quantity <= 0:
        told = Told("conditional.nothing_held", {"symbol": leg.template.symbol})
        return _refused(order, event.leg, told)
    fired = leg.to(
        _S.SENDING,
        template=msgspec.structs.replace(leg.template, quantity=quantity),
        local_id=event.local_id,
        fired_on=event.today,
        reason=None,
    )
    others = Told("conditional.other_fired")
    legs = tuple(
        fired if number == event.leg else paused_leg(other, others)
        for number, other in enumerate(order.legs)
    )
    actions: list[Action] = [Send(event.leg)]
    entry = order.entry
    if entry is not None and entry.state is EntryState.RESTING and entry.order_no:
        actions.append(CancelEntry(entry.order_no))
    return changed(order, legs=legs), tuple(actions)


def _quantity(order: ConditionalOrder, event: Read, leg: Leg) -> int:
    """Shares that the order is for; behind an entry never more than came of it and are held."""
    quantity = leg.template.quantity
    if order.entry is None:
        return quantity
    quantity = min(quantity, order.entry.filled)
    if leg.template.side is Side.BUY or event.held is None:
        return quantity
    return min(quantity, event.held)


def read_failed(order: ConditionalOrder, event: ReadFailed, _ticks: TickTable) -> Outcome:
    """The order after a reading that brought nothing: it has not fired."""
    leg = order.legs[event.leg]
    if leg.state is not _S.CONFIRMING:
        return order, ()
    pause = min(FIRST_RETRY * 2.0**leg.failures, LONGEST_RETRY)
    told = Told("conditional.read_failed", {"symbol": leg.template.symbol, "seconds": int(pause)})
    # beyond the longest pause there is nothing to count
    failures = leg.failures + 1 if pause < LONGEST_RETRY else leg.failures
    leg = leg.to(_S.ARMED, retry_at=event.at + pause, failures=failures, reason=event.reason)
    return with_leg(order, event.leg, leg), (Tell(told, loud=True), Tell(event.reason))


def not_kept(order: ConditionalOrder, event: NotKept, _ticks: TickTable) -> Outcome:
    """The order where the disk did not take that it fired: nothing was sent."""
    leg = order.legs[event.leg]
    if leg.state is not _S.SENDING:
        return order, ()
    leg = leg.to(_S.PAUSED, local_id="", fired_on=None, reason=event.reason)
    return with_leg(order, event.leg, leg), (Tell(event.reason, loud=True),)


def taken(order: ConditionalOrder, event: Taken, _ticks: TickTable) -> Outcome:
    """The order once KIS has taken a leg's order in."""
    return _done(order, event.leg)


def turned_down(order: ConditionalOrder, event: TurnedDown, _ticks: TickTable) -> Outcome:
    """The order once a leg's order was refused."""
    return _refused(order, event.leg, event.reason)


def in_doubt(order: ConditionalOrder, event: InDoubt, _ticks: TickTable) -> Outcome:
    """The order while nobody knows what became of a leg's order."""
    return _doubted(order, event.leg, event.reason)


def order_seen(order: ConditionalOrder, event: OrderSeen, _ticks: TickTable) -> Outcome:
    """The order after a word on one that it sent."""
    for number, leg in enumerate(order.legs):
        if leg.local_id and leg.local_id == event.local_id:
            return _leg_seen(order, number, event)
    if order.entry is not None and order.entry.intent.local_id == event.local_id:
        return conditional_entry.seen(order, order.entry, event)
    return order, ()


def _leg_seen(order: ConditionalOrder, number: int, event: OrderSeen) -> Outcome:
    if event.state in (OrderState.INTENT, OrderState.SENDING):
        return order, ()
    if event.state is OrderState.REJECTED:
        return _refused(order, number, event.reason or Told("conditional.refused"))
    if event.state is OrderState.UNKNOWN:
        return _doubted(order, number, event.reason or Told("order.uncertain"))
    return _done(order, number)


def _done(order: ConditionalOrder, number: int) -> Outcome:
    leg = order.legs[number]
    if not leg.state.is_in_flight:
        return order, ()
    done = leg.to(_S.DONE, is_known=True, reason=None)
    sent = Told("conditional.other_fired")
    legs = tuple(
        done if place == number else cancelled_leg(other, sent)
        for place, other in enumerate(order.legs)
    )
    return changed(order, legs=legs), ()


def _doubted(order: ConditionalOrder, number: int, reason: Told) -> Outcome:
    leg = order.legs[number]
    if leg.state is not _S.SENDING:
        return order, ()
    leg = leg.to(_S.UNKNOWN, is_known=True, reason=reason)
    return with_leg(order, number, leg), (Tell(reason, loud=True),)


def _refused(order: ConditionalOrder, number: int, reason: Told) -> Outcome:
    """The order of a leg does not exist: nothing is tried again, and its pair stands still."""
    leg = order.legs[number]
    if leg.state not in (_S.CONFIRMING, _S.SENDING, _S.UNKNOWN, _S.DONE):
        return order, ()
    refused = leg.to(_S.REFUSED, reason=reason)
    pair = Told(PAIR_REFUSED)
    legs = tuple(
        refused if place == number else paused_leg(other, pair)
        for place, other in enumerate(order.legs)
    )
    return changed(order, legs=legs), (Tell(reason, loud=True),)
