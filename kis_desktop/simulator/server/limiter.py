"""How often a key may call: a sliding window of one second."""

from collections import deque


class SlidingWindow:
    """At most `limit` calls in any second; a refused call takes no place."""

    def __init__(self, limit: int, seconds: float = 1.0) -> None:
        self.limit = limit
        self._seconds = seconds
        self._taken: deque[float] = deque()

    def admits(self, now: float) -> bool:
        """Whether one more call at this monotonic time is within the limit; counts it if so."""
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        if len(self._taken) >= self.limit:
            return False
        self._taken.append(now)
        return True
