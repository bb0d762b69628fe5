"""Futures and options around the simulated shares and indices, for a day's lists.

They are listed and can be found; the simulated exchange doesn't trade them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kis_desktop.simulator.index_list import INDICES
from kis_desktop.simulator.universe import Listing

_STEP = 250  # hundredths of a point between strikes
_STRIKES = 10  # on either side of the money
_STOCKS = 20
_THURSDAY = 3
_QUARTER = 3  # months


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract; `type` as the list of its kind counts, `strike` as text, empty for none."""

    type: str
    code: str
    name: str
    strike: str
    nearness: int
    """1 the next month, 2 the one after it"""
    underlying: str
    underlying_name: str

    @property
    def isin(self) -> str:
        """A standard code of the right form; its check digit is not reckoned."""
        return f"KR4{self.code:0<8.8}0"


def months(day: date, count: int, every: int = 1) -> tuple[date, ...]:
    """The last trading days of the next months that are multiples of `every`."""
    found: list[date] = []
    year, month = day.year, day.month
    while len(found) < count:
        last = second_thursday(year, month)
        if month % every == 0 and last >= day:
            found.append(last)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004
    return tuple(found)


def second_thursday(year: int, month: int) -> date:
    """The last trading day of a month's contracts."""
    first = date(year, month, 1)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 7)


def index_contracts(day: date) -> Iterator[Contract]:
    """Futures, spreads, mini futures and options on the KOSPI200."""
    under = ("2001", "KOSPI200")
    quarters = months(day, 4, _QUARTER)
    for near, last in enumerate(quarters, start=1):
        yield Contract("1", f"A01{_short(last)}", f"F {_long(last)}", "", near, *under)
    for near, last in enumerate(quarters[1:], start=2):
        name = f"SP {_long(quarters[0])}-{_long(last)}"
        yield Contract("2", f"D01{_short(last)}S", name, "", near, *under)
    for near, last in enumerate(months(day, 4), start=1):
        yield Contract("B", f"A05{_short(last)}", f"미니 F {_long(last)}", "", near, *under)
    level = next(one.level for one in INDICES if one.code == under[0])
    middle = round(level / _STEP)
    for near, last in enumerate(months(day, 2), start=1):
        for type_, right, letter in (("5", "C", "B"), ("6", "P", "C")):
            for place in range(middle - _STRIKES, middle + _STRIKES + 1):
                strike = place * _STEP / 100
                code = f"{letter}01{_short(last)}{int(strike):03}"
                name = f"{right} {_long(last)} {strike:.1f}"
                yield Contract(type_, code, name, f"{strike:.2f}", near, *under)


def stock_contracts(listings: tuple[Listing, ...], day: date) -> Iterator[Contract]:
    """Futures on the best known shares."""
    shares = [one for one in listings if one.kospi200 not in {"", " ", "0"}][:_STOCKS]
    for number, share in enumerate(shares, start=11):
        for near, last in enumerate(months(day, 3), start=1):
            code, name = f"A{number}{_short(last)}", f"{share.name} F {_long(last)}"
            yield Contract("1", code, name, "", near, share.symbol, share.name)


def commodity_contracts(day: date) -> Iterator[Contract]:
    """Futures on currencies and government bonds."""
    for code, under, name in (("75", "USD", "미국달러"), ("65", "B03", "3년국채")):
        for near, last in enumerate(months(day, 3), start=1):
            yield Contract("1", f"A{code}{_short(last)}", f"{name} F {_long(last)}", "", near,
                           under, name)  # fmt: skip


def _short(last: date) -> str:
    """A month as codes have it: the year's last digit and two for the month."""
    return f"{last.year % 10}{last.month:02}"


def _long(last: date) -> str:
    return f"{last.year}{last.month:02}"
