"""ELWs on the best known shares and on two indices: what is listed on a day, for all years.

A place in the list holds one warrant after another, each for about half a year; the places begin
one after the other, so that on any day some are new and some end within days. All of them are
made up, and so are the strikes, about the price that the underlying had before the listing; none
that may end early is ended when its barrier is touched, which lies far away.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kis_desktop.catalogue.calendar import (
    is_trading_day,
    next_trading_day,
    previous_trading_day,
)
from kis_desktop.simulator import noise
from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.index_list import INDICES, IndexDefinition, members
from kis_desktop.simulator.universe import Kind, Listing

_SHARES = 12
_ON_INDICES = {"2001": 0.011, "3003": 0.015}
"""codes with the volatility of a day"""
_UNDERLYINGS = _SHARES + len(_ON_INDICES)
_FIRST = date(2021, 4, 1)
_LIFE = 182
"""days between two of the same place"""
_POINTS = 250
"""hundredths of a point between two strikes on an index"""
_PAUSE = 4
"""days without one before the next"""
_LETTERS = "STUVWXYZABCDEFGHJKLMN"
_WORTH = 400
"""won that a warrant is about worth at first: decides how many make up one share"""


@dataclass(frozen=True, slots=True)
class Issuer:
    """A house that issues warrants and keeps their market."""

    member: str
    """five digits, as requests name it"""
    name: str
    short: str
    prefix: str
    """of its codes"""


ISSUERS = (
    Issuer("00017", "KB증권", "KB", "58"),
    Issuer("00003", "한국투자증권", "한국", "57"),
    Issuer("00005", "미래에셋증권", "미래", "52"),
)


@dataclass(frozen=True, slots=True)
class _Place:
    right: Right
    strike: int
    """percent of the price"""
    barrier: int = 0
    """percent of the price at which it ends early, 0 for never"""


_PLACES = (
    _Place(Right.CALL, 104),
    _Place(Right.PUT, 96),
    _Place(Right.CALL, 93),
    _Place(Right.PUT, 106),
    _Place(Right.CALL, 60, barrier=65),
)


@dataclass(frozen=True, slots=True)
class Warrant:
    """An ELW; of one on an index, strike and barrier are hundredths of a point."""

    code: str
    name: str
    issuer: Issuer
    underlying: str
    underlying_name: str
    right: Right
    strike: int
    barrier: int
    """0: none"""
    ratio: float
    """전환비율: shares, or won a point, for one warrant"""
    issued: int
    listed: date
    last_day: date
    """최종거래일"""
    expiry: date
    """만기일, two trading days later"""
    volatility: float
    """a year, as a part of one, that it is priced at on the whole"""

    @property
    def isin(self) -> str:
        """A standard code of the right form; its check digit is not reckoned."""
        return f"KRA{self.code}000"

    @property
    def on_index(self) -> bool:
        """Whether the underlying is an index."""
        return self.underlying in _ON_INDICES

    @property
    def is_call(self) -> bool:
        """콜."""
        return self.right is Right.CALL


@dataclass(frozen=True, slots=True)
class _Under:
    number: int
    code: str
    name: str
    price: int
    """won, or hundredths of a point"""
    volatility: float
    """of a day"""

    def step(self, price: int) -> int:
        """Between two strikes."""
        return _POINTS if self.code in _ON_INDICES else int(10 ** max(len(str(price)) - 3, 1))


CloseOf = Callable[[str, date], int]
"""won, or hundredths of a point, of an underlying at the last close before a day"""


@dataclass(frozen=True, slots=True)
class Issue:
    """One warrant before its strike is known: its place in the list and its turn there."""

    under: _Under
    place: int
    number: int

    @property
    def code(self) -> str:
        """Six letters and digits."""
        return f"{self.issuer.prefix}{self.series}"

    @property
    def issuer(self) -> Issuer:
        """Who issues it."""
        return ISSUERS[self.at % len(ISSUERS)]

    @property
    def series(self) -> str:
        """A letter for the turn and three digits for the place."""
        return f"{_LETTERS[self.number % len(_LETTERS)]}{self.at + 1:03}"

    @property
    def at(self) -> int:
        """The place among those of all underlyings."""
        return self.under.number * len(_PLACES) + self.place

    @property
    def listed(self) -> date:
        """The first trading day."""
        return _life(self)[0]

    @property
    def last_day(self) -> date:
        """The last one."""
        return _life(self)[1]

    def warrant(self, close_of: CloseOf | None = None) -> Warrant:
        """With its strike about the price before the listing, or without one about today's."""
        price = close_of(self.under.code, self.listed) if close_of else self.under.price
        return _warrant(self, price)


def issues(listings: tuple[Listing, ...], day: date) -> Iterator[Issue]:
    """Those that are traded on a day, by place."""
    for under in _underlyings(listings):
        for place in range(len(_PLACES)):
            first = _round_of(under, place, day)
            found = (Issue(under, place, number) for number in (first - 1, first))
            yield from (one for one in found if one.listed <= day <= one.last_day)


def ending(listings: tuple[Listing, ...], start: date, end: date) -> Iterator[Issue]:
    """Those whose last trading day lies in [start, end]."""
    for under in _underlyings(listings):
        for place in range(len(_PLACES)):
            first = max(_round_of(under, place, start) - 1, 0)
            numbers = range(first, _round_of(under, place, end) + 1)
            found = (Issue(under, place, number) for number in numbers)
            yield from (one for one in found if start <= one.last_day <= end)


def warrants(
    listings: tuple[Listing, ...], day: date, close_of: CloseOf | None = None
) -> Iterator[Warrant]:
    """Those that are traded on a day, by place; without `close_of` about today's prices."""
    return (one.warrant(close_of) for one in issues(listings, day))


@lru_cache(maxsize=4)
def _underlyings(listings: tuple[Listing, ...]) -> tuple[_Under, ...]:
    shares = [one for one in listings[: 2 * _SHARES] if one.kind is Kind.STOCK][:_SHARES]
    found = [
        _Under(number, one.symbol, one.name, one.base_price, one.volatility_bp / 10_000)
        for number, one in enumerate(shares)
    ]
    for number, (code, volatility) in enumerate(_ON_INDICES.items(), start=_SHARES):
        index = index_of(code)
        if members(index, listings):
            found.append(_Under(number, code, index.name, index.level, volatility))
    return tuple(found)


def index_of(code: str) -> IndexDefinition:
    """The index of a code. Raises StopIteration for an unknown one."""
    return next(one for one in INDICES if one.code == code)


def _start(under: _Under, place: int, number: int) -> date:
    places = _UNDERLYINGS * len(_PLACES)
    at = under.number * len(_PLACES) + place
    scattered = at * 27 % places
    return _FIRST + timedelta(days=number * _LIFE + scattered * _LIFE // places)


def _round_of(under: _Under, place: int, day: date) -> int:
    return (day - _start(under, place, 0)).days // _LIFE


@lru_cache(maxsize=1024)
def _life(one: Issue) -> tuple[date, date]:
    """The first and the last trading day."""
    start = _start(one.under, one.place, one.number)
    return _trading_day_from(start), _trading_day_before(start + timedelta(days=_LIFE - _PAUSE))


@lru_cache(maxsize=512)
def _warrant(one: Issue, price: int) -> Warrant:
    under, terms = one.under, _PLACES[one.place]
    step = under.step(price)
    draws = noise.stream(0, "ELW", one.at, one.number)
    strike = price * terms.strike / 100 * draws.uniform(0.985, 1.015)
    right = "콜" if terms.right is Right.CALL else "풋"
    unit = 100 if under.code in _ON_INDICES else 1
    return Warrant(
        code=one.code,
        name=f"{one.issuer.short}{one.series}{under.name}{right}",
        issuer=one.issuer,
        underlying=under.code,
        underlying_name=under.name,
        right=terms.right,
        strike=round(strike / step) * step,
        barrier=round(price * terms.barrier / 100 / step) * step,
        ratio=_even(_WORTH * unit / (price * (0.4 if terms.barrier else 0.1))),
        issued=draws.randrange(40, 200) * 100_000,
        listed=one.listed,
        last_day=one.last_day,
        expiry=next_trading_day(next_trading_day(one.last_day)),
        volatility=under.volatility * 252**0.5 * draws.uniform(1.05, 1.35),
    )


def _trading_day_before(day: date) -> date:
    return day if is_trading_day(day) else previous_trading_day(day)


def _trading_day_from(day: date) -> date:
    return day if is_trading_day(day) else next_trading_day(day)


def _even(exact: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above."""
    power = 10.0 ** (len(f"{int(exact)}") - 1) if exact >= 1 else 1.0
    while power > exact:
        power /= 10
    found = next(power * digit for digit in (5, 2, 1) if power * digit <= exact * 1.000001)
    return round(found, 6)
