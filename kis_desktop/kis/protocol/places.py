"""How many registrations the server takes, and how often they may be changed."""

from __future__ import annotations

from collections import deque

CHANGES_A_MINUTE = 40
"""registrations that may be taken back in any minute"""
URGENT_CHANGES = 20
"""more of them, kept for what the trader has chosen to look at"""
PROBE_SECONDS = 300.0
"""after which a server that had fewer places is tried with one more; doubled up to an hour"""
LONGEST_PROBE_SECONDS = 3600.0

_MINUTE = 60.0
_PROBING = float("inf")


class Places:
    """The places of a session: those that are planned, or fewer once the server was full."""

    def __init__(self, planned: int) -> None:
        self._planned = planned
        self.begin()

    def begin(self) -> None:
        """A new session may have them all."""
        self.limit = self._planned
        self._probe_at: float | None = None
        self._wait = PROBE_SECONDS

    def full(self, occupied: int, now: float) -> None:
        """The server took no more than are occupied now."""
        self.limit = occupied
        if self._probe_at == _PROBING:
            self._wait = min(self._wait * 2, LONGEST_PROBE_SECONDS)
        self._probe_at = now + self._wait

    def look(self, now: float) -> None:
        """After a while the server may have more: one more is tried."""
        if self._probe_at is not None and now >= self._probe_at:
            self._probe_at = _PROBING
            self.limit += 1

    def taken(self, occupied: int) -> None:
        """One was confirmed; if that was one more than we thought, the next is tried at once."""
        if self._probe_at != _PROBING or occupied < self.limit:
            return
        if self.limit < self._planned:
            self.limit += 1
        else:
            self._probe_at, self._wait = None, PROBE_SECONDS


class Changes:
    """What was taken back in the last minute, over all sessions."""

    def __init__(self) -> None:
        self._at: deque[float] = deque()

    def note(self, now: float) -> None:
        """One was taken back."""
        self._at.append(now)

    def may(self, now: float, *, urgent: bool) -> bool:
        """Whether one more may be taken back now."""
        while self._at and self._at[0] <= now - _MINUTE:
            self._at.popleft()
        return len(self._at) < CHANGES_A_MINUTE + (URGENT_CHANGES if urgent else 0)
