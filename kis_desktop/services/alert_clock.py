"""What alerts need to know of the moment beside the market's time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from kis_desktop.domain.feed_key import MarketView, split_feed_key
from kis_desktop.domain.order import Venue
from kis_desktop.domain.session import Phase
from kis_desktop.services.conditional_surroundings import Surroundings
from kis_desktop.services.session_clock import SessionClock

_VENUES = {
    MarketView.KRX: (Venue.KRX,),
    MarketView.NXT: (Venue.NXT,),
    MarketView.UNIFIED: (Venue.KRX, Venue.NXT),
}
_TRADED = frozenset({Phase.PRE_MARKET, Phase.CONTINUOUS, Phase.CLOSING_PRICE, Phase.AFTER_MARKET})


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
        self.wall = wall

    def is_traded(self, key: str) -> bool:
        """Whether a feed's price is one of trades now, not of an auction that is still open."""
        return any(
            self._session.phase(venue) in _TRADED for venue in _VENUES[split_feed_key(key)[1]]
        )
