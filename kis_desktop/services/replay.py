"""A replay (재생): the market's clock as recorded, and what the trader may do to the play."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from kis_desktop.catalogue.market_rules import MarketRules
from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.recording import PlayStatus
from kis_desktop.services.ports import Publisher
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic

SPEEDS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 100.0)

_TELL_EVERY = 0.25  # seconds


class Note(msgspec.Struct, frozen=True):
    """The market's time at a position of the recording (seconds), and its seconds in one of it."""

    position: float
    market: datetime
    rate: float


class Player(Protocol):
    """Where the play stands; on the I/O loop."""

    @property
    def span(self) -> float:
        """Seconds of the recording."""

    @property
    def speed(self) -> float:
        """Seconds of the recording in one of ours."""

    @property
    def paused(self) -> bool:
        """Whether the trader holds it."""

    @property
    def runs(self) -> bool:
        """Whether the position moves now."""

    def position(self) -> float:
        """Seconds that have been played."""

    def set_speed(self, speed: float) -> None:
        """Another speed from here on."""

    def pause(self) -> None:
        """Hold it."""

    def go_on(self) -> None:
        """Let it run again."""


class ReplayClock(SessionClock):
    """The market's clock at the position of a play, by the notes of the recording.

    Without any note it is as if no server had told its time.
    """

    def __init__(
        self,
        rules: MarketRules,
        publisher: Publisher,
        player: Player,
        notes: Sequence[Note],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(rules, publisher, monotonic=player.position)
        self._player = player
        self._notes = sorted(notes, key=lambda note: note.position)
        self._screen_monotonic = monotonic

    def observe(self, told: datetime) -> None:
        """The first answer is there: from now on the notes are believed. What it told is not."""
        if self._notes:
            self.synchronised.set()

    def reading(self) -> ClockReading:
        """The clock as the screen needs it: by the seconds of this machine."""
        rate = self._note(self._player.position()).rate if self._notes else 1.0
        speed = self._player.speed if self._player.runs else 0.0
        return msgspec.structs.replace(
            super().reading(), monotonic=self._screen_monotonic(), rate=rate * speed
        )

    def _at(self, monotonic: float) -> float:
        if not self._notes:
            return super()._at(monotonic)
        note = self._note(monotonic)
        return note.market.timestamp() + (monotonic - note.position) * note.rate

    def _note(self, position: float) -> Note:
        """The last note before a position, or the first."""
        place = bisect_right(self._notes, position, key=lambda note: note.position)
        return self._notes[max(place - 1, 0)]


class Replay:
    """What the trader does to the play, and what is told of it.

    `damaged` tells how many places of the recording didn't read so far.
    """

    def __init__(self, player: Player, publisher: Publisher, damaged: Callable[[], int]) -> None:
        self._player = player
        self._publisher = publisher
        self._damaged = damaged

    async def toggle_pause(self) -> None:
        """Hold it, or let it go on."""
        if self._player.paused:
            self._player.go_on()
        else:
            self._player.pause()
        self._tell()

    async def faster(self) -> None:
        """The next speed above."""
        above = [speed for speed in SPEEDS if speed > self._player.speed]
        self._player.set_speed(min(above, default=SPEEDS[-1]))
        self._tell()

    async def slower(self) -> None:
        """The next speed below."""
        below = [speed for speed in SPEEDS if speed < self._player.speed]
        self._player.set_speed(max(below, default=SPEEDS[0]))
        self._tell()

    async def run(self) -> None:
        """Tell the screen where it stands until cancelled."""
        while True:
            self._tell()
            await asyncio.sleep(_TELL_EVERY)

    def _tell(self) -> None:
        player = self._player
        told = PlayStatus(
            player.position(), player.span, player.speed, player.paused, self._damaged()
        )
        self._publisher.latest(Topic.PLAY, "", told)
