"""Standing still and going on: a pause, a new day, a new start, the trader's word."""

from __future__ import annotations

import msgspec

from kis_desktop.domain import conditional_entry
from kis_desktop.domain.conditional_events import DayBegan, Paused, Restored, Resumed, Tell
from kis_desktop.domain.conditional_legs import Outcome, changed, paused_leg, with_legs
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Leg,
    LegState,
    Told,
    first_state,
)
from kis_desktop.domain.conditional_trigger import lost
from kis_desktop.domain.tick_size import TickTable

_S = LegState


def paused(order: ConditionalOrder, event: Paused, _ticks: TickTable) -> Outcome:
    """The order standing still; what stands still already keeps its reason."""
    return _all_paused(order, event.reason)


def day_began(order: ConditionalOrder, event: DayBegan, _ticks: TickTable) -> Outcome:
    """What was armed on an earlier day goes on only where today's prices stand against the close
    that was seen: dividends, splits and rights change it, and levels of yesterday mean nothing.
    """
    if event.today <= order.armed_on or not order.is_armed:
        return order, ()
    if event.base_price is None or event.base_price != order.close:
        return _all_paused(order, _base_changed(order, event))
    order = changed(order, armed_on=event.today, base_price=event.base_price, close=None)
    return with_legs(order, lost(order.legs, also_times=True)), ()


def _base_changed(order: ConditionalOrder, event: DayBegan) -> Told:
    before = order.base_price if order.close is None else order.close
    shown: dict[str, str | int] = {
        "before": "—" if before is None else f"{before:,}",
        "now": "—" if event.base_price is None else f"{event.base_price:,}",
    }
    return Told("conditional.base_changed", shown)


def restored(order: ConditionalOrder, event: Restored, _ticks: TickTable) -> Outcome:
    """What was armed on this trade date goes on, with new bearings; the rest waits for the trader.

    What had fired is followed where the journal has its order; where it has not, nothing was sent,
    and nothing is sent by itself.
    """
    legs = tuple(_restored_leg(leg, event) for leg in lost(order.legs, also_times=True))
    order = changed(order, legs=legs)
    if order.entry is not None:
        order, told = conditional_entry.restored(order, order.entry, event)
        if told:
            return order, told
    if order.is_armed and order.armed_on != event.today:
        day = Told("conditional.other_day", {"day": order.armed_on.isoformat()})
        return _all_paused(order, day)
    return order, ()


def _restored_leg(leg: Leg, event: Restored) -> Leg:
    leg = msgspec.structs.replace(leg, retry_at=0.0, failures=0)
    if leg.state is not _S.SENDING:
        return leg
    if leg.local_id in event.known:
        return leg.to(_S.UNKNOWN, is_known=True, reason=Told("conditional.followed"))
    return leg.to(_S.UNKNOWN, is_known=False, reason=Told("conditional.not_handed_over"))


def _all_paused(order: ConditionalOrder, reason: Told) -> Outcome:
    legs = tuple(leg if leg.state is _S.PAUSED else paused_leg(leg, reason) for leg in order.legs)
    if legs == order.legs:
        return order, ()
    return changed(order, legs=legs), (Tell(reason, loud=True),)


def resumed(order: ConditionalOrder, event: Resumed, _ticks: TickTable) -> Outcome:
    """The order armed again, as far as nothing of it may be under way."""
    if not order.may_resume or event.today > order.until:
        return order, ()
    anew = event.today != order.armed_on
    legs = tuple(_resumed_leg(leg, order, anew=anew) for leg in order.legs)
    close = None if anew else order.close
    return changed(
        order, legs=legs, armed_on=event.today, base_price=event.base_price, close=close
    ), ()


def _resumed_leg(leg: Leg, order: ConditionalOrder, *, anew: bool) -> Leg:
    if leg.state not in (_S.PAUSED, _S.REFUSED, _S.UNKNOWN):
        return leg
    if anew:
        leg = msgspec.structs.replace(leg, crossed_on=None, extreme=None, extreme_on=None)
    state = first_state(leg.trigger)
    if order.entry is not None and order.entry.filled == 0:
        state = _S.WAITING_ENTRY
    elif leg.crossed_on is not None:
        state = _S.ARMED
    return leg.to(
        state, is_based=False, local_id="", fired_on=None, is_known=False, reason=None, retry_at=0.0
    )
