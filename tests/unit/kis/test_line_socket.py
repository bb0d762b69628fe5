"""The socket of the line goes where it was told and nowhere else."""

from __future__ import annotations

import asyncio

import pytest

from kis_desktop.kis.line_socket import Timing, websocket


async def test_a_redirect_is_not_followed() -> None:
    visitors: list[str] = []

    async def refer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        there = f"ws://127.0.0.1:{elsewhere.sockets[0].getsockname()[1]}/"
        answer = f"HTTP/1.1 302 Found\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n"
        writer.write(answer.encode())
        await writer.drain()
        writer.close()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visitors.append((await reader.read(100)).decode())
        writer.close()

    elsewhere = await asyncio.start_server(welcome, "127.0.0.1", 0)
    asked = await asyncio.start_server(refer, "127.0.0.1", 0)
    async with elsewhere, asked:
        port = asked.sockets[0].getsockname()[1]
        with pytest.raises(ConnectionError):
            async with websocket(Timing(open=2.0))(f"ws://127.0.0.1:{port}/"):
                pass
    assert visitors == []
