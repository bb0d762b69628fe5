"""Which pace holds: by world, date and enrolment, and slower while the server keeps refusing."""

from __future__ import annotations

from collections import deque
from datetime import date

from kis_desktop.catalogue.limits import Pace, server_limits

REFUSALS = 3
WITHIN = 10.0  # seconds; so many refusals in this time are no accident
SLOW_SECONDS = 600.0
LONGEST_SLOW_SECONDS = 7200.0
CALM_SECONDS = 3600.0  # without stepping down, and the next time begins anew


class Pacing:
    """The pace of one key. `now` is in monotonic seconds, `day` a Korean date.

    The server counts all programs of a key, so it may refuse us below our plan. When that goes on
    we keep to the newcomers' pace for ten minutes, and longer each time that it happens again.
    """

    def __init__(self, *, paper: bool, enrolled: date | None = None) -> None:
        self.busy_answers = 0
        self._paper = paper
        self._enrolled = enrolled
        self._refused: deque[float] = deque(maxlen=REFUSALS)
        self._slow_until = float("-inf")
        self._slow_for = SLOW_SECONDS

    def pace(self, day: date, now: float) -> Pace:
        """What holds now."""
        limits = server_limits()
        if self._paper:
            return limits.paper_pace(day)
        new = self._enrolled is not None and limits.is_newcomer(self._enrolled, day)
        slow = now < self._slow_until
        return limits.newcomer_pace(day) if new or slow else limits.real_pace(day)

    def refused(self, now: float) -> bool:
        """The server says that we go too fast; whether this made us step down, worth telling."""
        self.busy_answers += 1
        self._refused.append(now)
        goes_on = len(self._refused) == REFUSALS and now - self._refused[0] <= WITHIN
        if self._paper or not goes_on or now < self._slow_until:
            return False
        return self._step_down(now)

    def _step_down(self, now: float) -> bool:
        anew = now - self._slow_until >= CALM_SECONDS
        self._slow_for = SLOW_SECONDS if anew else min(self._slow_for * 2, LONGEST_SLOW_SECONDS)
        self._slow_until = now + self._slow_for
        self._refused.clear()
        return anew
