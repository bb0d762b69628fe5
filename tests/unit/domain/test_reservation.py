"""When reservations are taken, and which ones make sense."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.order import OrderType, Side
from kis_desktop.domain.reservation import (
    Reservation,
    ReservationIntent,
    ReservationState,
    check_reservation,
    is_taken_at,
)
from kis_desktop.domain.tick_size import TickBand

TODAY = date(2026, 11, 20)
TICKS = (TickBand(None, Decimal(100)),)
INTENT = ReservationIntent("a", "005930", Side.BUY, OrderType.LIMIT, 10, Decimal(68_000))
ROW = Reservation(
    "94007", TODAY, "005930", "삼성전자", Side.BUY, OrderType.LIMIT, 10, Decimal(68_000), 0,
    ReservationState.WAITING,
)  # fmt: skip


@pytest.mark.parametrize(
    ("hour", "minute", "trading_day", "taken"),
    [
        (8, 29, True, True),
        (8, 30, True, False),
        (16, 39, True, False),
        (16, 40, True, True),
        (12, 0, False, True),
    ],
)
def test_reservations_are_taken_in_the_evening_and_on_holidays(
    hour: int, minute: int, *, trading_day: bool, taken: bool
) -> None:
    moment = datetime(2026, 11, 20, hour, minute)  # noqa: DTZ001 - exchange time
    assert is_taken_at(moment, trading_day=trading_day) is taken


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, []),
        ({"order_type": OrderType.MARKET, "price": None}, []),
        ({"until": TODAY + timedelta(days=30)}, []),
        ({"order_type": OrderType.BEST_LIMIT}, ["reservation.type"]),
        ({"quantity": 0}, ["order.quantity_missing"]),
        ({"price": None}, ["order.price_missing"]),
        ({"price": Decimal(68_050)}, ["conditional.price_off_tick"]),
        ({"until": TODAY}, ["reservation.until"]),
        ({"until": TODAY + timedelta(days=31)}, ["reservation.until"]),
    ],
)
def test_what_cannot_be_reserved_says_why(changes: dict[str, object], reasons: list[str]) -> None:
    intent = msgspec.structs.replace(INTENT, **changes)
    assert [one.id for one in check_reservation(intent, TODAY, TICKS)] == reasons


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"quantity": 11}, False),
        ({"price": Decimal(68_100)}, False),
        ({"state": ReservationState.CANCELLED}, False),
        ({"state": ReservationState.SENT}, True),
    ],
)
def test_a_row_can_be_what_was_reserved(changes: dict[str, object], *, same: bool) -> None:
    assert msgspec.structs.replace(ROW, **changes).is_of(INTENT) is same


def test_a_type_without_a_price_is_known_by_the_rest() -> None:
    market = msgspec.structs.replace(INTENT, order_type=OrderType.MARKET, price=None)
    assert msgspec.structs.replace(ROW, order_type=OrderType.MARKET, price=Decimal(1)).is_of(market)
