"""How conditional orders hear what becomes of orders, and that new ones are stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from kis_desktop.domain.event import Event
from kis_desktop.domain.quote import Trade
from kis_desktop.services.ports import Publisher
from kis_desktop.services.topics import Topic


class Listener(Protocol):
    """Who wants to hear."""

    def on_event(self, event: Event) -> None:
        """Something happened to an order."""

    def on_list(self) -> None:
        """The day's list of orders was read as a whole."""

    def on_halt(self, *, halted: bool) -> None:
        """New orders are stopped, or let through again."""


class ConditionalEar:
    """The order service's publisher: passes all of it on, and has a listener hear it in the loop's
    next step, so that no failure of the listener's can stand between an order and its journal.
    `is_halted` is whether new orders are stopped. On the I/O loop alone.
    """

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self.listener: Listener | None = None
        self.is_halted = False

    def latest(self, topic: Topic, key: str, value: object) -> None:
        """Put a value that replaces an unread one of the same topic and key."""
        if topic is Topic.HALT:
            self.is_halted = value is True
        self._publisher.latest(topic, key, value)
        if self.listener is not None:
            if topic is Topic.HALT:
                _soon(partial(self.listener.on_halt, halted=value is True))
            elif topic is Topic.ORDERS:
                _soon(self.listener.on_list)

    def prints(self, symbol: str, trades: Sequence[Trade]) -> None:
        """Append trades to the tape of a symbol."""
        self._publisher.prints(symbol, trades)

    def event(self, event: Event) -> None:
        """Append an event; never dropped."""
        self._publisher.event(event)
        if self.listener is not None:
            _soon(partial(self.listener.on_event, event))


def _soon(hear: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_soon(hear)
