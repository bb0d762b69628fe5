"""The market's clock and session, as the server told them; nothing before it has."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kis_desktop.bridge.mailbox import Frame
from kis_desktop.domain.connection import ClockReading
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.context import ViewContext
from kis_desktop.viewmodels.words import Words

Monotonic = Callable[[], float]


class MarketClock(QObject):
    """Session and time as texts; `changed` once a second of market time."""

    changed = Signal()

    def __init__(
        self,
        context: ViewContext,
        parent: QObject | None = None,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._words = Words(context.language)
        self._monotonic = monotonic
        self._reading: ClockReading | None = None
        self.phase = self._words("session.unknown")
        self.time = fmt.UNKNOWN
        self.next_phase = ""
        context.clock.frame.connect(self.take)

    def take(self, frame: Frame) -> None:
        """Follow one frame."""
        told = frame.latest.get((Topic.CLOCK, ""))
        if isinstance(told, ClockReading):
            self._reading = told
        before = (self.phase, self.time, self.next_phase)
        self._show()
        if before != (self.phase, self.time, self.next_phase):
            self.changed.emit()

    def _show(self) -> None:
        reading = self._reading
        if reading is None or not reading.synchronised:
            self.phase = self._words("session.unknown")
            self.time, self.next_phase = fmt.UNKNOWN, ""
            return
        self.phase = self._words(f"session.{reading.phase}")
        self.time = fmt.clock(reading.at(self._monotonic()))
        self.next_phase = ""
        if reading.next_phase is not None and reading.next_change is not None:
            self.next_phase = self._words(
                "session.next",
                time=fmt.clock(reading.next_change)[:5],
                phase=self._words(f"session.{reading.next_phase}"),
            )
