"""A small real HTTP server on the loopback and a store of credentials: the peers of the tests."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import msgspec

from kis_desktop.domain.connection import Environment as World
from kis_desktop.kis.credentials import Account, Issued, Keys
from kis_desktop.kis.environment import Environment

APP_KEY = "K" * 36
APP_SECRET = "S" * 180
DATE = "Fri, 20 Nov 2026 01:12:00 GMT"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    body: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Drop:
    """The connection is cut instead of an answer."""


class Silence:
    """No answer ever comes."""


Handler = Callable[[Request], Answer | Drop | Silence]


def ok(**fields: object) -> Answer:
    return Answer({"rt_cd": "0", "msg_cd": "MCA00000", "msg1": "정상처리 되었습니다.", **fields})


def refused(code: str, status: int = 500, result: str = "1") -> Answer:
    return Answer({"rt_cd": result, "msg_cd": code, "msg1": f"{code} 입니다.   "}, status)


@dataclass
class Peer:
    """Answers by path; what has no handler gets a token, an approval key or 404."""

    port: int = 0
    requests: list[Request] = field(default_factory=list)
    handlers: dict[str, Handler] = field(default_factory=dict)
    tokens: int = 0
    connections: set[asyncio.Transport] = field(default_factory=set)

    def environment(self, world: str = "real", ws_port: int = 9) -> Environment:
        return Environment.simulated(
            {
                "rest": f"http://127.0.0.1:{self.port}",
                "ws": f"ws://127.0.0.1:{ws_port}",
                "world": world,
            }
        )

    def seen(self, path_end: str) -> list[Request]:
        return [request for request in self.requests if request.path.endswith(path_end)]

    def answer(self, request: Request) -> Answer | Drop | Silence:
        for end, handler in self.handlers.items():
            if request.path.endswith(end):
                return handler(request)
        if request.path == "/oauth2/tokenP":
            self.tokens += 1
            return Answer({"access_token": f"token-{self.tokens}", "expires_in": 86400})
        if request.path == "/oauth2/Approval":
            return Answer({"approval_key": "approval-1"})
        return Answer({}, 404)


class Connection(asyncio.Protocol):
    """One connection: answers requests one behind the other; makes no task."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.received = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.peer.connections.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        assert self.transport is not None
        self.peer.connections.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        assert self.transport is not None
        self.received += data
        request = self.take_request()
        if request is None:
            return
        self.peer.requests.append(request)
        answer = self.peer.answer(request)
        if isinstance(answer, Drop):
            self.transport.abort()
        elif isinstance(answer, Answer):
            self.transport.write(encoded(answer))

    def take_request(self) -> Request | None:
        head, end, rest = self.received.partition(b"\r\n\r\n")
        if not end:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length", "0"))
        if len(rest) < length:
            return None
        body, self.received = rest[:length], rest[length:]
        method, target, _ = first.split(" ")
        parts = urlsplit(target)
        fields = dict(parse_qsl(parts.query, keep_blank_values=True))
        if body:
            fields |= msgspec.json.decode(body, type=dict[str, str])
        return Request(method, parts.path, headers, fields)


def encoded(answer: Answer) -> bytes:
    body = answer.body if isinstance(answer.body, bytes) else msgspec.json.encode(answer.body)
    headers = {"content-length": str(len(body)), "date": DATE, **answer.headers}
    lines = [f"HTTP/1.1 {answer.status} X", *(f"{name}: {text}" for name, text in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


@asynccontextmanager
async def serving() -> AsyncIterator[Peer]:
    peer = Peer()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(peer), "127.0.0.1", 0)
    peer.port = server.sockets[0].getsockname()[1]
    try:
        yield peer
    finally:
        server.close()
        for transport in list(peer.connections):
            transport.abort()
        await server.wait_closed()


async def settled(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Let the loop run until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for happens in the program under test
            await asyncio.sleep(0.001)


async def refused_port() -> int:
    """A port of this machine on which nobody listens."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


@dataclass
class MemoryStore:
    """Credentials in memory, with a lock as processes would share it."""

    token: Issued | None = None
    approval: Issued | None = None
    hts: str = "simuser"
    app_key: str = APP_KEY
    app_secret: str = APP_SECRET
    world: World = World.SIMULATED
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def keys(self) -> Keys:
        return Keys(self.app_key, self.app_secret, self.world)

    def account(self) -> Account:
        return Account("12345678", "01")

    def hts_id(self) -> str:
        return self.hts

    async def load_token(self) -> Issued | None:
        return self.token

    async def save_token(self, token: Issued) -> None:
        self.token = token

    async def load_approval_key(self) -> Issued | None:
        return self.approval

    async def save_approval_key(self, key: Issued) -> None:
        self.approval = key

    def token_lock(self) -> contextlib.AbstractAsyncContextManager[object]:
        return self.lock


def aged_token(value: str, hours: float = 3) -> Issued:
    """A token issued some hours ago, good for the rest of its day."""
    issued = datetime.now(UTC) - timedelta(hours=hours)
    return Issued(value, issued, issued + timedelta(hours=24))
