"""Moments of this computer's clock told by the market's clock, so that one screen has one time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ClockReading
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt


class MarketTimes:
    """Follows the market's clock. `monotonic` gives seconds, `now` this computer's time (UTC)."""

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._monotonic = monotonic
        self._now = now
        self._reading: ClockReading | None = None

    def take(self, frame: Frame) -> None:
        """Follow one frame."""
        told = frame.latest.get((Topic.CLOCK, ""))
        if isinstance(told, ClockReading) and told.synchronised:
            self._reading = told

    @property
    def known(self) -> bool:
        """Whether the server has told its time."""
        return self._reading is not None

    def text(self, at: datetime) -> str:
        """HH:MM:SS of a moment (UTC) by the market's clock; until it is known, by this one's."""
        if self._reading is None:
            return fmt.clock(at)
        ago = (self._now() - at).total_seconds()
        return fmt.clock(self._reading.at(self._monotonic() - ago))
