"""Where a replay stands: seconds of the recording, run at a speed, held and let go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

SLOWEST, FASTEST = 0.5, 100.0


class PlayClock:
    """The position, from 0 to `span` (seconds). It stands until `start`, and at the end for good.

    On the I/O loop. `monotonic` gives seconds of this machine.
    """

    def __init__(
        self,
        span: float,
        speed: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.span = span
        self._monotonic = monotonic
        self._speed = min(max(speed, SLOWEST), FASTEST)
        self._reached = 0.0
        self._since = monotonic()
        self._started = self._paused = False
        self._holds = 0
        self._changed = asyncio.Event()

    @property
    def speed(self) -> float:
        """Seconds of the recording in one of ours while it runs."""
        return self._speed

    @property
    def paused(self) -> bool:
        """Whether the trader holds it."""
        return self._paused

    @property
    def runs(self) -> bool:
        """Whether the position moves now."""
        stands = self._paused or self._holds or self.position() >= self.span
        return self._started and not stands

    def position(self) -> float:
        """Seconds of the recording that have been played."""
        return min(self._reached + self._under_way(), self.span)

    def start(self) -> None:
        """Begin to play; again does nothing."""
        if not self._started:
            self._turn()
            self._started = True

    def set_speed(self, speed: float) -> None:
        """Another speed from here on, within what is possible."""
        self._turn()
        self._speed = min(max(speed, SLOWEST), FASTEST)

    def pause(self) -> None:
        """Hold it until `go_on`."""
        self._turn()
        self._paused = True

    def go_on(self) -> None:
        """Let it run again."""
        self._turn()
        self._paused = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """It stands as long as this lasts, for somebody isn't ready."""
        self._turn()
        self._holds += 1
        try:
            yield
        finally:
            self._turn()
            self._holds -= 1

    async def until(self, position: float) -> None:
        """Returns when the position is reached; at once for one behind the end when that is."""
        aim = min(position, self.span)
        while (left := aim - self.position()) > 0:
            changed = self._changed
            patience = left / self._speed if self.runs else None
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await changed.wait()

    def _under_way(self) -> float:
        if not self._started or self._paused or self._holds:
            return 0.0
        return (self._monotonic() - self._since) * self._speed

    def _turn(self) -> None:
        """What has been reached so far stays; whoever waits looks again."""
        self._reached = self.position()
        self._since = self._monotonic()
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
