"""Conditional orders of one stock and the events around them, written by hand."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from kis_desktop.domain.conditional_advance import advance
from kis_desktop.domain.conditional_events import (
    Action,
    ConfirmBegan,
    Event,
    OrderSeen,
    Printed,
    Read,
)
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Entry,
    EntryState,
    Grouping,
    Leg,
    LegState,
    Trigger,
    TriggerKind,
    first_state,
)
from kis_desktop.domain.conditional_trigger import Prices
from kis_desktop.domain.order import OrderIntent, OrderState, OrderType, Origin, Side
from kis_desktop.domain.tick_size import TickBand

TODAY = date(2026, 11, 20)
TOMORROW = date(2026, 11, 21)
NOW = datetime(2026, 11, 20, 10, 12, tzinfo=ZoneInfo("Asia/Seoul"))
TICKS = (TickBand(None, Decimal(100)),)
SYMBOL = "005930"


def trigger(kind: TriggerKind = TriggerKind.STOP, **fields: object) -> Trigger:
    """A stop at 97,000 unless said otherwise."""
    made = Trigger(kind, SYMBOL, level=None if kind in _WITHOUT_LEVEL else Decimal(97_000))
    return msgspec.structs.replace(made, **fields)


def intent(side: Side = Side.SELL, quantity: int = 10, local_id: str = "") -> OrderIntent:
    return OrderIntent(
        local_id, SYMBOL, side, OrderType.MARKET, quantity, None, origin=Origin.CONDITIONAL
    )


def leg(kind: TriggerKind = TriggerKind.STOP, side: Side = Side.SELL, **fields: object) -> Leg:
    made = trigger(kind, **fields)
    return Leg(made, intent(side), first_state(made))


def single(
    kind: TriggerKind = TriggerKind.STOP, side: Side = Side.SELL, **fields: object
) -> ConditionalOrder:
    return ConditionalOrder(
        "c1", Grouping.SINGLE, (leg(kind, side, **fields),), TODAY, TODAY, TODAY
    )


def pair() -> ConditionalOrder:
    """Sell at 97,000 or below, or at 99,000 or above."""
    legs = (leg(), leg(TriggerKind.TAKE_PROFIT, level=Decimal(99_000)))
    return ConditionalOrder("c2", Grouping.PAIR, legs, TODAY, TODAY, TODAY)


def bracket(filled: int = 0) -> ConditionalOrder:
    """The pair behind a purchase of ten shares."""
    legs = tuple(
        one.to(one.state) if filled else msgspec.structs.replace(one, state=LegState.WAITING_ENTRY)
        for one in pair().legs
    )
    entry = Entry(intent(Side.BUY, 10, "entry"), TODAY, EntryState.SENDING, filled)
    return ConditionalOrder("c3", Grouping.BRACKET, legs, TODAY, TODAY, TODAY, entry=entry)


def printed(price: int | str, **fields: object) -> Printed:
    told = Printed(SYMBOL, Prices(Decimal(price)), 0.1, permitted=True, at=100.0, today=TODAY)
    return msgspec.structs.replace(told, **fields)


def read(price: int | str | None, number: int = 0, **fields: object) -> Read:
    prices = Prices(None if price is None else Decimal(price), None, None, None, None)
    told = Read(number, prices, 0.1, permitted=True, at=100.5, today=TODAY, local_id="fired")
    return msgspec.structs.replace(told, **fields)


def seen(local_id: str, state: OrderState, filled: int = 0, **fields: object) -> OrderSeen:
    return msgspec.structs.replace(OrderSeen(local_id, state, filled, 101.0), **fields)


def after(order: ConditionalOrder, *events: Event) -> tuple[ConditionalOrder, tuple[Action, ...]]:
    """The order after several events, and all that was to be done."""
    done: list[Action] = []
    for event in events:
        order, actions = advance(order, event, TICKS)
        done += actions
    return order, tuple(done)


def confirming(order: ConditionalOrder, price: int, number: int = 0) -> ConditionalOrder:
    """The order with a leg that waits for its reading after a price."""
    order, _ = after(order, printed(98_000), printed(price), ConfirmBegan(number))
    assert order.legs[number].state is LegState.CONFIRMING
    return order


def sending(order: ConditionalOrder, price: int = 97_000, number: int = 0) -> ConditionalOrder:
    """The order with a leg that has fired."""
    order, _ = after(confirming(order, price, number), read(price, number))
    assert order.legs[number].state is LegState.SENDING
    return order


def states(order: ConditionalOrder) -> list[str]:
    return [leg.state.value for leg in order.legs]


AT = time(10, 30)
_WITHOUT_LEVEL = (TriggerKind.TRAILING, TriggerKind.TIME)
