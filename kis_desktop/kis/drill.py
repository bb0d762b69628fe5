"""The outage drill on the wire: stands between the client and the network and breaks on request.

Only the composition root puts it there, and never for real money. What it does to an order: it may
lose the answer, or lose the order; it never sends one of its own and never one twice.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import msgspec

from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.drill import TIMES, Drill, DrillStatus
from kis_desktop.kis.line_socket import Connect, Socket

_SLOW = 3.0  # seconds
_LATE = 2.0  # seconds that a late notice is held at least
_LONGEST_SILENCE = 120.0  # seconds
_NOTICE, _TRADES = "1|", "0|H0STCNT0|001|"
_CUT = 3  # fields
_KEYS = "/oauth2/"
_ACCOUNT = "/trading/"
_JUNK = "0|H0STCNT0|001|^?^"
_LIMITS = {
    Drill.RATE_LIMIT: ("EGW00201", "초당 거래건수를 초과하였습니다. (훈련)"),
    Drill.LEDGER_LIMIT: ("EGW00215", "원장에서 허용 가능한 초당 거래건수를 초과하였습니다. (훈련)"),
    Drill.ORDER_TIMED_OUT: (
        "EGW00301",
        "연결시간이 초과되었습니다. 직전 거래를 반드시 확인하세요. (훈련)",
    ),
}


class DrillBoard:
    """What waits to strike. On the I/O loop alone; `on_change` is told after every change.

    Raises `ValueError` for the real world: there is no board there.
    """

    def __init__(self, world: World) -> None:
        if world not in (World.PAPER, World.SIMULATED):
            raise ValueError(f"no drill in the {world} world")
        self.on_change: Callable[[DrillStatus], None] = lambda _: None
        self._waiting: Counter[Drill] = Counter()
        self._struck: Counter[Drill] = Counter()
        self._sockets: set[Socket] = set()

    def status(self) -> DrillStatus:
        """What waits, and what has struck how often."""
        struck = tuple((drill, self._struck[drill]) for drill in Drill if self._struck[drill])
        return DrillStatus(tuple(drill for drill in Drill if self._waiting[drill]), struck)

    def start(self, drill: Drill) -> None:
        """Have it strike at the next occasion; a drop strikes at once."""
        if drill is Drill.LINE_DROP:
            self._struck[drill] += 1
            for socket in tuple(self._sockets):
                socket.abort()
        else:
            self._waiting[drill] = TIMES.get(drill, 1)
        self.on_change(self.status())

    def clear(self) -> None:
        """Nothing waits any more."""
        self._waiting.clear()
        self.on_change(self.status())

    def take(self, drill: Drill) -> bool:
        """Whether it strikes here and now; uses up one of its times."""
        if not self._waiting[drill]:
            return False
        self._waiting[drill] -= 1
        self._struck[drill] += 1
        self.on_change(self.status())
        return True

    def holds(self, drill: Drill) -> bool:
        """Whether it waits; uses up nothing."""
        return bool(self._waiting[drill])

    def opened(self, socket: Socket) -> None:
        """A realtime connection is there."""
        self._sockets.add(socket)

    def closed(self, socket: Socket) -> None:
        """It is gone."""
        self._sockets.discard(socket)


class DrillWire(httpx.AsyncBaseTransport):
    """A network of REST calls that breaks as the board says; requests for keys pass untouched."""

    def __init__(self, network: httpx.AsyncBaseTransport, board: DrillBoard) -> None:
        self._network = network
        self._board = board

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request. Raises what the network raises, and `httpx.ReadTimeout` where it breaks."""
        path = request.url.path
        if path.startswith(_KEYS):
            return await self._network.handle_async_request(request)
        if request.method == "POST":  # all that changes what rests at the exchange
            return await self._order(request)
        for drill in (Drill.RATE_LIMIT, Drill.LEDGER_LIMIT):
            in_place = drill is Drill.RATE_LIMIT or _ACCOUNT in path
            if in_place and self._board.take(drill):
                return _refusal(drill, request)
        if self._board.take(Drill.SLOW_ANSWERS):
            await asyncio.sleep(_SLOW)
        return await self._network.handle_async_request(request)

    async def aclose(self) -> None:
        """Let go of the network."""
        await self._network.aclose()

    async def _order(self, request: httpx.Request) -> httpx.Response:
        if self._board.take(Drill.ORDER_NOT_ARRIVED):
            raise httpx.ReadTimeout("drill: the order never left", request=request)
        response = await self._network.handle_async_request(request)
        if self._board.take(Drill.ORDER_ANSWER_LOST):
            await response.aclose()
            raise httpx.ReadTimeout("drill: the answer is lost", request=request)
        if self._board.take(Drill.ORDER_TIMED_OUT):
            await response.aclose()
            return _refusal(Drill.ORDER_TIMED_OUT, request)
        return response


class DrillSocket:
    """A realtime connection that breaks as the board says."""

    def __init__(self, socket: Socket, board: DrillBoard) -> None:
        self._socket = socket
        self._board = board
        self._ready: list[str | bytes] = []
        self._late: list[tuple[float, str]] = []
        self._swapped: str | None = None

    async def recv(self) -> str | bytes:
        """The next message. Raises `Dropped`."""
        while not self._ready:
            text = await self._socket.recv()
            await self._silence()
            self._ready += self._outcome(text)
            self._ready += self._due()
        return self._ready.pop(0)

    async def send(self, text: str) -> None:
        """Say a text. Raises `Dropped`."""
        await self._socket.send(text)

    def abort(self) -> None:
        """Drop the connection at once."""
        self._socket.abort()

    async def _silence(self) -> None:
        """Hear nothing while the drill lasts; the client ends the line for it."""
        if not self._board.take(Drill.LINE_SILENT):
            return
        await asyncio.sleep(_LONGEST_SILENCE)

    def _outcome(self, text: str | bytes) -> list[str | bytes]:
        if not isinstance(text, str):
            return [text]
        if text.startswith(_NOTICE):
            return self._notice(text)
        if text.startswith(_TRADES):
            return self._trades(text)
        if self._board.take(Drill.GARBAGE):
            return [_JUNK, text]
        return [text]

    def _notice(self, text: str) -> list[str | bytes]:
        board = self._board
        if board.take(Drill.NOTICE_LOST):
            return []
        if board.take(Drill.NOTICE_LATE):
            self._late.append((asyncio.get_running_loop().time() + _LATE, text))
            return []
        if self._swapped is not None:
            held, self._swapped = self._swapped, None
            return [text, held]
        if board.take(Drill.NOTICE_SWAPPED):
            self._swapped = text
            return []
        if board.take(Drill.NOTICE_UNREADABLE):
            head, _, payload = text.rpartition("|")
            return [f"{head}|{payload[::-1]}"]
        return [text, text] if board.take(Drill.NOTICE_TWICE) else [text]

    def _trades(self, text: str) -> list[str | bytes]:
        if self._board.take(Drill.RECORD_SHORT):
            return [text.rsplit("^", _CUT)[0]]
        if self._board.take(Drill.RECORD_LONG):
            return [text + "^0" * _CUT]
        return [text]

    def _due(self) -> list[str | bytes]:
        """Late notices whose time has come."""
        now = asyncio.get_running_loop().time()
        due: list[str | bytes] = [text for at, text in self._late if at <= now]
        self._late = [(at, text) for at, text in self._late if at > now]
        return due


def drill_connect(connect_to: Connect, board: DrillBoard) -> Connect:
    """Opens connections that break as the board says."""

    @asynccontextmanager
    async def opened(address: str) -> AsyncIterator[Socket]:
        opening: AbstractAsyncContextManager[Socket] = connect_to(address)
        async with opening as network:
            socket = DrillSocket(network, board)
            board.opened(socket)
            try:
                yield socket
            finally:
                board.closed(socket)

    return opened


def _refusal(drill: Drill, request: httpx.Request) -> httpx.Response:
    code, text = _LIMITS[drill]
    body = msgspec.json.encode({"rt_cd": "1", "msg_cd": code, "msg1": text})
    return httpx.Response(500, content=body, request=request)
