"""What companies do with their shares, month by month: a function of the seed and the listings.

An action belongs to the month of its record date. Prices of the past are those of today's number
of shares, so that an action moves no price; how many shares there were on a day is reckoned
backwards from the listed ones of today.
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from random import Random

from kis_desktop.catalogue.calendar import next_trading_day, previous_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.hours import HISTORY_START, session_day
from kis_desktop.simulator.universe import ANCHOR_DAY, Kind, Listing

_LAST_MONTH = 2027, 7
"""later ones would reach beyond the trading days that are shipped"""
_MONTHS = 12
_PER_MERGED = 20
_LONGEST_AFTER = timedelta(days=130)
_LONGEST_BEFORE = timedelta(days=70)
"""from the record date to an action's other days"""
_PARTNERS = ("솔루션", "에너지", "로지스", "바이오", "홀딩스")
_FACES = (100, 200, 500, 1_000, 2_500, 5_000)


class ActionKind(StrEnum):
    """What is done; the value is the reason as a listing of new shares gives it."""

    BONUS = "무상증자"
    RIGHTS = "유상증자(주주배정)"
    PUBLIC = "유상증자(일반공모)"
    ALLOTTED = "유상증자(제3자배정)"
    STOCK_DIVIDEND = "주식배당"
    OPTION = "주식매수선택권행사"
    CONVERSION = "국내CB행사"
    REDUCTION = "자본감소"
    MERGER = "회사합병"
    SPLIT = "회사분할"
    FACE = "액면변경"


@dataclass(frozen=True, slots=True)
class _Usual:
    """How an action of a kind usually looks."""

    least: int
    most: int
    """so many in a month"""
    rates: tuple[float, ...]
    """new shares in percent of those before"""


_USUAL = {
    ActionKind.BONUS: _Usual(2, 4, (10, 20, 30, 50, 100)),
    ActionKind.RIGHTS: _Usual(2, 4, (12, 15, 20, 25, 30, 35)),
    ActionKind.PUBLIC: _Usual(1, 3, (5, 8, 10, 15, 20)),
    ActionKind.ALLOTTED: _Usual(3, 6, (2, 3, 5, 8, 10)),
    ActionKind.OPTION: _Usual(4, 9, (0.01, 0.02, 0.05, 0.1)),
    ActionKind.CONVERSION: _Usual(4, 9, (0.3, 0.5, 1, 1.5, 2)),
    ActionKind.REDUCTION: _Usual(1, 2, (-50, -66, -75, -80)),
    ActionKind.MERGER: _Usual(1, 3, (1, 2, 3, 5, 8)),
    ActionKind.SPLIT: _Usual(1, 2, (0,)),
    ActionKind.FACE: _Usual(1, 2, (100, 400, 900, -50, -80, -90)),
    ActionKind.STOCK_DIVIDEND: _Usual(3, 6, (2, 3, 5)),
}
_LARGE_TOO = frozenset({ActionKind.OPTION, ActionKind.MERGER, ActionKind.SPLIT})
_HALTING = frozenset({ActionKind.REDUCTION, ActionKind.MERGER, ActionKind.SPLIT, ActionKind.FACE})
MEETING_KINDS = _HALTING
"""what an extraordinary meeting decides on"""
OBJECTED_KINDS = frozenset({ActionKind.MERGER, ActionKind.SPLIT})
"""shareholders who object may ask to be bought out"""
_SELDOM = frozenset(_USUAL) - {ActionKind.OPTION, ActionKind.CONVERSION}
"""once in all the years for each company, or its number of shares would leave all bounds"""
_TRIES = 20
COMMON = "0"
"""the last digit of a common share's code"""
_AT_ONCE = frozenset({ActionKind.OPTION, ActionKind.CONVERSION})


@dataclass(frozen=True, slots=True)
class Action:
    """One action with its days; `listed` is when the new shares trade."""

    kind: ActionKind
    symbol: str
    announced: date
    record: date
    subscription: tuple[date, date]
    """first and last day, where shares are subscribed for"""
    paid: date
    refunded: date
    listed: date
    halt: tuple[date, date] | None
    """first and last day without trading"""
    meeting: date
    rate: float
    """new shares in percent of those before"""
    discount: float
    """of the issue price from the market's, percent"""
    forfeited: float
    """of the new shares that shareholders leave, percent"""
    partner: str
    """the other company of a merger or split, which is not listed"""

    @property
    def growth(self) -> float:
        """Shares after in parts of those before."""
        return 1 + self.rate / 100

    @property
    def new_for_one(self) -> float:
        """New shares for each one of those before."""
        return self.rate / 100

    @property
    def exchange_ratio(self) -> float:
        """New shares for one of the absorbed company; of a split, the part that is split off."""
        return self.discount / (_PER_MERGED if self.kind is ActionKind.MERGER else 100)


class CorporateActions:
    """All actions of some listings."""

    def __init__(
        self, seed: int, listings: tuple[Listing, ...], face_of: Callable[[str], int]
    ) -> None:
        self._seed = seed
        self._face_of = face_of
        shares = [
            one
            for one in listings
            if one.kind is Kind.STOCK
            and one.symbol.endswith(COMMON)
            and not (one.administrative or one.halted)
        ]
        small = [one for one in shares if one.kospi200 in {"", "0"}]
        self._all, self._small = shares, small or shares

    def between(self, start: date, end: date) -> Iterator[Action]:
        """Those that have any of their days in [start, end], by month of their record date."""
        first, last = start - _LONGEST_AFTER, end + _LONGEST_BEFORE
        for (year, month), actions in self._months.items():
            if (first.year, first.month) <= (year, month) <= (last.year, last.month):
                yield from actions

    def of(self, symbol: str) -> tuple[Action, ...]:
        """An instrument's, oldest first."""
        return self._by_symbol.get(symbol, ())

    def growth_after(self, symbol: str, day: date, kinds: Container[ActionKind]) -> float:
        """The shares of the anchor day in parts of those of a day, by actions of some kinds."""
        growth = 1.0
        for one in self.of(symbol):
            if one.kind not in kinds:
                continue
            if day < one.listed <= ANCHOR_DAY:
                growth *= one.growth
            elif ANCHOR_DAY < one.listed <= day:
                growth /= one.growth
        return growth

    @cached_property
    def _months(self) -> dict[tuple[int, int], tuple[Action, ...]]:
        done: set[tuple[ActionKind, str]] = set()
        return {
            (year, month): tuple(self._month(year, month, done))
            for year in range(HISTORY_START.year, _LAST_MONTH[0] + 1)
            for month in range(1, _MONTHS + 1)
            if (HISTORY_START.year, HISTORY_START.month) <= (year, month) <= _LAST_MONTH
        }

    @cached_property
    def _by_symbol(self) -> dict[str, tuple[Action, ...]]:
        found: dict[str, list[Action]] = {}
        for actions in self._months.values():
            for one in actions:
                found.setdefault(one.symbol, []).append(one)
        return {symbol: tuple(sorted(ones, key=_listed)) for symbol, ones in found.items()}

    def _month(self, year: int, month: int, done: set[tuple[ActionKind, str]]) -> Iterator[Action]:
        """The month's actions; `done` are those that no company does twice."""
        random = noise.stream(self._seed, "actions", year, month)
        for kind, usual in _USUAL.items():
            if kind is ActionKind.STOCK_DIVIDEND and month != _MONTHS:
                continue
            for _ in range(random.randint(usual.least, usual.most)):
                listing = self._free(random, kind, done)
                day = date(year, month, 1) + timedelta(days=random.randrange(28))
                if kind is ActionKind.STOCK_DIVIDEND:
                    day = date(year, month, 31)
                rates = usual.rates
                if listing is not None and kind is ActionKind.FACE:
                    rates = _rates_to(self._face_of(listing.symbol), rates)
                if listing is not None:
                    yield _action(random, kind, listing, rates, day)

    def _free(
        self, random: Random, kind: ActionKind, done: set[tuple[ActionKind, str]]
    ) -> Listing | None:
        """A company that may do this now; None where all have done it."""
        candidates = self._all if kind in _LARGE_TOO else self._small
        for _ in range(_TRIES if candidates else 0):
            listing = random.choice(candidates)
            if (kind, listing.symbol) not in done:
                if kind in _SELDOM:
                    done.add((kind, listing.symbol))
                return listing
        return None


def _listed(one: Action) -> date:
    return one.listed


def _rates_to(face: int, rates: tuple[float, ...]) -> tuple[float, ...]:
    """Those that lead from a face value that exists to this one."""
    return tuple(rate for rate in rates if round(face * (1 + rate / 100)) in _FACES)


def _action(
    random: Random, kind: ActionKind, listing: Listing, rates: tuple[float, ...], day: date
) -> Action:
    record = day if kind is ActionKind.STOCK_DIVIDEND else _trading(day)
    begin = _trading(record + timedelta(days=random.randrange(24, 33)))
    end = next_trading_day(begin)
    paid = _trading(end + timedelta(days=3))
    wait = random.randrange(8, 15)
    if kind in _AT_ONCE:
        listed = record
    elif kind is ActionKind.STOCK_DIVIDEND:
        listed = _trading(record + timedelta(days=random.randrange(100, 112)))
    elif kind is ActionKind.BONUS:
        listed = _trading(record + timedelta(days=random.randrange(18, 26)))
    else:
        listed = _trading(paid + timedelta(days=wait))
    halts = (next_trading_day(record), previous_trading_day(listed))
    return Action(
        kind=kind,
        symbol=listing.symbol,
        announced=session_day(record - timedelta(days=random.randrange(14, 40))),
        record=record,
        subscription=(begin, end),
        paid=paid,
        refunded=next_trading_day(paid),
        listed=listed,
        halt=halts if kind in _HALTING else None,
        meeting=_trading(record + timedelta(days=random.randrange(15, 24))),
        rate=float(random.choice(rates)),
        discount=random.randrange(50, 260) / 10,
        forfeited=random.randrange(20, 140) / 10,
        partner=listing.name + random.choice(_PARTNERS),
    )


@cache
def _trading(day: date) -> date:
    """The day itself when it is a trading day, else the next one."""
    return next_trading_day(day - timedelta(days=1))
