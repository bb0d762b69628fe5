"""Exchange rates: dollar rates that move by themselves, and won rates that follow from them."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.course import (
    Course,
    DayKnots,
    Days,
    RandomDays,
    Terms,
    TickTable,
    with_volumes,
)
from kis_desktop.simulator.trading_hours import SessionRule, TradingSession, weekday_sessions
from kis_desktop.simulator.views import DayBar

WON_HOURS = weekday_sessions((time(9), time(2)))
"""서울 외환시장: nine to two of the next morning"""
_VOLUME = 9_000
_REACH = 0.0012


@dataclass(frozen=True, slots=True)
class Pair:
    """One quoted rate."""

    code: str
    """as KIS names it: FX@KRW"""
    name: str
    english: str
    decimals: int
    anchor: str
    """rate of the anchor day"""
    volatility: float


@dataclass(frozen=True, slots=True)
class WonRate:
    """Won for a number of units of a currency."""

    currency: str
    name: str
    code: str
    unit: int
    """how many units the rate is for: 100 of yen and of dong"""
    by: str
    """the pair that leads from the dollar to it; empty for the dollar"""
    per_dollar: bool
    """the pair says how many of it a dollar is, not how many dollars it is"""


DOLLAR = Pair("FX@KRW", "원/달러", "USD/KRW", 2, "1423.50", 0.0045)
PAIRS = (
    DOLLAR,
    Pair("FX@JPY", "엔/달러", "USD/JPY", 3, "152.340", 0.0050),
    Pair("FX@EUR", "달러/유로", "EUR/USD", 4, "1.1620", 0.0040),
    Pair("FX@CNY", "위안/달러", "USD/CNY", 4, "7.1150", 0.0015),
    Pair("FX@HKD", "홍콩달러/달러", "USD/HKD", 4, "7.7790", 0.0003),
    Pair("FX@VND", "동/달러", "USD/VND", 0, "26310", 0.0010),
    Pair("FX@GBP", "달러/파운드", "GBP/USD", 4, "1.3150", 0.0042),
)
WON_RATES = (
    WonRate("USD", "원/달러", "FX@KRW", 1, "", per_dollar=True),
    WonRate("HKD", "원/홍콩달러", "FX@KRWHK", 1, "FX@HKD", per_dollar=True),
    WonRate("CNY", "원/위안", "FX@KRWCN", 1, "FX@CNY", per_dollar=True),
    WonRate("JPY", "원/엔(100)", "FX@KRWJS", 100, "FX@JPY", per_dollar=True),
    WonRate("VND", "원/동(100)", "FX@KRWVN", 100, "FX@VND", per_dollar=True),
    WonRate("EUR", "원/유로", "FX@KRWEU", 1, "FX@EUR", per_dollar=False),
)
RATE_NAMES = {one.code: one.name for one in (*WON_RATES, *PAIRS)}
_WON_DECIMALS = 2


class _CrossDays:
    """Days of a won rate: at every knot what the dollar and the pair make of it."""

    def __init__(self, key: int, dollar: Days, pair: Days, factor: float, power: int) -> None:
        self._key = key
        self._dollar = dollar
        self._pair = pair
        self._factor = factor
        self._power = power

    def bars(self, start: date, end: date) -> list[DayBar]:
        both = zip(self._dollar.bars(start, end), self._pair.bars(start, end), strict=True)
        return [self._bar(one, other) for one, other in both]

    def knots(self, session: TradingSession) -> DayKnots:
        day = session.trade_date
        bar = self.bars(day, day)[0]
        dollar, pair = self._dollar.knots(session), self._pair.knots(session)
        exact = dollar.prices * self._factor * pair.prices.astype(np.float64) ** self._power
        prices = np.clip(np.rint(exact).astype(np.int64), bar.low, bar.high)
        inner = exact[1:-1]
        prices[1 + int(inner.argmax())], prices[1 + int(inner.argmin())] = bar.high, bar.low
        return with_volumes(noise.key(self._key, day), session, bar, prices)

    def _bar(self, dollar: DayBar, pair: DayBar) -> DayBar:
        base, opened, close = (
            round(one * self._factor * float(other) ** self._power)
            for one, other in (
                (dollar.base, pair.base), (dollar.open, pair.open), (dollar.close, pair.close),
            )
        )  # fmt: skip
        draw = noise.stream(self._key, dollar.day)
        high = round(max(opened, close) * math.exp(_REACH * draw.random()))
        low = round(min(opened, close) * math.exp(-_REACH * draw.random()))
        turnover = dollar.volume * (opened + high + low + close) // 4
        return DayBar(dollar.day, opened, high, low, close, dollar.volume, turnover, base)


class Currencies:
    """All rates of one simulated world."""

    def __init__(self, seed: int, hours: SessionRule) -> None:
        self._terms = {pair.code: _terms(pair, hours) for pair in PAIRS}
        self._days = {code: RandomDays(seed, terms) for code, terms in self._terms.items()}
        self._courses = {
            code: Course(seed, terms, self._days[code]) for code, terms in self._terms.items()
        }
        for rate in WON_RATES[1:]:
            self._courses[rate.code] = self._cross(seed, rate, hours)

    def course(self, code: str) -> Course | None:
        """The rate of a code as KIS names it (FX@KRW); None for one that isn't quoted."""
        return self._courses.get(code)

    def won_rate(self, currency: str) -> WonRate:
        """How won are quoted for a currency. Raises LookupError."""
        for rate in WON_RATES:
            if rate.currency == currency:
                return rate
        raise LookupError(f"no won rate of {currency!r}")

    def quoted(self, currency: str, now: datetime) -> Decimal:
        """Won for the quoted number of units (100 of JPY, VND), 1 for KRW. Raises LookupError."""
        if currency == "KRW":
            return Decimal(1)
        course = self._courses[self.won_rate(currency).code]
        return Decimal(course.quote(now).last).scaleb(-_WON_DECIMALS)

    def quoted_before(self, currency: str, now: datetime) -> Decimal:
        """The same at the close of the day before."""
        if currency == "KRW":
            return Decimal(1)
        course = self._courses[self.won_rate(currency).code]
        return Decimal(course.quote(now).base).scaleb(-_WON_DECIMALS)

    def quoted_on(self, currency: str, day: date, now: datetime) -> Decimal:
        """The same at the end of a past day, or of the last one before it that was traded."""
        if currency == "KRW":
            return Decimal(1)
        course = self._courses[self.won_rate(currency).code]
        bars = course.bars(day - timedelta(days=7), day, now)
        return Decimal(bars[-1].close if bars else course.terms.anchor).scaleb(-_WON_DECIMALS)

    def won(self, currency: str, now: datetime) -> Decimal:
        """Won for ONE unit of a currency. Raises LookupError."""
        unit = 1 if currency == "KRW" else self.won_rate(currency).unit
        return self.quoted(currency, now) / unit

    def _cross(self, seed: int, rate: WonRate, hours: SessionRule) -> Course:
        dollar, pair = self._terms[DOLLAR.code], self._terms[rate.by]
        power = -1 if rate.per_dollar else 1
        factor = rate.unit * 10.0 ** (-power * pair.decimals)
        terms = Terms(
            address=f"FX/{rate.code}",
            decimals=_WON_DECIMALS,
            anchor=round(dollar.anchor * factor * float(pair.anchor) ** power),
            volatility=dollar.volatility,
            volume=_VOLUME,
            tick=TickTable(((0, 1),)),
            sessions=hours,
        )
        key = noise.key(seed, terms.address)
        days = _CrossDays(key, self._days[DOLLAR.code], self._days[rate.by], factor, power)
        return Course(seed, terms, days)


def _terms(pair: Pair, hours: SessionRule) -> Terms:
    return Terms(
        address=f"FX/{pair.code}",
        decimals=pair.decimals,
        anchor=int(Decimal(pair.anchor).scaleb(pair.decimals)),
        volatility=pair.volatility,
        volume=_VOLUME,
        tick=TickTable(((0, 10 if pair is DOLLAR else 1),)),
        sessions=hours,
    )
