"""The American sessions around the regular one, whose prices lead from one close to the next open.

Daytime trading begins at the close before, the pre-market ends at the open, the after-market begins
at the close; all else about them is drawn as for any other day.
"""

import math
from datetime import date
from enum import StrEnum

from kis_desktop.simulator import noise
from kis_desktop.simulator.course import DayKnots, RandomDays, Terms, knots_of
from kis_desktop.simulator.trading_hours import TradingSession
from kis_desktop.simulator.views import DayBar


class Part(StrEnum):
    """Which of the sessions of an American day; the value is its MTYP."""

    REGULAR = "1"
    BEFORE = "2"
    AFTER = "3"
    DAYTIME = "4"


_SHARE_OF_VOLUME = {Part.BEFORE: 0.04, Part.AFTER: 0.03, Part.DAYTIME: 0.006}


class AroundDays:
    """The days of one session beside the regular one."""

    def __init__(self, seed: int, terms: Terms, regular: RandomDays, part: Part) -> None:
        self._key = noise.key(seed, terms.address, part)
        self._terms = terms
        self._regular = regular
        self._part = part

    def bars(self, start: date, end: date) -> list[DayBar]:
        """The days in [start, end], oldest first."""
        return [self._bar(bar) for bar in self._regular.bars(start, end)]

    def knots(self, session: TradingSession) -> DayKnots:
        """The knots of one of them."""
        day = session.trade_date
        bar = self.bars(day, day)[0]
        return knots_of(noise.key(self._key, "course"), session, bar, self._terms.tick)

    def _bar(self, regular: DayBar) -> DayBar:
        draw = noise.stream(self._key, regular.day)
        wide = self._terms.volatility * 0.15

        def near(price: float) -> int:
            tick = self._terms.tick(round(price))
            return max(round(price * math.exp(draw.gauss(0, wide)) / tick), 1) * tick

        base, opened = regular.base, regular.open
        match self._part:
            case Part.DAYTIME:
                first, last = base, near(base + 0.3 * (opened - base))
            case Part.BEFORE:
                first, last = near(base + 0.4 * (opened - base)), opened
            case _:
                first, last = regular.close, near(regular.close)
        high, low = (
            max(first, last, near(max(first, last))),
            min(first, last, near(min(first, last))),
        )
        volume = max(round(regular.volume * _SHARE_OF_VOLUME[self._part]), 1)
        turnover = volume * (first + high + low + last) // 4
        return DayBar(regular.day, first, high, low, last, volume, turnover, base)
