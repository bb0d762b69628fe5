"""Which feeds alerts have come: those that are watched, as far as this world has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import Message, message
from kis_desktop.domain.quote import Quote

_OWNER = "alerts"


class Market(Protocol):
    """Prices as they come."""

    def quote(self, symbol: str) -> Quote | None:
        """What is known of a feed's price."""

    async def set_interest(self, owner: str, interest: Interest) -> None:
        """Replace what an owner wants to see."""


class AlertFeeds:
    """On the I/O thread. `log` hears, once each, of feeds that this world doesn't have."""

    def __init__(self, market: Market, log: Callable[[Message], None]) -> None:
        self._market = market
        self._log = log
        self._unserved: set[str] = set()
        self.wanted: frozenset[str] = frozenset()
        """feeds that are asked to come"""

    async def want(self, keys: frozenset[str]) -> None:
        """Have these come and no others; those that this world doesn't have are left out."""
        keys -= self._unserved
        if keys == self.wanted:
            return
        try:
            await self._ask(keys)
        except InvalidInput:
            await self._want_served(keys)

    async def add(self, key: str) -> None:
        """Have one more come. Raises `InvalidInput` for a market that this world doesn't have."""
        await self._ask(self.wanted | {key})

    async def _want_served(self, keys: frozenset[str]) -> None:
        self.wanted = frozenset()
        for key in sorted(keys):
            try:
                await self.add(key)
            except InvalidInput:
                self._log(message("alert.not_served", symbol=key))
                self._unserved.add(key)

    async def _ask(self, keys: frozenset[str]) -> None:
        await self._market.set_interest(_OWNER, Interest(quotes=keys, background=True))
        self.wanted = keys
