"""When a price meets a trigger, and what a reading over REST has to show for it.

Written for a leg that fires on the way down; one that fires on the way up is its mirror image.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec

from kis_desktop.domain.conditional_order import (
    Basis,
    Leg,
    LegState,
    TrailUnit,
    Trigger,
    TriggerKind,
)
from kis_desktop.domain.order import Side
from kis_desktop.domain.tick_size import TickTable, step

MAX_AGE = 5.0
"""seconds: an older price neither fires nor counts as a base"""

TOLERANCE_TICKS = 1
"""how far behind the trigger the price of the confirming reading may stand"""

_PERCENT = 100


class Prices(msgspec.Struct, frozen=True):
    """What was said of a price, in KRW; None: not said. `high` and `low` are of the day."""

    last: Decimal | None = None
    bid: Decimal | None = None
    ask: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None

    def of(self, basis: Basis) -> Decimal | None:
        """The price that is watched."""
        return {Basis.LAST: self.last, Basis.BID: self.bid, Basis.ASK: self.ask}[basis]


def threshold(leg: Leg, ticks: TickTable) -> Decimal | None:
    """The price at which a leg fires (KRW); None for a time, or before a trailing leg saw one."""
    trigger = leg.trigger
    if trigger.kind is TriggerKind.TRAILING:
        return None if leg.extreme is None else _trailed(leg.extreme, leg, ticks)
    if trigger.level is None or trigger.kind is not TriggerKind.KEEP_PROFIT:
        return trigger.level
    return step(trigger.level, ticks, _down(leg) * trigger.ticks)


def holds(leg: Leg, price: Decimal, ticks: TickTable) -> bool:
    """Whether a price meets the trigger."""
    limit = threshold(leg, ticks)
    return limit is not None and _is_through(price, limit, falls=leg.falls)


def is_confirmed(leg: Leg, price: Decimal, ticks: TickTable) -> bool:
    """Whether a reading over REST bears out that the trigger was met: its price may stand one tick
    before it, for the market moves while we read. A kept profit has no such room: its own distance
    is the room.
    """
    limit = threshold(leg, ticks)
    if limit is None:
        return leg.trigger.kind is TriggerKind.TIME
    if leg.trigger.kind is not TriggerKind.KEEP_PROFIT:
        limit = step(limit, ticks, -_down(leg) * TOLERANCE_TICKS)
    return _is_through(price, limit, falls=leg.falls)


def based(leg: Leg, price: Decimal, today: date) -> Leg:
    """The leg after a first price, from which it only takes its bearings."""
    if leg.trigger.kind is TriggerKind.TRAILING and leg.extreme is None:
        leg = msgspec.structs.replace(leg, extreme=price, extreme_on=today)
    return msgspec.structs.replace(leg, is_based=True)


def moved(leg: Leg, price: Decimal, today: date) -> Leg:
    """The leg after a further price: its best one, and its first cross over the level."""
    if leg.trigger.kind is TriggerKind.TRAILING and _is_better(leg, price):
        return msgspec.structs.replace(leg, extreme=price, extreme_on=today)
    if leg.state is LegState.WAITING_FIRST_CROSS and _is_beyond(leg, price):
        return leg.to(LegState.ARMED, crossed_on=today)
    return leg


def borne_out(leg: Leg, read: Prices, today: date) -> Leg | None:
    """The leg as far as the day's highest and lowest of a reading bear it out; None where it needs
    a first cross that the reading doesn't know of. What is of an earlier day cannot be seen in it.
    """
    best = read.high if leg.falls else read.low
    if leg.trigger.kind is TriggerKind.TRAILING and leg.extreme_on == today and best is not None:
        return msgspec.structs.replace(leg, extreme=_nearer(leg, best))
    needs_cross = leg.trigger.kind is TriggerKind.KEEP_PROFIT and leg.crossed_on == today
    if needs_cross and (best is None or not _is_beyond(leg, best)):
        return None
    return leg


def is_met_at_once(trigger: Trigger, side: Side, price: Decimal) -> bool:
    """Whether a leg would fire at the price of this moment."""
    if trigger.level is None or trigger.kind is TriggerKind.KEEP_PROFIT:
        return False
    falls = (side is Side.SELL) is not (trigger.kind is TriggerKind.TAKE_PROFIT)
    return _is_through(price, trigger.level, falls=falls)


def lost(legs: Iterable[Leg], *, also_times: bool) -> tuple[Leg, ...]:
    """The legs without a base; one that was about to be confirmed waits for a new price."""
    return tuple(_lost(leg, also_times=also_times) for leg in legs)


def _lost(leg: Leg, *, also_times: bool) -> Leg:
    if leg.trigger.kind is TriggerKind.TIME and not also_times:
        return leg
    leg = msgspec.structs.replace(leg, is_based=False)
    if leg.state in (LegState.TRIGGERED, LegState.CONFIRMING):
        return leg.to(LegState.ARMED)
    return leg


def _trailed(extreme: Decimal, leg: Leg, ticks: TickTable) -> Decimal | None:
    distance, down = leg.trigger.distance, _down(leg)
    if distance is None:
        return None
    if leg.trigger.unit is TrailUnit.TICKS:
        return step(extreme, ticks, down * int(distance))
    if leg.trigger.unit is TrailUnit.PERCENT:
        return extreme + down * extreme * distance / _PERCENT
    return extreme + down * distance


def _down(leg: Leg) -> int:
    """The sign of the way on which it fires."""
    return -1 if leg.falls else 1


def _is_through(price: Decimal, limit: Decimal, *, falls: bool) -> bool:
    return price <= limit if falls else price >= limit


def _is_beyond(leg: Leg, price: Decimal) -> bool:
    """Whether a price stands over the level; one that only touches it does not."""
    level = leg.trigger.level
    if level is None:
        return False
    return price > level if leg.falls else price < level


def _is_better(leg: Leg, price: Decimal) -> bool:
    assert leg.extreme is not None  # the first price has given one
    return price > leg.extreme if leg.falls else price < leg.extreme


def _nearer(leg: Leg, best: Decimal) -> Decimal:
    """The best price, but none better than the exchange knows of."""
    assert leg.extreme is not None
    return min(leg.extreme, best) if leg.falls else max(leg.extreme, best)
