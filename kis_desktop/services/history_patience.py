"""When something that failed may be tried again: later each time, and at once after a success."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

_FIRST = 2.0  # seconds
_LONGEST = 120.0
assert 0 < _FIRST < _LONGEST


class Patience:
    """Pauses by what failed. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._pauses: dict[Hashable, tuple[float, float]] = {}

    def may(self, what: Hashable) -> bool:
        """Whether something may be tried now."""
        _, until = self._pauses.get(what, (0.0, 0.0))
        return self._monotonic() >= until

    def failed(self, what: Hashable) -> None:
        """Something failed: twice the last pause."""
        last, _ = self._pauses.get(what, (_FIRST / 2, 0.0))
        pause = min(2 * last, _LONGEST)
        self._pauses[what] = (pause, self._monotonic() + pause)

    def forgive(self, what: Hashable) -> None:
        """Something went well."""
        self._pauses.pop(what, None)
