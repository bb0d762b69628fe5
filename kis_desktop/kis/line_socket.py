"""The socket under the realtime line: what the line needs of one, and the real one."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

_MAX_FRAME_BYTES = 4 * 1024 * 1024
_QUIET = logging.getLogger("kis_desktop.wire")
_QUIET.setLevel(logging.CRITICAL)


class Dropped(Exception):
    """The connection is gone."""


class Timing(msgspec.Struct, frozen=True):
    """Seconds. The server asks for a sign of life about every ten, so silence tells a line that
    is open on one side only; we send no pings of our own, which no document of the server allows.
    """

    silence: float = 35.0
    pace: float = 0.03
    look: float = 1.0
    open: float = 10.0
    close: float = 2.0


class Socket(Protocol):
    """An open connection. `recv` and `send` raise `Dropped` once it is gone."""

    async def recv(self) -> str | bytes:
        """The next message, whole."""

    async def send(self, text: str) -> None:
        """Say a text."""

    def abort(self) -> None:
        """Drop the connection at once."""


Connect = Callable[[str], AbstractAsyncContextManager[Socket]]
"""Opens a connection to an address; raises `TimeoutError` or `OSError`."""


class WebSocket:
    """A `Socket` over a real websocket."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def recv(self) -> str | bytes:
        """The next message. Raises `Dropped`."""
        try:
            return await self._connection.recv()
        except ConnectionClosed as error:
            raise Dropped from error

    async def send(self, text: str) -> None:
        """Say a text. Raises `Dropped`."""
        try:
            await self._connection.send(text)
        except ConnectionClosed as error:
            raise Dropped from error

    def abort(self) -> None:
        """Drop the connection without a word."""
        self._connection.transport.abort()


class _Straight(connect):
    """Goes to the address that it was given and follows no redirect: the approval key and the HTS
    ID are for KIS's own hosts alone.
    """

    def process_redirect(self, exc: Exception) -> Exception:
        return exc


def websocket(timing: Timing) -> Connect:
    """Opens real websockets."""

    @asynccontextmanager
    async def opened(address: str) -> AsyncIterator[Socket]:
        connecting = _Straight(
            address,
            ping_interval=None,
            compression=None,
            proxy=None,
            open_timeout=timing.open,
            close_timeout=timing.close,
            max_size=_MAX_FRAME_BYTES,
            logger=_QUIET,
        )
        try:
            connection = await connecting
        except (InvalidHandshake, InvalidURI) as error:
            raise ConnectionError(str(error)) from error
        try:
            yield WebSocket(connection)
        finally:
            await connection.close()

    return opened
