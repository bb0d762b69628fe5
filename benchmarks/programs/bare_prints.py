"""A websocket server that sends records which are there already: the least that prints can cost.

Says a ready line as the simulator does; forty records a frame, as fast as the reader takes them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

_RECORDS = 40
_FIELDS = 47
_KEPT = 500
_AT_ONCE = 25


def _frames() -> list[str]:
    record = "^".join(["005930", "101200", *["71900"] * (_FIELDS - 2)])
    frame = "^".join([record] * _RECORDS)
    return [f"0|H0STCNT0|{_RECORDS:03d}|{frame}" for _ in range(_KEPT)]


async def main() -> None:
    """Serve until stdin ends; each line of it is answered with prints and CPU seconds so far."""
    frames, sent = _frames(), 0

    async def send(session: ServerConnection) -> None:
        nonlocal sent
        with contextlib.suppress(ConnectionClosed):
            while True:
                for number in range(_AT_ONCE):
                    await session.send(frames[number])
                sent += _AT_ONCE * _RECORDS
                await asyncio.sleep(0)

    async with serve(send, "127.0.0.1", 0, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        sys.stdout.write(json.dumps({"ws": f"ws://127.0.0.1:{port}"}) + "\n")
        sys.stdout.flush()
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, sys.stdin.readline):
            sys.stdout.write(json.dumps([sent, time.process_time()]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
