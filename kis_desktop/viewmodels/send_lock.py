"""From the press of a money button to its outcome, and a moment longer, nothing is sent again."""

from __future__ import annotations

import time
from collections.abc import Callable

REST = 0.8  # seconds after the outcome: longer than a double click or a key's repeat


class SendLock:
    """Taken by one press; a second one finds it taken."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._taken = False
        self._free_at = 0.0

    @property
    def is_taken(self) -> bool:
        """Whether an outcome is still awaited."""
        return self._taken

    @property
    def is_resting(self) -> bool:
        """Whether the outcome came so lately that a press may belong to the one before."""
        return not self._taken and self._monotonic() < self._free_at

    def take(self) -> bool:
        """Whether this press may send."""
        if self._taken or self.is_resting:
            return False
        self._taken = True
        return True

    def settle(self) -> None:
        """The outcome is known."""
        self._taken = False
        self._free_at = self._monotonic() + REST

    def free(self) -> None:
        """Nothing was sent: the next press may."""
        self._taken = False

    def prolong(self) -> None:
        """A key that pressed is still moving: the rest begins anew."""
        if self.is_resting:
            self._free_at = self._monotonic() + REST
