"""One life of the program without a window: it does what it is told over a socket, until it ends
or is ended by SIGKILL in the middle of a step of the journal.

Reading is hurried, so that a run takes seconds; what is read, sent and written is the program's.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx

from kis_desktop.app import world as world_module
from kis_desktop.app.options import Options
from kis_desktop.app.profile import open_profile
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.error_codes import error_codes
from kis_desktop.catalogue.loader import channel, channel_ids, endpoint, endpoint_ids
from kis_desktop.domain.doubt import Doubt, DoubtState
from kis_desktop.domain.errors import ApprovalNeeded, KisDesktopError, OrderRefused, OrderUncertain
from kis_desktop.domain.event import FillReceived, FillWithdrawn, OrderChanged, OrderWithdrawn
from kis_desktop.domain.fill import Fill
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.journal import JournalEntry
from kis_desktop.domain.order import (
    AmendIntent,
    CancelIntent,
    Order,
    OrderIntent,
    OrderType,
    Side,
)
from kis_desktop.domain.risk_rules import Rule
from kis_desktop.services import accounts, order_day, order_doubts, order_reading, order_settling
from kis_desktop.services.runtime import Runtime
from kis_desktop.services.topics import Topic
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.order_journal import OrderJournal
from tests.loopback import NO_AUTHORITIES

SPAN = 1.0  # seconds that stand for the sixty after which an order never arrived
READ_SECONDS = 1.5  # patience with an answer
EVERYTHING = frozenset(rule.value for rule in Rule)
Told = dict[str, Any]


@dataclass
class Death:
    """SIGKILL at the append of this number (from 1), before or after it is on the disk."""

    at: int = 0
    after: bool = False
    seen: int = 0

    def step(self, append: Callable[[], None]) -> None:
        self.seen += 1
        if self.seen == self.at and not self.after:
            os.kill(os.getpid(), signal.SIGKILL)
        append()
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


HURRIED: tuple[tuple[ModuleType, str, float], ...] = (
    (order_day, "NEVER_SPAN", SPAN),
    (order_doubts, "NEVER_SPAN", SPAN),
    (order_settling, "NEVER_SPAN", SPAN),
    (order_settling, "LISTED_AFTER", 0.3),
    (order_reading, "_SETTLE", 0.05),
    (order_reading, "_UNKNOWN_EVERY", 0.25),
    (order_reading, "_DEAF_EVERY", 0.25),
    (order_reading, "_OPEN_EVERY", 0.5),
    (order_reading, "_AFTER_FAILURE", 0.1),
    (accounts, "_SETTLE", 0.05),
)


def hurry(death: Death) -> None:
    """Read often, and die where told."""
    for module, name, seconds in HURRIED:
        assert hasattr(module, name), f"{module.__name__} has no {name} any more"
        setattr(module, name, seconds)
    genuine_client = vars(world_module)["KisClient"]
    setattr(  # noqa: B010 - a test's own client, with less patience
        world_module,
        "KisClient",
        lambda *given, **named: genuine_client(*given, read_seconds=READ_SECONDS, **named),
    )
    genuine = OrderJournal.append

    def append(journal: OrderJournal, *entries: JournalEntry) -> None:
        death.step(lambda: genuine(journal, *entries))

    setattr(OrderJournal, "append", append)  # noqa: B010


@dataclass
class Screen:
    """What a screen would show."""

    mailbox: Mailbox
    latest: dict[tuple[Topic, str], object] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    fills: dict[tuple[str, str, int], Fill] = field(default_factory=dict)

    def look(self) -> None:
        frame = self.mailbox.drain()
        self.latest.update(frame.latest)
        for event in frame.events:
            match event:
                case OrderChanged():
                    self.orders[event.order.local_id] = event.order
                case OrderWithdrawn():
                    self.orders.pop(event.local_id, None)
                case FillReceived():
                    self.fills[_key(event.fill)] = event.fill
                case FillWithdrawn():
                    self.fills.pop(_key(event.fill), None)
                case _:
                    pass

    def told(self) -> Told:
        self.look()
        doubts = [value for (topic, _), value in self.latest.items() if topic is Topic.DOUBT]
        return {
            "orders": [_plain(order) for order in self.orders.values()],
            "fills": [
                {"order_no": fill.order_no, "quantity": fill.quantity, "price": str(fill.price)}
                for fill in self.fills.values()
            ],
            "choices": {
                doubt.order.local_id: [row.order_no for row in doubt.candidates]
                for doubt in doubts
                if isinstance(doubt, Doubt) and doubt.state is DoubtState.CHOICE
            },
            "read": (Topic.ORDERS, "") in self.latest,
        }


def _key(fill: Fill) -> tuple[str, str, int]:
    return str(fill.trade_date), fill.order_no, fill.sequence


def _plain(order: Order) -> Told:
    return {
        "local_id": order.local_id,
        "state": order.state.value,
        "request": order.request.value,
        "symbol": order.symbol,
        "side": order.side.value,
        "quantity": order.quantity,
        "filled": order.filled,
        "order_no": order.order_no,
        "original_no": order.original_no,
    }


class Life:
    """The services of one life, and what it can be told to do."""

    def __init__(self, world: world_module.World, screen: Screen) -> None:
        self._services = world.services
        self._world = world
        self._screen = screen

    async def do(self, asked: Told) -> Told:
        """Carry out one request."""
        match asked["do"]:
            case "submit":
                return await self._tried(lambda: self._services.orders.submit(_intent(asked)))
            case "amend":
                return await self._tried(lambda: self._services.orders.amend(_amend(asked)))
            case "cancel":
                intent = CancelIntent(asked["local_id"], asked["order_no"], asked.get("quantity"))
                return await self._tried(lambda: self._services.orders.cancel(intent))
            case "adopt":
                number = asked["order_no"]
                adopt = self._services.orders.adopt
                return await self._tried(lambda: adopt(asked["local_id"], number))
            case "deny":
                deny = self._services.orders.deny
                return await self._tried(lambda: deny(asked["local_id"]))
            case "look":
                return self._screen.told()
            case "account":
                return await self._account()
            case "verify":
                worker = self._world.runtime.worker("journal")
                verdict = await worker.run(self._world.journal.verify)
                entries = await worker.run(self._world.journal.entries)
                return {
                    "holds": verdict.holds,
                    "entries": [{"kind": one.kind.value, "id": one.local_id} for one in entries],
                }
            case other:
                raise ValueError(other)

    async def _account(self) -> Told:
        await self._services.accounts.refresh()
        snapshot = self._services.accounts.snapshot
        assert snapshot is not None
        held: dict[str, int] = {}
        for position in snapshot.positions:
            held[position.symbol] = held.get(position.symbol, 0) + position.quantity
        return {"positions": held, "cash": str(snapshot.cash), "cash_d2": str(snapshot.cash_d2)}

    async def _tried(self, send: Callable[[], Awaitable[object]]) -> Told:
        try:
            await send()
        except ApprovalNeeded as error:
            return {"outcome": "approval", "reason": error.message.id}
        except OrderRefused as error:
            return {"outcome": "refused", "reason": error.message.id, "code": error.message.code}
        except OrderUncertain as error:
            return {"outcome": "uncertain", "reason": error.message.id}
        except KisDesktopError as error:
            return {"outcome": "failed", "reason": error.message.id}
        return {"outcome": "accepted"}


def _intent(asked: Told) -> OrderIntent:
    price = asked["price"]
    return OrderIntent(
        asked["local_id"],
        asked["symbol"],
        Side(asked["side"]),
        OrderType.MARKET if price is None else OrderType.LIMIT,
        asked["quantity"],
        None if price is None else Decimal(price),
        approved=EVERYTHING,
    )


def _amend(asked: Told) -> AmendIntent:
    return AmendIntent(
        asked["local_id"],
        asked["order_no"],
        OrderType.LIMIT,
        Decimal(asked["price"]),
        asked.get("quantity"),
        approved=EVERYTHING,
    )


async def live(simulator: Path, symbols: list[str], line: socket.socket, death: Death) -> None:
    """Open the world, do what comes over the line, end when it is closed."""
    hurry(death)
    mailbox, redactor = Mailbox(), Redactor()
    profile = open_profile(Options(time.perf_counter(), simulator=simulator), redactor)
    runtime = Runtime(mailbox)
    reader, writer = await asyncio.open_connection(sock=line)
    try:
        world = await world_module.World.open(profile, mailbox, runtime, redactor)
        running = asyncio.ensure_future(runtime.run(world.services.supervised()))
        screen = Screen(mailbox)
        wanted = Interest(quotes=frozenset(symbols), focused=True)
        await world.services.market_data.set_interest("storm", wanted)
        life = Life(world, screen)
        writer.write(b'{"born":true}\n')
        try:
            with suppress(ConnectionError):
                while asked := await reader.readline():
                    answer = await life.do(json.loads(asked))
                    writer.write(json.dumps(answer).encode() + b"\n")
                    await writer.drain()
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await world.close()
    finally:
        runtime.close()
        profile.close()
        writer.close()


def main(arguments: list[str]) -> None:
    """A life of its own process: `FD JSON`; or the mother of many, when nothing is said."""
    if arguments:
        begin(int(arguments[0]), json.loads(arguments[1]))
        return
    mother()


def begin(descriptor: int, spec: Told) -> None:
    """Live by the words of a spec, over an inherited socket."""
    os.environ["KIS_DESKTOP_HOME"] = spec["home"]
    line = socket.socket(fileno=descriptor)
    line.setblocking(False)
    death = Death(spec.get("die_at", 0), bool(spec.get("die_after")))
    asyncio.run(live(Path(spec["simulator"]), spec["symbols"], line, death))


def read_ahead() -> None:
    """What every life would import and read for itself: the modules of the wire, the catalogue."""
    asyncio.run(ask_nobody())
    error_codes()
    for id_ in endpoint_ids():
        endpoint(id_)
    for id_ in channel_ids():
        channel(id_)


async def ask_nobody() -> None:
    """A request that ends at once: nobody listens there."""
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as client:
        with suppress(httpx.ConnectError):
            await client.get("http://127.0.0.1:1")


def mother() -> None:
    """Has everything imported and forks a life for each spec that comes on the unix socket on
    descriptor 0, with the life's own end of a pair passed along; answers with its process id.
    """
    hub = socket.socket(fileno=0)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    read_ahead()
    while True:
        text, descriptors, _, _ = socket.recv_fds(hub, 65_536, 1)
        if not text:
            return
        child = os.fork()
        if child == 0:
            hub.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                begin(descriptors[0], json.loads(text))
            except BaseException:  # noqa: BLE001 - a fork must not run on as its mother
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        os.close(descriptors[0])
        hub.send(json.dumps({"process": child}).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
