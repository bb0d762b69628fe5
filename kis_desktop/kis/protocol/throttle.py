"""The limit of requests a second: a token bucket that serves the most important lane first."""

from __future__ import annotations

from collections import deque

from kis_desktop.catalogue.entry import Lane

_ORDER = tuple(Lane)
_SLACK = 1e-9


class Ticket:
    """A place in the queue of a lane."""

    __slots__ = ("lane",)

    def __init__(self, lane: Lane) -> None:
        self.lane = lane


class Throttle:
    """Lets at most `burst` + `rate` × seconds requests pass in any stretch of time.

    Times are monotonic seconds, given by the caller and never running backwards.
    """

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate = rate
        self._burst = burst
        self._tokens = burst
        self._at = now
        self._queues: dict[Lane, deque[Ticket]] = {lane: deque() for lane in _ORDER}
        self._held: dict[Lane, float] = dict.fromkeys(_ORDER, now)
        self._passed: deque[float] = deque()

    @property
    def waiting(self) -> int:
        """How many requests stand in the queues."""
        return sum(map(len, self._queues.values()))

    def enter(self, lane: Lane) -> Ticket:
        """Queue up behind the others of the lane."""
        ticket = Ticket(lane)
        self._queues[lane].append(ticket)
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Give up a place; one that has passed already is no matter."""
        queue = self._queues[ticket.lane]
        if ticket in queue:
            queue.remove(ticket)

    def admit(self, now: float) -> list[Ticket]:
        """Those who may go now, the most important lane first."""
        self._refill(now)
        admitted: list[Ticket] = []
        while self._tokens >= 1 - _SLACK and (lane := self._next_lane(now)) is not None:
            self._tokens -= 1
            self._passed.append(now)
            admitted.append(self._queues[lane].popleft())
        return admitted

    def wait(self, now: float) -> float | None:
        """Seconds until somebody may go; None while nobody waits."""
        waiting = [lane for lane in _ORDER if self._queues[lane]]
        if not waiting:
            return None
        self._refill(now)
        held = min(self._held[lane] for lane in waiting) - now
        return max(held, (1 - self._tokens) / self.rate, 0.0)

    def back_off(self, now: float, seconds: float) -> None:
        """The server counted more than we did: nobody goes for so long."""
        self._refill(now)
        self._tokens = min(self._tokens, 1 - self.rate * seconds)

    def hold(self, lane: Lane, until: float) -> None:
        """Nobody of this lane goes before that second; the others go on."""
        self._held[lane] = max(self._held[lane], until)

    def used(self, now: float) -> int:
        """How many went in the last second."""
        while self._passed and self._passed[0] <= now - 1:
            self._passed.popleft()
        return len(self._passed)

    def _next_lane(self, now: float) -> Lane | None:
        for lane in _ORDER:
            if self._queues[lane] and self._held[lane] <= now + _SLACK:
                return lane
        return None

    def _refill(self, now: float) -> None:
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self.rate)
        self._at = now
        self.used(now)
