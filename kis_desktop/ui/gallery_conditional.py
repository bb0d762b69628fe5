"""Conditional orders made up for pictures: one in every state that asks for a look."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal

from kis_desktop.domain.conditional_board import ConditionalBoard
from kis_desktop.domain.conditional_order import (
    ConditionalOrder,
    Entry,
    EntryState,
    Grouping,
    Leg,
    LegState,
    Told,
    TrailUnit,
    Trigger,
    TriggerKind,
)
from kis_desktop.domain.order import OrderIntent, OrderType, Side

_K, _S = TriggerKind, LegState


def board(today: date, *, age: float = 0.0, empty: bool = False) -> ConditionalBoard:
    """The orders of the scene, their beat `age` seconds old."""
    beat = time.monotonic() - age
    if empty:
        return ConditionalBoard((), beat)
    return ConditionalBoard(_orders(today), beat)


def _orders(today: date) -> tuple[ConditionalOrder, ...]:
    earlier = today - timedelta(days=1)
    stop = _leg("005930", _K.STOP, 80, level=Decimal(96_500))
    trail = _leg(
        "000660", _K.TRAILING, 20, distance=Decimal("2.5"), unit=TrailUnit.PERCENT,
        extreme=Decimal(578_000),
    )  # fmt: skip
    keep = _leg(
        "035420", _K.KEEP_PROFIT, 15, _S.WAITING_FIRST_CROSS, level=Decimal(264_000), ticks=2
    )
    pair = (
        _leg("034020", _K.STOP, 300, _S.CONFIRMING, level=Decimal(78_200)),
        _leg("034020", _K.TAKE_PROFIT, 300, level=Decimal(84_000)),
    )
    behind = (
        _leg("086520", _K.STOP, 40, level=Decimal(146_000)),
        _leg("086520", _K.TAKE_PROFIT, 40, level=Decimal(158_000)),
    )
    entry = OrderIntent("entry", "086520", Side.BUY, OrderType.LIMIT, 100, Decimal(150_500))
    paused = _leg(
        "005380", _K.STOP, 10, _S.PAUSED, level=Decimal(262_000),
        reason=Told("conditional.base_changed", {"before": "271,000", "now": "266,000"}),
    )  # fmt: skip
    unknown = _leg(
        "105560", _K.STOP, 50, _S.UNKNOWN, level=Decimal(124_000),
        reason=Told("conditional.not_handed_over"),
    )  # fmt: skip
    return (
        _order("1", (stop,), today),
        _order("2", (trail,), today),
        _order("3", (keep,), today),
        _order("4", pair, today, Grouping.PAIR),
        _order("5", behind, today, Grouping.BRACKET, Entry(entry, today, EntryState.RESTING, 40)),
        _order("6", (paused,), earlier),
        _order("7", (unknown,), today),
    )


def _leg(
    symbol: str,
    kind: TriggerKind,
    quantity: int,
    state: LegState = LegState.ARMED,
    *,
    level: Decimal | None = None,
    ticks: int = 0,
    distance: Decimal | None = None,
    unit: TrailUnit | None = None,
    extreme: Decimal | None = None,
    reason: Told | None = None,
) -> Leg:
    trigger = Trigger(kind, symbol, level=level, ticks=ticks, distance=distance, unit=unit)
    intent = OrderIntent("", symbol, Side.SELL, OrderType.MARKET, quantity, None)
    return Leg(trigger, intent, state, is_based=True, extreme=extreme, reason=reason)


def _order(
    id_: str,
    legs: tuple[Leg, ...],
    made: date,
    grouping: Grouping = Grouping.SINGLE,
    entry: Entry | None = None,
) -> ConditionalOrder:
    return ConditionalOrder(
        id_, grouping, legs, made, made, made, base_price=Decimal(97_100), entry=entry
    )
