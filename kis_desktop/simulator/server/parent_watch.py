"""Knows when the process that started this one is gone: its end of the stdin pipe has closed."""

import asyncio
import sys

_POLL_EVERY = 0.5
"""seconds, where a pipe cannot be waited for"""


async def stdin_closed() -> None:
    """Returns when stdin has ended; what is written to it is thrown away."""
    if sys.platform == "win32":
        await _poll_pipe()
    else:
        await _read_pipe()


async def _read_pipe() -> None:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: protocol, sys.stdin.buffer
    )
    try:
        while await reader.read(4096):
            pass
    finally:
        transport.close()


if sys.platform == "win32":
    import _winapi
    import msvcrt

    async def _poll_pipe() -> None:
        """An anonymous pipe cannot be waited for by the loop of Windows: it is asked."""
        handle = msvcrt.get_osfhandle(sys.stdin.fileno())
        while True:
            try:
                _winapi.PeekNamedPipe(handle, 0)
            except OSError:
                return
            await asyncio.sleep(_POLL_EVERY)
