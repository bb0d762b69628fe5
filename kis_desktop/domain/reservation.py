"""Reservation orders (예약주문): kept by KIS over the night and sent at the next opening."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import msgspec

from kis_desktop.domain.message import Message, message
from kis_desktop.domain.order import OrderType, Side
from kis_desktop.domain.tick_size import TickTable, is_on_tick

TYPES = (
    OrderType.LIMIT,
    OrderType.MARKET,
    OrderType.CONDITIONAL_LIMIT,
    OrderType.PRE_HOURS,
)
"""what can be reserved"""

PRICED = frozenset({OrderType.LIMIT, OrderType.CONDITIONAL_LIMIT})
LONGEST = timedelta(days=30)
"""how long an order may be repeated every morning (기간예약)"""

_OPENS, _CLOSES = time(16, 40), time(8, 30)


def is_taken_at(moment: datetime, *, trading_day: bool) -> bool:
    """Whether reservations are taken at a moment of exchange time: from 16:40 until 08:30 of the
    next business day, so that on other days they are always taken.
    """
    return not trading_day or moment.time() >= _OPENS or moment.time() < _CLOSES


class ReservationState(enum.StrEnum):
    """What has become of a reservation."""

    WAITING = "waiting"
    SENT = "sent"  # it is an order now
    REFUSED = "refused"
    CANCELLED = "cancelled"


class ReservationIntent(msgspec.Struct, frozen=True):
    """What is to be reserved. `price` in KRW, None for a type that carries none; `until` is the
    last day on which the rest is ordered again, None for one day.
    """

    local_id: str
    symbol: str
    side: Side
    order_type: OrderType
    quantity: int
    price: Decimal | None
    until: date | None = None
    approved: frozenset[str] = frozenset()


class Reservation(msgspec.Struct, frozen=True):
    """One row of the list. `order_date` is the day of its first order; `order_no` is empty until
    then. Prices in KRW, `received_time` exchange time HHMMSS. `reason` is the server's own words.
    """

    number: str
    order_date: date
    symbol: str
    name: str
    side: Side
    order_type: OrderType | None
    quantity: int
    price: Decimal | None
    filled: int
    state: ReservationState
    received_on: date | None = None
    received_time: str = ""
    until: date | None = None
    order_no: str = ""
    reason: str = ""

    def is_of(self, intent: ReservationIntent) -> bool:
        """Whether this can be what was reserved."""
        return (
            (self.symbol, self.side, self.order_type, self.quantity)
            == (intent.symbol, intent.side, intent.order_type, intent.quantity)
            and (intent.order_type not in PRICED or self.price == intent.price)
            and self.state is not ReservationState.CANCELLED
        )


class ReservationList(msgspec.Struct, frozen=True):
    """The list as it was read at `read_at` (monotonic seconds), newest first."""

    rows: tuple[Reservation, ...]
    read_at: float


def check_reservation(
    intent: ReservationIntent, today: date, ticks: TickTable
) -> tuple[Message, ...]:
    """Every reason why this must not be sent; the price limits of the coming day aren't known."""
    found = (
        None if intent.order_type in TYPES else message("reservation.type"),
        None if intent.quantity > 0 else message("order.quantity_missing"),
        _price(intent, ticks),
        _until(intent, today),
    )
    return tuple(reason for reason in found if reason is not None)


def _price(intent: ReservationIntent, ticks: TickTable) -> Message | None:
    if intent.order_type not in PRICED:
        return None
    if intent.price is None:
        return message("order.price_missing")
    if not is_on_tick(intent.price, ticks):
        return message("conditional.price_off_tick", price=intent.price)
    return None


def _until(intent: ReservationIntent, today: date) -> Message | None:
    if intent.until is None:
        return None
    if today < intent.until <= today + LONGEST:
        return None
    return message("reservation.until", days=LONGEST.days)
