"""What conditional orders need to know of the moment: how old a price is, which session is on, and
whether the machine slept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from kis_desktop.domain.conditional_order import ConditionalOrder
from kis_desktop.domain.feed_key import MarketView, split_feed_key
from kis_desktop.domain.order import Venue
from kis_desktop.domain.quote import Quote, Trade
from kis_desktop.domain.session import Phase
from kis_desktop.services.session_clock import SessionClock

_SLEPT = 2.0  # seconds by which wall and monotonic clock may part between two looks
_LATE_LOOK = 5.0  # seconds between two looks: after longer nobody watched
_HALF_DAY = 43_200.0
_DAY = 86_400.0
_VENUES = {
    MarketView.KRX: Venue.KRX,
    MarketView.NXT: Venue.NXT,
    MarketView.UNIFIED: Venue.SOR,
}
_IRREGULAR = frozenset({Phase.PRE_MARKET, Phase.AFTER_AUCTION, Phase.AFTER_MARKET})


class Surroundings:
    """On the I/O thread."""

    def __init__(
        self,
        clock: SessionClock,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._clock = clock
        self.monotonic = monotonic
        self._wall = wall
        self._looked = monotonic()
        self._offset = wall().timestamp() - self._looked
        self._phases = self._read_phases()

    @property
    def today(self) -> date:
        """The market's trade date."""
        return self._clock.trade_date()

    @property
    def now(self) -> datetime | None:
        """Market time; None while the server has not told it."""
        return self._clock.now() if self._clock.synchronised.is_set() else None

    def market_now(self) -> datetime:
        """Market time, this machine's own where the server has not told it."""
        return self._clock.now()

    async def known(self, patience: float) -> bool:
        """Wait so many seconds for the server to tell its time; whether it has."""
        return await self._clock.known(patience)

    def woke(self) -> bool:
        """Whether this machine slept, or its clock was set, or nobody looked for long."""
        at = self.monotonic()
        offset = self._wall().timestamp() - at
        slept = abs(offset - self._offset) > _SLEPT or at - self._looked > _LATE_LOOK
        self._looked, self._offset = at, offset
        return slept

    def session_changed(self) -> bool:
        """Whether a venue is in another phase than at the last look."""
        before, self._phases = self._phases, self._read_phases()
        return before != self._phases

    def permits(self, order: ConditionalOrder, key: str) -> bool:
        """Whether an order may fire now on a price of this feed: where the price comes from and
        where the order goes are both in one of its phases.
        """
        if not self._clock.synchronised.is_set():
            return False
        venues = {leg.template.venue for leg in order.legs if leg.trigger.key == key}
        venues.add(_VENUES[split_feed_key(key)[1]])
        return all(self._phases[venue] in order.phases for venue in venues)

    def is_regular(self, key: str) -> bool:
        """Whether a price of this feed now is one of the regular session."""
        return self._phases[_VENUES[split_feed_key(key)[1]]] not in _IRREGULAR

    def age_of_trade(self, trade: Trade) -> float | None:
        """Seconds since a trade, by its arrival and by the exchange's own time; the larger one
        counts. None while the market's clock is not known.
        """
        now = self.now
        if now is None:
            return None
        told = trade.time
        second = told.hour * 3600 + told.minute * 60 + told.second
        passed = now.hour * 3600 + now.minute * 60 + now.second - second
        behind = (passed + _HALF_DAY) % _DAY - _HALF_DAY
        by_market = abs(behind) / self._clock.reading().rate
        return max(self.monotonic() - trade.received, by_market)

    def age_of_quote(self, quote: Quote) -> float:
        """Seconds since a quote was read."""
        return self.monotonic() - quote.received

    def _read_phases(self) -> dict[Venue, Phase]:
        return {venue: self._clock.phase(venue) for venue in Venue}
