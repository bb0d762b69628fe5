"""Checks on a conditional order before it is armed: each gives a reason, none arms anything."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Grouping,
    Leg,
    TrailUnit,
    Trigger,
    TriggerKind,
)
from kis_desktop.domain.conditional_trigger import is_met_at_once
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.domain.tick_size import TickTable, is_on_tick

_LARGEST_PERCENT = 30  # of a trailing distance: a day's limit
_MOST_TICKS = 100
_PAIR = 2


def check(
    order: ConditionalOrder, now: datetime, last: Decimal | None, ticks: TickTable
) -> tuple[Message, ...]:
    """Every reason why this must not be armed as it is; `now` is market time, `last` the price of
    this moment (KRW), None where it is not known.
    """
    found: list[Message | None] = [_until(order, now), *_together(order)]
    for leg in order.legs:
        found += [
            _trigger(leg.trigger, now, ticks),
            _template(leg.template, leg, ticks),
            _at_once(leg, last),
        ]
    if order.entry is not None:
        found.append(_price(order.entry.intent, ticks))
    return tuple(reason for reason in found if reason is not None)


def _until(order: ConditionalOrder, now: datetime) -> Message | None:
    return message("conditional.until_past") if order.until < now.date() else None


def _together(order: ConditionalOrder) -> list[Message | None]:
    legs = order.legs
    if order.grouping is Grouping.SINGLE:
        return [None if len(legs) == 1 else message("conditional.one_leg")]
    if len(legs) != _PAIR or legs[0].falls is legs[1].falls:
        return [message("conditional.two_ways")]
    if len({(leg.template.symbol, leg.template.side) for leg in legs}) != 1:
        return [message("conditional.one_instrument")]
    if order.grouping is Grouping.PAIR:
        return []
    entry = order.entry
    if entry is None or entry.intent.symbol != legs[0].template.symbol:
        return [message("conditional.entry_missing")]
    if entry.intent.side is legs[0].template.side:
        return [message("conditional.entry_side")]
    return []


def _trigger(trigger: Trigger, now: datetime, ticks: TickTable) -> Message | None:
    match trigger.kind:
        case TriggerKind.TIME:
            return _time(trigger, now)
        case TriggerKind.TRAILING:
            return _distance(trigger)
        case _:
            return _level(trigger, ticks)


def _time(trigger: Trigger, now: datetime) -> Message | None:
    if trigger.at is None:
        return message("conditional.time_missing")
    past = datetime.combine(now.date(), trigger.at, now.tzinfo) <= now
    return message("conditional.time_past", at=f"{trigger.at:%H:%M:%S}") if past else None


def _distance(trigger: Trigger) -> Message | None:
    distance = trigger.distance
    if distance is None or trigger.unit is None or distance <= 0:
        return message("conditional.distance_missing")
    if trigger.unit is TrailUnit.TICKS and (
        distance != distance.to_integral_value() or distance > _MOST_TICKS
    ):
        return message("conditional.distance_ticks", most=_MOST_TICKS)
    if trigger.unit is TrailUnit.PERCENT and distance > _LARGEST_PERCENT:
        return message("conditional.distance_percent", most=_LARGEST_PERCENT)
    return None


def _level(trigger: Trigger, ticks: TickTable) -> Message | None:
    if trigger.level is None or trigger.level <= 0:
        return message("conditional.level_missing")
    if not is_on_tick(trigger.level, ticks):
        return message("conditional.level_off_tick", level=trigger.level)
    if trigger.kind is TriggerKind.KEEP_PROFIT and not 1 <= trigger.ticks <= _MOST_TICKS:
        return message("conditional.keep_ticks", most=_MOST_TICKS)
    return None


def _template(template: OrderIntent, leg: Leg, ticks: TickTable) -> Message | None:
    if template.quantity <= 0:
        return message("order.quantity_missing")
    if split_feed_key(leg.trigger.key)[0] != template.symbol:
        return message("conditional.one_instrument")
    return _price(template, ticks)


def _price(template: OrderIntent, ticks: TickTable) -> Message | None:
    if template.order_type is OrderType.MARKET:
        return None
    if template.price is None:
        return message("order.price_missing")
    if not is_on_tick(template.price, ticks):
        return message("conditional.price_off_tick", price=template.price)
    return None


def _at_once(leg: Leg, last: Decimal | None) -> Message | None:
    """A condition that holds already would fire with the next price."""
    side: Side = leg.template.side
    if last is None or not is_met_at_once(leg.trigger, side, last):
        return None
    return message("conditional.met_already", last=last)
