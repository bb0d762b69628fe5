"""Between which exchange times KIS can have stamped an order of ours.

The market's clock is known within bounds (`SessionClock.bounds`); the ledger, which stamps orders,
has a clock of its own. How far the two differ is measured at every order that got an answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kis_desktop.services.session_clock import SessionClock

_ROUGHLY = timedelta(seconds=1)  # how far the two clocks may differ before anything was measured
_LONGEST = timedelta(seconds=60)  # that a sending takes, with the waits for token and limit
_FORMAT = "%H%M%S"


class OrderTimes:
    """Exchange times HHMMSS; empty where they are not known or lie on another day."""

    def __init__(self, clock: SessionClock) -> None:
        self._clock = clock
        self._behind = _ROUGHLY
        self._ahead = _ROUGHLY

    def earliest(self) -> str:
        """From when on an order that is sent now can be stamped."""
        bounds = self._clock.bounds()
        return "" if bounds is None else _of_today(bounds[0] - self._behind, bounds[0])

    def latest(self) -> str:
        """Until when an order whose sending ends now can have been stamped."""
        bounds = self._clock.bounds()
        return "" if bounds is None else _of_today(bounds[1] + self._ahead, bounds[1])

    def learn(self, earliest: str, stamped: str) -> None:
        """An order that could be stamped from `earliest` to now was stamped so."""
        early, late = seconds_between(stamped, earliest), seconds_between(self.latest(), stamped)
        if early is not None and early > 0:
            self._behind += timedelta(seconds=early)
        if late is not None and late > 0:
            self._ahead += timedelta(seconds=late)


def cut_off(sent_at: str, until: str) -> str:
    """Until when an order can have been stamped whose sending began at `sent_at` and was cut short
    by the end of the program, some time before `until`. What comes later may be it with goodwill
    alone: it may as well be another program's.
    """
    try:
        begun = datetime.strptime(sent_at, _FORMAT)  # noqa: DTZ007 - a time of one day
    except ValueError:
        return until
    last = _of_today(begun + _LONGEST, begun)
    return min(last, until) if last and until else last or until


def seconds_between(first: str, second: str) -> int | None:
    """Seconds from one HHMMSS to another of the same day; None where one is not known."""
    try:
        begin, end = datetime.strptime(first, _FORMAT), datetime.strptime(second, _FORMAT)  # noqa: DTZ007 - both are times of one day
    except ValueError:
        return None
    return int((end - begin).total_seconds())


def _of_today(moment: datetime, today: datetime) -> str:
    return moment.strftime(_FORMAT) if moment.date() == today.date() else ""
