"""Questions that a view model has put to the services and whose answers it awaits."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

Awaited = Coroutine[Any, Any, None]


class Asking(QObject):
    """Runs coroutines on the UI loop. Readings end with their owner, writings never do."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._readings: dict[str, asyncio.Task[None]] = {}
        self._writings: set[asyncio.Task[None]] = set()
        readings = self._readings
        self.destroyed.connect(lambda: _cancel(readings))

    def read(self, topic: str, coroutine: Awaited) -> None:
        """Run a coroutine that only reads; a newer one of the same topic replaces it. Once the
        program's loop has ended nobody waits for an answer: a timer may still ask.
        """
        self.drop(topic)
        try:
            task = asyncio.ensure_future(coroutine)
        except RuntimeError:
            coroutine.close()
            return
        self._readings[topic] = task
        task.add_done_callback(lambda done: self._forget(topic, done))

    def write(self, coroutine: Awaited) -> None:
        """Run a coroutine that changes something; nothing on the screen cancels it. Its answer is
        told to nobody where its owner has ended meanwhile.
        """
        task = asyncio.ensure_future(coroutine)
        self._writings.add(task)
        task.add_done_callback(self._on_written)

    def drop(self, topic: str) -> None:
        """Stop waiting for an answer."""
        task = self._readings.pop(topic, None)
        if task is not None:
            task.cancel()

    def _on_written(self, done: asyncio.Task[None]) -> None:
        self._writings.discard(done)
        if not isValid(self) and not done.cancelled():
            done.exception()  # it could not be told on what is gone

    def _forget(self, topic: str, done: asyncio.Task[None]) -> None:
        if self._readings.get(topic) is done:
            del self._readings[topic]


def _cancel(tasks: dict[str, asyncio.Task[None]]) -> None:
    for task in tuple(tasks.values()):
        task.cancel()
