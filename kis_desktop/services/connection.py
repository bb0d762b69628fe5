"""The line to the server: its state, the budgets, and what happens when it comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.event import ConnectionChanged
from kis_desktop.domain.quarantine import Quarantined, QuarantinedFrame
from kis_desktop.services.ports import BudgetSource, MarketFeed, Publisher
from kis_desktop.services.topics import Topic

_BUDGET_EVERY = 0.5  # seconds


class Connection:
    """Watches the realtime line and tells everybody who must read anew after a gap."""

    def __init__(
        self,
        feed: MarketFeed,
        budgets: BudgetSource,
        publisher: Publisher,
        on_status: tuple[Callable[[ConnectionStatus], None], ...],
        on_return: tuple[Callable[[], None], ...],
        *,
        every: float = _BUDGET_EVERY,
    ) -> None:
        self._feed = feed
        self._budgets = budgets
        self._publisher = publisher
        self._on_status = on_status
        self._on_return = on_return
        self._every = every
        self._state = LinkState.OFFLINE
        feed.on_status = self._take

    @property
    def state(self) -> LinkState:
        """Where the line stands."""
        return self._state

    async def connect_now(self) -> None:
        """Try at once instead of waiting for the next attempt."""
        self._feed.connect_now()

    async def quarantine(self) -> tuple[QuarantinedFrame, ...]:
        """The last texts of the line that did not read, for a report; nobody is in them."""
        return self._feed.quarantined_frames()

    async def run(self) -> None:
        """Keep the line up until cancelled."""
        await self._feed.run()

    async def run_budget(self) -> None:
        """Show the budgets, and what did not read, until cancelled."""
        shown: tuple[Quarantined, ...] = ()
        while True:
            self._publisher.latest(Topic.BUDGET, "", self._budgets.budget())
            if (kept := self._feed.quarantine()) != shown:
                self._publisher.latest(Topic.QUARANTINE, "", kept)
                shown = kept
            await asyncio.sleep(self._every)

    def _take(self, status: ConnectionStatus) -> None:
        changed = status.state is not self._state
        came_back = changed and status.state is LinkState.LIVE
        self._state = status.state
        self._publisher.latest(Topic.CONNECTION, "", status)
        if changed:
            self._publisher.event(ConnectionChanged(status))
        for told in self._on_status:
            told(status)
        if came_back:
            for returned in self._on_return:
                returned()
