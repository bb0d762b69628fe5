"""What futures and options are decided by: the latent course of an index, a share or a commodity.

Pure functions of the seed and the days that the exchange has lived through. All levels are in
hundredths of a point or of a won.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kis_desktop.catalogue.calendar import is_trading_day, next_trading_day, previous_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import RandomDays, Terms, TickTable, knots_of
from kis_desktop.simulator.day_path import KNOT, day_path
from kis_desktop.simulator.history import History
from kis_desktop.simulator.hours import HISTORY_START, SECOND, hours, session_day, trading_days
from kis_desktop.simulator.index_list import INDICES, members
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.trading_hours import TradingSession
from kis_desktop.simulator.universe import Listing

Levels = NDArray[np.float64]
_DAY = 86_400
_RANGE = 0.1
"""of the mean distance of its members' extremes: those come at different times"""
_NIGHT_MOVE = 0.28
"""of a day's volatility, for the detours between a close and the next opening"""
_MONTH = 20
_TRADING_DAYS = 250
_COMMODITIES = {
    "USD": (141_000, 0.0042),
    "JPY": (92_000, 0.0048),
    "B03": (10_540, 0.0011),
    "B10": (11_310, 0.0033),
    "GLD": (19_600_000, 0.0098),
}
"""level of the anchor day, and a day's volatility"""


@dataclass(frozen=True, slots=True)
class Table:
    """Consecutive trading days in columns."""

    days: tuple[date, ...]
    open: Levels
    high: Levels
    low: Levels
    close: Levels
    realized: Levels
    """volatility a year over the month that ends with the day"""
    expected: Levels
    """volatility a year that options of the day are priced with"""

    def place(self, day: date) -> int:
        """Where a day stands, or the last one before it."""
        return max(bisect_right(self.days, day) - 1, 0)

    def span(self, start: date, end: date) -> range:
        """The places of the days in [start, end]."""
        return range(bisect_left(self.days, start), bisect_right(self.days, end))


class Underlying(ABC):
    """One of them over time."""

    def __init__(self, address: str, around: Surroundings) -> None:
        self.address = address
        self._around = around
        self._key = noise.key(around.seed, "derivatives", address)
        self._tables: dict[int, Table] = {}
        self._paths: dict[date, tuple[Levels, Levels]] = {}
        self._nights: dict[date, tuple[datetime, Levels]] = {}
        self._known_on = date.min

    @property
    def as_of(self) -> date:
        """The day that it is known on: each moves the days after it."""
        return self._around.shares.clock.now().date()

    def table(self, through: date) -> Table:
        """All days up to the end of this year, or of a later day's."""
        self._forget()
        year = max(through.year, self.as_of.year)
        known = self._tables.get(year)
        if known is None:
            known = self._tables[year] = self._table(date(year, 12, 31))
        return known

    def level(self, now: datetime) -> float:
        """How it stands at a moment."""
        return float(self.levels(now.astimezone(KST), np.zeros(1))[0])

    def levels(self, start: datetime, seconds: Levels) -> Levels:
        """How it stands so many seconds after a moment, ascending."""
        midnight = datetime.combine(start.date(), time(), tzinfo=KST)
        at = (start - midnight).total_seconds() + seconds
        found = np.empty(len(at))
        for number in range(int(at[0] // _DAY), int(at[-1] // _DAY) + 1):
            here = (at >= number * _DAY) & (at < (number + 1) * _DAY)
            day = start.date() + timedelta(days=number)
            found[here] = self._of_day(day, at[here] - number * _DAY)
        return found

    def night(self, eve: date) -> tuple[datetime, Levels]:
        """From the close of a trading day to the next opening: its start, a level a minute."""
        self._forget()
        known = self._nights.get(eve)
        if known is None:
            known = self._night(eve)
            self._nights[eve] = known
            if len(self._nights) > 120:  # noqa: PLR2004 — half a year's evenings
                del self._nights[next(iter(self._nights))]
        return known

    @abstractmethod
    def _table(self, last: date) -> Table: ...

    @abstractmethod
    def _path(self, day: date) -> Levels:
        """A level every `KNOT` from the opening on."""

    def _of_day(self, day: date, at: Levels) -> Levels:
        if not is_trading_day(day):
            return self._of_night(previous_trading_day(day), day, at)
        session = hours(day)
        opening, close = session.open / SECOND, session.close / SECOND
        found = np.empty(len(at))
        early, late = at < opening, at > close
        inside = ~(early | late)
        if early.any():
            found[early] = self._of_night(previous_trading_day(day), day, at[early])
        if late.any():
            found[late] = self._of_night(day, day, at[late])
        if inside.any():
            times, levels = self._day(day)
            found[inside] = np.interp(at[inside], times, levels)
        return found

    def _of_night(self, eve: date, day: date, at: Levels) -> Levels:
        start, levels = self.night(eve)
        midnight = datetime.combine(day, time(), tzinfo=KST)
        minutes = ((midnight - start).total_seconds() + at) / 60
        return np.interp(minutes, np.arange(len(levels)), levels)

    def _day(self, day: date) -> tuple[Levels, Levels]:
        self._forget()
        known = self._paths.get(day)
        if known is None:
            levels = self._path(day)
            steps = np.arange(len(levels), dtype=np.float64)
            times: Levels = hours(day).open / SECOND + steps * (KNOT / SECOND)
            known = (times, levels)
            self._paths[day] = known
            if len(self._paths) > 6:  # noqa: PLR2004 — today, yesterday, a few charts
                del self._paths[next(iter(self._paths))]
        return known

    def _night(self, eve: date) -> tuple[datetime, Levels]:
        next_day = next_trading_day(eve)
        table = self.table(next_day)
        start = _moment(eve, hours(eve).close)
        end = _moment(next_day, hours(next_day).open)
        count = int((end - start).total_seconds() // 60) + 1
        place = table.place(eve)
        close, opening = float(table.close[place]), float(table.open[table.place(next_day)])
        part = np.linspace(0.0, 1.0, count)
        walk = np.cumsum(noise.normals(noise.key(self._key, eve, "night"), np.arange(count), 0))
        bridge = (walk - walk[0] - part * (walk[-1] - walk[0])) / np.sqrt(count)
        daily = float(table.expected[place]) / np.sqrt(_TRADING_DAYS)
        return start, close + part * (opening - close) + bridge * close * daily * _NIGHT_MOVE

    def _forget(self) -> None:
        """A day that the exchange has lived through moves those after it."""
        today = self.as_of
        if today != self._known_on:
            self._tables.clear()
            self._paths.clear()
            self._nights.clear()
            self._known_on = today


class ShareLevels(Underlying):
    """A share."""

    def __init__(self, around: Surroundings, listing: Listing) -> None:
        super().__init__(listing.symbol, around)
        self._listing = listing
        self._history = around.shares.history(listing.symbol)

    def _table(self, last: date) -> Table:
        columns = self._history.columns(last)
        four = np.array([columns.open, columns.high, columns.low, columns.close]) * 100.0
        usual = self._listing.volatility_bp / 10_000 * np.sqrt(_TRADING_DAYS)
        return _table(columns.days, four, usual)

    def _path(self, day: date) -> Levels:
        return _knots(self._around, self._history, self._listing, day) * 100.0


class IndexLevels(Underlying):
    """An index of shares: their capitalisation over that of the anchor day."""

    def __init__(
        self, around: Surroundings, code: str, level: int, held: tuple[Listing, ...]
    ) -> None:
        super().__init__(code, around)
        self._members = held
        self._histories = [around.shares.history(one.symbol) for one in held]
        self._shares = np.array([one.listed_shares for one in held], dtype=np.float64)
        bases = np.array([one.base_price for one in held], dtype=np.float64)
        self._points = level / float(self._shares @ bases)

    def _table(self, last: date) -> Table:
        days: tuple[date, ...] = ()
        sums = np.zeros((4, 0))
        for count, history in zip(self._shares, self._histories, strict=True):
            columns = history.columns(last)
            if not days:
                days, sums = columns.days, np.zeros((4, len(columns.days)))
            four = columns.open, columns.high, columns.low, columns.close
            for place, column in enumerate(four):
                sums[place] += count * column
        levels = sums * self._points
        open_, high, low, close = levels
        top, bottom = np.maximum(open_, close), np.minimum(open_, close)
        levels[1] = top + _RANGE * (high - top)
        levels[2] = bottom - _RANGE * (bottom - low)
        return _table(days, levels)

    def _path(self, day: date) -> Levels:
        found: Levels | None = None
        for count, history, listing in zip(
            self._shares, self._histories, self._members, strict=True
        ):
            knots = _knots(self._around, history, listing, day) * count
            found = knots if found is None else found + knots
        assert found is not None
        return found * self._points


class FreeLevels(Underlying):
    """A currency, a bond, a metal: nothing else decides it."""

    def __init__(self, around: Surroundings, name: str) -> None:
        super().__init__(name, around)
        anchor, volatility = _COMMODITIES[name]
        self._tick = TickTable(((0, 1),))
        terms = Terms(
            f"KRX/{name}", 2, anchor, volatility, 1, self._tick, _regular,
            closed=_closed_weekdays(),
        )  # fmt: skip
        self._days = RandomDays(around.seed, terms)

    def _table(self, last: date) -> Table:
        bars = self._days.bars(HISTORY_START, last)
        four = np.array([(bar.open, bar.high, bar.low, bar.close) for bar in bars]).T
        return _table(tuple(bar.day for bar in bars), four.astype(np.float64))

    def _path(self, day: date) -> Levels:
        session = _regular(day)
        assert session is not None
        bar = self._days.bars(day, day)[0]
        prices = knots_of(self._key, session, bar, self._tick).prices.astype(np.float64)
        count = session.seconds * SECOND // KNOT + 1
        return np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(prices)), prices)


def index_levels(around: Surroundings, code: str) -> IndexLevels | None:
    """The KOSPI200 (2001) or the KOSDAQ150 (3003); None without members."""
    definition = next((one for one in INDICES if one.code == code), None)
    held = () if definition is None else members(definition, around.shares.universe.listings)
    return IndexLevels(around, code, definition.level, held) if definition and held else None


def _table(days: tuple[date, ...], prices: Levels, usual: float | None = None) -> Table:
    """Of open, high, low and close; `usual` is the volatility a year, else it is measured."""
    close = prices[3]
    moves = np.diff(np.log(close), prepend=np.log(close[0]))
    squares = np.cumsum(np.concatenate((np.zeros(1), moves * moves)))
    ends = np.arange(1, len(close) + 1)
    starts = np.maximum(ends - _MONTH, 0)
    realized = np.sqrt((squares[ends] - squares[starts]) / np.maximum(ends - starts, 1))
    realized = np.maximum(realized * np.sqrt(_TRADING_DAYS), 0.005)
    steady = float(np.sqrt(squares[-1] / len(close) * _TRADING_DAYS)) if usual is None else usual
    before = np.concatenate((realized[:1], realized[:-1]))
    open_, high, low, close = prices
    expected = 0.6 * steady + 0.45 * before
    return Table(days, open_, high, low, close, realized, expected)


def _knots(around: Surroundings, history: History, listing: Listing, day: date) -> Levels:
    """The course of a day; that of today is shared with the exchange."""
    if day == session_day(around.shares.clock.now().date()):
        return history.path(day).knots
    return day_path(around.seed, listing, history.latent_bar(day)).knots


def _regular(day: date) -> TradingSession | None:
    if not is_trading_day(day):
        return None
    session = hours(day)
    return TradingSession(day, ((_moment(day, session.open), _moment(day, session.close)),))


@lru_cache(maxsize=1)
def _closed_weekdays() -> frozenset[date]:
    open_ = set(trading_days(HISTORY_START, date(2028, 12, 31)))
    days = (HISTORY_START + timedelta(days=number) for number in range(2_649))
    return frozenset(day for day in days if day.weekday() < 5 and day not in open_)  # noqa: PLR2004


def _moment(day: date, at: int) -> datetime:
    return datetime.combine(day, time(), tzinfo=KST) + timedelta(microseconds=at)
