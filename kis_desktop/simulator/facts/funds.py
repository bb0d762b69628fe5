"""Net asset values of funds and notes, and what they hold.

A unit is worth what its holdings are worth: shares of this market at their prices, and the rest
(deposits, futures, what is held abroad). The rest makes up for what the shares do not tell, so the
value goes along the instrument's own latent course, from which its price strays by ticks and by a
premium that wanders slowly. Values are won with two decimals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.day_path import KNOT, value_at
from kis_desktop.simulator.facts.dividends import dividends_of
from kis_desktop.simulator.facts.fund_kinds import Asset, Strategy, held_shares, strategy_of
from kis_desktop.simulator.facts.houses import HOUSES
from kis_desktop.simulator.facts.listing_days import listed_on
from kis_desktop.simulator.hours import HISTORY_START, hours, trading_days
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import DayBar, Snapshot, moment

_PREMIUM = {Asset.MONEY: 0.0001, Asset.BONDS: 0.0003, Asset.SHARES: 0.0005}
_FAR_PREMIUM = 0.002
"""of what trades while this market sleeps"""
_STEP = 600
"""seconds between two bends of the premium"""
_UNITS = (20_000, 50_000, 100_000, 200_000)
_LEAST_REST, _MOST_REST = 0.015, 0.04
_MOST_OF_ONE = 0.3
_TRACKED_DAYS = 20
_FRIDAY = 4
_NOTE_YEARS = (5, 10, 20)
_PROVIDERS = tuple(house.name for house in HOUSES if not house.foreign)
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Nav:
    """순자산가치 of one unit at a moment; open, high and low are 0 before the session."""

    value: float
    base: float
    """at the close before"""
    open: float
    high: float
    low: float

    @property
    def change(self) -> float:
        """Against the close before."""
        return round(self.value - self.base, 2)

    @property
    def change_rate(self) -> float:
        """Percent."""
        return self.change * 100 / self.base


@dataclass(frozen=True, slots=True)
class NavPoint:
    """Value and price of a minute's or a day's end."""

    time: datetime
    nav: Nav
    price: int
    size: int
    """traded in it"""
    volume: int
    """of the day, cumulative"""


@dataclass(frozen=True, slots=True)
class Holding:
    """One position of a creation unit (CU)."""

    listing: Listing
    snapshot: Snapshot
    shares: int
    value: int
    """won"""
    weight: float
    """percent of the unit, two decimals"""


@dataclass(frozen=True, slots=True)
class Basket:
    """A creation unit; its positions and the rest come to its value."""

    holdings: tuple[Holding, ...]
    units: int
    """of the fund in a creation unit"""
    value: int
    """of the creation unit, won"""
    rest: int
    """원화예금, futures and what is held abroad, won"""
    rest_weight: float


@dataclass(frozen=True, slots=True)
class Prospectus:
    """What is laid down for a fund or note."""

    listed: date
    matures: date
    """of a note (ETN)"""
    provider: str
    """유동성공급자 (LP)"""
    provided: int
    """units that it holds"""
    payments: str
    """months of its payments like 1,4,7,10; empty: none"""


class Funds:
    """Made when first asked for; keeps today's baskets."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._shares = around.shares
        self._baskets: dict[tuple[str, date], tuple[tuple[Listing, int], ...]] = {}

    def strategy(self, symbol: str) -> Strategy:
        """What a fund follows. Raises `Refused`."""
        return strategy_of(self._shares.listing(symbol))

    def units(self, symbol: str) -> int:
        """CU 단위 증권수."""
        draw = noise.uniform(self._key(symbol), 0, 0)
        return _UNITS[int(draw * len(_UNITS))]

    def prospectus(self, symbol: str) -> Prospectus:
        """Days, provider and payments. Raises `Refused`."""
        listing, today = self._shares.listing(symbol), self._shares.trade_date
        key = self._key(symbol)
        listed = listed_on(self._around.seed, listing)
        years = _NOTE_YEARS[int(noise.uniform(key, 0, 9) * len(_NOTE_YEARS))]
        provider = _PROVIDERS[int(noise.uniform(key, 0, 10) * len(_PROVIDERS))]
        part = (
            0.02
            + 0.1 * noise.uniform(key, 0, 11)
            + 0.01 * noise.uniform(key, today.toordinal(), 12)
        )
        year_ago = today - timedelta(days=365)
        paid = dividends_of(self._around.seed, listing, None, year_ago, today)
        months = sorted({one.record.month for one in paid})
        return Prospectus(
            listed=listed,
            matures=_weekday(listed.replace(year=listed.year + years, day=min(listed.day, 28))),
            provider=provider,
            provided=int(listing.listed_shares * part),
            payments=",".join(map(str, months)),
        )

    def nav(self, symbol: str, now: datetime | None = None) -> Nav:
        """Today's value, at a moment or now. Raises `Refused`."""
        day = self._shares.trade_date
        moment_ = self._around.now if now is None else now
        at = _since_midnight(moment_, day)
        session = hours(day)
        base = self._close(symbol, self._day_before(day))
        if at < session.open:
            return Nav(base, base, 0.0, 0.0, 0.0)
        values = self._course(symbol, day, min(at, session.close))
        value = float(values[-1])
        if at >= session.close:
            value = self._final(symbol, day, self._shares.glance(symbol))
        high, low = max(float(values.max()), value), min(float(values.min()), value)
        return Nav(value, base, float(values[0]), high, low)

    def days(self, symbol: str, start: date, end: date) -> tuple[NavPoint, ...]:
        """Days in [start, end], oldest first, today as it stands; open, high, low of past days are
        those of the price. Raises `Refused`.
        """
        bars = self._shares.daily_bars(symbol, max(start, HISTORY_START), end)
        return tuple(self._day(symbol, bar) for bar in bars)

    def minutes(self, symbol: str, every: int, count: int) -> tuple[NavPoint, ...]:
        """The last so many of today's spans of `every` minutes, oldest first, each as it ends.

        Raises `Refused`.
        """
        day, now = self._shares.trade_date, self._around.now
        session_end = moment(day, hours(day).close)
        bars = [one for one in self._shares.minute_bars(symbol, day) if one.time <= session_end]
        spans = [
            (start, list(group))
            for start, group in groupby(bars, lambda one: _span(one.time, every))
        ]
        return tuple(
            NavPoint(
                time=start,
                nav=self.nav(symbol, min(group[-1].time + timedelta(minutes=1), now)),
                price=group[-1].close,
                size=sum(one.volume for one in group),
                volume=group[-1].cumulative_volume,
            )
            for start, group in spans[-count:]
        )

    def disparity(self, price: int, nav: Nav) -> float:
        """괴리율: how much the price is above the value, percent."""
        return (price - nav.value) * 100 / nav.value

    def benchmark_rate(self, symbol: str) -> float:
        """지수 대비율: today's change of what is followed, percent."""
        strategy = self.strategy(symbol)
        if strategy.index:
            return self._shares.index(strategy.index).change_rate
        return self.nav(symbol).change_rate / strategy.multiple

    def tracking_error(self, symbol: str) -> float:
        """추적 오차율: how far the value's daily changes stray from what is followed, percent.

        The standard deviation over the last twenty days; against the price where no index that is
        quoted here is followed.
        """
        today = self._shares.trade_date
        days = trading_days(today - timedelta(days=2 * _TRACKED_DAYS), today - timedelta(days=1))
        days = days[-_TRACKED_DAYS:]
        navs = [self._close(symbol, day) for day in (self._day_before(days[0]), *days)]
        moves = np.diff(np.log(navs))
        strategy = self.strategy(symbol)
        bars: Iterable[DayBar]
        if strategy.index:
            bars = self._shares.index_bars(strategy.index, days[0], days[-1])
        else:
            bars = self._shares.daily_bars(symbol, days[0], days[-1])
        followed = np.array([np.log(bar.close / bar.base) for bar in bars])
        multiple = strategy.multiple if strategy.index else 1.0
        return float(np.std(moves - multiple * followed)) * 100

    def assets(self, symbol: str, nav: Nav) -> int:
        """순자산총액, won."""
        return round(nav.value * self._shares.listing(symbol).listed_shares)

    def basket(self, symbol: str) -> Basket:
        """A creation unit as it stands, the heaviest position first. Raises `Refused`."""
        units = self.units(symbol)
        value = round(self.nav(symbol).value * units)
        held = [
            (listing, self._shares.glance(listing.symbol), count)
            for listing, count in self._positions(symbol, self._shares.trade_date)
        ]
        holdings = [
            Holding(
                listing,
                snapshot,
                count,
                snapshot.last * count,
                round(snapshot.last * count * 100 / value, 2),
            )
            for listing, snapshot, count in held
        ]
        holdings.sort(key=lambda one: -one.value)
        rest = value - sum(one.value for one in holdings)
        weights = sum(one.weight for one in holdings)
        return Basket(tuple(holdings), units, value, rest, round(100.0 - weights, 2))

    def _positions(self, symbol: str, day: date) -> tuple[tuple[Listing, int], ...]:
        """Shares of each company in a creation unit, fixed at the day's begin."""
        known = self._baskets.get((symbol, day))
        if known is not None:
            return known
        listing = self._shares.listing(symbol)
        strategy = strategy_of(listing)
        held = held_shares(listing, strategy, self._shares.universe.listings)
        bases = [self._shares.glance(one.symbol).base for one in held]
        weights = _capped([one.listed_shares * base for one, base in zip(held, bases, strict=True)])
        key = self._key(symbol)
        rest = _LEAST_REST + (_MOST_REST - _LEAST_REST) * noise.uniform(key, day.toordinal(), 1)
        whole = self._close(symbol, self._day_before(day)) * self.units(symbol) * (1 - rest)
        counts = [int(whole * weight / base) for weight, base in zip(weights, bases, strict=True)]
        known = tuple((one, count) for one, count in zip(held, counts, strict=True) if count > 0)
        self._baskets[symbol, day] = known
        if len(self._baskets) > _KEPT:
            del self._baskets[next(iter(self._baskets))]
        return known

    def _course(self, symbol: str, day: date, until: int) -> NDArray[np.float64]:
        """The value at every knot from the open on, and at the end."""
        path = self._shares.history(symbol).path(day)
        session = path.hours
        until = min(until, session.closing_auction)
        passed = (until - session.open) // KNOT + 1
        times = session.open + np.arange(passed) * KNOT
        values = np.append(path.knots[:passed], value_at(path.knots, until - session.open))
        premium = self._premiums(symbol, day, np.append(times, until))
        return np.asarray(np.round(values / (1 + premium), 2))

    def _final(self, symbol: str, day: date, snapshot: Snapshot) -> float:
        """The value that a day ends with: it belongs to the close."""
        bar = self._shares.daily_bars(symbol, day, day)
        return self._at_close(symbol, day, bar[-1].close if bar else snapshot.base)

    def _close(self, symbol: str, day: date) -> float:
        return self._at_close(symbol, day, self._shares.history(symbol).bar(day).close)

    def _at_close(self, symbol: str, day: date, close: int) -> float:
        edge = np.array([hours(day).close], dtype=np.int64)
        return round(close / (1 + float(self._premiums(symbol, day, edge)[0])), 2)

    def _premiums(self, symbol: str, day: date, times: NDArray[np.int64]) -> NDArray[np.float64]:
        """What the price is above the value at times of a day, as a part of it."""
        strategy = self.strategy(symbol)
        size = _PREMIUM.get(strategy.asset, _FAR_PREMIUM) * abs(strategy.multiple)
        place = (times / 1_000_000 + day.toordinal() * 86_400) / _STEP
        left = np.floor(place).astype(np.int64)
        part = place - left
        key = self._key(symbol)
        bends = noise.normals(key, left, 2) * (1 - part) + noise.normals(key, left + 1, 2) * part
        return np.asarray(np.clip(bends, -3.0, 3.0) * size)

    def _day(self, symbol: str, bar: DayBar) -> NavPoint:
        today = bar.day == self._shares.trade_date
        if today:
            nav = self.nav(symbol)
        else:
            value, base = self._at_close(symbol, bar.day, bar.close), self._base(symbol, bar)
            nav = Nav(value, base, bar.open, bar.high, bar.low)
        return NavPoint(
            moment(bar.day, hours(bar.day).close), nav, bar.close, bar.volume, bar.volume
        )

    def _base(self, symbol: str, bar: DayBar) -> float:
        return self._at_close(symbol, self._day_before(bar.day), bar.base)

    def _day_before(self, day: date) -> date:
        before = trading_days(day - timedelta(days=20), day - timedelta(days=1))
        return before[-1] if before else day

    def _key(self, symbol: str) -> int:
        return noise.key(self._around.seed, symbol, "fund")


def _capped(values: list[int]) -> list[float]:
    """Parts of the whole, none above the cap that the law sets for one issuer."""
    whole = sum(values)
    if not whole:
        return []
    parts = np.array(values) / whole
    cap = max(_MOST_OF_ONE, 1.0 / len(values))
    for _ in range(len(values)):
        over = parts > cap
        if not over.any():
            break
        spare = float((parts[over] - cap).sum())
        parts[over] = cap
        under = parts < cap
        if not under.any():
            break
        parts[under] += spare * parts[under] / parts[under].sum()
    return [float(part) for part in parts]


def _span(time: datetime, every: int) -> datetime:
    """When the span of so many minutes that holds a time began."""
    return time - timedelta(minutes=(time.hour * 60 + time.minute) % every)


def _weekday(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > _FRIDAY else 0)


def _since_midnight(now: datetime, day: date) -> int:
    """Microseconds since a day's midnight."""
    return (now - moment(day, 0)) // timedelta(microseconds=1)
