"""The program's I/O half against a real simulator, without a window."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kis_desktop.app.options import Options
from kis_desktop.app.profile import open_profile
from kis_desktop.app.world import World
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.doubt import Doubt, DoubtState
from kis_desktop.domain.event import Event, FillReceived, Logged, OrderChanged
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.kill_switch import KillOutcome, KillReport
from kis_desktop.domain.order import Order, OrderIntent, OrderState, OrderType, Side
from kis_desktop.domain.risk_rules import Rule
from kis_desktop.services.application import Services
from kis_desktop.services.runtime import Run, Runtime
from kis_desktop.services.topics import Topic
from kis_desktop.storage.log_file import Redactor
from tests.flow.conftest import Simulator
from tests.patience import PATIENCE_S

SAMSUNG = "005930"


@dataclass
class Desk:
    """What a screen would know, kept from the mailbox."""

    world: World
    mailbox: Mailbox
    latest: dict[tuple[Topic, str], object] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def services(self) -> Services:
        return self.world.services

    def look(self) -> None:
        """Take in what has arrived."""
        frame = self.mailbox.drain()
        self.latest.update(frame.latest)
        self.events += frame.events

    def find_order(self, local_id: str) -> Order | None:
        """An order as the screen shows it; None before its first word."""
        self.look()
        found = [event.order for event in self.events if isinstance(event, OrderChanged)]
        return next((order for order in reversed(found) if order.local_id == local_id), None)

    def order(self, local_id: str) -> Order:
        """An order that the screen shows."""
        found = self.find_order(local_id)
        assert found is not None, local_id
        return found

    def fills(self) -> list[Fill]:
        """Fills as the screen shows them."""
        self.look()
        found = [event.fill for event in self.events if isinstance(event, FillReceived)]
        return list({(fill.order_no, fill.sequence): fill for fill in found}.values())

    def choices(self, local_id: str) -> list[str]:
        """The numbers among which the trader may choose for an order without an answer."""
        self.look()
        doubt = self.latest.get((Topic.DOUBT, local_id))
        if not isinstance(doubt, Doubt) or doubt.state is not DoubtState.CHOICE:
            return []
        return [row.order_no for row in doubt.candidates]

    def killed(self) -> list[KillOutcome]:
        """What has become of each order that the kill switch takes back."""
        self.look()
        report = self.latest.get((Topic.KILL, ""))
        return [line.outcome for line in report.lines] if isinstance(report, KillReport) else []

    def told(self) -> set[str]:
        """The codes and ids of the lines in the log."""
        self.look()
        lines = [event.message for event in self.events if isinstance(event, Logged)]
        return {line.id for line in lines} | {line.code for line in lines}

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until the screen would show it."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                self.look()
                if condition():
                    return
                await asyncio.sleep(0.02)

    async def until_live(self) -> None:
        """Wait for the realtime line."""
        await self.until(self.is_live)

    def is_live(self) -> bool:
        status = self.latest.get((Topic.CONNECTION, ""))
        return isinstance(status, ConnectionStatus) and status.state is LinkState.LIVE

    async def until_state(self, local_id: str, *states: OrderState) -> Order:
        """Wait until an order is in one of these states."""
        await self.until(lambda: (found := self.find_order(local_id)) and found.state in states)
        return self.order(local_id)


@contextlib.asynccontextmanager
async def open_desk(
    simulator: Simulator, replaced: Mapping[str, Run] | None = None
) -> AsyncIterator[Desk]:
    """The half that runs on the I/O thread, on this loop; `replaced` services run instead."""
    mailbox, redactor = Mailbox(), Redactor()
    profile = open_profile(Options(time.perf_counter(), simulator=simulator.file), redactor)
    runtime = Runtime(mailbox)
    try:
        world = await World.open(profile, mailbox, runtime, redactor)
        services = {**world.services.supervised(), **(replaced or {})}
        running = asyncio.ensure_future(runtime.run(services))
        try:
            yield Desk(world, mailbox)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await world.close()
    finally:
        runtime.close()
        profile.close()


def buy(local_id: str, quantity: int = 3, price: int | None = None) -> OrderIntent:
    """A buy of Samsung Electronics; without a price at the market. No screen asks for prices here,
    so that none may be known is confirmed.
    """
    order_type = OrderType.MARKET if price is None else OrderType.LIMIT
    shown = None if price is None else Decimal(price)
    approved = frozenset({Rule.STALE_PRICE.value})
    return OrderIntent(local_id, SAMSUNG, Side.BUY, order_type, quantity, shown, approved=approved)


def order_posts(simulator: Simulator) -> int:
    """How many order requests the server has counted."""
    return sum(simulator.state()["order_requests"].values())
