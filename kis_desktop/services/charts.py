"""The trader's charts as they are kept: grid, setups, templates, favourites."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.kept_charts import KeptCharts
from kis_desktop.domain.message import Message
from kis_desktop.services.ports import Publisher
from kis_desktop.services.runtime import Worker


class ChartShelf(Protocol):
    """Where charts are kept (blocking). Methods raise `StorageFailed`."""

    @property
    def damage(self) -> Message | None:
        """What to tell of the last `load`, when it met a damaged file."""

    def load(self) -> KeptCharts | None:
        """What was kept; None when nothing was, or it can't be read."""

    def save(self, kept: KeptCharts) -> None:
        """Keep this instead."""


class Charts:
    """Reads and keeps; a damaged file is told of and set aside."""

    def __init__(self, shelf: ChartShelf, worker: Worker, publisher: Publisher) -> None:
        self._shelf = shelf
        self._worker = worker
        self._publisher = publisher

    async def kept(self) -> KeptCharts:
        """What was kept; a new trader's charts where nothing was. Raises `StorageFailed`."""
        kept = await self._worker.run(self._shelf.load)
        damage = self._shelf.damage
        if damage is not None:
            self._publisher.event(Logged(datetime.now(UTC), Severity.WARNING, damage))
        return kept or KeptCharts()

    async def save(self, kept: KeptCharts) -> None:
        """Keep this instead. Raises `StorageFailed`."""
        await self._worker.run(self._shelf.save, kept)
