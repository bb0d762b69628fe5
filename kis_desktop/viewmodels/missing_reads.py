"""What a replay was asked for and its recording lacks: told once a read, and quietly."""

from __future__ import annotations

import msgspec

from kis_desktop.domain.event import Logged, Severity

_NOT_RECORDED = "recorder.not_recorded"


class MissingReads:
    """Remembers which reads were told of; a panel that asks again and again says nothing new."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def told(self, event: Logged) -> Logged | None:
        """The event as it is to be told: a note for a missing read, None for one told before."""
        if event.message.id != _NOT_RECORDED:
            return event
        if event.message.original in self._told:
            return None
        self._told.add(event.message.original)
        return msgspec.structs.replace(event, severity=Severity.NOTE)
