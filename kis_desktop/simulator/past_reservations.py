"""Reservations from before the market began: some days' first orders had waited in the evening.

A few others were taken back before they became orders.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.reservations import TYPES, Reservation, Wish
from kis_desktop.simulator.views import OrderKind, OrderRecord, OrderState, moment

_CHANCE, _TAKEN_BACK = 0.3, 0.06
_FOR_LONGER = 0.2
_LONGER = timedelta(days=10)
_SOON = timedelta(minutes=20)
_FIRST, _STEP = 94_000, 7
_RECEIVED_FROM, _RECEIVING = timedelta(hours=16, minutes=45), timedelta(hours=6)


def past_reservations(orders: Iterable[OrderRecord]) -> Iterator[Reservation]:
    """Of an account's orders, oldest first: on some days the first one had been reserved."""
    seen: date | None = None
    for order in orders:
        if order.trade_date == seen:
            continue
        seen = order.trade_date
        reserved = _reserved(order)
        if reserved is not None:
            yield reserved


def _reserved(order: OrderRecord) -> Reservation | None:
    key = noise.key(0, order.account, order.number, "reserved")
    number = order.trade_date.toordinal()
    filled = order.kind is OrderKind.NEW and order.state is OrderState.FILLED
    drawn = noise.uniform(key, number, 0)
    if not filled or order.order_type not in TYPES or drawn >= _CHANCE + _TAKEN_BACK:
        return None
    wish = Wish(
        symbol=order.symbol,
        side=order.side,
        order_type=order.order_type,
        quantity=order.quantity,
        price=order.price,
        credit=order.credit,
        end=order.trade_date + _LONGER if noise.uniform(key, number, 3) < _FOR_LONGER else None,
    )
    evening = moment(previous_trading_day(order.trade_date), 0) + _RECEIVED_FROM
    received = evening + _RECEIVING * noise.uniform(key, number, 2)
    waited = drawn < _CHANCE
    return Reservation(
        number=_FIRST + _STEP * int(1_000 * noise.uniform(key, number, 1)),
        account=order.account,
        wish=wish,
        received=received,
        first_day=order.trade_date,
        cancelled=None if waited else received + _SOON,
        orders=[order] if waited else [],
    )
