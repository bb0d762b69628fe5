"""Our orders and our position as levels of a chart, in words that a trader decides by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kis_desktop.domain.account import Position
from kis_desktop.domain.conditional_order import ConditionalOrder, Leg, TriggerKind
from kis_desktop.domain.conditional_trigger import threshold
from kis_desktop.domain.order import Order, OrderState, OrderType, Request, Side, Venue
from kis_desktop.domain.reservation import Reservation, ReservationState
from kis_desktop.domain.tick_size import TickTable
from kis_desktop.viewmodels import conditional_words as says
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.chart_levels import Level, LevelKind
from kis_desktop.viewmodels.order_words import side_text, side_tone
from kis_desktop.viewmodels.own_orders import can_change
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

TOLD = 12  # levels of orders that are told in words; more would hide the chart
_HUNDRED = Decimal(100)
_PULLED = frozenset({TriggerKind.STOP, TriggerKind.TAKE_PROFIT})
"""legs whose level is the price at which they fire"""

After = Callable[[str, Decimal | None, int, Decimal | None], Decimal | None]
"""what is left after fee and tax of selling so many shares at a price that cost so much"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What orders are held against. `last` in KRW, None while it is not known or `stale`;
    `changing` tells what was asked of an order (by its number) and is not settled.
    """

    words: Words
    last: Decimal | None = None
    position: Position | None = None
    after: After = lambda *_: None
    changing: Callable[[str], Request | None] = lambda _: None
    stale: bool = False

    def distance(self, price: Decimal) -> str:
        """How far a price is from the last one; empty where that is not known."""
        if not self.last or self.stale:
            return ""
        return f" · {fmt.rate((price - self.last) / self.last * _HUNDRED)}"

    def profit(self, side: Side, price: Decimal, shares: int) -> str:
        """What selling our shares at a price would bring, after fee and tax; empty where it would
        close nothing, or where that is not known.
        """
        position = self.position
        if side is Side.BUY or position is None or position.owed or position.average_price is None:
            return ""
        closed = min(shares, position.owned)
        cost = position.average_price * closed
        left = self.after(position.symbol, price, closed, cost) if closed else None
        return "" if left is None else f" · {self.words('chart_orders.profit')} {fmt.signed(left)}"


def order_levels(orders: Iterable[Order], standing: Standing) -> tuple[Level, ...]:
    """Working orders that carry a price, one level for each side and price, oldest first.

    Only those next to the last price are told in words; the others are counted. An order without
    an answer stands alone.
    """
    places: dict[tuple[Side, Decimal, str], list[Order]] = {}
    for order in orders:
        if order.price is not None and order.state.may_rest:
            alone = order.local_id if order.state is OrderState.UNKNOWN else ""
            places.setdefault((order.side, order.price, alone), []).append(order)
    levels = [_order_level(price, held, standing) for (_, price, _), held in places.items()]
    return _told_nearest(levels, standing)


def average_level(standing: Standing) -> tuple[Level, ...]:
    """The average purchase price of the position with its shares and what it would bring now."""
    position, words = standing.position, standing.words
    average = None if position is None else position.average_price
    if position is None or not position.quantity or average is None or average <= 0:
        return ()
    text = fmt.price(average)
    label = words("chart_orders.average", price=text, quantity=fmt.quantity(position.quantity))
    label += _unrealised(position, average, standing)
    return (Level(LevelKind.AVERAGE, average, text, label, Tone.UNCERTAIN),)


def conditional_levels(
    orders: Iterable[ConditionalOrder], symbol: str, ticks: TickTable, standing: Standing
) -> tuple[Level, ...]:
    """The legs that wait for a price of this symbol, with what they will send."""
    return tuple(
        level
        for order in orders
        for number, leg in enumerate(order.legs)
        if leg.template.symbol == symbol and not leg.state.is_over
        for level in _leg_level(order, number, leg, ticks, standing)
    )


def reservation_levels(
    rows: Iterable[Reservation], symbol: str, standing: Standing
) -> tuple[Level, ...]:
    """Reservations of this symbol that wait for the opening and carry a price."""
    words = standing.words
    return tuple(
        Level(
            LevelKind.RESERVED,
            row.price,
            fmt.price(row.price),
            words(
                "chart_orders.reserved",
                side=side_text(row.side, words),
                quantity=fmt.quantity(row.quantity),
            ),
            side_tone(row.side),
        )
        for row in rows
        if row.symbol == symbol and row.price and row.state is ReservationState.WAITING
    )


def _unrealised(position: Position, average: Decimal, standing: Standing) -> str:
    """The profit of now in won and percent; marked where the price is old, empty if unknown."""
    if position.owed:
        return ""
    cost = average * position.owned
    left = standing.after(position.symbol, standing.last, position.owned, cost)
    if left is None or not cost:
        return ""
    told = f" · {fmt.signed(left)} ({fmt.rate(left / cost * _HUNDRED)})"
    return told + (standing.words("chart_orders.old") if standing.stale else "")


def _leg_level(
    order: ConditionalOrder, number: int, leg: Leg, ticks: TickTable, standing: Standing
) -> tuple[Level, ...]:
    words, price = standing.words, threshold(leg, ticks)
    if price is None:
        return ()
    label = words(
        "chart_orders.conditional",
        kind=says.kind_text(leg, words),
        condition=says.condition_text(leg, ticks, words),
        side=side_text(leg.template.side, words),
        order=says.order_text(leg, words),
    )
    if not leg.state.is_watching:
        label += f" · {says.state_text(leg, words)}"
    can_move = leg.trigger.kind in _PULLED and not order.is_in_flight
    tone = side_tone(leg.template.side) if leg.state.is_watching else says.state_tone(leg)
    name = f"{order.id}/{number}" if can_move else ""
    return (Level(LevelKind.CONDITIONAL, price, fmt.price(price), label, tone, conditional=name),)


def _order_level(price: Decimal, orders: Sequence[Order], standing: Standing) -> Level:
    known = [order for order in orders if can_change(order)]
    still = tuple(one.order_no for one in known if standing.changing(one.order_no) is None)
    return Level(
        LevelKind.ORDER,
        price,
        fmt.price(price),
        _order_label(price, orders, standing),
        _order_tone(orders[0]),
        moves=still,
        cancels=tuple(order.order_no for order in known),
    )


def _told_nearest(levels: list[Level], standing: Standing) -> tuple[Level, ...]:
    """The levels with words only at the nearest; the next one says how many more there are."""
    if len(levels) <= TOLD:
        return tuple(levels)
    last = standing.last
    away = sorted(
        range(len(levels)),
        key=lambda place: abs(levels[place].price - last) if last is not None else place,
    )
    for number, place in enumerate(away[TOLD:]):
        more = standing.words("chart.more_orders", n=len(levels) - TOLD)
        told = "" if number else more
        levels[place] = replace(levels[place], text="", label=told, cancels=())
    return tuple(levels)


def _order_label(price: Decimal, orders: Sequence[Order], standing: Standing) -> str:
    first, words = orders[0], standing.words
    remaining = sum(order.remaining for order in orders)
    filled = sum(order.filled for order in orders)
    side = side_text(first.side, words)
    label = words("chart_orders.order", side=side, quantity=fmt.quantity(remaining))
    label += _kind(orders, words)
    if len(orders) > 1:
        label += words("chart.order_count", n=len(orders))
    if filled:
        label += words("chart.order_filled", filled=filled)
    if first.state is OrderState.UNKNOWN:
        return label + words("chart.order_unknown")
    return label + (
        _change_text(orders, standing)
        or standing.distance(price) + standing.profit(first.side, price, remaining)
    )


def _kind(orders: Sequence[Order], words: Words) -> str:
    """The type where it is another than a limit, and the market where it is not the KRX."""
    types = {order.order_type for order in orders}
    venues = {order.venue for order in orders}
    told = ""
    if types == {OrderType.STOP_LIMIT}:
        told += f" {words('request.stop')}"
    elif len(types) == 1 and types != {OrderType.LIMIT}:
        told += f" {words(f'order_type.{orders[0].order_type.value}')}"
    if len(venues) == 1 and venues != {Venue.KRX}:
        told += f" {orders[0].venue.value}"
    return told


def _change_text(orders: Sequence[Order], standing: Standing) -> str:
    """That an order is being amended or cancelled."""
    asked = {standing.changing(order.order_no) for order in orders} - {None}
    if Request.CANCEL in asked:
        return standing.words("chart_orders.cancelling")
    return standing.words("chart_orders.amending") if asked else ""


def _order_tone(order: Order) -> Tone:
    return Tone.UNCERTAIN if order.state is OrderState.UNKNOWN else side_tone(order.side)
