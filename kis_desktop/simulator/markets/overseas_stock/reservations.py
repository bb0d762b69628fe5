"""Orders for foreign shares that wait for an opening (예약주문); of the past, those that were sent.

A reservation is taken between ten in the morning and ten minutes before its session, but for a
quarter of an hour in the afternoon, and becomes an order at the opening; under a clock that is open
it is always taken. KIS gives these hours for the United States, and is silent on what numbers it
gives; of the past every fourth order is told as once reserved.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from kis_desktop.simulator.deal_terms import Dealt
from kis_desktop.simulator.dealer import Dealer
from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.views import OrderKind, Refusal, Refused, Side

_RECEIVED_BEFORE = timedelta(hours=5)
_EVERY = 4
_FROM, _PAUSE = time(10), (time(16, 30), time(16, 45))
_UNTIL = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Reservation:
    """One reservation with what became of it."""

    account: str
    number: str
    dealt: Dealt
    side: Side
    order_type: str
    quantity: int
    price: int
    received: datetime
    opening: datetime
    """when it is sent"""
    cancelled: bool = False
    refusal: str = ""
    """why the market did not take the order"""
    order: DealOrder | None = None
    """as it was when it was sent"""


@dataclass(slots=True)
class Reservations:
    """All accounts'; numbers come from the sequence of the orders."""

    dealer: Dealer
    always: bool
    """whether they are taken at any time"""
    _all: dict[str, Reservation] = field(default_factory=dict)

    def reserve(
        self, account: str, dealt: Dealt, side: Side, order_type: str, quantity: int, price: int,
        number: str, now: datetime,
    ) -> Reservation:  # fmt: skip
        """Takes one up, for the regular session. Raises `Refused`."""
        dealt = dealt.then or dealt
        if quantity <= 0:
            raise Refused(Refusal.QUANTITY_NOT_POSITIVE, str(quantity))
        if not (self.always or _is_taken(dealt, now)):
            raise Refused(Refusal.RESERVATIONS_CLOSED, now.strftime("%H:%M"))
        if price and price % dealt.course.terms.tick(price):
            raise Refused(Refusal.OFF_TICK, str(price))
        taken = Reservation(
            account, number, dealt, side, order_type, quantity, price, now,
            next_opening(dealt, now),
        )  # fmt: skip
        self._all[number] = taken
        return taken

    def cancel(self, account: str, number: str) -> Reservation:
        """Takes one back. Raises `Refused`."""
        wanted = f"{int(number):010d}" if number.strip().isdecimal() else number
        found = self._all.get(wanted)
        if found is None or found.account != account or found.order or found.cancelled:
            raise Refused(Refusal.NO_SUCH_RESERVATION, number)
        self._all[wanted] = replace(found, cancelled=True)
        return self._all[wanted]

    def advance(self, now: datetime) -> None:
        """Sends those whose session has opened."""
        for one in self._all.values():
            if one.opening <= now and not (one.order or one.cancelled or one.refusal):
                self._all[one.number] = self._sent(one, now)

    def of(self, account: str, start: date, end: date) -> Iterable[Reservation]:
        """An account's that were received in [start, end], oldest first."""
        for order in self.dealer.orders(account, start, end + timedelta(days=1)):
            if self._was_reserved(order):
                told = self._as_reserved(order)
                if told is not None and start <= told.received.date() <= end:
                    yield told
        for one in self._all.values():
            if one.account == account and start <= one.received.date() <= end:
                yield one

    def _sent(self, one: Reservation, now: datetime) -> Reservation:
        try:
            order = self.dealer.place(
                one.account, one.dealt.exchange, one.dealt.code, one.side, one.quantity, one.price,
                now, order_type=one.order_type,
            )  # fmt: skip
        except Refused as refused:
            return replace(one, refusal=refused.reason.value)
        return replace(one, order=order)

    def _was_reserved(self, order: DealOrder) -> bool:
        """Of an order: whether it is told so, as some of those before the market began are."""
        past = self.dealer.find_order(order.account, order.number) is None
        return past and order.kind is OrderKind.NEW and int(order.number) % _EVERY == 0

    def _as_reserved(self, order: DealOrder) -> Reservation | None:
        dealt = self.dealer.find_dealt(order.exchange, order.code)
        if dealt is None:
            return None
        session = dealt.course.terms.sessions(order.trade_date)
        opening = order.time if session is None else session.start
        return Reservation(
            order.account, f"{int(order.number) - 137:010d}", dealt, order.side, order.order_type,
            order.quantity, order.price, opening - _RECEIVED_BEFORE, opening, order=order,
        )  # fmt: skip


def _is_taken(dealt: Dealt, now: datetime) -> bool:
    opening = next_opening(dealt, now)
    start, end = _PAUSE
    return (
        not dealt.course.session(now).is_open(now)
        and now.time() >= _FROM
        and not start <= now.time() < end
        and now < opening - _UNTIL
    )


def next_opening(dealt: Dealt, now: datetime) -> datetime:
    """When a session of the instrument begins next."""
    day = now.date()
    for _ in range(30):
        session = dealt.course.terms.sessions(day)
        if session is not None and session.start > now:
            return session.start
        day += timedelta(days=1)
    raise ValueError(f"no session within a month after {now.isoformat()}")
