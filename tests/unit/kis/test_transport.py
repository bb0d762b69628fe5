"""What a failure on the wire says, and what it must not repeat."""

import asyncio
import traceback

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.domain.errors import Unreachable
from kis_desktop.kis.transport import NeverSent, Transport
from tests.unit.kis.peer import Peer

PRICE = loader.endpoint("domestic_stock/inquire_price")
SECRET = "the-secret-of-a-trader"


def told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


async def test_a_header_that_cannot_be_sent_is_not_quoted(peer: Peer) -> None:
    transport = Transport(peer.environment())
    try:
        with pytest.raises(NeverSent) as caught:
            await transport.send(PRICE, "FHKST01010100", {"appsecret": f"{SECRET}\n"}, {})
    finally:
        await transport.close()
    assert SECRET not in told(caught.value)
    assert peer.requests == []


async def test_an_answer_against_the_protocol_is_not_quoted() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + SECRET.encode())
        writer.write(b"\r\n")
        await writer.drain()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        transport = Transport(Peer(port=server.sockets[0].getsockname()[1]).environment())
        try:
            with pytest.raises(Unreachable) as caught:
                await transport.send(PRICE, "FHKST01010100", {}, {})
        finally:
            await transport.close()
    assert not isinstance(caught.value, NeverSent)
    assert SECRET not in told(caught.value)
