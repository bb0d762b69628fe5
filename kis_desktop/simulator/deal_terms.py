"""What a market beside the KRX tells its dealer: the terms of an instrument, and its accounts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from kis_desktop.simulator.course import Course
from kis_desktop.simulator.views import Side

Address = tuple[str, str]
"""exchange and code, as the market names them"""


@dataclass(frozen=True, slots=True)
class Dealt:
    """One instrument as it is dealt in; prices are whole multiples of 10**-decimals."""

    exchange: str
    code: str
    course: Course
    currency: str
    """USD, KRW …"""
    decimals: int
    multiplier: Decimal = Decimal(1)
    """money of one unit at a price of 1"""
    paid: bool = True
    """the value changes hands (shares, bonds, options); else profit and loss alone (futures)"""
    short: bool = False
    """may be sold without being held"""
    lot: int = 1
    """orders of the past are so many or a multiple; orders of today are not held to it here"""
    then: "Dealt | None" = None
    """the session that its orders go on in when this one ends, None when they end with it"""
    held_on: str = ""
    """the exchange whose units these are, where it is another one (those of a night session)"""

    @property
    def address(self) -> Address:
        """Exchange and code that its units are held under."""
        return self.held_on or self.exchange, self.code

    def money(self, value: int) -> Decimal:
        """A sum of price times quantity in units of the currency, multiplier included."""
        return Decimal(value).scaleb(-self.decimals) * self.multiplier


@dataclass(frozen=True, slots=True)
class Costs:
    """What a fill costs, units of the currency."""

    fee: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)


class DealRules(Protocol):
    """What a dealer asks its market for."""

    family: str
    """of the catalogue: overseas_stock …"""

    def find_dealt(self, exchange: str, code: str) -> Dealt | None:
        """The instrument, None for one that is not dealt in there; cheap when asked again."""
        ...

    def price_limits(self, dealt: Dealt, now: datetime) -> tuple[int, int] | None:
        """The lowest and the highest price that an order may name, None for no limits."""
        ...

    def margin(self, dealt: Dealt, price: int) -> Decimal:
        """What binds one unit that is not paid in full (futures) or sold short (options)."""
        ...

    def costs(self, dealt: Dealt, side: Side, quantity: int, value: Decimal) -> Costs:
        """Fee and tax of a fill of this value, rounded as the market rounds."""
        ...


class Life(StrEnum):
    """How long an order may wait."""

    DAY = "day"
    IOC = "ioc"
    FOK = "fok"


@dataclass(frozen=True, slots=True)
class Kept:
    """A holding: opened so many trading days ago at a price of that day."""

    exchange: str
    code: str
    quantity: int
    """negative for a short position"""
    days_ago: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that has rested since the session began, this far from the last price."""

    exchange: str
    code: str
    side: Side
    quantity: int
    away: float = 0.04
    order_type: str = "00"
    touched: int = 0
    """so many units have been filled already, at the best price of the day, where it rests then"""
    stop: bool = False
    """waits for a price beyond today's range first"""


@dataclass(frozen=True, slots=True)
class Done:
    """An order of the running session that was filled before anybody asked: up to so many lots."""

    exchange: str
    code: str
    side: Side
    lots: int
    part: float
    """of the session so far that had passed"""
    order_type: str = "00"


def _nothing(_day: date) -> Sequence[Address]:
    return ()


@dataclass(frozen=True, slots=True)
class DealPlan:
    """What an account has when the market begins, and what it traded before."""

    cash: Mapping[str, Decimal] = field(default_factory=dict)
    """by currency, after the holdings have been paid"""
    kept: tuple[Kept, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    done: tuple[Done, ...] = ()
    traded: Callable[[date], Sequence[Address]] = _nothing
    """what the one or two round trips that begin on a day may be in; empty for none"""
    also_traded: Callable[[date], Sequence[Address]] = _nothing
    """what one more round trip may be in"""
    usual: int = 10
    """lots in an ordinary order of the past"""
    order_type: str = "00"
    """of the orders of the past"""
    order_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """by exchange instead: of a day's first trip, of its second …"""
    sliced: frozenset[str] = frozenset()
    """order types of the past that were filled in several parts"""


class OrderNumbers:
    """Ten digits, one sequence for all the other markets; other customers take some too.

    It goes on over midnight, as the sessions abroad do: no two orders of a world share a number.
    """

    _FIRST = 30_000_000
    _STEPS = (7, 23, 11, 38, 5, 17, 29)

    def __init__(self) -> None:
        self._last = self._FIRST
        self._taken = 0

    def next(self) -> str:
        """The next number."""
        self._last += self._STEPS[self._taken % len(self._STEPS)]
        self._taken += 1
        return f"{self._last:010d}"
