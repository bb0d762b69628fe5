"""Bond indices: what a basket of a steady time to redemption has brought since its base day.

The basket's yield is the curve's with a spread; a day earns its interest and loses duration times
the move of the yield. Levels are points, 100 at the base. Which basket a published id stands for is
told in no document: each id has one that its letters decide.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.hours import trading_days
from kis_desktop.simulator.markets.domestic_bond.curve import Curve
from kis_desktop.simulator.trading_hours import SessionRule, current_session

_BASE_DAY = date(2021, 10, 1)
_LAST_DAY = date(2028, 12, 31)
_BASE = 100.0
_YEARS = (0.25, 0.75, 1.0, 1.5, 2.0, 3.0, 4.5, 5.0, 7.0, 10.0)
_WIDEST = 0.9
"""percent points above the treasury"""
_YEAR = 365
_CALL_PART = 0.06
"""of what interest brings, that is lost by reinvesting at call"""
_FUTURE_YEARS, _FUTURE_COUPON = 3, 0.05
_STEPS = 240
_OVERNIGHT = 0.25
"""of a day's move, made before it opens"""
_SWING = 0.35
"""basis points that the yield strays within a day"""


@dataclass(frozen=True, slots=True)
class IndexLevels:
    """One index at a moment."""

    total: float
    """총수익지수"""
    clean: float
    """순가격지수: without interest"""
    market: float
    """시장가격지수: with the interest accrued since the last quarter"""
    call: float
    zero: float
    """with interest that earns call money, and none"""


@dataclass(frozen=True, slots=True)
class IndexState:
    """An index with its day so far."""

    time: datetime
    trade_date: date
    levels: IndexLevels
    base: float
    """총수익지수 of the day before"""
    open: float
    high: float
    low: float
    duration: float
    convexity: float
    rate: float
    """average yield, percent"""
    forward: float
    """the yield that its own curve tells for three months on, percent"""
    future: float
    """what three-year futures are worth at this yield"""


@dataclass(frozen=True, slots=True)
class _Past:
    days: tuple[date, ...]
    rates: list[float]
    total: list[float]
    clean: list[float]


class BondIndex:
    """One id."""

    def __init__(self, seed: int, id_: str, curve: Curve, sessions: SessionRule) -> None:
        self._key = noise.key(seed, "bond index", id_)
        draws = noise.stream(0, "bond index", id_)
        self._years = draws.choice(_YEARS)
        self._spread = draws.uniform(0.0, _WIDEST) ** 2
        self._curve = curve
        self._sessions = sessions
        self._past = lru_cache(maxsize=1)(self._reckoned)
        self._course = lru_cache(maxsize=2)(self._course_of)

    def state(self, now: datetime) -> IndexState:
        """How it stands; after the close as it closed."""
        session = current_session(self._sessions, now)
        past = self._past()
        place = past.days.index(session.trade_date)
        passed = session.elapsed(now) / max(session.seconds, 1)
        reached = min(int(passed * _STEPS), _STEPS)
        course = self._course(session.trade_date)
        rate = course[reached]
        totals = [
            self._levels(place, one, number / _STEPS).total
            for number, one in enumerate(course[: reached + 1])
        ]
        length = self._duration(rate)
        return IndexState(
            time=session.at(session.elapsed(now)),
            trade_date=session.trade_date,
            levels=self._levels(place, rate, reached / _STEPS),
            base=past.total[place - 1],
            open=totals[0],
            high=max(totals),
            low=min(totals),
            duration=length,
            convexity=length * length + length,
            rate=rate,
            forward=rate + self._carried(session.trade_date),
            future=_future(
                self._curve.rate(_FUTURE_YEARS, session.trade_date) + rate - past.rates[place]
            ),
        )

    def _levels(self, place: int, rate: float, part: float) -> IndexLevels:
        past = self._past()
        before = place - 1
        moved = rate - past.rates[before]
        days = (past.days[place] - past.days[before]).days * part
        clean = past.clean[before] * math.exp(-self._duration(rate) * moved / 100)
        earned = math.exp(past.rates[before] / 100 * days / _YEAR)
        total = past.total[before] * clean / past.clean[before] * earned
        quarter = (past.days[place] - date(past.days[place].year, 1, 1)).days % 91
        return IndexLevels(
            total=total,
            clean=clean,
            market=clean * (1 + rate / 100 * quarter / _YEAR),
            call=clean + (total - clean) * (1 - _CALL_PART),
            zero=clean * (1 + math.log(total / clean)),
        )

    def _carried(self, day: date) -> float:
        """What the curve rises by over three months more."""
        return self._curve.rate(self._years + 0.25, day) - self._curve.rate(self._years, day)

    def _duration(self, rate: float) -> float:
        return self._years / (1 + rate / 200) * 0.96

    def _reckoned(self) -> _Past:
        days = trading_days(_BASE_DAY, _LAST_DAY)
        numbers = np.array([day.toordinal() for day in days])
        rates = self._curve.rates(np.full(len(days), self._years), numbers) + self._spread
        moves = np.diff(rates, prepend=rates[0])
        spans = np.diff(numbers, prepend=numbers[0])
        lost = np.array([self._duration(float(rate)) for rate in rates]) * moves / 100
        earned = np.concatenate((rates[:1], rates[:-1])) / 100 * spans / _YEAR
        total = _BASE * np.exp(np.cumsum(earned - lost))
        clean = _BASE * np.exp(-np.cumsum(lost))
        return _Past(days, rates.tolist(), total.tolist(), clean.tolist())

    def _course_of(self, day: date) -> list[float]:
        """The yield from yesterday's close to today's, percent."""
        past = self._past()
        place = past.days.index(day)
        part = np.linspace(0.0, 1.0, _STEPS + 1)
        walk = np.cumsum(noise.normals(noise.key(self._key, day), np.arange(_STEPS + 1), 0))
        bridge = walk - walk[0] - part * (walk[-1] - walk[0])
        reach = float(abs(bridge).max()) or 1.0
        gone = _OVERNIGHT + (1 - _OVERNIGHT) * part
        line = past.rates[place - 1] + gone * (past.rates[place] - past.rates[place - 1])
        return list((line + bridge / reach * _SWING / 100).tolist())


def _future(rate: float) -> float:
    """Three years of five percent, paid every half year, a hundred at the end."""
    step, count = rate / 200, _FUTURE_YEARS * 2
    growth = (1 + step) ** -count
    return float(100 * (_FUTURE_COUPON / 2 * (1 - growth) / step + growth))
