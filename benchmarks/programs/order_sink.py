"""A loopback server that takes orders and says at which nanosecond the first byte of each came.

The stamp is that of the machine's monotonic clock, which all its processes share. The first line on
stdout is the port.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

_TOKEN = b'{"access_token":"t","token_type":"Bearer","expires_in":86400}'
_ORDER = (
    '{"rt_cd":"0","msg_cd":"APBK0013","msg1":"ok","stamp":%d,'
    '"output":{"KRX_FWDG_ORD_ORGNO":"91252","ODNO":"%010d","ORD_TMD":"101200"}}'
)


class Sink(asyncio.Protocol):
    """One connection; requests come one after another."""

    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._begin()

    def data_received(self, data: bytes) -> None:
        if not self._heard:
            self._first = time.monotonic_ns()
        self._heard += data
        head, end, body = self._heard.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head):
            self._answer(head)
            self._begin()

    def _begin(self) -> None:
        self._heard, self._first = b"", 0

    def _answer(self, head: bytes) -> None:
        if b"/oauth2/" in head.split(b"\r\n", 1)[0]:
            self._write(_TOKEN)
            return
        Sink.taken += 1
        self._write((_ORDER % (self._first, Sink.taken)).encode())

    def _write(self, body: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        self._transport.write(head % len(body) + body)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    return 0


async def main() -> None:
    """Serve until stdin ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(json.dumps(server.sockets[0].getsockname()[1]), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
