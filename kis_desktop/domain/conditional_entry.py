"""The entry of a bracket: its fills, and they alone, arm what stands behind it."""

from __future__ import annotations

import msgspec

from kis_desktop.domain.conditional_events import (
    Action,
    EntryInDoubt,
    EntryRefused,
    OrderSeen,
    Restored,
    Tell,
)
from kis_desktop.domain.conditional_legs import Outcome, cancelled_leg, changed
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Entry,
    EntryState,
    Leg,
    LegState,
    Told,
    first_state,
)
from kis_desktop.domain.order import OrderState
from kis_desktop.domain.tick_size import TickTable

_S = LegState


def seen(order: ConditionalOrder, entry: Entry, event: OrderSeen) -> Outcome:
    """The order after a word on its entry: what the legs sell follows its fills."""
    more = event.filled - entry.filled
    entry = msgspec.structs.replace(
        entry,
        state=_state(entry, event),
        filled=event.filled,
        filled_at=event.at if more > 0 else entry.filled_at,
        order_no=event.order_no or entry.order_no,
    )
    legs = tuple(_filled(leg, entry.filled) for leg in order.legs)
    actions: list[Action] = []
    if more > 0 and any(leg.state.is_in_flight or leg.state is _S.DONE for leg in order.legs):
        actions.append(Tell(Told("conditional.unprotected", {"quantity": more}), loud=True))
    if event.state is OrderState.AMENDED:
        actions.append(Tell(Told("conditional.entry_amended"), loud=True))
    order = changed(order, entry=entry, legs=legs)
    if entry.state is EntryState.ENDED and entry.filled == 0:
        return _void(order, event.reason or Told("conditional.entry_ended"))
    return order, tuple(actions)


def refused(order: ConditionalOrder, event: EntryRefused, _ticks: TickTable) -> Outcome:
    """The order after its entry was refused: there is nothing to protect."""
    entry = order.entry
    if entry is None or entry.filled:
        return order, ()
    ended = msgspec.structs.replace(entry, state=EntryState.ENDED)
    return _void(changed(order, entry=ended), event.reason)


def in_doubt(order: ConditionalOrder, event: EntryInDoubt, _ticks: TickTable) -> Outcome:
    """The order while nobody knows of its entry: its fills will tell."""
    entry = order.entry
    if entry is None or entry.state is not EntryState.SENDING:
        return order, ()
    doubted = msgspec.structs.replace(entry, state=EntryState.UNKNOWN)
    return changed(order, entry=doubted), (Tell(event.reason, loud=True),)


def restored(order: ConditionalOrder, entry: Entry, event: Restored) -> Outcome:
    """The order after the program has begun anew. An entry that the journal does not know was never
    sent, and is not sent by itself.
    """
    entry = msgspec.structs.replace(entry, filled_at=0.0)
    if entry.state is EntryState.SENDING and entry.intent.local_id not in event.known:
        ended = msgspec.structs.replace(entry, state=EntryState.ENDED)
        return _void(changed(order, entry=ended), Told("conditional.entry_not_sent"))
    if entry.state is EntryState.SENDING:
        entry = msgspec.structs.replace(entry, state=EntryState.UNKNOWN)
    return changed(order, entry=entry), ()


def _state(entry: Entry, event: OrderSeen) -> EntryState:
    if entry.state is EntryState.ENDED or event.state.is_final:
        return EntryState.ENDED
    if event.state is OrderState.UNKNOWN:
        return EntryState.UNKNOWN
    if event.state in (OrderState.INTENT, OrderState.SENDING):
        return entry.state
    return EntryState.RESTING


def _filled(leg: Leg, quantity: int) -> Leg:
    """A leg that sells what is filled; one that waited for it begins to watch."""
    if leg.state.is_in_flight or leg.state.is_over or quantity == 0:
        return leg
    template = msgspec.structs.replace(leg.template, quantity=quantity)
    leg = msgspec.structs.replace(leg, template=template)
    return leg.to(first_state(leg.trigger)) if leg.state is _S.WAITING_ENTRY else leg


def _void(order: ConditionalOrder, reason: Told) -> Outcome:
    """Nothing of the entry came to be, so nothing stands behind it."""
    legs = tuple(cancelled_leg(leg, reason) for leg in order.legs)
    if legs == order.legs:
        return order, ()
    return changed(order, legs=legs), (Tell(reason, loud=True),)
