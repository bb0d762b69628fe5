"""What is drawn at a price on the chart: last price, position, working orders, our fills."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal

from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Order, OrderState, OrderType, Side
from kis_desktop.domain.quote import Quote
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

TOLD = 6  # orders at different prices that are told in words; more would hide the chart


class LevelKind(enum.StrEnum):
    """Why a price is marked; earlier kinds keep their place when tags meet."""

    LAST = "last"
    ORDER = "order"
    AVERAGE = "average"
    PREVIOUS_CLOSE = "previous_close"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Level:
    """A price (KRW) with the words beside its line; `text` is the price as written on the axis,
    both empty where only the line is drawn.

    `order_no` names the working order that may be pulled to another price; empty for all else.
    """

    kind: LevelKind
    price: Decimal
    text: str
    label: str
    tone: Tone
    order_no: str = ""


@dataclass(frozen=True, slots=True)
class FillMark:
    """One of our executions: `time` in UTC epoch seconds."""

    time: int
    side: Side


def quote_levels(quote: Quote | None, words: Words, *, stale: bool) -> tuple[Level, ...]:
    """Last price, previous close and the day's limits, as far as they are known."""
    if quote is None:
        return ()
    last_tone = Tone.FAINT if stale else shown.tone(quote.sign, quote.change)
    found = (
        (LevelKind.LAST, quote.last, "", last_tone),
        (LevelKind.PREVIOUS_CLOSE, quote.previous_close, words("chart.previous_close"), Tone.FAINT),
        (LevelKind.LIMIT, quote.limit_up, words("chart.limit_up"), Tone.UP),
        (LevelKind.LIMIT, quote.limit_down, words("chart.limit_down"), Tone.DOWN),
    )
    return tuple(
        Level(kind, price, shown.price(price), label, tone)
        for kind, price, label, tone in found
        if price is not None
    )


def average_level(average: Decimal | None, words: Words) -> tuple[Level, ...]:
    """The average purchase price of the position; nothing without one."""
    if average is None or average <= 0:
        return ()
    text = shown.price(average)
    label = words("chart.average", price=text)
    return (Level(LevelKind.AVERAGE, average, text, label, Tone.UNCERTAIN),)


def order_levels(
    orders: Iterable[Order], words: Words, around: Decimal | None = None
) -> tuple[Level, ...]:
    """Working orders that carry a price, one level for each side and price, oldest first.

    Only those next to `around` (KRW, the last price) are told in words; the others are counted.
    An order without an answer stands alone.
    """
    places: dict[tuple[Side, Decimal, str], list[Order]] = {}
    for order in orders:
        if order.price is not None and order.state.may_rest:
            alone = order.local_id if order.state is OrderState.UNKNOWN else ""
            places.setdefault((order.side, order.price, alone), []).append(order)
    levels = [_order_level(price, held, words) for (_, price, _), held in places.items()]
    return _told_nearest(levels, words, around)


def fill_mark(fill: Fill) -> FillMark | None:
    """Where a fill stands on the time axis; None when its time cannot be read."""
    try:
        clock = time.fromisoformat(f"T{fill.time}")
    except ValueError:
        return None
    moment = datetime.combine(fill.trade_date, clock, shown.EXCHANGE_ZONE)
    return FillMark(int(moment.timestamp()), fill.side)


def _order_level(price: Decimal, orders: Sequence[Order], words: Words) -> Level:
    """Where several orders wait at a price, none of them is meant by a click there."""
    only = orders[0] if len(orders) == 1 else None
    can_pull = only is not None and only.state is not OrderState.UNKNOWN
    return Level(
        LevelKind.ORDER,
        price,
        shown.price(price),
        _order_label(orders, words),
        _order_tone(orders[0]),
        only.order_no if only is not None and can_pull else "",
    )


def _told_nearest(levels: list[Level], words: Words, around: Decimal | None) -> tuple[Level, ...]:
    """The levels with words only at the nearest; the next one says how many more there are."""
    if len(levels) <= TOLD:
        return tuple(levels)
    away = sorted(
        range(len(levels)),
        key=lambda place: abs(levels[place].price - around) if around is not None else place,
    )
    for number, place in enumerate(away[TOLD:]):
        label = "" if number else words("chart.more_orders", n=len(levels) - TOLD)
        levels[place] = replace(levels[place], text="", label=label)
    return tuple(levels)


def _order_label(orders: Sequence[Order], words: Words) -> str:
    first = orders[0]
    quantity = sum(order.quantity for order in orders)
    filled = sum(order.filled for order in orders)
    label = words(f"chart.order_{first.side}", quantity=quantity)
    if all(order.order_type is OrderType.STOP_LIMIT for order in orders):
        label += f" {words('request.stop')}"
    if len(orders) > 1:
        label += words("chart.order_count", n=len(orders))
    if filled:
        label += words("chart.order_filled", filled=filled)
    if first.state is OrderState.UNKNOWN:
        label += words("chart.order_unknown")
    return label


def _order_tone(order: Order) -> Tone:
    if order.state is OrderState.UNKNOWN:
        return Tone.UNCERTAIN
    return Tone.BUY if order.side is Side.BUY else Tone.SELL
