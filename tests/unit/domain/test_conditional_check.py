"""What cannot be armed, and why."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.conditional_check import check
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Entry,
    Grouping,
    TrailUnit,
    TriggerKind,
)
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from tests.unit.domain.conditional_desk import (
    AT,
    NOW,
    TICKS,
    TODAY,
    bracket,
    intent,
    leg,
    pair,
    single,
)

K = TriggerKind
LAST = Decimal(98_000)
T = TrailUnit


def reasons(order: ConditionalOrder, last: Decimal | None = LAST) -> list[str]:
    return [reason.id for reason in check(order, NOW, last, TICKS)]


def changed(order: ConditionalOrder, **fields: object) -> ConditionalOrder:
    return msgspec.structs.replace(order, **fields)


def behind(entry: OrderIntent) -> ConditionalOrder:
    """A bracket with another entry."""
    return changed(bracket(), entry=Entry(entry, TODAY))


def template(**fields: object) -> ConditionalOrder:
    one = leg()
    made = msgspec.structs.replace(one.template, **fields)
    return changed(single(), legs=(msgspec.structs.replace(one, template=made),))


@pytest.mark.parametrize(
    "order",
    [
        single(),
        single(K.TAKE_PROFIT, level=Decimal(99_000)),
        single(K.KEEP_PROFIT, ticks=1),
        single(K.TRAILING, distance=Decimal(3), unit=T.TICKS),
        single(K.TRAILING, distance=Decimal("2.5"), unit=T.PERCENT),
        single(K.TRAILING, distance=Decimal(500), unit=T.WON),
        single(K.TIME, at=AT),
        pair(),
        bracket(),
        template(order_type=OrderType.LIMIT, price=Decimal(96_900)),
    ],
)
def test_what_can_be_armed_has_no_reason_against_it(order: ConditionalOrder) -> None:
    assert reasons(order) == []


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (changed(single(), until=TODAY - timedelta(days=1)), "conditional.until_past"),
        (single(level=None), "conditional.level_missing"),
        (single(level=Decimal(0)), "conditional.level_missing"),
        (single(level=Decimal(97_050)), "conditional.level_off_tick"),
        (single(K.KEEP_PROFIT, ticks=0), "conditional.keep_ticks"),
        (single(K.KEEP_PROFIT, ticks=101), "conditional.keep_ticks"),
        (single(K.TRAILING), "conditional.distance_missing"),
        (single(K.TRAILING, distance=Decimal(1)), "conditional.distance_missing"),
        (single(K.TRAILING, distance=Decimal(0), unit=T.WON), "conditional.distance_missing"),
        (single(K.TRAILING, distance=Decimal("1.5"), unit=T.TICKS), "conditional.distance_ticks"),
        (single(K.TRAILING, distance=Decimal(101), unit=T.TICKS), "conditional.distance_ticks"),
        (single(K.TRAILING, distance=Decimal(31), unit=T.PERCENT), "conditional.distance_percent"),
        (single(K.TIME), "conditional.time_missing"),
        (single(K.TIME, at=time(10, 12)), "conditional.time_past"),
        (single(level=Decimal(98_000)), "conditional.met_already"),
        (single(K.TAKE_PROFIT, level=Decimal(98_000)), "conditional.met_already"),
        (single(K.STOP, Side.BUY), "conditional.met_already"),
        (template(quantity=0), "order.quantity_missing"),
        (template(symbol="000660"), "conditional.one_instrument"),
        (template(order_type=OrderType.LIMIT), "order.price_missing"),
        (
            template(order_type=OrderType.LIMIT, price=Decimal(96_950)),
            "conditional.price_off_tick",
        ),
        (changed(single(), legs=()), "conditional.one_leg"),
        (changed(pair(), legs=(leg(), leg())), "conditional.two_ways"),
        (changed(pair(), legs=(leg(),)), "conditional.two_ways"),
        (changed(pair(), grouping=Grouping.BRACKET), "conditional.entry_missing"),
        (
            behind(msgspec.structs.replace(intent(), symbol="000660")),
            "conditional.entry_missing",
        ),
        (
            behind(intent()),
            "conditional.entry_side",
        ),
    ],
)
def test_what_cannot_be_armed_says_why(order: ConditionalOrder, reason: str) -> None:
    assert reasons(order) == [reason]


def test_a_pair_is_of_one_instrument_and_one_side() -> None:
    other = leg(K.STOP, Side.BUY, level=Decimal(99_000))
    assert "conditional.one_instrument" in reasons(changed(pair(), legs=(leg(), other)))


def test_where_no_price_is_known_only_the_first_print_can_tell() -> None:
    assert reasons(single(level=Decimal(99_000)), None) == []
