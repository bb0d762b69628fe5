"""What alerts need to know of the moment beside the market's time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from datetime import time as clock_time

from kis_desktop.domain.feed_key import MarketView, split_feed_key
from kis_desktop.domain.order import Venue
from kis_desktop.domain.quote import Trade
from kis_desktop.domain.session import Phase
from kis_desktop.services.conditional_surroundings import Surroundings
from kis_desktop.services.session_clock import SessionClock

_VENUES = {
    MarketView.KRX: (Venue.KRX,),
    MarketView.NXT: (Venue.NXT,),
    MarketView.UNIFIED: (Venue.KRX, Venue.NXT),
}
_TRADED = frozenset({Phase.PRE_MARKET, Phase.CONTINUOUS, Phase.CLOSING_PRICE, Phase.AFTER_MARKET})


_RATED_FOR = 1.0  # seconds
_DAY = 86_400


def seconds_behind(told: clock_time, now: clock_time) -> int:
    """Seconds from a time of the day to another, the shorter way round."""
    passed = _second(now) - _second(told)
    return (passed + _DAY // 2) % _DAY - _DAY // 2


def _second(moment: clock_time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


class AlertClock(Surroundings):
    """On the I/O thread."""

    def __init__(
        self,
        clock: SessionClock,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(clock, monotonic, wall)
        self._session = clock
        self._rate, self._rated = 1.0, float("-inf")
        self.wall = wall

    def age_of_trade(self, trade: Trade) -> float | None:
        """As every surroundings tell it; the market's pace is asked for once a second alone, for
        this is asked with every print.
        """
        now, at = self.now, self.monotonic()
        if now is None:
            return None
        if at - self._rated > _RATED_FOR:
            self._rate, self._rated = self._session.reading().rate, at
        behind = abs(seconds_behind(trade.time, now.time())) / self._rate
        return max(at - trade.received, behind)

    def is_traded(self, key: str) -> bool:
        """Whether a feed's price is one of trades now, not of an auction that is still open."""
        return any(
            self._session.phase(venue) in _TRADED for venue in _VENUES[split_feed_key(key)[1]]
        )
