"""A conditional order in plain words: what will happen, when, and how far it is away."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.conditional_order import (
    Basis,
    ConditionalOrder,
    Grouping,
    Leg,
    LegState,
    TriggerKind,
)
from kis_desktop.domain.conditional_trigger import threshold
from kis_desktop.domain.instrument import InstrumentKind
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.tick_size import TickTable, step
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_MOST_TICKS = 999
_TONES = {
    LegState.UNKNOWN: Tone.UNCERTAIN,
    LegState.REFUSED: Tone.UNCERTAIN,
    LegState.PAUSED: Tone.UNCERTAIN,
    LegState.DONE: Tone.DIM,
    LegState.EXPIRED: Tone.DIM,
    LegState.CANCELLED: Tone.DIM,
}


class Distance(msgspec.Struct, frozen=True):
    """How far the price is from firing, in percent of the price (with its sign) and in ticks; None
    for more than can be counted.
    """

    percent: Decimal
    ticks: int | None


def ticks_of(instruments: InstrumentDirectory, symbol: str) -> TickTable:
    """The tick sizes of today."""
    found = instruments.find(symbol)
    kind = found.kind if found is not None else InstrumentKind.STOCK
    today = datetime.now(EXCHANGE_ZONE).date()
    return load_market_rules("krx").tick_table(kind.value, today)


def kind_text(leg: Leg, words: Words) -> str:
    """What the leg is called."""
    named = leg.trigger.kind in (TriggerKind.STOP, TriggerKind.TAKE_PROFIT)
    suffix = "_buy" if leg.template.side is Side.BUY and named else ""
    return words(f"conditional_kind.{leg.trigger.kind.value}{suffix}")


def state_text(leg: Leg, words: Words) -> str:
    """Where the leg stands; an armed one without a price says so."""
    basing = leg.state is LegState.ARMED and not leg.is_based
    return words(f"conditional_state.{'basing' if basing else leg.state.value}")


def state_tone(leg: Leg) -> Tone:
    """What asks for the trader stands out, what is over steps back."""
    return _TONES.get(leg.state, Tone.TEXT)


def condition_text(leg: Leg, ticks: TickTable, words: Words) -> str:
    """What has to happen."""
    trigger = leg.trigger
    level = fmt.price(trigger.level)
    match trigger.kind:
        case TriggerKind.TIME:
            at = "—" if trigger.at is None else f"{trigger.at:%H:%M:%S}"
            return words("conditional_words.time", at=at)
        case TriggerKind.TRAILING:
            way = "trail_down" if leg.falls else "trail_up"
            return words(f"conditional_words.{way}", distance=distance_text(leg, words))
        case TriggerKind.KEEP_PROFIT:
            way = "keep_down" if leg.falls else "keep_up"
            limit = fmt.price(threshold(leg, ticks))
            return words(f"conditional_words.{way}", level=level, limit=limit, ticks=trigger.ticks)
        case _:
            return words(f"conditional_words.{'below' if leg.falls else 'above'}", level=level)


def distance_text(leg: Leg, words: Words) -> str:
    """How far a trailing leg lets the price come back."""
    distance, unit = leg.trigger.distance, leg.trigger.unit
    if distance is None or unit is None:
        return words("conditional_words.unset")
    shown = f"{distance.normalize():f}" if unit.value == "percent" else fmt.price(distance)
    return words(f"conditional_words.{unit.value}", n=shown)


def price_text(intent: OrderIntent, words: Words) -> str:
    """How the order is priced, as part of a sentence."""
    if intent.order_type is OrderType.MARKET:
        return words("conditional_words.at_market")
    if intent.order_type is OrderType.LIMIT:
        return words("conditional_words.at_price", price=fmt.price(intent.price))
    named = words(f"order_type.{intent.order_type.value}")
    return words("conditional_words.at_type", type=named)


def order_text(leg: Leg, words: Words) -> str:
    """What is sent, in a cell: `10주 시장가`."""
    intent = leg.template
    if intent.order_type is OrderType.LIMIT:
        price = fmt.price(intent.price)
    else:
        price = words(f"order_type.{intent.order_type.value}")
    return words("conditional_words.cell", quantity=intent.quantity, price=price)


def sentence(order: ConditionalOrder, name: str, ticks: TickTable, words: Words) -> str:
    """The whole of it: `삼성전자가 70,000원 이하가 되면 10주를 시장가로 매도`."""
    told = [leg_sentence(leg, name, ticks, words) for leg in order.legs]
    if order.grouping is not Grouping.SINGLE:
        told.append(words("conditional_words.pair"))
    if order.entry is not None:
        told.insert(0, _entry_sentence(order.entry.intent, name, words))
    return "\n".join(told)


def leg_sentence(leg: Leg, name: str, ticks: TickTable, words: Words) -> str:
    """What one leg does."""
    intent, basis = leg.template, leg.trigger.basis
    side = words(f"side.{intent.side.value}")
    price, quantity = price_text(intent, words), intent.quantity or fmt.UNKNOWN
    if leg.trigger.kind is TriggerKind.TIME:
        at = "—" if leg.trigger.at is None else f"{leg.trigger.at:%H:%M:%S}"
        return words(
            "conditional_words.whole_time",
            name=name, at=at, quantity=quantity, price=price, side=side,
        )  # fmt: skip
    who = words(f"conditional_words.who_{Basis(basis).value}", name=name)
    condition = condition_text(leg, ticks, words)
    return words(
        "conditional_words.whole",
        who=who, condition=condition, quantity=quantity, price=price, side=side,
    )  # fmt: skip


def _entry_sentence(intent: OrderIntent, name: str, words: Words) -> str:
    return words(
        "conditional_words.entry",
        name=name,
        quantity=intent.quantity or fmt.UNKNOWN,
        price=price_text(intent, words),
        side=words(f"side.{intent.side.value}"),
    )


def distance_of(leg: Leg, quote: Quote | None, ticks: TickTable) -> Distance | None:
    """How far the watched price is from firing; None where either is not known."""
    limit = threshold(leg, ticks)
    if quote is None or limit is None:
        return None
    watched = {Basis.LAST: quote.last, Basis.BID: quote.bid, Basis.ASK: quote.ask}
    price = watched[leg.trigger.basis]
    if price is None or price <= 0:
        return None
    return Distance((limit - price) / price * 100, _ticks_between(price, limit, ticks))


def _ticks_between(price: Decimal, limit: Decimal, ticks: TickTable) -> int | None:
    sign, at = (1, price) if limit > price else (-1, price)
    for count in range(_MOST_TICKS + 1):
        if (at >= limit) if sign > 0 else (at <= limit):
            return count
        before, at = at, step(at, ticks, sign)
        if at == before:
            return None
    return None
