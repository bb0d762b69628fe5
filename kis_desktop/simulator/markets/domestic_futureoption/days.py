"""The days of a contract, decided by its underlying: bars and knots of `course.Days`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from kis_desktop.catalogue.calendar import is_trading_day, next_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import DayKnots, TickTable, with_volumes
from kis_desktop.simulator.hours import HISTORY_START, MINUTE, hours
from kis_desktop.simulator.markets.domestic_futureoption.contracts import Contract
from kis_desktop.simulator.markets.domestic_futureoption.pricing import Mood, Pricing
from kis_desktop.simulator.markets.domestic_futureoption.products import Cycle
from kis_desktop.simulator.markets.domestic_futureoption.underlyings import Table, Underlying
from kis_desktop.simulator.trading_hours import SessionRule, TradingSession, open_all_day
from kis_desktop.simulator.views import DayBar

Levels = NDArray[np.float64]
_LAST_TRADE = time(15, 20)
_NIGHT = (time(18), time(6))
AUCTION = timedelta(minutes=10)
_A_DAY = timedelta(days=1)
_BLOCK = timedelta(days=32)
"""of the calendar, whose bars are made and kept together"""
_KNOTS, _OPTION_KNOTS = 700, 320
_WIGGLE, _SLOW = 0.00008, 20
_NIGHT_VOLUME = 0.14
_DAYS_OF = {Cycle.QUARTERS: 92, Cycle.MONTHS: 34, Cycle.WEEKS: 8}
_LATER = 0.3
_KEPT, _KEPT_OPTIONS, _SETTLED = 1.15, 0.62, 0.55
_LEAST = 3e-4
_UNPOPULAR, _FEWEST = 0.004, 30
"""the part and the number that even options far from the money are traded"""


def sessions(last: date, open_day: date | None, *, night: bool) -> SessionRule:
    """When a contract trades; all day long from the day on that an open clock began on.

    The day: a quarter of an hour before the shares until a quarter of an hour after them, on its
    last day until 15:20. The night: from 18:00 on a trading day until 06:00, whose date it has.
    """
    always = None if open_day is None else open_all_day(open_day)

    def session(day: date) -> TradingSession | None:
        if always is not None and open_day is not None and day >= open_day:
            return always(day) if is_trading_day(day) or day == open_day else None
        return _night_of(day) if night else _day_of(day, is_last=day == last)

    return session


def _day_of(day: date, *, is_last: bool) -> TradingSession | None:
    if not is_trading_day(day):
        return None
    edges = hours(day)
    start = _moment(day, edges.open - 15 * MINUTE)
    if is_last:
        return _with_auction(day, start, datetime.combine(day, _LAST_TRADE, tzinfo=KST))
    return _with_auction(day, start, _moment(day, edges.close + 15 * MINUTE))


def _night_of(day: date) -> TradingSession | None:
    eve = day - timedelta(days=1)
    if not is_trading_day(eve):
        return None
    start, end = _NIGHT
    return _with_auction(
        day, datetime.combine(eve, start, tzinfo=KST), datetime.combine(day, end, tzinfo=KST)
    )


def _with_auction(day: date, start: datetime, end: datetime) -> TradingSession:
    """Ten minutes before its end orders gather for one last price."""
    return TradingSession(day, ((start, end - AUCTION), (end - timedelta(seconds=1), end)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Sessions of one contract in columns: levels of the underlying and when they end."""

    days: list[date]
    before: Levels
    """close that the base price comes from"""
    open: Levels
    high: Levels
    low: Levels
    close: Levels
    moments: Levels
    """seconds of the epoch: at the close before, the opening and the close, one row each"""
    moods: tuple[Mood, Mood]
    """of the close before and of the day"""


class ContractDays:
    """Days or nights of one contract; after its end, of the next one of the product."""

    def __init__(
        self,
        seed: int,
        contract: Contract,
        underlying: Underlying,
        *,
        night: bool,
        open_day: date | None,
    ) -> None:
        self._seed = seed
        self._contract = contract
        self._underlying = underlying
        self._nights_until = (open_day or date.max) if night else date.min
        self._night = night
        self._share = _NIGHT_VOLUME if night else 1.0
        self._between = lru_cache(maxsize=8)(self._bars)

    def bars(self, start: date, end: date) -> list[DayBar]:
        """The sessions in [start, end], oldest first."""
        first, as_of = max(start, HISTORY_START), self._underlying.as_of
        if end - first > _BLOCK:
            return list(self._between(first, end, as_of))
        blocks = range(first.toordinal() // _BLOCK.days, end.toordinal() // _BLOCK.days + 1)
        return [
            bar
            for block in blocks
            for bar in self._between(*_days_of(block), as_of)
            if first <= bar.day <= end
        ]

    def knots(self, session: TradingSession) -> DayKnots:
        """A session: what the underlying's course makes of the contract, fitted to its bar."""
        day = session.trade_date
        bar = self.bars(day, day)[0]
        contract = self._contract.on(day)
        pricing = Pricing(self._seed, contract)
        most = _KNOTS if contract.right is None else _OPTION_KNOTS
        count = min(most, max(session.seconds // 2, 3))
        step = max(session.seconds // (count - 1), 1)
        seconds = np.append(np.arange(count - 1) * float(step), session.seconds)
        spots = self._underlying.levels(session.start, seconds)
        night = self._night and day < self._nights_until
        before, mood = self._moods(pricing, [day], self._underlying.table(day), night=night)
        key = noise.key(self._seed, contract.code, day, self._night)
        part = np.linspace(0.0, 1.0, count)
        slow = np.arange(0, count + _SLOW, _SLOW)
        wiggle = np.interp(np.arange(count), slow, noise.normals(key, slow, 5))
        lean = before.lean + part * (mood.lean - before.lean) + _WIGGLE * wiggle
        years = pricing.years(session.start.timestamp() + seconds)
        exact = pricing.worth(spots, years, Mood(mood.volatility[0], lean))
        return with_volumes(key, session, bar, _fitted(exact, bar, tick_of(contract)))

    def _bars(self, start: date, end: date, _as_of: date) -> tuple[DayBar, ...]:
        """By night up to the day from which on an open clock has every session all day."""
        table = self._underlying.table(end)
        last_night = min(end, self._nights_until - _A_DAY) if self._night else start - _A_DAY
        nights = _nights(start, last_night) if self._night else []
        days = [table.days[place] for place in table.span(max(start, self._nights_until), end)]
        found: list[DayBar] = []
        for part, night in ((nights, True), (days, False)):
            for contract, group in groupby(part, key=self._contract.on):
                pricing = Pricing(self._seed, contract)
                stretch = self._stretch(pricing, list(group), table, night=night)
                found.extend(self._bars_of(pricing, stretch))
        return tuple(found)

    def _bars_of(self, pricing: Pricing, stretch: _Stretch) -> list[DayBar]:
        tick = tick_of(pricing.contract)
        first, begin, end = (pricing.years(row) for row in stretch.moments)
        before, mood = stretch.moods
        base = tick.nearest(pricing.worth(stretch.before, first, before))
        opening = Mood(mood.volatility, before.lean)
        open_ = tick.nearest(pricing.worth(stretch.open, begin, opening))
        close = tick.nearest(pricing.worth(stretch.close, end, mood))
        edges = [
            tick.nearest(pricing.worth(level, (begin + end) / 2, mood))
            for level in (stretch.high, stretch.low)
        ]
        all_ = np.array([open_, close, *edges])
        high, low = all_.max(axis=0), all_.min(axis=0)
        volume = self._volumes(pricing, stretch, end)
        turnover = volume * ((open_ + high + low + close) // 4)
        columns = np.array([open_, high, low, close, volume, turnover, base])
        return [
            DayBar(day, *figures)
            for day, figures in zip(stretch.days, columns.T.tolist(), strict=True)
        ]

    def _stretch(
        self, pricing: Pricing, days: list[date], table: Table, *, night: bool
    ) -> _Stretch:
        moods = self._moods(pricing, days, table, night=night)
        if night:
            return self._nights(days, moods)
        places = np.array([table.place(day) for day in days], dtype=np.int64)
        earlier = np.maximum(places - 1, 0)
        ends = np.array([_closing(table.days[place]) for place in earlier])
        return _Stretch(
            days=days,
            before=table.close[earlier],
            open=table.open[places],
            high=table.high[places],
            low=table.low[places],
            close=table.close[places],
            moments=np.array(
                [
                    ends,
                    [_moment(day, hours(day).open).timestamp() for day in days],
                    [_closing(day) for day in days],
                ]
            ),
            moods=moods,
        )

    def _nights(self, days: list[date], moods: tuple[Mood, Mood]) -> _Stretch:
        rows = []
        for day in days:
            eve = day - timedelta(days=1)
            start, levels = self._underlying.night(eve)
            opened, ended = (
                int((datetime.combine(on, at, tzinfo=KST) - start).total_seconds() // 60)
                for on, at in zip((eve, day), _NIGHT, strict=True)
            )
            seen = levels[opened : ended + 1]
            close = levels[0]
            rows.append((close, seen[0], seen.max(), seen.min(), seen[-1]))
        before, open_, high, low, close = np.array(rows).T if rows else np.zeros((5, 0))
        eves = [day - timedelta(days=1) for day in days]
        moments = [
            [_closing(eve) for eve in eves],
            [datetime.combine(eve, _NIGHT[0], tzinfo=KST).timestamp() for eve in eves],
            [datetime.combine(day, _NIGHT[1], tzinfo=KST).timestamp() for day in days],
        ]
        return _Stretch(days, before, open_, high, low, close, np.array(moments), moods)

    @staticmethod
    def _moods(
        pricing: Pricing, days: list[date], table: Table, *, night: bool
    ) -> tuple[Mood, Mood]:
        places = np.array([table.place(day) for day in days], dtype=np.int64)
        if night:
            eves = [day - timedelta(days=1) for day in days]
            volatility = table.expected[[table.place(eve) for eve in eves]]
            before = Mood(volatility, pricing.lean(eves))
            nights = [day + timedelta(days=10_000) for day in days]
            return before, Mood(volatility, 0.5 * (pricing.lean(eves) + pricing.lean(nights)))
        earlier = np.maximum(places - 1, 0)
        before = Mood(
            table.expected[earlier], pricing.lean([table.days[place] for place in earlier])
        )
        return before, Mood(table.expected[places], pricing.lean(days))

    def interest(self, day: date) -> int:
        """Open contracts at the end of a session."""
        contract = self._contract.on(day)
        table = self._underlying.table(day)
        place = table.place(day)
        pricing = Pricing(self._seed, contract)
        mood = Mood(table.expected[place : place + 1], 0.0)
        years = pricing.years(np.array([_closing(table.days[place])]))
        usual = usual_volume(contract, [day], table.close[place : place + 1], years, mood)
        number = np.arange(2) + day.toordinal() // 8
        slow = noise.normals(noise.key(self._seed, contract.code, "open"), number, 0)
        part = day.toordinal() % 8 / 8
        wave = float(slow[0] * (1 - part) + slow[1] * part)
        kept = _KEPT if contract.right is None else _KEPT_OPTIONS
        left = min(_SETTLED + (contract.last - day).days / 10, 1.0)
        return int(float(usual[0]) * kept * left * np.exp(0.12 * wave)) + 1

    def _volumes(self, pricing: Pricing, stretch: _Stretch, years: Levels) -> NDArray[np.int64]:
        contract = pricing.contract
        numbers = np.array([day.toordinal() for day in stretch.days], dtype=np.int64)
        key = noise.key(self._seed, contract.code, "volume", self._share)
        busy = np.exp(0.28 * noise.normals(key, numbers, 0))
        usual = usual_volume(contract, stretch.days, stretch.close, years, stretch.moods[1])
        return np.asarray(np.maximum(usual, _FEWEST) * busy * self._share, dtype=np.int64)


def usual_volume(
    contract: Contract, days: list[date], spots: Levels, years: Levels, mood: Mood
) -> Levels:
    """Of an ordinary day: most in the contract that ends next, and at the money."""
    product, length = contract.product, _DAYS_OF[contract.cycle]
    left = np.array([(contract.last - day).days for day in days], dtype=np.float64)
    near = np.maximum(np.exp(-np.maximum(left - length, 0) / (_LATER * length)), _LEAST)
    if contract.right is None:
        return product.future_volume * near
    spread = mood.volatility * np.sqrt(np.maximum(years, 2 / 365))
    away = np.log(contract.strike / spots) / spread
    away = away if contract.right.value == "C" else -away
    popular = np.where(away > 0, np.exp(-0.25 * away * away), np.exp(1.5 * np.maximum(away, -30)))
    return np.asarray(product.option_volume * near * np.maximum(popular, _UNPOPULAR))


def tick_of(contract: Contract) -> TickTable:
    """The steps of a contract's price."""
    product = contract.product
    return product.future_tick if contract.right is None else product.option_tick


def _fitted(exact: Levels, bar: DayBar, tick: TickTable) -> NDArray[np.int64]:
    """Prices that begin and end with the bar and go just as far."""
    top, bottom = max(bar.open, bar.close), min(bar.open, bar.close)
    line = _stretched(exact, top, bar.high)
    line = -_stretched(-line, -bottom, -bar.low)
    prices = np.clip(tick.nearest(np.maximum(line, 1)), bar.low, bar.high)
    prices[0], prices[-1] = bar.open, bar.close
    inner = prices[1:-1]
    if prices.max() < bar.high:
        inner[int(line[1:-1].argmax())] = bar.high
    if prices.min() > bar.low:
        inner[int(line[1:-1].argmin())] = bar.low
    return prices


def _stretched(line: Levels, edge: int, extreme: int) -> Levels:
    """The line with all that lies above `edge` scaled so that it peaks at `extreme`."""
    peak = float(line[1:-1].max())
    if peak <= edge:
        return line
    return np.where(line > edge, edge + (line - edge) * ((extreme - edge) / (peak - edge)), line)


def _nights(start: date, end: date) -> list[date]:
    days = []
    eve = start - timedelta(days=1)
    eve = eve if is_trading_day(eve) else next_trading_day(eve)
    while eve + timedelta(days=1) <= end:
        days.append(eve + timedelta(days=1))
        eve = next_trading_day(eve)
    return days


def _days_of(block: int) -> tuple[date, date]:
    first = date.fromordinal(block * _BLOCK.days)
    return max(first, HISTORY_START), first + _BLOCK - _A_DAY


@lru_cache(maxsize=4096)
def _closing(day: date) -> float:
    return _moment(day, hours(day).close).timestamp()


def _moment(day: date, at: int) -> datetime:
    return datetime.combine(day, time(), tzinfo=KST) + timedelta(microseconds=at)
