"""Whether order notices come, and how often the day's list is read instead, told to the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kis_desktop.domain.connection import NoticeStatus
from kis_desktop.services.ports import NoticeSource, Publisher
from kis_desktop.services.topics import Topic

_LOOK = 0.5  # seconds


class NoticeWatch:
    """Looks at the line and at the orders; `read_every` gives seconds between readings now."""

    def __init__(
        self, source: NoticeSource, read_every: Callable[[], float], publisher: Publisher
    ) -> None:
        self._source = source
        self._read_every = read_every
        self._publisher = publisher

    async def run(self) -> None:
        """Tell what has changed until cancelled."""
        told: NoticeStatus | None = None
        while True:
            status = self._status()
            if status != told:
                told = status
                self._publisher.latest(Topic.NOTICES, "", status)
            await asyncio.sleep(_LOOK)

    def _status(self) -> NoticeStatus:
        state, reason, retry_at = self._source.notices()
        return NoticeStatus(state, self._read_every(), reason, retry_at)
