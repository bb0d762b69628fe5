"""The prices of an instrument of a market without an order book of its own: a pure function.

Seed, instrument and time alone decide, so that quote, chart, prints, book and ranking agree at
every moment and nothing is kept. A day has knots; between two knots there may be a print every
second, whose price lies between the two and whose size is what the day's volume has grown by.
Prices are whole multiples of 10**-decimals.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.history import merged, period_start
from kis_desktop.simulator.trading_hours import SessionRule, TradingSession, current_session
from kis_desktop.simulator.universe import ANCHOR_DAY
from kis_desktop.simulator.views import DayBar, MinuteBar, Side

_FIRST_DAY = date(2021, 10, 1)
_LAST_DAY = date(2028, 12, 31)
_SATURDAY = 5
_KNOTS = 1_000
_LONGEST_MOVE = 0.2
_LEVELS = 10
_OPENING_RUSH = 2.0
_OPENING_PART = 0.01
"""of a day's volume, traded at the open at once"""
_CALMED = 0.8
"""of the mean move before the anchor day is taken away, so that the years begin at a sane price"""
_KNOWN_DAYS = 8
_AT_ONCE = 5
"""so little between two knots is one print"""
_UNEVEN = 0.9
"""how far a second's volume may lie from its neighbours'; below one, so that it never shrinks"""


@dataclass(frozen=True, slots=True)
class TickTable:
    """The step between two prices, in the units of the price."""

    steps: tuple[tuple[int, int], ...]
    """from which price on, and how large; ascending, the first from nought"""

    def __call__(self, price: int) -> int:
        """The step at a price."""
        return next(step for start, step in reversed(self.steps) if price >= start)

    def nearest(self, exact: NDArray[Any]) -> NDArray[np.int64]:
        """The nearest prices that exist, at least one step."""
        starts = np.array([start for start, _ in self.steps], dtype=np.float64)
        sizes = np.array([step for _, step in self.steps], dtype=np.int64)
        steps = sizes[np.maximum(np.searchsorted(starts, exact, side="right") - 1, 0)]
        return np.asarray(np.maximum(np.rint(exact / steps).astype(np.int64), 1) * steps)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an instrument trades like."""

    address: str
    """belongs to it alone, like NAS/AAPL"""
    decimals: int
    anchor: int
    """close of the anchor day, whole multiples of 10**-decimals"""
    volatility: float
    """of a day's log return, 0.02 for two percent"""
    volume: int
    """of an ordinary day"""
    tick: TickTable
    sessions: SessionRule
    closed: frozenset[date] = frozenset()
    """weekdays without a session: nothing moves"""
    lot: int = 1
    """all quantities are whole multiples of it"""


@dataclass(frozen=True, slots=True)
class CourseQuote:
    """How an instrument stands at a moment; prices in units of 10**-decimals."""

    trade_date: date
    time: datetime
    """of the last print, KST"""
    is_open: bool
    base: int
    """close of the day before"""
    last: int
    open: int
    high: int
    low: int
    volume: int
    turnover: int
    """price units times quantity"""
    bought: int
    """of the volume, traded at the ask"""
    side: Side
    """who was active in the last print"""
    ask: int
    bid: int
    previous_volume: int

    @property
    def change(self) -> int:
        """Last less base."""
        return self.last - self.base

    @property
    def change_rate(self) -> float:
        """Percent of base."""
        return self.change * 100 / self.base

    @property
    def sold(self) -> int:
        """Of the volume, traded at the bid."""
        return self.volume - self.bought


@dataclass(frozen=True, slots=True)
class CoursePrint:
    """One print, with the day's figures as they stood right after it."""

    time: datetime
    price: int
    size: int
    side: Side
    volume: int
    """cumulative"""


@dataclass(frozen=True, slots=True)
class CourseLevel:
    """One price of a book with what waits there."""

    price: int
    size: int
    orders: int
    """how many make up the size (건수)"""


@dataclass(frozen=True, slots=True)
class CourseBook:
    """The best levels of both sides, best first."""

    time: datetime
    asks: tuple[CourseLevel, ...]
    bids: tuple[CourseLevel, ...]
    total_ask: int
    total_bid: int
    total_ask_orders: int
    total_bid_orders: int


@dataclass(frozen=True, slots=True)
class DayKnots:
    """A day in knots: `prices` and cumulative figures at the start and after each interval."""

    session: TradingSession
    bar: DayBar
    prices: NDArray[np.int64]
    volumes: NDArray[np.int64]
    bought: NDArray[np.int64]
    turnovers: NDArray[np.int64]
    step: int = field(init=False)
    """seconds between two knots; the last interval may be longer"""

    def __post_init__(self) -> None:
        """Asked for too often to be reckoned each time."""
        step = max(self.session.seconds // (len(self.prices) - 1), 1)
        object.__setattr__(self, "step", step)


class Days(Protocol):
    """Daily bars and the knots of a day; what another instrument decides has one of its own."""

    def bars(self, start: date, end: date) -> list[DayBar]:
        """The days in [start, end], oldest first, as they end."""
        ...

    def knots(self, session: TradingSession) -> DayKnots:
        """The knots of a trading day."""
        ...


class RandomDays:
    """Days of an instrument that nothing else decides."""

    def __init__(self, seed: int, terms: Terms) -> None:
        self._key = noise.key(seed, terms.address, "day")
        self._terms = terms
        self._known: dict[date, DayBar] = {}

    def bars(self, start: date, end: date) -> list[DayBar]:
        """The trading days in [start, end], oldest first."""
        found: list[DayBar] = []
        day = max(start, _FIRST_DAY)
        while day <= min(end, _LAST_DAY):
            if self._terms.sessions(day) is not None:
                found.append(self._bar(day))
            day += timedelta(days=1)
        return found

    def knots(self, session: TradingSession) -> DayKnots:
        """The knots of a trading day."""
        bar = self._bar(session.trade_date)
        return knots_of(self._key, session, bar, self._terms.tick, self._terms.lot)

    def _bar(self, day: date) -> DayBar:
        known = self._known.get(day)
        if known is None:
            columns = _all_days(self._key, self._terms)
            values = (int(value) for value in columns[:, _weekday_number(day)])
            base, open_, high, low, close, volume = values
            turnover = volume * (open_ + high + low + close) // 4
            known = DayBar(day, open_, high, low, close, volume, turnover, base)
            self._known[day] = known
            if len(self._known) > _KNOWN_DAYS:
                del self._known[next(iter(self._known))]
        return known


@lru_cache(maxsize=32)
def _all_days(key: int, terms: Terms) -> NDArray[np.int64]:
    """Base, open, high, low, close and volume of every weekday."""
    numbers = np.arange(_weekday_number(_LAST_DAY) + 1)
    moves = np.clip(
        terms.volatility * noise.normals(key, numbers, 0), -_LONGEST_MOVE, _LONGEST_MOVE
    )
    moves[[_weekday_number(day) for day in terms.closed]] = 0.0
    anchor = _weekday_number(ANCHOR_DAY)
    moves[: anchor + 1] -= _CALMED * moves[: anchor + 1].mean()
    level = np.cumsum(moves)
    close = terms.tick.nearest(terms.anchor * np.exp(level - level[anchor]))
    base = np.concatenate((close[:1], close[:-1]))
    gap = np.exp(0.3 * terms.volatility * noise.normals(key, numbers, 1))
    open_ = terms.tick.nearest(base * gap)
    reach = 0.5 * terms.volatility
    top = np.maximum(open_, close) * np.exp(reach * abs(noise.normals(key, numbers, 2)))
    bottom = np.minimum(open_, close) * np.exp(-reach * abs(noise.normals(key, numbers, 3)))
    high = np.maximum(terms.tick.nearest(top), np.maximum(open_, close))
    low = np.minimum(terms.tick.nearest(bottom), np.minimum(open_, close))
    volume = terms.volume * np.exp(0.35 * noise.normals(key, numbers, 4))
    lots = np.maximum(volume // terms.lot, 1) * terms.lot
    return np.array([base, open_, high, low, close, lots], dtype=np.int64)


class Course:
    """One instrument over time."""

    def __init__(self, seed: int, terms: Terms, days: Days | None = None) -> None:
        self.terms = terms
        self._key = noise.key(seed, terms.address, "course")
        self._days = RandomDays(seed, terms) if days is None else days
        self._knots = lru_cache(maxsize=2)(self._days.knots)

    def session(self, now: datetime) -> TradingSession:
        """The session that runs, or the last one that has begun."""
        return current_session(self.terms.sessions, now)

    def quote(self, now: datetime) -> CourseQuote:
        """How it stands; after the end of a session as it ended."""
        day = self._knots(self.session(now))
        second = self._last_print(day, day.session.elapsed(now))
        place, _ = self._place(day, second)
        last = self._price(day, second)
        seen = day.prices[: place + 1]
        side = self._side(second, day)
        tick = self.terms.tick(last)
        return CourseQuote(
            trade_date=day.session.trade_date,
            time=day.session.at(second),
            is_open=day.session.is_open(now),
            base=day.bar.base,
            last=last,
            open=day.bar.open,
            high=max(int(seen.max()), last),
            low=min(int(seen.min()), last),
            volume=self._grown(day, day.volumes, second),
            turnover=self._grown(day, day.turnovers, second),
            bought=self._grown(day, day.bought, second) // self.terms.lot * self.terms.lot,
            side=side,
            ask=last if side is Side.BUY else last + tick,
            bid=last - tick if side is Side.BUY else last,
            previous_volume=self._previous_volume(day.session.trade_date),
        )

    def book(self, now: datetime, levels: int = _LEVELS) -> CourseBook:
        """What waits around the last print."""
        day = self._knots(self.session(now))
        quote = self.quote(now)
        elapsed = day.session.elapsed(now)
        lot = self.terms.lot
        usual = max(quote.previous_volume // lot // 400, 3)
        sides: list[tuple[CourseLevel, ...]] = []
        for lane, best, step in ((10, quote.ask, 1), (11, quote.bid, -1)):
            draws = noise.uniforms(self._key, np.arange(levels) + elapsed // 2 * 64, lane)
            price, found = best, []
            for draw in draws:
                if price <= 0:
                    break
                size = 1 + int(usual * (0.3 + 1.6 * draw))
                found.append(CourseLevel(price, size * lot, 1 + size * 3 // (usual + 3)))
                price += step * self.terms.tick(price)
            sides.append(tuple(found))
        asks, bids = sides
        return CourseBook(
            time=quote.time,
            asks=asks,
            bids=bids,
            total_ask=sum(level.size for level in asks),
            total_bid=sum(level.size for level in bids),
            total_ask_orders=sum(level.orders for level in asks),
            total_bid_orders=sum(level.orders for level in bids),
        )

    def prints(self, now: datetime, count: int) -> tuple[CoursePrint, ...]:
        """The session's last prints up to now, newest first; none before the history begins."""
        session = self.session(now)
        if session.trade_date < _FIRST_DAY:
            return ()
        day = self._knots(session)
        found: list[CoursePrint] = []
        for second in self._busy_seconds(day, day.session.elapsed(now)):
            found.append(self._print(day, second))
            if len(found) == count:
                break
        return tuple(found)

    def prints_between(
        self, since: datetime, until: datetime, day: date | None = None
    ) -> tuple[CoursePrint, ...]:
        """The prints of (since, until] in a trading day, None for that of `until`, oldest first."""
        session = self.session(until) if day is None else self.terms.sessions(day)
        if session is None:
            return ()
        knots = self._knots(session)
        first = session.elapsed(since) + 1 if since >= session.start else 0
        seconds = range(first, session.elapsed(until) + 1)
        return tuple(self._print(knots, second) for second in seconds if self._size(knots, second))

    def bars(self, start: date, end: date, now: datetime, period: str = "D") -> tuple[DayBar, ...]:
        """Bars by day, week, month or year (D W M Y) in [start, end], oldest first.

        The running session's is as it stands; later ones do not exist yet. A longer period that
        `start` lies in is whole.
        """
        session = self.session(now)
        last = min(end, session.trade_date - timedelta(days=1))
        found = self._days.bars(period_start(start, period), last)
        if start <= session.trade_date <= end:
            found.append(self._running(session, now))
        return merged(found, period)

    def minutes(self, day: date, now: datetime, every: int = 1) -> tuple[MinuteBar, ...]:
        """Bars of so many minutes of a trading day up to now, oldest first, named by their start.

        Empty for a day without trading.
        """
        return self.intervals(day, now, every * 60)

    def intervals(self, day: date, now: datetime, seconds: int) -> tuple[MinuteBar, ...]:
        """As `minutes`, of so many seconds each."""
        session = self.terms.sessions(day)
        if session is None or session.start > now or day < _FIRST_DAY:
            return ()
        knots = self._knots(session)
        return tuple(self._minutes(knots, session.elapsed(now), seconds))

    def _running(self, session: TradingSession, now: datetime) -> DayBar:
        quote = self.quote(now)
        return DayBar(
            session.trade_date, quote.open, quote.high, quote.low, quote.last, quote.volume,
            quote.turnover, quote.base,
        )  # fmt: skip

    def _minutes(self, day: DayKnots, elapsed: int, length: int) -> Iterator[MinuteBar]:
        """What is printed as a pause begins, or at the close, belongs to the bar before it."""
        ends = day.session.ends
        volume = turnover = 0
        for start in range(0, elapsed + 1, length):
            begin = start + (start in ends)
            if begin > elapsed:
                break
            end = start + length - 1
            end = min(end + (end + 1 in ends), elapsed)
            closed = self._last_print(day, end)
            reached = self._grown(day, day.volumes, closed)
            paid = self._grown(day, day.turnovers, closed)
            if reached > volume:
                opened = self._first_print(day, begin)
                first, last = self._price(day, opened), self._price(day, closed)
                inner = day.prices[
                    self._place(day, opened)[0] + 1 : self._place(day, closed)[0] + 1
                ]
                yield MinuteBar(
                    time=_step_of(day.session.at(begin), length),
                    open=first,
                    high=max(first, last, *map(int, inner)),
                    low=min(first, last, *map(int, inner)),
                    close=last,
                    volume=reached - volume,
                    turnover=paid - turnover,
                    cumulative_volume=reached,
                    cumulative_turnover=paid,
                )
            volume, turnover = reached, paid

    def _previous_volume(self, day: date) -> int:
        before = self._days.bars(day - timedelta(days=10), day - timedelta(days=1))
        return before[-1].volume if before else 0

    @staticmethod
    def _place(day: DayKnots, second: int) -> tuple[int, float]:
        """The knot that lies at or before a second, and the part of the interval passed."""
        last = len(day.prices) - 1
        place = min(second // day.step, last - 1)
        length = day.step if place < last - 1 else day.session.seconds - day.step * (last - 1)
        return place, min((second - place * day.step) / max(length, 1), 1.0)

    def _price(self, day: DayKnots, second: int) -> int:
        """From knot to knot without turning, so that knots alone hold the extremes."""
        place, part = self._place(day, second)
        left, right = int(day.prices[place]), int(day.prices[place + 1])
        if left == right or part in (0.0, 1.0):
            return right if part else left
        exact = left + (right - left) * part
        tick = self.terms.tick(min(left, right))
        nearest = round(exact / tick) * tick
        return min(max(nearest, min(left, right)), max(left, right))

    def _grown(self, day: DayKnots, sums: NDArray[np.int64], second: int) -> int:
        """What has come together by a second."""
        place, _ = self._place(day, second)
        left, right = int(sums[place]), int(sums[place + 1])
        return left + int((right - left) * self._traded(day, second) + 1e-6)

    def _traded(self, day: DayKnots, second: int) -> float:
        """The part of an interval's volume by a second, in lots, in drops of different sizes."""
        place, part = self._place(day, second)
        if part in (0.0, 1.0):
            return part
        lots = int(day.volumes[place + 1] - day.volumes[place]) // self.terms.lot
        if lots <= _AT_ONCE:
            return float(part >= noise.uniform(self._key, place, 6))
        part += _UNEVEN * (noise.uniform(self._key, second, 5) - 0.5) * self._second(day, place)
        return int(lots * part) / lots

    @staticmethod
    def _second(day: DayKnots, place: int) -> float:
        """The part of an interval that a second is."""
        last = len(day.prices) - 2
        length = day.step if place < last else day.session.seconds - day.step * last
        return 1 / max(length, 1)

    def _side(self, second: int, day: DayKnots) -> Side:
        """Who was active: so often a buyer as the day's figures say."""
        place, _ = self._place(day, second)
        traded = int(day.volumes[place + 1] - day.volumes[place])
        bought = int(day.bought[place + 1] - day.bought[place])
        draw = noise.uniform(self._key, second, 4)
        return Side.BUY if draw * max(traded, 1) < bought else Side.SELL

    def _size(self, day: DayKnots, second: int) -> int:
        before = self._grown(day, day.volumes, second - 1) if second else 0
        return self._grown(day, day.volumes, second) - before

    def _last_print(self, day: DayKnots, second: int) -> int:
        """The last second with a print up to this one, 0 without any: sought in growing steps."""
        reached = self._grown(day, day.volumes, second)
        step, without = 1, second
        while without > 0:
            earlier = max(without - step, 0)
            if self._grown(day, day.volumes, earlier) != reached:
                return self._first_reaching(day, reached, earlier, without)
            without, step = earlier, step * 2
        return 0

    def _busy_seconds(self, day: DayKnots, second: int) -> Iterator[int]:
        """The seconds with a print up to this one, backwards."""
        while second >= 0:
            second = self._last_print(day, second)
            if not second and not self._size(day, 0):
                break
            yield second
            second -= 1

    def _first_print(self, day: DayKnots, second: int) -> int:
        """The first second with a print from this one on; there is one."""
        if self._size(day, second):
            return second
        before = self._grown(day, day.volumes, second)
        step, without = 1, second
        while True:
            later = min(without + step, day.session.seconds)
            if self._grown(day, day.volumes, later) != before or later == day.session.seconds:
                return self._first_reaching(day, before + 1, without, later)
            without, step = later, step * 2

    def _first_reaching(self, day: DayKnots, volume: int, below: int, there: int) -> int:
        """The first second after `below`, up to `there`, by which so much has been traded."""
        while there - below > 1:
            middle = (below + there) // 2
            if self._grown(day, day.volumes, middle) >= volume:
                there = middle
            else:
                below = middle
        return there

    def _print(self, day: DayKnots, second: int) -> CoursePrint:
        return CoursePrint(
            time=day.session.at(second),
            price=self._price(day, second),
            size=self._size(day, second),
            side=self._side(second, day),
            volume=self._grown(day, day.volumes, second),
        )


def knots_of(
    key: int, session: TradingSession, bar: DayBar, tick: TickTable, lot: int = 1
) -> DayKnots:
    """Knots that begin and end with the bar, reach its extremes and add up to its volume."""
    count = min(_KNOTS, max(session.seconds // 2, 2))
    day = noise.key(key, bar.day)
    walk = np.cumsum(noise.normals(day, np.arange(count), 0))
    part = np.linspace(0.0, 1.0, count)
    bridge = walk - walk[0] - part * (walk[-1] - walk[0])
    spread = float(bridge.max() - bridge.min()) or 1.0
    line = bar.open + part * (bar.close - bar.open) + bridge * (0.9 * (bar.high - bar.low) / spread)
    prices = np.clip(tick.nearest(line), bar.low, bar.high)
    prices[0], prices[-1] = bar.open, bar.close
    inner = prices[1:-1]
    if count > 3:  # noqa: PLR2004 — room for both extremes
        inner[int(line[1:-1].argmax())], inner[int(line[1:-1].argmin())] = bar.high, bar.low
    return with_volumes(day, session, bar, prices, lot)


def with_volumes(
    key: int, session: TradingSession, bar: DayBar, prices: NDArray[np.int64], lot: int = 1
) -> DayKnots:
    """The knots of a day whose prices are known: an opening print, then the usual U shape."""
    intervals = len(prices) - 1
    opening = int(bar.volume * _OPENING_PART) // lot * lot
    number = np.arange(intervals) / intervals
    busy = 1.0 + _OPENING_RUSH * np.exp(-number * 20) + 0.8 * np.exp((number - 1) * 15)
    busy = busy * np.exp(0.4 * noise.normals(key, np.arange(intervals), 1))
    rest = np.cumsum(busy) / busy.sum() * (bar.volume - opening)
    reached = opening + np.floor(rest / lot + 1e-6).astype(np.int64) * lot
    reached[-1] = bar.volume
    grown = np.diff(reached, prepend=opening)
    swing = np.sign(np.diff(prices)) * 0.15
    tilt = np.clip(0.5 + swing + 0.08 * noise.normals(key, np.arange(intervals), 2), 0.1, 0.9)
    bought = np.floor(np.cumsum(grown / lot * tilt) + 1e-6).astype(np.int64)
    middle = (prices[:-1] + prices[1:]) // 2
    return DayKnots(
        session=session,
        bar=bar,
        prices=prices,
        volumes=np.concatenate(([opening], reached)),
        bought=np.concatenate(([0], bought)) * lot + opening // lot // 2 * lot,
        turnovers=opening * prices[0] + np.concatenate(([0], np.cumsum(grown * middle))),
    )


def _step_of(moment: datetime, length: int) -> datetime:
    """A moment without the seconds that have passed of its minute, or of a shorter step."""
    return moment - timedelta(seconds=moment.second % min(length, 60))


@lru_cache(maxsize=4096)
def _weekday_number(day: date) -> int:
    """The place of a day among the weekdays since the first; of a weekend, Friday's."""
    ordinal = day.toordinal() - _FIRST_DAY.toordinal() + _FIRST_DAY.weekday()
    weeks, weekday = divmod(ordinal, 7)
    return weeks * 5 + min(weekday, _SATURDAY - 1) - _FIRST_DAY.weekday()
