"""Waiting for the limit a second, on the I/O loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kis_desktop.catalogue.entry import Lane
from kis_desktop.catalogue.limits import Pace
from kis_desktop.domain.connection import Waiting
from kis_desktop.kis.protocol.throttle import Throttle, Ticket


class Turn:
    """The importance of one call, which may rise while it waits, and how long it waited (seconds);
    the same for all its pages and repeats. What is not `wanted` any more is not asked again.
    """

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.wanted = True
        self.waited = 0.0
        self.ticket: Ticket | None = None

    @property
    def is_queued(self) -> bool:
        """Whether it stands before the gate now."""
        return self.ticket is not None and self.ticket.passed is None


class Gate:
    """One gate for all calls of a key. `clock` gives monotonic seconds."""

    def __init__(self, throttle: Throttle, clock: Callable[[], float]) -> None:
        self.throttle = throttle
        self._clock = clock
        self._futures: dict[Ticket, asyncio.Future[None]] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def passage(self, turn: Turn) -> None:
        """Returns when a call may be sent; whoever is cancelled leaves the queue."""
        ticket = self.throttle.enter(turn.lane, self._clock())
        turn.ticket = ticket
        future = asyncio.get_running_loop().create_future()
        self._futures[ticket] = future
        self._pump()
        try:
            await future
        finally:
            self.throttle.leave(ticket)
            self._futures.pop(ticket, None)
            turn.waited += self._clock() - ticket.entered

    def answered(self, turn: Turn) -> None:
        """The answer to what passed last is there."""
        if turn.ticket is not None:
            self.throttle.answered(turn.ticket, self._clock())
            self._pump()

    def hurry(self, turn: Turn, lane: Lane) -> None:
        """Somebody more important waits for the same; a less important one changes nothing."""
        lanes = list(Lane)
        if lanes.index(lane) >= lanes.index(turn.lane):
            return
        turn.lane = lane
        if turn.ticket is not None:
            self.throttle.move(turn.ticket, lane)
            self._pump()

    def change_pace(self, pace: Pace) -> None:
        """Another pace holds from now on."""
        if pace != self.throttle.pace:
            self.throttle.change_pace(pace, self._clock())
            self._pump()

    def back_off(self, seconds: float) -> None:
        """Nobody goes for so long."""
        self.throttle.back_off(self._clock(), seconds)

    def ledger_refused(self, lane: Lane, least: float) -> float:
        """Nobody of this lane goes for the seconds that are given back."""
        return self.throttle.ledger_refused(lane, self._clock(), least)

    def queues(self) -> tuple[Waiting, ...]:
        """Who waits, by lane."""
        queues = self.throttle.queues(self._clock())
        return tuple(Waiting(lane.value, count, longest) for lane, count, longest in queues)

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
