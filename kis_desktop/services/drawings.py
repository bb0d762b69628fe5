"""What is drawn on the charts, kept for each instrument soon after every change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from kis_desktop.domain.drawing import Drawing, check_drawings
from kis_desktop.domain.errors import InvalidInput, StorageFailed
from kis_desktop.domain.event import Logged, Severity
from kis_desktop.domain.message import Message, message
from kis_desktop.services.ports import Publisher
from kis_desktop.services.runtime import Worker


class DrawingStore(Protocol):
    """Where drawings are kept (blocking). Methods raise `StorageFailed`."""

    def load(self, symbol: str) -> tuple[tuple[Drawing, ...], Message | None]:
        """What was kept, and what to tell when it was damaged and set aside."""

    def save(self, symbol: str, drawings: tuple[Drawing, ...]) -> None:
        """Keep these instead."""


class Drawings:
    """The drawings of all instruments. Of changes that follow each other faster than the disk
    only the last is written.
    """

    def __init__(self, store: DrawingStore, worker: Worker, publisher: Publisher) -> None:
        self._store = store
        self._worker = worker
        self._publisher = publisher
        self._waiting: dict[str, tuple[Drawing, ...]] = {}

    async def drawings_of(self, symbol: str) -> tuple[Drawing, ...]:
        """What is drawn on an instrument's charts; a damaged file is told of, and what went
        wrong. Raises `StorageFailed`.
        """
        try:
            drawings, damage = await self._worker.run(self._store.load, symbol)
        except StorageFailed as error:
            self._tell(Severity.FAILURE, error.message)
            raise
        if damage is not None:
            self._tell(Severity.WARNING, damage)
        return drawings

    async def keep_drawings(self, symbol: str, drawings: tuple[Drawing, ...]) -> None:
        """Keep these for an instrument. A failure is told, too. Raises `StorageFailed`, and
        `InvalidInput` for more than can be kept.
        """
        try:
            check_drawings(drawings)
        except ValueError as error:
            raise InvalidInput(message("drawing.not_kept", original=str(error))) from error
        self._waiting[symbol] = drawings
        try:
            await self._worker.run(self._write, symbol)
        except StorageFailed as error:
            self._tell(Severity.FAILURE, error.message)
            raise

    def _tell(self, severity: Severity, told: Message) -> None:
        self._publisher.event(Logged(datetime.now(UTC), severity, told))

    def _write(self, symbol: str) -> None:
        """On the worker: the newest that waits, unless an earlier turn has taken it along."""
        drawings = self._waiting.pop(symbol, None)
        if drawings is None:
            return
        try:
            self._store.save(symbol, drawings)
        except StorageFailed:
            self._waiting.setdefault(symbol, drawings)  # the next turn tries again
            raise
