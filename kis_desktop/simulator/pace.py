"""Bounds the work of keeping up with market time, so that a server stays able to answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

_FIRST_STEP = timedelta(seconds=0.1)
_QUICK = 0.2
"""a step that took less than this part of what is allowed is followed by one twice as long"""


class Pace:
    """Lives through market time in steps, for at most `most_work` seconds of real time at once.

    Whoever has used that up rests as long, so that the requests that come meanwhile are answered
    at once; who drives the market leaves time for them itself and ends the rest.
    """

    def __init__(self, most_work: float) -> None:
        self._most_work = most_work
        self._rests_until = 0.0
        self.is_behind = False
        """whether it has used up what it is allowed, the last time, however far it came"""

    def end_rest(self) -> None:
        """The next `go` goes on, however much was done before."""
        self._rests_until = 0.0

    def go(
        self, now: datetime, target: datetime, live_until: Callable[[datetime], None]
    ) -> datetime:
        """Lives from `now` towards `target`; the instant that was reached."""
        began = perf_counter()
        if began < self._rests_until:
            return now
        step = _FIRST_STEP
        self.is_behind = False
        while now < target:
            step_began = perf_counter()
            now = min(now + step, target)
            live_until(now)
            ended = perf_counter()
            if ended - began > self._most_work:
                self._rests_until = ended + (ended - began)
                self.is_behind = True
                break
            if ended - step_began < self._most_work * _QUICK:
                step *= 2
        return now
