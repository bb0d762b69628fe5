"""What is drawn at a price on the chart: last price, position, working orders, our fills."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kis_desktop.domain.fill import Fill
from kis_desktop.domain.order import Order, OrderState, Side
from kis_desktop.domain.quote import Quote
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words


class LevelKind(enum.StrEnum):
    """Why a price is marked; earlier kinds keep their place when tags meet."""

    LAST = "last"
    ORDER = "order"
    AVERAGE = "average"
    PREVIOUS_CLOSE = "previous_close"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Level:
    """A price (KRW) with the words beside its line; `text` is the price as written on the axis.

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


def order_levels(orders: Iterable[Order], words: Words) -> tuple[Level, ...]:
    """Working orders that carry a price, oldest first."""
    return tuple(
        Level(
            LevelKind.ORDER,
            order.price,
            shown.price(order.price),
            _order_label(order, words),
            _order_tone(order),
            order.order_no if order.state is not OrderState.UNKNOWN else "",
        )
        for order in orders
        if order.state.may_rest and order.price is not None
    )


def fill_mark(fill: Fill) -> FillMark | None:
    """Where a fill stands on the time axis; None when its time cannot be read."""
    try:
        clock = datetime.strptime(fill.time, "%H%M%S").time()  # noqa: DTZ007 - zone follows
    except ValueError:
        return None
    moment = datetime.combine(fill.trade_date, clock, shown.EXCHANGE_ZONE)
    return FillMark(int(moment.timestamp()), fill.side)


def _order_label(order: Order, words: Words) -> str:
    label = words(f"chart.order_{order.side}", quantity=order.quantity)
    if order.filled:
        label += words("chart.order_filled", filled=order.filled)
    if order.state is OrderState.UNKNOWN:
        label += words("chart.order_unknown")
    return label


def _order_tone(order: Order) -> Tone:
    if order.state is OrderState.UNKNOWN:
        return Tone.UNCERTAIN
    return Tone.BUY if order.side is Side.BUY else Tone.SELL
