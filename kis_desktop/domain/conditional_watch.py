"""Prices and times as they come: what brings a leg to the point of being confirmed."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kis_desktop.domain.conditional_events import (
    Action,
    Clicked,
    Confirm,
    Lost,
    Printed,
    SessionChanged,
    Tell,
)
from kis_desktop.domain.conditional_legs import Outcome, changed, with_legs
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Leg,
    LegState,
    Told,
    TriggerKind,
)
from kis_desktop.domain.conditional_trigger import based, holds, lost, moved
from kis_desktop.domain.tick_size import TickTable

LATE = 30.0
"""seconds of market time behind which a missed time is not made up for"""

_S = LegState


def printed(order: ConditionalOrder, event: Printed, ticks: TickTable) -> Outcome:
    """The order after a price. One of another trade date than it was armed on proves nothing."""
    if event.today != order.armed_on:
        return with_legs(order, lost(order.legs, also_times=True)), ()
    legs, actions = list[Leg](), list[Action]()
    for number, leg in enumerate(order.legs):
        after = _after_print(leg, event, ticks) if leg.trigger.key == event.key else leg
        legs.append(after)
        if after.state is not leg.state and after.state is _S.TRIGGERED:
            actions.append(Confirm(number))
    order = with_legs(order, tuple(legs))
    is_close = event.regular and event.is_fresh and event.key in order.keys
    if is_close and event.prices.last is not None:
        order = changed(order, close=event.prices.last)
    return order, tuple(actions)


def _after_print(leg: Leg, event: Printed, ticks: TickTable) -> Leg:
    price = event.prices.of(leg.trigger.basis)
    is_time = leg.trigger.kind is TriggerKind.TIME
    if leg.state not in (_S.WAITING_FIRST_CROSS, _S.ARMED):
        return leg
    if price is None or not event.is_fresh or not (event.permitted or is_time):
        return msgspec.structs.replace(leg, is_based=False)
    if not leg.is_based:
        return based(leg, price, event.today)
    leg = moved(leg, price, event.today)
    may = leg.state is _S.ARMED and event.at >= leg.retry_at
    return leg.to(_S.TRIGGERED) if may and holds(leg, price, ticks) else leg


def data_lost(order: ConditionalOrder, event: Lost, _ticks: TickTable) -> Outcome:
    """The order after prices may be missing: the next one only gives the bearings."""
    legs = tuple(
        lost([leg], also_times=True)[0] if event.key in ("", leg.trigger.key) else leg
        for leg in order.legs
    )
    return with_legs(order, legs), ()


def session_changed(order: ConditionalOrder, _event: SessionChanged, _ticks: TickTable) -> Outcome:
    """The order in a new session, whose first price only gives the bearings."""
    return with_legs(order, lost(order.legs, also_times=False)), ()


def clicked(order: ConditionalOrder, event: Clicked, _ticks: TickTable) -> Outcome:
    """The order at a time of the market's clock."""
    if event.today > order.until:
        return _all_expired(order)
    if event.now is None or event.today != order.armed_on:
        return order, ()
    legs, actions = [*order.legs], list[Action]()
    for number, leg in enumerate(order.legs):
        late = _late(leg, event.now)
        if late is None or late < 0:
            continue
        if late > LATE:
            told = Told("conditional.time_missed", {"at": f"{leg.trigger.at:%H:%M:%S}"})
            legs[number] = leg.to(_S.EXPIRED, reason=told)
            actions.append(Tell(told, loud=True))
        elif _may_fire(leg, event):
            legs[number] = leg.to(_S.TRIGGERED)
            actions.append(Confirm(number))
    return with_legs(order, tuple(legs)), tuple(actions)


def _may_fire(leg: Leg, event: Clicked) -> bool:
    is_ready = leg.state is _S.ARMED and leg.is_based
    return is_ready and event.permitted and event.at >= leg.retry_at


def _late(leg: Leg, now: datetime) -> float | None:
    """Seconds of market time since a leg's time; None where it waits for none."""
    if leg.trigger.at is None or not leg.state.is_watching:
        return None
    return (now - datetime.combine(now.date(), leg.trigger.at, now.tzinfo)).total_seconds()


def _all_expired(order: ConditionalOrder) -> Outcome:
    told = Told("conditional.expired", {"until": order.until.isoformat()})
    waiting = (_S.WAITING_ENTRY, _S.PAUSED)
    legs = tuple(
        leg.to(_S.EXPIRED, reason=told) if leg.state.is_watching or leg.state in waiting else leg
        for leg in order.legs
    )
    return (order, ()) if legs == order.legs else (changed(order, legs=legs), (Tell(told),))
