"""When the realtime line may be tried again: patient, never hammering, never giving up by itself.

Waits grow from one second to sixty with jitter. After eight attempts within ten minutes there is
one a minute. While another program holds the line there is none for a minute, twice; then the
trader decides.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
WINDOW = 600.0
ATTEMPTS_A_WINDOW = 8
IN_USE_WAIT = 60.0
IN_USE_TRIES = 2
ASKED_WAIT = 10.0  # between attempts that the trader asks for when the quick ones are used up
STEADY = 60.0  # a line that held so long has earned a fresh start


class Backoff:
    """The plan of attempts. Times are monotonic seconds; `draw` gives numbers in [0, 1)."""

    def __init__(self, draw: Callable[[], float]) -> None:
        self._draw = draw
        self._attempts: deque[float] = deque()
        self._failures = 0
        self._in_use = 0
        self._opened: float | None = None
        self._next: float | None = float("-inf")

    @property
    def blocked(self) -> bool:
        """Whether only the trader can have it tried again."""
        return self._next is None

    @property
    def failures(self) -> int:
        """Failures since the line last held."""
        return self._failures

    def next_at(self) -> float | None:
        """When the next attempt is due; None while blocked."""
        return self._next

    def is_slow(self, now: float) -> bool:
        """Whether the quick attempts are used up and there is one a minute."""
        self._forget(now)
        return len(self._attempts) >= ATTEMPTS_A_WINDOW

    def attempt(self, now: float) -> None:
        """An attempt begins."""
        self._attempts.append(now)
        self._opened = None

    def opened(self, now: float) -> None:
        """The line is up and all that was wanted is confirmed."""
        self._opened = now
        self._in_use = 0

    def failed(self, now: float) -> None:
        """The attempt failed, or the line broke."""
        if self._opened is not None and now - self._opened >= STEADY:
            self._failures = 0
        self._opened = None
        self._failures += 1
        self._next = now + self._wait(now)

    def in_use(self, now: float) -> None:
        """The server says that another program holds the line."""
        self._opened = None
        self._failures += 1
        self._in_use += 1
        self._next = now + IN_USE_WAIT if self._in_use <= IN_USE_TRIES else None

    def give_up(self) -> None:
        """The server refuses us: only the trader can change that."""
        self._opened = None
        self._failures += 1
        self._next = None

    def asked(self, now: float) -> None:
        """The trader wants it tried now: once a second, or in ten when there were many attempts."""
        last = self._attempts[-1] if self._attempts else float("-inf")
        self._in_use = 0
        self._next = max(now, last + (ASKED_WAIT if self.is_slow(now) else FIRST_WAIT))

    def _wait(self, now: float) -> float:
        grown = min(FIRST_WAIT * 2.0 ** min(self._failures - 1, 10), LONGEST_WAIT)
        jittered = FIRST_WAIT + (grown - FIRST_WAIT) * (0.5 + self._draw() / 2)
        if self.is_slow(now):
            return max(jittered, self._attempts[-1] + LONGEST_WAIT - now)
        return jittered

    def _forget(self, now: float) -> None:
        while self._attempts and self._attempts[0] <= now - WINDOW:
            self._attempts.popleft()
