"""How many orders this program has sent: in the last minute, and in a session."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from kis_desktop.domain.journal import JournalEntry, JournalKind

_MINUTE = timedelta(minutes=1)
_COUNTED = frozenset({"new", "amend"})


class OrderPace:
    """New orders and amendments; cancels don't count."""

    def __init__(self) -> None:
        self._recent: deque[datetime] = deque()
        self._day: date | None = None
        self._today = 0

    def restore(self, entries: Iterable[JournalEntry]) -> None:
        """Count what an earlier run of the program has sent."""
        asked: set[str] = set()
        for entry in entries:
            if entry.kind is JournalKind.INTENT and entry.body.get("request") in _COUNTED:
                asked.add(entry.local_id)
            elif entry.kind is JournalKind.SENDING and entry.local_id in asked:
                self.count(entry.at, entry.trade_date)

    def count(self, at: datetime, day: date) -> None:
        """One is being sent at a moment (UTC) of a session."""
        if day != self._day:
            self._day, self._today = day, 0
        self._today += 1
        self._recent.append(at)

    def take_back(self, at: datetime, day: date) -> None:
        """One that was counted was not sent after all."""
        if day == self._day:
            self._today -= 1
        if at in self._recent:
            self._recent.remove(at)

    def last_minute(self, now: datetime) -> int:
        """How many were sent in the minute before `now` (UTC)."""
        while self._recent and self._recent[0] <= now - _MINUTE:
            self._recent.popleft()
        return len(self._recent)

    def on(self, day: date) -> int:
        """How many were sent in a session."""
        return self._today if day == self._day else 0
