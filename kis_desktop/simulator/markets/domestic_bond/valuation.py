"""What a bond pays and what that is worth at a yield: won for 10,000 won of face value.

As the market quotes (단가): accrued interest is part of the price; whole periods are discounted by
compounding, the broken first one simply (관행적 복할인).
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kis_desktop.simulator.bond_list import Bond, Interest

FACE = 10_000
_MONTHS = 12
_LAST_DAYS = 31
_LOWEST, _HIGHEST, _HALVINGS = -0.05, 1.0, 42
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Payment:
    """Money on a day, won for the face value."""

    day: date
    interest: float
    principal: float

    @property
    def total(self) -> float:
        """Both."""
        return self.interest + self.principal


@lru_cache(maxsize=256)
def payments(bond: Bond) -> tuple[Payment, ...]:
    """All of them, oldest first."""
    if bond.interest is Interest.COUPON:
        return tuple(_coupons(bond))
    years = (bond.due - bond.issued).days / _YEAR
    interest = {
        Interest.COMPOUND: FACE * ((1 + bond.coupon / 100) ** round(years) - 1),
        Interest.SIMPLE: FACE * bond.coupon / 100 * round(years),
    }.get(bond.interest, 0.0)
    return (Payment(bond.due, interest, FACE),)


def coming(bond: Bond, day: date) -> tuple[Payment, ...]:
    """What is still to come after a day; the last payment once all are over."""
    paid = payments(bond)
    return paid[min(bisect_right(_days(bond), day), len(paid) - 1) :]


def last_paid(bond: Bond, day: date) -> date:
    """The last day of interest up to a day, the day of issue before the first."""
    days = _days(bond)
    place = bisect_right(days, day)
    return days[place - 1] if place else bond.issued


def price(bond: Bond, rate: float, day: date) -> float:
    """What it is worth on a day at a yield (a part of one a year)."""
    left = coming(bond, day)
    if bond.interest is not Interest.COUPON:
        days = max((left[0].day - day).days, 0)
        whole, rest = divmod(days, _YEAR)
        return left[0].total / (1 + rate) ** whole / (1 + rate * rest / _YEAR)
    step = rate * bond.months / _MONTHS
    part = _part_left(bond, left[0].day, day)
    if bond.parts:
        later_on = sum(one.total * (1 + step) ** -place for place, one in enumerate(left))
        return later_on / (1 + step * part)
    interest = left[0].interest
    later = len(left) - 1
    growth = (1 + step) ** -later
    annuity = later if not step else (1 - growth) / step
    return (interest * (1 + annuity) + FACE * growth) / (1 + step * part)


def rate_at(bond: Bond, worth: float, day: date) -> float:
    """The yield, a part of one a year, at which it is worth so much."""
    low, high = _LOWEST, _HIGHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if price(bond, middle, day) > worth:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def accrued(bond: Bond, day: date) -> float:
    """경과이자: interest since the last payment, won."""
    if bond.interest is Interest.COUPON:
        following = coming(bond, day)[0]
        return following.interest * (1 - _part_left(bond, following.day, day))
    years = (min(day, bond.due) - bond.issued).days / _YEAR
    if bond.interest is Interest.COMPOUND:
        return float(FACE * ((1 + bond.coupon / 100) ** max(years, 0.0) - 1))
    return FACE * bond.coupon / 100 * max(years, 0.0)


def duration(bond: Bond, rate: float, day: date) -> float:
    """수정듀레이션: percent of the price for a percent point of yield."""
    step = 1e-4
    above, below = price(bond, rate + step, day), price(bond, rate - step, day)
    return (below - above) / (2 * step) / price(bond, rate, day)


@lru_cache(maxsize=256)
def _days(bond: Bond) -> tuple[date, ...]:
    return tuple(one.day for one in payments(bond))


def _part_left(bond: Bond, following: date, day: date) -> float:
    """Of the running period."""
    before = last_paid(bond, day)
    return min((following - day).days / max((following - before).days, 1), 1.0)


def _coupons(bond: Bond) -> Iterator[Payment]:
    """Interest on what is still owed; the principal at the end, or in parts after the grace."""
    days = _coupon_days(bond)
    rate = bond.coupon / 100 * bond.months / _MONTHS
    if not bond.parts:
        for day in days:
            yield Payment(day, FACE * rate, FACE if day == bond.due else 0.0)
        return
    first = _months_before(bond.issued, -bond.grace_months)
    paying = [day for day in days if day >= first]
    every = max(len(paying) // bond.parts, 1)
    chosen = set(paying[::-1][: every * bond.parts : every])
    owed = float(FACE)
    for day in days:
        part = FACE / len(chosen) if day in chosen else 0.0
        yield Payment(day, owed * rate, part)
        owed -= part


def _coupon_days(bond: Bond) -> list[date]:
    """Counted back from redemption."""
    found: list[date] = []
    back = 0
    while (day := _months_before(bond.due, back)) > bond.issued:
        found.append(day)
        back += bond.months
    return found[::-1]


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
    for last in range(min(day.day, _LAST_DAYS), 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"no day {months} months before {day}")
