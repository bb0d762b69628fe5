"""The order journal written to a file that the trader chose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import Message, message
from kis_desktop.services.ports import Publisher
from kis_desktop.services.runtime import Worker


class AuditExport:
    """`write` writes the journal to a file and gives the number of entries (blocking)."""

    def __init__(self, write: Callable[[Path], int], disk: Worker, publisher: Publisher) -> None:
        self._write = write
        self._disk = disk
        self._publisher = publisher

    async def export(self, file: str) -> None:
        """Write all entries to a file, and say how many they were, or why they were not."""
        try:
            count = await self._disk.run(self._write, Path(file))
        except KisDesktopError as error:
            self._say(Severity.FAILURE, error.message)
        else:
            self._say(Severity.NOTE, message("audit.exported", count=count, file=file))

    def _say(self, severity: Severity, told: Message) -> None:
        self._publisher.event(Logged(datetime.now(UTC), severity, told))
