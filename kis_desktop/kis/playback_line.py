"""A recording in the place of the websocket: what the server said, when it said it.

It takes registrations as the server would. Notices are enciphered again with a key of its own, so
that all of the client's path is walked. A frame for which the program has not registered yet is
waited with, as long as it is still registering; then it is left out, as the server would.
"""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Protocol

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from kis_desktop.catalogue import loader
from kis_desktop.domain.traffic import LineTraffic
from kis_desktop.kis.line_socket import Dropped
from kis_desktop.kis.playback_clock import PlayClock

_KEY, _IV = "replay of a recording, no secret", "no secret either"
_SETTLED = 1.5  # seconds without another registration after which the program has all it wants
_LOOK = 0.05  # seconds between looks whether it has
_ALIVE = 10.0  # seconds of silence after which a sign of life is given
_AHEAD = 512  # texts that may wait to be heard
_HEARTBEAT = '{"header":{"tr_id":"PINGPONG"}}'
_REGISTER = "1"


class Lines(Protocol):
    """The realtime line of a recording (blocking, a block of the file at a time)."""

    def lines(self) -> Iterator[LineTraffic]:
        """From the beginning to the end."""


class PlaybackLine:
    """Opens connections to a recording, one after another as they were."""

    def __init__(
        self,
        recording: Lines,
        clock: PlayClock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lines = recording.lines()
        self._next = next(self._lines, None)
        self._clock = clock
        self._monotonic = monotonic

    @asynccontextmanager
    async def connect(self, _address: str) -> AsyncIterator[PlaybackSocket]:
        """The next connection of the recording, once it is reached; a silent one behind the end."""
        self._clock.start()
        self._skip_to_opening()
        if self._next is not None:
            await self._clock.until(self._next.at)
        socket = PlaybackSocket(self._monotonic)
        telling = asyncio.create_task(self._tell(socket), name="playback")
        try:
            yield socket
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    def _skip_to_opening(self) -> None:
        """Past the end of the connection before, and what was said without any."""
        while self._next is not None and not self._next.text and not self._next.sent:
            self._step()

    def _step(self) -> LineTraffic | None:
        passed, self._next = self._next, next(self._lines, None)
        return passed

    async def _tell(self, socket: PlaybackSocket) -> None:
        """Say what the server said, until the recorded connection ends."""
        while self._next is not None:
            line = self._next
            await self._clock.until(line.at)
            if _is_data(line):
                await self._wait_for(socket, line.text)
            self._step()
            if line.sent:
                continue
            if not line.text and self._next is not None:
                socket.drop()
                return
            socket.tell(line.text)
            await socket.room()

    async def _wait_for(self, socket: PlaybackSocket, text: str) -> None:
        if socket.wants(text) or socket.has_settled:
            return
        with self._clock.held():
            while not (socket.wants(text) or socket.has_settled):  # noqa: ASYNC110 - time decides too
                await asyncio.sleep(_LOOK)


class PlaybackSocket:
    """One connection, seen from the client."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._texts: asyncio.Queue[str | None] = asyncio.Queue()
        self._registered: set[tuple[str, str]] = set()
        self._registered_at = monotonic()

    @property
    def has_settled(self) -> bool:
        """Whether the program has registered nothing new for a while."""
        return self._monotonic() - self._registered_at > _SETTLED

    async def recv(self) -> str | bytes:
        """The next text; a sign of life when there is none for long. Raises `Dropped`."""
        try:
            async with asyncio.timeout(_ALIVE):
                text = await self._texts.get()
        except TimeoutError:
            return _HEARTBEAT
        if text is None:
            raise Dropped
        return text

    async def send(self, text: str) -> None:
        """Take a registration; anything else goes nowhere."""
        try:
            said = msgspec.json.decode(text, type=_Said)
        except msgspec.DecodeError:
            return
        one = said.body.input
        wanted = said.header.tr_type == _REGISTER
        if wanted:
            self._registered.add((one.tr_id, one.tr_key))
            self._registered_at = self._monotonic()
        else:
            self._registered.discard((one.tr_id, one.tr_key))
        self._texts.put_nowait(_confirmed(one, wanted=wanted))

    def abort(self) -> None:
        """Drop the connection."""
        self.drop()

    def drop(self) -> None:
        """The server is gone."""
        self._texts.put_nowait(None)

    def tell(self, text: str) -> None:
        """Say a recorded text, if it is one that the server would say here."""
        if text.startswith("{"):
            if "PINGPONG" in text:
                self._texts.put_nowait(text)
        elif self.wants(text):
            self._texts.put_nowait(_enciphered(text))

    def wants(self, text: str) -> bool:
        """Whether the program has registered for what a frame tells."""
        tr_id, keys = _about(text)
        channel = loader.find_channel(tr_id)
        if channel is not None and channel.encrypted:
            return any(one == tr_id for one, _ in self._registered)
        return any((tr_id, key) in self._registered for key in keys)

    async def room(self) -> None:
        """Returns when not too much waits to be heard."""
        while self._texts.qsize() >= _AHEAD:  # noqa: ASYNC110 - let the listener listen
            await asyncio.sleep(0)


def _is_data(line: LineTraffic) -> bool:
    return bool(line.text) and not line.sent and not line.text.startswith("{")


def _about(text: str) -> tuple[str, list[str]]:
    """The TR id of a frame and the fields that may be its key."""
    parts = text.split("|", 3)
    if len(parts) != len(("flag", "tr_id", "count", "payload")):
        return "", []
    return parts[1], parts[3].split("^", 2)[:2]


def _enciphered(text: str) -> str:
    """A notice as the server sends it; any other frame as it is."""
    flag, tr_id, count, payload = text.split("|", 3)
    channel = loader.find_channel(tr_id)
    if channel is None or not channel.encrypted or flag != "0":
        return text
    padder = PKCS7(algorithms.AES.block_size).padder()
    padded = padder.update(payload.encode()) + padder.finalize()
    encryptor = Cipher(algorithms.AES(_KEY.encode()), modes.CBC(_IV.encode())).encryptor()
    sealed = encryptor.update(padded) + encryptor.finalize()
    return f"1|{tr_id}|{count}|{b64encode(sealed).decode()}"


class _Header(msgspec.Struct):
    tr_type: str


class _Input(msgspec.Struct):
    tr_id: str
    tr_key: str


class _Body(msgspec.Struct):
    input: _Input


class _Said(msgspec.Struct):
    header: _Header
    body: _Body


def _confirmed(one: _Input, *, wanted: bool) -> str:
    said = {
        "header": {"tr_id": one.tr_id, "tr_key": one.tr_key, "encrypt": "N"},
        "body": {
            "rt_cd": "0",
            "msg_cd": "OPSP0000" if wanted else "OPSP0001",
            "msg1": "SUBSCRIBE SUCCESS" if wanted else "UNSUBSCRIBE SUCCESS",
            "output": {"iv": _IV, "key": _KEY},
        },
    }
    return msgspec.json.encode(said).decode()
