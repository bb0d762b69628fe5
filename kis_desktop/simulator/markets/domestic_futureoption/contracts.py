"""Contracts and their codes, in the style of today (A01612, B01612557) and in the older ones.

An expired contract lives on as the next one of its product: programs still ask for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from kis_desktop.catalogue.calendar import is_trading_day, previous_trading_day
from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.markets.domestic_futureoption.products import Cycle, Group, Product

_YEARS = "ABCDEFGHJKLMNPQRSTVW"
"""2006 to 2025; from 2026 on it is the year's last digit"""
_FIRST_LETTER, _FIRST_DIGIT = 2006, 2026
_MONTHS = "0123456789ABC"
_MONTHS_OF = {letter: f"{number:02}" for number, letter in enumerate(_MONTHS)}
_KINDS = {"A": None, "1": None, "B": Right.CALL, "2": Right.CALL, "C": Right.PUT, "3": Right.PUT}
_LETTERS = {None: "A", Right.CALL: "B", Right.PUT: "C"}
_OLD_LETTERS = {None: "1", Right.CALL: "2", Right.PUT: "3"}
_SHORT, _FULL, _LONG = 6, 8, 9
_A_WEEK = 7
_HALF = (2, 7)
"""the last digit of a strike whose half point the code doesn't tell"""
_QUARTER = 3
_STRIKES = 16
_FEWER_STRIKES = 8


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract; `right` is None for a future."""

    product: Product
    last: date
    """last trading day"""
    right: Right | None = None
    strike: int = 0
    """hundredths"""

    @property
    def code(self) -> str:
        """The short code: of today's style, of the older one (101W09) for a month before 2026."""
        return f"{self._head}{self._month_digits}{self._strike_digits}"

    @property
    def isin(self) -> str:
        """The standard code (KR4…) with its check digit.

        How a weekly contract's tells year and week is not known: here month and week, no year.
        """
        weekly = self.cycle is Cycle.WEEKS
        month = self._month_letter if weekly else self._head[-1] + self._month_letter
        body = f"KR4{self._head[:-1]}{month}{self._strike_digits or '000'}"
        return body + _check_digit(body)

    @property
    def name(self) -> str:
        """HTS 한글 종목명."""
        kind = "F" if self.right is None else self.right.value
        parts = [self.product.name, kind, self.month_name]
        if self.right is not None:
            points = self.strike / 100
            in_won = self.product.group is Group.SHARE
            parts.append(f"{points:,.0f}" if in_won else f"{points:.1f}")
        if self.product.group is Group.SHARE:
            parts.append(f"( {self.product.multiplier:>3})")
        return " ".join(part for part in parts if part)

    @property
    def month_name(self) -> str:
        """202612, of a weekly contract 2611W4."""
        if self.cycle is Cycle.WEEKS:
            return f"{self.last:%y%m}W{_week(self.last)}"
        return f"{self.last:%Y%m}"

    @property
    def cycle(self) -> Cycle:
        """Which last days its kind has."""
        return self.product.future_cycle if self.right is None else self.product.option_cycle

    def on(self, day: date) -> "Contract":
        """What the code stands for on a day: after its end, the next one of the product."""
        if day <= self.last:
            return self
        return replace(self, last=last_days(self.product, self.cycle, day, 1)[0])

    def nearness(self, day: date) -> int:
        """0 for the contract that ends next, 1 for the one after it …"""
        days = last_days(self.product, self.cycle, day, 8)
        return days.index(self.last) if self.last in days else len(days)

    @property
    def _head(self) -> str:
        letters = _LETTERS if self.last.year >= _FIRST_DIGIT else _OLD_LETTERS
        return f"{letters[self.right]}{self.product.id}{_year_letter(self.last.year)}"

    @property
    def _month_digits(self) -> str:
        if self.cycle is Cycle.WEEKS:
            return self._month_letter
        return f"{self.last.month:02}"

    @property
    def _month_letter(self) -> str:
        month = _MONTHS[self.last.month]
        return f"{month}{_week(self.last)}" if self.cycle is Cycle.WEEKS else month

    @property
    def _strike_digits(self) -> str:
        return "" if self.right is None else f"{self.strike // self.product.strike_unit:03}"


def find_contract(products: dict[str, Product], code: str, day: date) -> Contract | None:
    """The contract of a code as clients write it, expired ones as they were.

    Short codes of today and of old, the eight places of a standard code, the standard code itself.
    """
    text = code.strip().upper()
    if text.startswith("KR4"):
        text = text[3:11]
    product = products.get(text[1:3])
    if product is None or text[:1] not in _KINDS or not _SHORT <= len(text) <= _LONG:
        return None
    right = _KINDS[text[0]]
    if len(text) == _LONG:
        return _option(product, right, text[3:6], text[6:], day)
    if len(text) == _FULL and right is None and text.endswith("00") and text[5] != "0":
        text = text[:_SHORT]
    if len(text) == _FULL:
        if _weekly(product, right):
            whole = _year_letter(day.year) + text[3:5]
        else:
            whole = text[3] + _MONTHS_OF.get(text[4], "--")
        return _option(product, right, whole, text[5:], day)
    if len(text) == _SHORT and right is None and product.future_volume:
        last = _last_day(product, text[3:6], product.future_cycle, day)
        return None if last is None else Contract(product, last)
    return None


def _weekly(product: Product, right: Right | None) -> bool:
    return right is not None and product.option_cycle is Cycle.WEEKS


def _option(
    product: Product, right: Right | None, month: str, strike: str, day: date
) -> Contract | None:
    if right is None:
        if strike != "000" or not product.future_volume:
            return None
        last = _last_day(product, month, product.future_cycle, day)
        return None if last is None else Contract(product, last)
    if not product.option_volume or not strike.isdigit() or not int(strike):
        return None
    last = _last_day(product, month, product.option_cycle, day)
    if last is None:
        return None
    number = int(strike) * product.strike_unit
    if product.group is Group.INDEX and int(strike) % 5 in _HALF:
        number += product.strike_unit // 2
    return Contract(product, last, right, number)


def _last_day(product: Product, month: str, cycle: Cycle, day: date) -> date | None:
    """The last trading day of a year's letter and a month in digits; month 00: the next one."""
    year = _year(month[0])
    if year is None:
        return None
    if cycle is Cycle.WEEKS:
        number = _MONTHS.find(month[1])
        if number < 1 or not month[2:].isdigit():
            return None
        days = [one for one in _weekly_days(product, year, number) if _week(one) == int(month[2:])]
        return days[0] if days else None
    if not month[1:].isdigit() or int(month[1:]) not in range(13):
        return None
    if not int(month[1:]):
        return last_days(product, cycle, day, 1)[0]
    return _monthly_day(product, year, int(month[1:]))


def last_days(product: Product, cycle: Cycle, day: date, count: int) -> tuple[date, ...]:
    """The next last trading days from a day on."""
    return _last_days(product.week, product.weekday, cycle, day, count)


@lru_cache(maxsize=2048)
def _last_days(week: int, weekday: int, cycle: Cycle, day: date, count: int) -> tuple[date, ...]:
    found: list[date] = []
    year, month = day.year, day.month
    while len(found) < count:
        if cycle is Cycle.WEEKS:
            made = _weeks_of(weekday, year, month)
        elif cycle is Cycle.QUARTERS and month % _QUARTER:
            made = ()
        else:
            made = (_day_of_month(week, weekday, year, month),)
        found.extend(one for one in made if one >= day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004
    return tuple(found[:count])


def listed(product: Product, day: date, spot: int) -> Iterator[Contract]:
    """The contracts of a product on a day, strikes around a price in hundredths."""
    if product.future_volume:
        quarters = product.future_cycle is Cycle.QUARTERS
        for last in last_days(product, product.future_cycle, day, 4 if quarters else 6):
            yield Contract(product, last)
    if product.option_volume:
        weeks = product.option_cycle is Cycle.WEEKS
        for last in last_days(product, product.option_cycle, day, 2 if weeks else 3):
            for right in Right:
                yield from options(product, last, right, spot)


def options(product: Product, last: date, right: Right, spot: int) -> Iterator[Contract]:
    """Options of one right and last day, by rising strike."""
    middle = round(spot / product.strike_step)
    count = _FEWER_STRIKES if product.group is Group.SHARE else _STRIKES
    for place in range(middle - count, middle + count + 1):
        if place > 0:
            yield Contract(product, last, right, place * product.strike_step)


def near_money(product: Product, last: date, right: Right, spot: int, away: int = 0) -> Contract:
    """The option whose strike is nearest to a price, or so many strikes away from that one."""
    place = max(round(spot / product.strike_step) + away, 1)
    return Contract(product, last, right, place * product.strike_step)


def _monthly_day(product: Product, year: int, month: int) -> date:
    return _day_of_month(product.week, product.weekday, year, month)


def _weekly_days(product: Product, year: int, month: int) -> tuple[date, ...]:
    return _weeks_of(product.weekday, year, month)


@lru_cache(maxsize=1024)
def _day_of_month(week: int, weekday: int, year: int, month: int) -> date:
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % _A_WEEK + _A_WEEK * (week - 1))
    return day if is_trading_day(day) else previous_trading_day(day)


@lru_cache(maxsize=512)
def _weeks_of(weekday: int, year: int, month: int) -> tuple[date, ...]:
    """Every such weekday of a month but the one on which the monthly contracts end."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % _A_WEEK)
    found = []
    while day.month == month:
        traded = day if is_trading_day(day) else previous_trading_day(day)
        if traded != _day_of_month(2, 3, year, month):
            found.append(traded)
        day += timedelta(days=_A_WEEK)
    return tuple(found)


def _week(day: date) -> int:
    return (day.day - 1) // _A_WEEK + 1


def _year(letter: str) -> int | None:
    if letter.isdigit():
        digit = int(letter)
        return _FIRST_DIGIT + (digit - _FIRST_DIGIT) % 10
    place = _YEARS.find(letter)
    return None if place < 0 else _FIRST_LETTER + place


def _year_letter(year: int) -> str:
    return f"{year % 10}" if year >= _FIRST_DIGIT else _YEARS[year - _FIRST_LETTER]


def _check_digit(body: str) -> str:
    """Of an ISIN: Luhn over the letters' numbers."""
    digits = "".join(str(int(letter, 36)) for letter in body)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number // 10 + number % 10
    return str(-total % 10)
