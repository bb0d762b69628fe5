"""The limit of requests a second: who goes when, the most important lane first.

The server counts in a sliding second, and what we send at a time it may receive later, by more for
one request than for the next. So two counts keep us below its limit: what we sent, against our
plan; and all that may still share a second at the server with what we send now, against its limit.
With the second one no delay on the way up to `TRANSIT` can bring us above the limit.
"""

from __future__ import annotations

import math
from collections import deque

from kis_desktop.catalogue.entry import Lane
from kis_desktop.catalogue.limits import Pace

TRANSIT = 1.0
"""seconds after which a request without an answer is taken to have reached the server"""
TRICKLE = {Lane.VISIBLE: 3, Lane.BACKGROUND: 8}
"""of so many reads that go, at least one is of this lane while others keep overtaking it"""
CALM = 30.0
"""seconds without a refusal of the ledger after which its lane goes at full speed again"""
LONGEST_GAP = 16.0
"""seconds between two requests of a lane that the ledger keeps refusing"""

_SECOND = 1.02  # the server's, with what two clocks may differ
_REMEMBERED = 5.0  # seconds
_SLACK = 1e-9
_READS = tuple(lane for lane in Lane if lane is not Lane.ORDER)


class Ticket:
    """A place in the queue of a lane; times are monotonic seconds."""

    __slots__ = ("entered", "lane", "number", "passed")

    def __init__(self, lane: Lane, number: int, entered: float) -> None:
        self.lane = lane
        self.number = number
        self.entered = entered
        self.passed: float | None = None


class _LaneQueue:
    """Who waits in a lane, and what holds it back."""

    def __init__(self) -> None:
        self.tickets: deque[Ticket] = deque()
        self.held_until = -math.inf
        self.gap = 0.0
        self.refused_at = -math.inf
        self.overtaken = 0


class Throttle:
    """Lets requests pass: at most ⌈plan⌉ in any ⌈plan⌉/plan seconds, and never more than the server
    allows in any of its seconds.

    New orders, amends and cancels share the first lane in the order in which the trader gave them.
    They alone may use the places that the pace keeps for them. Times are monotonic seconds, given
    by the caller and never running backwards.
    """

    def __init__(self, pace: Pace, now: float) -> None:
        self.pace = pace
        self._tokens = float(pace.burst)
        self._at = now
        self._blocked_until = -math.inf
        self._lanes = {lane: _LaneQueue() for lane in Lane}
        self._numbers = 0
        self._passed: deque[float] = deque()
        self._reaching: dict[Ticket, float] = {}  # until when it may share a second with a new one

    @property
    def waiting(self) -> int:
        """How many requests stand in the queues."""
        return sum(len(queue.tickets) for queue in self._lanes.values())

    def queues(self, now: float) -> list[tuple[Lane, int, float]]:
        """Of each lane in which somebody waits: how many, and for how many seconds the longest."""
        return [
            (lane, len(queue.tickets), now - min(ticket.entered for ticket in queue.tickets))
            for lane, queue in self._lanes.items()
            if queue.tickets
        ]

    def change_pace(self, pace: Pace, now: float) -> None:
        """Another pace holds from now on."""
        self._refill(now)
        self.pace = pace
        self._tokens = min(self._tokens, float(pace.burst))

    def enter(self, lane: Lane, now: float) -> Ticket:
        """Queue up behind the others of the lane."""
        self._numbers += 1
        ticket = Ticket(lane, self._numbers, now)
        self._lanes[lane].tickets.append(ticket)
        return ticket

    def move(self, ticket: Ticket, lane: Lane) -> None:
        """Let one who waits wait in another lane, with the place that its age gives it there."""
        queue = self._lanes[ticket.lane].tickets
        if ticket not in queue:
            return
        queue.remove(ticket)
        ticket.lane = lane
        others = self._lanes[lane].tickets
        others.insert(sum(other.number < ticket.number for other in others), ticket)

    def leave(self, ticket: Ticket) -> None:
        """Give up a place; one that has passed already is no matter."""
        queue = self._lanes[ticket.lane].tickets
        if ticket in queue:
            queue.remove(ticket)

    def admit(self, now: float) -> list[Ticket]:
        """Those who may go now, the most important lane first."""
        self._refill(now)
        admitted: list[Ticket] = []
        while (lane := self._next_lane(now)) is not None:
            admitted.append(self._pass(lane, now))
        return admitted

    def answered(self, ticket: Ticket, now: float) -> None:
        """The answer is there, so the request has reached the server by now."""
        if ticket in self._reaching:
            self._reaching[ticket] = min(self._reaching[ticket], now + _SECOND)

    def wait(self, now: float) -> float | None:
        """Seconds until somebody may go; None while nobody waits."""
        self._refill(now)
        due = [self._due(lane, now) for lane, queue in self._lanes.items() if queue.tickets]
        return max(min(due) - now, 0.0) if due else None

    def back_off(self, now: float, seconds: float) -> None:
        """The server counted more than we did: nobody goes for so long."""
        self._blocked_until = max(self._blocked_until, now + seconds)

    def ledger_refused(self, lane: Lane, now: float, least: float) -> float:
        """The ledger's own limit was met: nobody of this lane goes for the seconds that are given
        back, and then one at a time with as much between them until it was calm for a while.
        """
        queue = self._lanes[lane]
        queue.gap = min(max(queue.gap * 2, least), LONGEST_GAP)
        queue.refused_at = now
        queue.held_until = max(queue.held_until, now + queue.gap)
        return queue.gap

    def used(self, now: float) -> int:
        """How many went in the last second."""
        return self._sent_within(1.0, now)

    def _pass(self, lane: Lane, now: float) -> Ticket:
        queue = self._lanes[lane]
        ticket = queue.tickets.popleft()
        ticket.passed = now
        self._passed.append(now)
        self._reaching[ticket] = now + TRANSIT + _SECOND
        if queue.gap:
            queue.held_until = now + queue.gap
            queue.gap = queue.gap if now - queue.refused_at < CALM else 0.0
        if lane is not Lane.ORDER:
            self._tokens -= 1
            self._count_overtaken(lane)
        return ticket

    def _count_overtaken(self, gone: Lane) -> None:
        self._lanes[gone].overtaken = 0
        for lane in _READS[_READS.index(gone) + 1 :]:
            queue = self._lanes[lane]
            queue.overtaken += bool(queue.tickets)

    def _next_lane(self, now: float) -> Lane | None:
        ready = [
            lane
            for lane, queue in self._lanes.items()
            if queue.tickets and self._due(lane, now) <= now + _SLACK
        ]
        if not ready or ready[0] is Lane.ORDER:
            return ready[0] if ready else None
        due = [one for one in ready if self._lanes[one].overtaken >= TRICKLE.get(one, math.inf) - 1]
        return due[-1] if due else ready[0]

    def _due(self, lane: Lane, now: float) -> float:
        """The second from which the first of a lane may go, as things are."""
        kept = 0 if lane is Lane.ORDER else self.pace.kept
        due = max(
            self._blocked_until,
            self._lanes[lane].held_until,
            self._plan_allows(kept),
            self._server_allows(kept),
        )
        if lane is not Lane.ORDER and self._tokens < 1 - _SLACK:
            due = max(due, now + (1 - self._tokens) / self._rate)
        return due

    def _plan_allows(self, kept: int) -> float:
        places = math.ceil(self.pace.plan)
        window = places / self.pace.plan
        return _room_at([sent + window for sent in self._passed], places - kept)

    def _server_allows(self, kept: int) -> float:
        return _room_at(sorted(self._reaching.values()), self.pace.server - kept)

    @property
    def _rate(self) -> float:
        """Reads a second."""
        return self.pace.plan - self.pace.kept

    def _sent_within(self, seconds: float, now: float) -> int:
        return sum(sent > now - seconds + _SLACK for sent in self._passed)

    def _refill(self, now: float) -> None:
        grown = self._tokens + (now - self._at) * self._rate
        self._tokens = min(float(self.pace.burst), grown)
        self._at = now
        while self._passed and self._passed[0] <= now - _REMEMBERED:
            self._passed.popleft()
        for ticket in [one for one, until in self._reaching.items() if until <= now + _SLACK]:
            del self._reaching[ticket]


def _room_at(leaving: list[float], places: int) -> float:
    """When one more finds room among so many places, given when those who are there leave."""
    return leaving[-places] if len(leaving) >= places else -math.inf
