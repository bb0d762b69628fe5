"""A small real websocket server of the realtime line on the loopback, and who listens to it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from kis_desktop.domain.api_page import ChannelRows
from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.domain.order_book import OrderBook
from kis_desktop.domain.order_report import Notice
from kis_desktop.domain.quote import Trade
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.line_socket import Timing
from kis_desktop.kis.stream import Stream
from tests.unit.kis.peer import MemoryStore, Peer, settled

KEY = "abcdefghijklmnopabcdefghijklmnop"
IV = "0123456789abcdef"
TRADE = (
    "005930^103307^71950^2^1350^1.91^72005.15^71000^72300^70600^72000^71900^1^6127348^441203518600"
    "^18342^22907^4565^118.42^2754109^3261507^5^0.51^31.87^090009^2^950^091425^5^-350^090112^2^1350"
    "^20261119^20^N^40518^57203^1204377^931046^0.14^8390211^73.03^0^^71000^2"
)
FILL = (
    "simuser^1234567801^0000203311^^01^0^00^0^005930^0000000004^000071900^101112^0^2^2^91044"
    "^000000010^이**^000000000^1^Y^^10^^삼성전자^000071900"
)
FULL = "OPSP0008"
PING = '{"header":{"tr_id":"PINGPONG","datetime":"20261120090010"}}'
QUICK = Timing(silence=30.0, pace=0.0, look=0.02, open=2.0, close=0.2)


BOOK = "005930^131926^0" + "^66000" * 10 + "^65900" * 10 + "^10" * 20 + "^100^100" + "^0" * 15


@dataclass
class Watch:
    """A clock that can be put forward."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


class Hang:
    """No answer to a registration."""


@dataclass
class Line:
    """A websocket server that answers registrations; `judge` decides on each."""

    port: int = 0
    judge: Callable[[str, str], str | Hang | None] = lambda *_: "OPSP0000"
    said: list[tuple[str, str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    sessions: list[ServerConnection] = field(default_factory=list)
    held: set[tuple[str, str]] = field(default_factory=set)
    most_held: int = 0

    async def serve(self, connection: ServerConnection) -> None:
        self.sessions.append(connection)
        self.held.clear()
        with contextlib.suppress(ConnectionClosed):
            async for text in connection:
                await self.answer(connection, str(text))

    async def answer(self, connection: ServerConnection, text: str) -> None:
        self.texts.append(text)
        message = msgspec.json.decode(text)
        if "body" not in message:
            return
        wanted = message["header"]["tr_type"]
        tr_id, key = message["body"]["input"]["tr_id"], message["body"]["input"]["tr_key"]
        self.keys.append(message["header"]["approval_key"])
        self.said.append((wanted, tr_id, key))
        verdict = self.judge(tr_id, key)
        if verdict is None:
            await connection.close()
        elif isinstance(verdict, str):
            if verdict != FULL:
                self.note(wanted, tr_id, key)
            await connection.send(ack(tr_id, key, verdict))

    def note(self, wanted: str, tr_id: str, key: str) -> None:
        (self.held.add if wanted == "1" else self.held.discard)((tr_id, key))
        self.most_held = max(self.most_held, len(self.held))

    async def send(self, *texts: str) -> None:
        for text in texts:
            await self.sessions[-1].send(text)


def ack(tr_id: str, key: str, code: str) -> str:
    ok = code in ("OPSP0000", "OPSP0001")
    header = {"tr_id": tr_id if code != "OPSP8996" else "(null)", "tr_key": key, "encrypt": "N"}
    body: dict[str, object] = {"rt_cd": "0" if ok else "9", "msg_cd": code, "msg1": code}
    if ok:
        body["output"] = {"iv": IV, "key": KEY}
    return msgspec.json.encode({"header": header, "body": body}).decode()


def sealed(text: str) -> str:
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(KEY.encode()), modes.CBC(IV.encode())).encryptor()
    padded = padder.update(text.encode()) + padder.finalize()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


@dataclass
class Heard:
    """What a stream told."""

    stream: Stream
    statuses: list[ConnectionStatus] = field(default_factory=list)
    trades: list[tuple[str, tuple[Trade, ...]]] = field(default_factory=list)
    books: list[OrderBook] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    channels: list[ChannelRows] = field(default_factory=list)
    task: asyncio.Task[None] | None = None

    def listen(self) -> None:
        self.stream.on_status = self.statuses.append
        self.stream.on_trades = lambda symbol, run: self.trades.append((symbol, tuple(run)))
        self.stream.on_book = self.books.append
        self.stream.on_notice = self.notices.append
        self.stream.on_server_time = self.times.append
        self.stream.on_channel = self.channels.append

    def states(self) -> list[LinkState]:
        return [status.state for status in self.statuses]

    def reasons(self) -> list[str]:
        return [status.reason.id for status in self.statuses if status.reason is not None]

    async def becomes(self, state: LinkState) -> None:
        await settled(lambda: self.stream.status.state is state)


Running = Callable[..., contextlib.AbstractAsyncContextManager[tuple[Line, Heard]]]


@contextlib.asynccontextmanager
async def run_line(
    peer: Peer,
    store: MemoryStore,
    line: Line | None = None,
    timing: Timing = QUICK,
    clock: Callable[[], float] = time.monotonic,
    world: str = "real",
    **wanted: list[str],
) -> AsyncIterator[tuple[Line, Heard]]:
    """A server and a stream that is connected to it."""
    line = line or Line()
    async with serve(line.serve, "127.0.0.1", 0, ping_interval=None) as server:
        line.port = next(iter(server.sockets)).getsockname()[1]
        environment = peer.environment(world, ws_port=line.port)
        client = KisClient(environment, store, clock=clock, timing=timing)
        heard = Heard(client.stream)
        heard.listen()
        client.stream.want(wanted.get("trades", []), wanted.get("books", []))
        heard.task = task = asyncio.create_task(client.stream.run(), name="stream")
        try:
            yield line, heard
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await client.close()
