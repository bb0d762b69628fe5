"""How alerts hear of bars: they pass by on their way to the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from kis_desktop.domain.bar import BarTail
from kis_desktop.domain.event import Event
from kis_desktop.domain.quote import Trade
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic


class AlertEar:
    """The history's publisher: passes all of it on, and has alerts hear of bars in the loop's next
    step, once for all that came till then. On the I/O loop alone.
    """

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._heard: dict[str, BarTail] = {}
        self.on_bars: Callable[[BarTail], None] | None = None

    def latest(self, topic: Topic, key: str, value: object) -> None:
        """Put a value that replaces an unread one of the same topic and key."""
        self._publisher.latest(topic, key, value)
        if self.on_bars is not None and isinstance(value, BarTail):
            if not self._heard:
                asyncio.get_running_loop().call_soon(self._pass_on)
            self._heard[key] = value

    def prints(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Append trades to the tape of a symbol."""
        self._publisher.prints(symbol, trades)

    def event(self, event: Event) -> None:
        """Append an event; never dropped."""
        self._publisher.event(event)

    def _pass_on(self) -> None:
        heard, self._heard = self._heard, {}
        for tail in heard.values():
            if self.on_bars is not None:
                self.on_bars(tail)
