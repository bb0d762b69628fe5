"""The days of a warrant: decided by its underlying, on the tick of 5 won."""

import math
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kis_desktop.simulator import noise
from kis_desktop.simulator.course import DayKnots, with_volumes
from kis_desktop.simulator.hours import HISTORY_START
from kis_desktop.simulator.markets.elw.pricing import TICK, Pricing, since_midnight
from kis_desktop.simulator.markets.elw.underlying import Underlying
from kis_desktop.simulator.trading_hours import TradingSession
from kis_desktop.simulator.views import DayBar
from kis_desktop.simulator.warrant_listings import Warrant

_KNOTS = 700
_TURNOVER = 0.03
"""of all warrants, traded on an ordinary day when it is at the money"""
_A_WEEK = timedelta(days=7)


class WarrantDays:
    """From the day that it is listed on to its last one."""

    def __init__(self, pricing: Pricing, underlying: Underlying, seed: int) -> None:
        self.pricing = pricing
        self._warrant: Warrant = pricing.warrant
        self._underlying = underlying
        self._key = noise.key(seed, self._warrant.code, "day")
        self._between = lru_cache(maxsize=4)(self._bars)

    def bars(self, start: date, end: date) -> list[DayBar]:
        """The trading days in [start, end], oldest first."""
        first, last = max(start, self._warrant.listed), min(end, self._warrant.last_day)
        return list(self._between(first, last)) if first <= last else []

    def knots(self, session: TradingSession) -> DayKnots:
        """A trading day; before the first and after the last one as those."""
        day = min(max(session.trade_date, self._warrant.listed), self._warrant.last_day)
        bar = self.bars(day, day)[0]
        count = min(_KNOTS, max(session.seconds // 2, 3))
        step = max(session.seconds // (count - 1), 1)
        seconds = since_midnight(session.start) + np.arange(count) * step
        seconds[-1] = since_midnight(session.start) + session.seconds
        part = np.linspace(0.0, 1.0, count)
        ends = self.pricing.volatility(np.array([day.toordinal() - 1, day.toordinal()]))
        volatility = ends[0] + part * (ends[1] - ends[0])
        exact = self.pricing.worth(
            self._underlying.at(day, seconds), self.pricing.years(day, seconds), volatility
        )
        prices = np.clip(TICK.nearest(exact), bar.low, bar.high)
        prices[0], prices[-1] = bar.open, bar.close
        inner = slice(1, -1)
        if prices.max() < bar.high:
            prices[inner][int(exact[inner].argmax())] = bar.high
        if prices.min() > bar.low:
            prices[inner][int(exact[inner].argmin())] = bar.low
        return with_volumes(noise.key(self._key, day), session, bar, prices)

    def issue_price(self) -> int:
        """What one was issued at, won."""
        first = max(self._warrant.listed, HISTORY_START)
        return self._between(first, first + _A_WEEK)[0].base

    def _bars(self, start: date, end: date) -> tuple[DayBar, ...]:
        """The day before the first decides its base; the first of all begins at the issue price."""
        under = self._underlying.days(start - timedelta(days=14), end)
        numbers = np.array([day.toordinal() for day in under.days])
        years = self.pricing.years_at_close(numbers)
        volatility = self.pricing.volatility(numbers)
        before = self.pricing.volatility(numbers - 1)

        def priced(spots: NDArray[Any]) -> NDArray[np.int64]:
            return TICK.nearest(self.pricing.worth(spots, years, volatility))

        close = priced(under.close)
        open_ = TICK.nearest(self.pricing.worth(under.open, years + 0.25 / 365, before))
        ends = np.array([priced(under.high), priced(under.low), close, open_])
        high, low = ends.max(axis=0), ends.min(axis=0)
        volume = self._volumes(numbers, under.close)
        turnover = volume * (open_ + high + low + close) // 4
        columns = np.array([open_, high, low, close, volume, turnover, np.roll(close, 1)])
        return tuple(
            DayBar(day, *figures)
            for day, figures in zip(under.days, columns.T.tolist(), strict=True)
            if day >= start
        )

    def _volumes(self, numbers: NDArray[np.int64], spots: NDArray[Any]) -> NDArray[np.int64]:
        """The nearer to the money, the more."""
        away = np.log(spots / self.pricing.strike) / 0.12
        liked = math.exp(0.7 * float(noise.normals(self._key, np.array([0]), 6)[0]))
        dull = np.minimum(away * away / 2, 1.5)
        busy = liked * np.exp(0.45 * noise.normals(self._key, numbers, 5) - dull)
        exact = self._warrant.issued * _TURNOVER * busy
        return np.asarray(np.maximum(exact // 10 * 10, 20), dtype=np.int64)
