"""Small steps that all moves of a conditional order share."""

from __future__ import annotations

import msgspec

from kis_desktop.domain.conditional_events import Action
from kis_desktop.domain.conditional_order import ConditionalOrder, Leg, LegState, Told

Outcome = tuple[ConditionalOrder, tuple[Action, ...]]

PAIR_REFUSED = "conditional.pair_refused"

_S = LegState


def changed(order: ConditionalOrder, **changes: object) -> ConditionalOrder:
    """The order with other fields."""
    return msgspec.structs.replace(order, **changes)


def with_legs(order: ConditionalOrder, legs: tuple[Leg, ...]) -> ConditionalOrder:
    """The order with these legs; itself where nothing has changed."""
    return order if legs == order.legs else changed(order, legs=legs)


def with_leg(order: ConditionalOrder, number: int, leg: Leg) -> ConditionalOrder:
    """The order with another leg in the place of one."""
    legs = tuple(leg if place == number else other for place, other in enumerate(order.legs))
    return with_legs(order, legs)


def paused_leg(leg: Leg, reason: Told) -> Leg:
    """A leg that fires no more until the trader says so; what is over or under way stays. A leg
    whose other one was refused after all is there again.
    """
    back = leg.state is _S.CANCELLED and reason.id == PAIR_REFUSED
    if leg.state.is_watching or leg.state in (_S.WAITING_ENTRY, _S.PAUSED) or back:
        return leg.to(_S.PAUSED, is_based=False, reason=reason)
    return leg


def cancelled_leg(leg: Leg, reason: Told) -> Leg:
    """A leg that is not needed any more; what is over or under way stays."""
    if leg.state in (_S.PAUSED, _S.WAITING_ENTRY) or leg.state.is_watching:
        return leg.to(_S.CANCELLED, is_based=False, reason=reason)
    return leg
