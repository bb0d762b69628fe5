"""Waiting for the limit a second, on the I/O loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kis_desktop.catalogue.entry import Lane
from kis_desktop.kis.protocol.throttle import Throttle, Ticket


class Gate:
    """One gate for all calls of a key. `clock` gives monotonic seconds."""

    def __init__(self, throttle: Throttle, clock: Callable[[], float]) -> None:
        self.throttle = throttle
        self._clock = clock
        self._futures: dict[Ticket, asyncio.Future[None]] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def passage(self, lane: Lane) -> None:
        """Returns when a call of this lane may be sent; whoever is cancelled leaves the queue."""
        ticket = self.throttle.enter(lane)
        future = asyncio.get_running_loop().create_future()
        self._futures[ticket] = future
        self._pump()
        try:
            await future
        finally:
            self.throttle.leave(ticket)
            self._futures.pop(ticket, None)

    def back_off(self, seconds: float) -> None:
        """Nobody goes for so long."""
        self.throttle.back_off(self._clock(), seconds)

    def hold(self, lane: Lane, seconds: float) -> None:
        """Nobody of this lane goes for so long."""
        self.throttle.hold(lane, self._clock() + seconds)

    def close(self) -> None:
        """Stop the clockwork; whoever waits is cancelled."""
        if self._timer is not None:
            self._timer.cancel()
        for future in self._futures.values():
            future.cancel()

    def _pump(self) -> None:
        now = self._clock()
        for ticket in self.throttle.admit(now):
            future = self._futures.pop(ticket, None)
            if future is not None and not future.done():
                future.set_result(None)
        wait = self.throttle.wait(now)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if wait is not None:
            self._timer = asyncio.get_running_loop().call_later(wait, self._pump)
