"""What the market whose prices are shown is doing, and for how long an interruption (VI) lasts."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.order import Venue
from kis_desktop.domain.order_book import Auction, OrderBook
from kis_desktop.domain.session import Phase
from kis_desktop.domain.volatility import INTERRUPTED_SECONDS
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.words import Words

_VENUES = {
    MarketView.KRX: (Venue.KRX,),
    MarketView.NXT: (Venue.NXT,),
    MarketView.UNIFIED: (Venue.KRX, Venue.NXT),
}
_MINUTE = 60


class VenueSession:
    """Follows the market's clock. `monotonic` gives seconds."""

    def __init__(self, words: Words, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._words = words
        self._monotonic = monotonic
        self._reading: ClockReading | None = None
        self._interrupted_at: datetime | None = None
        self._was: Auction | None = None
        self._followed = ""

    def take(self, frame: Frame) -> None:
        """Follow one frame."""
        told = frame.latest.get((Topic.CLOCK, ""))
        if isinstance(told, ClockReading):
            self._reading = told

    def follow(self, book: OrderBook) -> None:
        """A newer book: where an interruption began before our eyes, its end is known."""
        if book.symbol != self._followed:
            self._followed, self._interrupted_at = book.symbol, None
        elif book.auction_kind is Auction.INTERRUPTION:
            if self._was is not Auction.INTERRUPTION:
                self._interrupted_at = self._now()
        else:
            self._interrupted_at = None
        self._was = book.auction_kind

    def phase(self, venue: Venue) -> Phase | None:
        """What a venue is doing; None until the server has told its time."""
        reading = self._reading
        if reading is None or not reading.synchronised:
            return None
        return reading.phase_of(venue)

    def text(self, view: MarketView) -> str:
        """Market, what it is doing and what comes next: `NXT · 프리마켓 · 08:50 장 마감 시작`."""
        name = self._words(f"book.{view.name.lower()}")
        reading = self._reading
        if reading is None or not reading.synchronised:
            return f"{name} · {self._words('session.unknown')}"
        venues = _VENUES[view]
        phases = [self._phase(reading, venue, alone=len(venues) == 1) for venue in venues]
        return " · ".join((name, *phases))

    def badge(self, book: OrderBook | None) -> str:
        """Why prices are expected only, and how long an interruption lasts yet; else empty."""
        if book is None or not book.auction:
            return ""
        kind = self._words(f"book.auction_{(book.auction_kind or Auction.OTHER).value}")
        now, began = self._now(), self._interrupted_at
        if book.auction_kind is not Auction.INTERRUPTION or now is None or began is None:
            return kind
        left = INTERRUPTED_SECONDS - int((now - began).total_seconds())
        if left <= 0:
            return f"{kind} · {self._words('book.vi_ending')}"
        minutes, seconds = divmod(left, _MINUTE)
        return f"{kind} · {self._words('book.vi_left', time=f'{minutes}:{seconds:02d}')}"

    def _phase(self, reading: ClockReading, venue: Venue, *, alone: bool) -> str:
        told = next((one for one in reading.venues if one.venue == venue), None)
        phase = self._words(f"session.{reading.phase_of(venue)}")
        if not alone:
            return f"{venue.value} {phase}"
        following = told.next_phase if told is not None else None
        at = told.next_change if told is not None else None
        if told is None and venue is Venue.KRX:
            following, at = reading.next_phase, reading.next_change
        if following is None or at is None:
            return phase
        coming = self._words(
            "session.next",
            time=fmt.clock(at)[:5],
            phase=self._words(f"session.{following}"),
        )
        return f"{phase} · {coming}"

    def _now(self) -> datetime | None:
        reading = self._reading
        if reading is None or not reading.synchronised:
            return None
        return reading.at(self._monotonic())
