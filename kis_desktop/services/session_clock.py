"""The market's clock: learned from what the server says, run on the monotonic clock.

Servers tell their time to the second (HTTP `Date`, PINGPONG `datetime`), so each telling bounds the
offset to an interval; the intervals of many tellings meet in a narrow one. A simulator may run
faster
than the wall: the rate is learned from tellings that lie apart.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.connection import ClockReading, VenueClock
from kis_desktop.domain.order import Venue
from kis_desktop.domain.session import Phase, next_change, phase_at
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic

KOREA = ZoneInfo("Asia/Seoul")
_RESOLUTION = 1.0  # seconds of market time that a telling leaves open
_TRAVEL = 0.75  # seconds that a telling may have been under way
_RATE_SPAN = 3.0  # monotonic seconds between tellings before a rate is believed
_RATE_TELLINGS = 4  # tellings that must lie on one line before its slope is believed
_KEPT = 32  # tellings that are remembered
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
        self._tellings: deque[tuple[float, float]] = deque(maxlen=_KEPT)
        self.synchronised = asyncio.Event()

    def observe(self, told: datetime) -> None:
        """Learn from a time that the server has just told (whole seconds, any zone)."""
        now, server = self._monotonic(), told.timestamp()
        heard_before = bool(self._tellings)
        expected = self._at(now)
        low, high = server, server + _RESOLUTION + _TRAVEL * self._rate
        self._tellings.append((now, server))
        if heard_before and low - _RESOLUTION <= expected <= high + _RESOLUTION:
            self._anchor_mono, self._anchor = now, min(max(expected, low), high)
        else:
            self._anchor_mono, self._anchor = now, server + _RESOLUTION / 2
        self._learn_rate()
        self.synchronised.set()

    async def known(self, patience: float) -> bool:
        """Wait until the server has told its time; false when it hasn't within so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self.synchronised.wait()
        return self.synchronised.is_set()

    def now(self) -> datetime:
        """Market time in the exchange's zone."""
        return datetime.fromtimestamp(self._at(self._monotonic()), KOREA)

    def bounds(self) -> tuple[datetime, datetime] | None:
        """Between which market times it is now, as far as the server's tellings bound it; None
        before the first.
        """
        if not self._tellings:
            return None
        now = self._monotonic()
        intervals = [self._interval(at, told, now) for at, told in self._tellings]
        low, high = max(low for low, _ in intervals), min(high for _, high in intervals)
        if self._rate != 1.0 or low > high:  # a learned rate is too rough to reach far back
            low, high = intervals[-1]
        return datetime.fromtimestamp(low, KOREA), datetime.fromtimestamp(high, KOREA)

    def trade_date(self) -> date:
        """The date of the session that is on, or that was on last."""
        return self.now().date()

    def phase(self, venue: str = Venue.KRX) -> Phase:
        """What a venue is doing now."""
        now = self.now()
        day = now.date()
        return phase_at(
            self._rules.sessions,
            venue,
            now,
            trading_day=is_trading_day(day),
            shift=self._rules.shift(day),
        )

    def reading(self) -> ClockReading:
        """The clock as the screen needs it."""
        now = self.now()
        venues = tuple(self._venue(venue, now) for venue in Venue)
        krx = venues[0]
        return ClockReading(
            market=now,
            monotonic=self._monotonic(),
            rate=self._rate,
            phase=krx.phase,
            next_phase=krx.next_phase,
            next_change=krx.next_change,
            synchronised=self.synchronised.is_set(),
            venues=venues,
        )

    def _venue(self, venue: str, now: datetime) -> VenueClock:
        day, sessions = now.date(), self._rules.sessions
        shift = self._rules.shift(day)
        phase = phase_at(sessions, venue, now, trading_day=is_trading_day(day), shift=shift)
        if phase is Phase.HOLIDAY:
            return VenueClock(venue, phase)
        change = next_change(sessions, venue, now, shift)
        if change is None:
            return VenueClock(venue, phase)
        return VenueClock(venue, phase, change[1], change[0])

    async def run(self) -> None:
        """Tell the screen the time until cancelled."""
        while True:
            self._publisher.latest(Topic.CLOCK, "", self.reading())
            await asyncio.sleep(_PUBLISH_EVERY)

    def _interval(self, at: float, told: float, now: float) -> tuple[float, float]:
        """What one telling says of the market time now, in seconds."""
        since = told + (now - at) * self._rate
        return since, since + _RESOLUTION + _TRAVEL * self._rate

    def _at(self, monotonic: float) -> float:
        return self._anchor + (monotonic - self._anchor_mono) * self._rate

    def _learn_rate(self) -> None:
        """Believe the slope of the tellings when they lie on one line; else the clock was set."""
        first, last = self._tellings[0], self._tellings[-1]
        span = last[0] - first[0]
        if len(self._tellings) < _RATE_TELLINGS or span < _RATE_SPAN:
            return
        rate = (last[1] - first[1]) / span
        slack = 2 * _RESOLUTION + _TRAVEL * abs(rate)
        straight = all(
            abs(first[1] + rate * (at - first[0]) - told) <= slack for at, told in self._tellings
        )
        if straight and rate > 0:
            self._rate = 1.0 if abs(rate - 1.0) < _NEAR_ONE else rate
        else:
            self._tellings = deque([last], maxlen=_KEPT)
