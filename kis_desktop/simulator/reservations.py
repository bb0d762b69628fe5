"""Orders that wait for the next opening (예약주문): taken in the evening, sent in the morning."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kis_desktop.catalogue.calendar import is_trading_day, next_trading_day
from kis_desktop.simulator.credit import Credit
from kis_desktop.simulator.hours import MINUTE, hours
from kis_desktop.simulator.views import OrderRecord, Refusal, Refused, Side, moment

_TAKEN_FROM = (16 * 60 + 40) * MINUTE
"""on trading days; on other days they are taken at any time"""
_LONGEST = timedelta(days=30)
_FIRST_NUMBER = 94_000
PRICED = frozenset({"00", "02"})
TYPES = PRICED | {"01", "05"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be ordered."""

    symbol: str
    side: Side
    order_type: str
    quantity: int
    price: int
    credit: Credit | None = None
    end: date | None = None
    """the last day on which what is left is ordered again (기간예약), None for one day"""


@dataclass(slots=True)
class Reservation:
    """One reservation with what became of it."""

    number: int
    account: str
    wish: Wish
    received: datetime
    first_day: date
    """the trading day on which it is ordered first"""
    cancelled: datetime | None = None
    refusal: Refused | None = None
    """why the market did not take the last order"""
    orders: list[OrderRecord] = field(default_factory=list)
    """as they were when they were sent"""

    @property
    def last_day(self) -> date:
        """The last day on which it may be ordered."""
        return self.wish.end or self.first_day


class ReservationBook:
    """All accounts' reservations; `find` gives an order as it stands now.

    In an `open_house` they are taken at any hour, for the next trading day.
    """

    def __init__(
        self, find: Callable[[OrderRecord], OrderRecord], *, open_house: bool = False
    ) -> None:
        self._find = find
        self._open_house = open_house
        self._all: list[Reservation] = []

    def reserve(self, account: str, wish: Wish, now: datetime) -> Reservation:
        """Takes one up. Raises `Refused` outside the hours and for what cannot be ordered."""
        first = self._first_day(now)
        _check(wish, first)
        taken = Reservation(_FIRST_NUMBER + len(self._all) * 7, account, wish, now, first)
        self._all.append(taken)
        return taken

    def amend(self, account: str, number: int, wish: Wish, now: datetime) -> Reservation:
        """Replaces what is to be ordered from the next morning on. Raises `Refused`."""
        first = self._first_day(now)
        found = self._waiting(account, number, now)
        _check(wish, first)
        found.wish = wish
        return found

    def cancel(self, account: str, number: int, now: datetime) -> Reservation:
        """Takes one back. Raises `Refused`."""
        self._first_day(now)
        found = self._waiting(account, number, now)
        found.cancelled = now
        return found

    def of(self, account: str) -> tuple[Reservation, ...]:
        """An account's, oldest first."""
        return tuple(one for one in self._all if one.account == account)

    def filled(self, reservation: Reservation) -> tuple[int, int]:
        """Shares and won that its orders have filled so far."""
        now = [self._find(order) for order in reservation.orders]
        return sum(one.filled_quantity for one in now), sum(one.filled_amount for one in now)

    def left(self, reservation: Reservation) -> int:
        """Shares that are still to be ordered."""
        return reservation.wish.quantity - self.filled(reservation)[0]

    def next_sending(self, after: datetime, until: datetime) -> datetime | None:
        """The first opening in (after, until] that something waits for."""
        moments = [
            opening
            for one in self._all
            if one.cancelled is None
            for opening in (_opening_after(one, after),)
            if opening is not None and opening <= until
        ]
        return min(moments, default=None)

    def due(self, day: date) -> Iterable[Reservation]:
        """Those that are to be ordered on a day."""
        return [
            one
            for one in self._all
            if one.cancelled is None and one.first_day <= day <= one.last_day and self.left(one) > 0
        ]

    def _first_day(self, now: datetime) -> date:
        """The day that a reservation of now is for. Raises `Refused` while none is taken."""
        today = now.date()
        if not is_trading_day(today) or self._open_house:
            return next_trading_day(today)
        if now < sending_moment(today):
            return today
        if now < moment(today, _TAKEN_FROM):
            raise Refused(Refusal.RESERVATIONS_CLOSED, now.strftime("%H:%M"))
        return next_trading_day(today)

    def _waiting(self, account: str, number: int, now: datetime) -> Reservation:
        for one in self._all:
            if (
                (one.account, one.number) == (account, number)
                and one.cancelled is None
                and _opening_after(one, now) is not None
            ):
                return one
        raise Refused(Refusal.NO_SUCH_RESERVATION, str(number))


def sending_moment(day: date) -> datetime:
    """When the reservations for a day become orders: as soon as its opening auction collects."""
    return moment(day, hours(day).auction)


def _opening_after(reservation: Reservation, after: datetime) -> datetime | None:
    day = reservation.first_day
    if after.date() > day:
        day = after.date() if is_trading_day(after.date()) else next_trading_day(after.date())
    if sending_moment(day) <= after:
        day = next_trading_day(day)
    return sending_moment(day) if day <= reservation.last_day else None


def _check(wish: Wish, first: date) -> None:
    if wish.quantity <= 0:
        raise Refused(Refusal.QUANTITY_NOT_POSITIVE, str(wish.quantity))
    if wish.order_type in PRICED and wish.price <= 0:
        raise Refused(Refusal.PRICE_MISSING, f"{wish.order_type} needs a price")
    if wish.order_type not in PRICED and wish.price:
        raise Refused(Refusal.PRICE_NOT_ALLOWED, f"{wish.order_type} takes no price")
    if wish.end is not None and not first <= wish.end <= first + _LONGEST:
        raise Refused(Refusal.RESERVATION_END_WRONG, wish.end.isoformat())
