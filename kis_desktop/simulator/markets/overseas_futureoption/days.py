"""When contracts trade, and their days: months follow their product, options their future.

A month costs what the product costs, and a little more the later it ends, so that all months move
together; an option is reckoned from its future knot by knot.
"""

import math
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import black_scholes, noise
from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.course import DayKnots, Days, RandomDays, Terms, with_volumes
from kis_desktop.simulator.markets.overseas_futureoption.contracts import (
    Contract,
    front,
    last_day,
)
from kis_desktop.simulator.markets.overseas_futureoption.products import CLOSED, Product
from kis_desktop.simulator.trading_hours import SessionRule, TradingSession, open_all_day
from kis_desktop.simulator.views import DayBar

_SATURDAY = 5
_CARRY = 0.032
"""what a year costs"""
_SHARES = (0.82, 0.13, 0.03)
"""of the product's volume: of the front month and those after it"""
_ELSE = 0.004
_OPTION_VOLUME = 0.003
_LEAST_VOLUME = 40
_LEAST_DAYS = 4
_TRADING_DAYS = 252


def sessions(product: Product, open_day: date | None) -> SessionRule:
    """The sessions of a product in Korean time; from `open_day` on all day long."""
    zone = product.hours.zone
    always = None if open_day is None else open_all_day(open_day)

    @lru_cache(maxsize=512)
    def session(day: date) -> TradingSession | None:
        if always is not None and open_day is not None and day >= open_day:
            return always(day)
        if day.weekday() >= _SATURDAY or day in CLOSED:
            return None
        spans: list[tuple[datetime, datetime]] = []
        current = day + timedelta(days=product.hours.begins)
        for opens, closes in product.hours.spans:
            start = datetime.combine(current, opens, tzinfo=zone).astimezone(KST)
            if spans and start < spans[-1][1]:
                current += timedelta(days=1)
                start = datetime.combine(current, opens, tzinfo=zone).astimezone(KST)
            if closes <= opens:
                current += timedelta(days=1)
            spans.append((start, datetime.combine(current, closes, tzinfo=zone).astimezone(KST)))
        return TradingSession(day, tuple(spans))

    return session


def product_terms(product: Product, rule: SessionRule) -> Terms:
    """How a product moves as a whole."""
    return Terms(
        address=f"{product.exchange}/{product.code}",
        decimals=product.decimals,
        anchor=round(float(product.anchor) * 10**product.decimals),
        volatility=product.volatility,
        volume=product.volume,
        tick=product.tick,
        sessions=rule,
        closed=frozenset(day for day in CLOSED if day.weekday() < _SATURDAY),
    )


class MonthDays:
    """The days of one month of a product."""

    def __init__(self, seed: int, contract: Contract, whole: RandomDays, terms: Terms) -> None:
        self._key = noise.key(seed, contract.code, "month")
        self._contract = contract
        self._whole = whole
        self._tick = terms.tick
        self._rule = terms.sessions

    def bars(self, start: date, end: date) -> list[DayBar]:
        """The days in [start, end], oldest first."""
        return [self._bar(bar) for bar in self._whole.bars(start, end)]

    def knots(self, session: TradingSession) -> DayKnots:
        """The knots of a trading day."""
        day = session.trade_date
        bar = self.bars(day, day)[0]
        whole = self._whole.knots(session)
        prices = self._tick.nearest(whole.prices * self._factor(day))
        prices[0], prices[-1] = bar.open, bar.close
        return with_volumes(noise.key(self._key, day), session, bar, prices)

    def _bar(self, whole: DayBar) -> DayBar:
        before = whole.day - timedelta(days=1)
        while self._rule(before) is None:
            before -= timedelta(days=1)
        factor = self._factor(whole.day)
        exact = np.array([whole.open, whole.high, whole.low, whole.close]) * factor
        open_, high, low, close = (int(one) for one in self._tick.nearest(exact))
        base = int(self._tick.nearest(np.array([whole.base * self._factor(before)]))[0])
        volume = max(int(whole.volume * self._share(whole.day)), 1)
        turnover = volume * (open_ + high + low + close) // 4
        return DayBar(whole.day, open_, high, low, close, volume, turnover, base)

    def _factor(self, day: date) -> float:
        left = max((self._contract.last_day - day).days, 0)
        return math.exp(_CARRY * left / black_scholes.DAYS_A_YEAR)

    def _share(self, day: date) -> float:
        """Of the product's volume: most is traded in the front month."""
        product = self._contract.product
        nearest = front(product, day)
        months = (self._contract.year - nearest.year) * 12 + self._contract.month - nearest.month
        place = months * len(product.months) // 12
        return _SHARES[place] if months >= 0 and place < len(_SHARES) else _ELSE


class OptionDays:
    """The days of an option, decided by its future."""

    def __init__(self, seed: int, contract: Contract, future: Days, terms: Terms) -> None:
        assert contract.strike is not None
        self._key = noise.key(seed, contract.code, "option")
        self._contract = contract
        self._strike = contract.strike
        self._future = future
        self._tick = terms.tick
        self._rule = terms.sessions
        self._scale = 10**contract.product.decimals

    def bars(self, start: date, end: date) -> list[DayBar]:
        """The days in [start, end], oldest first."""
        return [self._bar(bar) for bar in self._future.bars(start, end)]

    def knots(self, session: TradingSession) -> DayKnots:
        """The knots of a trading day."""
        day = session.trade_date
        future = self._future.knots(session)
        prices = self._prices(future.prices, day)
        return with_volumes(noise.key(self._key, day), session, self.bars(day, day)[0], prices)

    def _bar(self, future: DayBar) -> DayBar:
        day = future.day
        before = day - timedelta(days=1)
        while self._rule(before) is None:
            before -= timedelta(days=1)
        reached = np.array([future.open, future.high, future.low, future.close])
        open_, top, bottom, close = (int(one) for one in self._prices(reached, day))
        base = int(self._prices(np.array([future.base]), before)[0])
        draw = noise.uniform(self._key, day.toordinal(), 0)
        money = abs(float(self._strike.price) * self._scale / future.close - 1)
        near = math.exp(-((money / 0.04) ** 2))
        volume = _LEAST_VOLUME + int(
            future.volume * _OPTION_VOLUME * (0.05 + near) * (0.4 + 1.2 * draw)
        )
        high, low = max(top, bottom), min(top, bottom)
        return DayBar(
            day, open_, high, low, close, volume, volume * (open_ + high + low + close) // 4, base
        )

    def _prices(self, future: NDArray[np.int64], day: date) -> NDArray[np.int64]:
        """What the option is worth at these prices of the future."""
        product = self._contract.product
        left = (last_day(product.last_day, self._contract.year, self._contract.month) - day).days
        years = max(left, _LEAST_DAYS) / black_scholes.DAYS_A_YEAR
        volatility = product.volatility * math.sqrt(_TRADING_DAYS) * 1.05
        strike = float(self._strike.price) * self._scale
        exact = black_scholes.price(
            Right(self._strike.right), future.astype(np.float64), strike, years, 0.0, volatility
        )
        return self._tick.nearest(np.asarray(exact, dtype=np.float64))
