"""Contracts by their codes: ESZ26, OESZ26 C5900, expired ones as well.

A code names product, month and year; an option has its right and strike behind a blank. KIS lists
no other way to know what a code is. A contract that has expired is quoted like the product itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.course import TickTable
from kis_desktop.simulator.markets.overseas_futureoption.products import (
    CLOSED,
    OPTION_ROOTS,
    PRODUCTS,
    LastDay,
    Product,
)

_LETTERS = "FGHJKMNQUVXZ"
_FRIDAY, _WEDNESDAY, _SATURDAY = 4, 2, 5
_CODE = re.compile(rf"([0-9A-Z]+?)([{_LETTERS}])(\d\d)(?: ?([CP])(\d+(?:\.\d+)?))?")
_OPTION_TICK = {
    "ES": TickTable(((0, 5), (500, 25))),
    "NQ": TickTable(((0, 5), (500, 25))),
    "GC": TickTable(((0, 1),)),
    "CL": TickTable(((0, 1),)),
}
_LISTED_BEFORE = timedelta(days=460)


@dataclass(frozen=True, slots=True)
class Strike:
    """What an option's holder may do, and at what price."""

    right: Right
    price: Decimal
    text: str
    """as the code has it"""


@dataclass(frozen=True, slots=True)
class Contract:
    """One listed month of a product, or an option on it."""

    code: str
    product: Product
    year: int
    month: int
    root: str
    """what the code begins with: ES, OES"""
    strike: Strike | None = None

    @property
    def is_option(self) -> bool:
        """옵션."""
        return self.strike is not None

    @property
    def name(self) -> str:
        """종목명."""
        month = f"{self.product.name} ({self.year}.{self.month:02d})"
        if self.strike is None:
            return month
        return f"{month} {self.strike.right.value} {self.strike.text}"

    @property
    def tick(self) -> TickTable:
        """호가단위; finer for cheap options."""
        if self.strike is None:
            return self.product.tick
        return _OPTION_TICK.get(self.product.code, self.product.tick)

    @property
    def last_day(self) -> date:
        """최종거래일."""
        return last_day(self.product.last_day, self.year, self.month)

    @property
    def listed_on(self) -> date:
        """상장일."""
        return self.last_day - _LISTED_BEFORE

    @property
    def future(self) -> "Contract":
        """The future that an option is on; a future itself."""
        if self.strike is None:
            return self
        letter = _LETTERS[self.month - 1]
        if letter in self.product.months:
            return month_of(self.product, self.year, self.month)
        return next(listed(self.product, date(self.year, self.month, 1), count=1))


def find_contract(code: str) -> Contract | None:
    """The contract of a code in any case; None for one of a product that isn't listed."""
    text = " ".join(code.strip().upper().split())
    matched = _CODE.fullmatch(text)
    if matched is None:
        return None
    root, letter, year, right, strike = matched.groups()
    product = PRODUCTS.get(OPTION_ROOTS.get(root, root) if right else root)
    if product is None:
        return None
    kept = None if right is None else Strike(Right(right), Decimal(strike), strike)
    return Contract(text, product, 2000 + int(year), _LETTERS.index(letter) + 1, root, kept)


def month_of(product: Product, year: int, month: int) -> Contract:
    """A future by its month."""
    code = f"{product.code}{_LETTERS[month - 1]}{year % 100:02d}"
    return Contract(code, product, year, month, product.code)


def listed(product: Product, day: date, count: int = 4) -> Iterator[Contract]:
    """The next months that trade on a day, nearest first."""
    year, month = day.year, day.month
    while count:
        if _LETTERS[month - 1] in product.months:
            found = month_of(product, year, month)
            if found.last_day >= day:
                yield found
                count -= 1
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004


def front(product: Product, day: date) -> Contract:
    """The month that is traded most: left a week before it ends."""
    return next(listed(product, day + timedelta(days=7), count=1))


@cache
def last_day(rule: LastDay, year: int, month: int) -> date:
    """When a month trades last."""
    first = date(year, month, 1)
    match rule:
        case LastDay.THIRD_FRIDAY:
            found = _weekday(first, _FRIDAY, 3)
        case LastDay.SECOND_FRIDAY:
            found = _weekday(first, _FRIDAY, 2) - timedelta(days=1)
        case LastDay.MONDAY_BEFORE:
            found = _weekday(first, _WEDNESDAY, 3) - timedelta(days=2)
        case LastDay.MONTH_END:
            found = _back((first + timedelta(days=32)).replace(day=1), 3)
        case LastDay.MID_MONTH:
            found = _back(date(year, month, 15), 1)
        case _:
            found = (first - timedelta(days=1)).replace(day=20)
    return _open(found)


def _weekday(first: date, weekday: int, number: int) -> date:
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _open(day: date) -> date:
    """The day itself, or the last trading day before it."""
    while day.weekday() >= _SATURDAY or day in CLOSED:
        day -= timedelta(days=1)
    return day


def _back(day: date, days: int) -> date:
    """So many trading days before a day."""
    for _ in range(days):
        day = _open(day - timedelta(days=1))
    return day
