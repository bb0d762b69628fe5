"""The market's clock: learned from what the server says, run on the monotonic clock.

Servers tell their time to the second (HTTP `Date`, PINGPONG `datetime`), so each telling bounds the
offset to an interval; the intervals of many tellings meet in a narrow one. A simulator may run
faster
than the wall: the rate is learned from tellings that lie apart.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.session import Phase, next_change, phase_at
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic

KOREA = ZoneInfo("Asia/Seoul")
_RESOLUTION = 1.0  # seconds of market time that a telling leaves open
_TRAVEL = 0.75  # seconds that a telling may have been under way
_RATE_SPAN = 8.0  # monotonic seconds between tellings before a rate is believed
_NEAR_ONE = 0.2  # a rate this close to 1 is 1
_PUBLISH_EVERY = 1.0

Monotonic = Callable[[], float]


class SessionClock:
    """Market time at any moment; falls back to this machine's clock until the server has spoken."""

    def __init__(
        self,
        rules: MarketRules,
        publisher: Publisher,
        monotonic: Monotonic = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._rules = rules
        self._publisher = publisher
        self._monotonic = monotonic
        self._anchor_mono = monotonic()
        self._anchor = wall().timestamp()
        self._rate = 1.0
        self._slack = _RESOLUTION
        self._first: tuple[float, float] | None = None
        self.synchronised = asyncio.Event()

    def observe(self, told: datetime) -> None:
        """Learn from a time that the server has just told (whole seconds, any zone)."""
        now, server = self._monotonic(), told.timestamp()
        if self._first is None:
            self._restart(now, server)
            return
        expected = self._at(now)
        low, high = server, server + _RESOLUTION + _TRAVEL * self._rate
        if low - self._slack <= expected <= high + self._slack:
            self._narrow(now, expected, low, high)
        elif not self._learn_rate(now, server):
            self._restart(now, server)

    def now(self) -> datetime:
        """Market time in the exchange's zone."""
        return datetime.fromtimestamp(self._at(self._monotonic()), KOREA)

    def trade_date(self) -> date:
        """The date of the session that is on, or that was on last."""
        return self.now().date()

    def phase(self) -> Phase:
        """What the KRX is doing now."""
        now = self.now()
        return phase_at(self._rules.sessions, "KRX", now, trading_day=is_trading_day(now.date()))

    def reading(self) -> ClockReading:
        """The clock as the screen needs it."""
        now = self.now()
        phase = self.phase()
        change = None if phase is Phase.HOLIDAY else next_change(self._rules.sessions, "KRX", now)
        return ClockReading(
            market=now,
            monotonic=self._monotonic(),
            rate=self._rate,
            phase=phase,
            next_phase=change[1] if change else None,
            next_change=change[0] if change else None,
            synchronised=self.synchronised.is_set(),
        )

    async def run(self) -> None:
        """Tell the screen the time until cancelled."""
        while True:
            self._publisher.latest(Topic.CLOCK, "", self.reading())
            await asyncio.sleep(_PUBLISH_EVERY)

    def _at(self, monotonic: float) -> float:
        return self._anchor + (monotonic - self._anchor_mono) * self._rate

    def _restart(self, now: float, server: float) -> None:
        self._first = (now, server)
        self._anchor_mono, self._anchor = now, server + _RESOLUTION / 2
        self.synchronised.set()

    def _narrow(self, now: float, expected: float, low: float, high: float) -> None:
        self._anchor_mono, self._anchor = now, min(max(expected, low), high)
        self._slack = _RESOLUTION

    def _learn_rate(self, now: float, server: float) -> bool:
        """Believe a new rate from the way since the first telling; false when it is too short."""
        assert self._first is not None
        span = now - self._first[0]
        if span < _RATE_SPAN:
            return False
        rate = (server - self._first[1]) / span
        if rate <= 0:
            return False
        self._rate = 1.0 if abs(rate - 1.0) < _NEAR_ONE else rate
        self._restart(now, server)
        return True


def market_seconds(moment: datetime) -> timedelta:
    """How long since midnight, exchange time."""
    return moment - moment.replace(hour=0, minute=0, second=0, microsecond=0)
