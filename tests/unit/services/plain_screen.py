"""A screen that keeps what was published."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from kis_desktop.domain.event import Event, Logged
from kis_desktop.domain.quote import Trade
from kis_desktop.services.topics import Topic
from tests.patience import PATIENCE_S


class PlainScreen:
    """Values by topic and key, and events in their order."""

    def __init__(self) -> None:
        self.values: dict[tuple[Topic, str], object] = {}
        self.events: list[Event] = []
        self._changed = asyncio.Event()

    def latest(self, topic: Topic, key: str, value: object) -> None:
        self.values[topic, key] = value
        self._changed.set()

    def prints(self, symbol: str, trades: Sequence[Trade]) -> None:
        """No tape here."""

    def event(self, event: Event) -> None:
        self.events.append(event)
        self._changed.set()

    def told(self) -> list[str]:
        """The ids of what was logged."""
        return [one.message.id for one in self.events if isinstance(one, Logged)]

    async def until_event(self, is_there: Callable[[], bool]) -> None:
        """Until something is among the events."""
        async with asyncio.timeout(PATIENCE_S):
            while not is_there():
                self._changed.clear()
                await self._changed.wait()

    async def until(self, topic: Topic, key: str = "") -> object:
        """The value of a topic once there is one."""
        async with asyncio.timeout(PATIENCE_S):
            while (topic, key) not in self.values:
                self._changed.clear()
                await self._changed.wait()
        return self.values[topic, key]
