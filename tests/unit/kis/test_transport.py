"""What a failure on the wire says, and what it must not repeat."""

import asyncio
import traceback

import httpx
import pytest

from kis_desktop.catalogue import loader
from kis_desktop.domain.errors import OrderUncertain, TimedOut, Unreachable
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.domain.traffic import RestTraffic
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.transport import NeverSent, Transport
from tests.unit.kis.peer import (
    APP_KEY,
    APP_SECRET,
    Answer,
    Drop,
    MemoryStore,
    Peer,
    Silence,
    ok,
    refused,
    refused_port,
)

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


async def test_every_exchange_is_told_but_those_of_keys_and_tokens(
    client: KisClient, peer: Peer
) -> None:
    told: list[RestTraffic] = []
    client.tap_rest(told.append)
    peer.handlers["inquire-balance"] = lambda _: Answer({"rt_cd": "0"}, 200, {"tr_cont": "D"})
    await client.rest.call("domestic_stock/inquire_balance")
    (one,) = told
    assert (one.endpoint_id, one.method, one.tr_id) == (
        "domestic_stock/inquire_balance",
        "GET",
        "TTTC8434R",
    )
    assert one.path == "/uapi/domestic-stock/v1/trading/inquire-balance"
    assert (one.status, one.content, one.failure) == (200, b'{"rt_cd":"0"}', "")
    assert (one.fields["CANO"], one.tr_cont, one.headers["tr_cont"]) == ("12345678", "", "D")
    assert one.seconds > 0
    assert peer.requests[0].path == "/oauth2/tokenP"
    assert not any(secret in str(told) for secret in (APP_KEY, APP_SECRET, "token-1"))


async def test_refusals_and_orders_are_told_too(client: KisClient, peer: Peer) -> None:
    told: list[RestTraffic] = []
    client.tap_rest(told.append)
    peer.handlers["order-cash"] = lambda _: refused("EGW00301")
    with pytest.raises(OrderUncertain):
        await client.broker.submit(OrderIntent("x", "005930", Side.BUY, OrderType.MARKET, 1, None))
    assert [(one.status, one.method) for one in told] == [(500, "POST")]
    client.tap_rest(None)
    with pytest.raises(OrderUncertain):
        await client.broker.submit(OrderIntent("y", "005930", Side.BUY, OrderType.MARKET, 1, None))
    assert len(told) == 1


@pytest.mark.parametrize(
    ("answer", "failure", "name"),
    [(Drop(), Unreachable, "kis.unreachable"), (Silence(), TimedOut, "kis.timed_out")],
    ids=["drop", "silence"],
)
async def test_an_exchange_without_an_answer_is_told_with_its_failure(
    peer: Peer, answer: Drop | Silence, failure: type[Exception], name: str
) -> None:
    told: list[RestTraffic] = []
    peer.handlers["inquire-price"] = lambda _: answer
    transport = Transport(peer.environment(), read_seconds=0.05)
    transport.tap = told.append
    try:
        with pytest.raises(failure):
            await transport.exchange(PRICE, "FHKST01010100", {"tr_cont": "N"}, {"a": "b"})
    finally:
        await transport.close()
    (one,) = told
    assert (one.status, one.content, one.failure, one.tr_cont) == (0, b"", name, "N")


async def test_a_tap_that_fails_is_detached_and_the_call_knows_nothing_of_it(
    client: KisClient, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[str] = []

    def fails(told: RestTraffic) -> None:
        calls.append(told.endpoint_id)
        raise RuntimeError(SECRET)

    client.tap_rest(fails)
    peer.handlers["inquire-price"] = lambda _: ok(output={"stck_prpr": "1"})
    for symbol in ("005930", "000660"):
        answer = await client.rest.call("domestic_stock/inquire_price", {"FID_INPUT_ISCD": symbol})
        assert answer.need("output") == {"stck_prpr": "1"}
    assert calls == ["domestic_stock/inquire_price"]
    assert [record.getMessage() for record in caplog.records if "traffic" in record.msg] == [
        "what listened to the traffic failed: RuntimeError"
    ]
    assert SECRET not in caplog.text


class Wire(httpx.AsyncBaseTransport):
    """Answers without a network."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if request.url.path == "/oauth2/tokenP":
            return httpx.Response(200, json={"access_token": "t", "expires_in": 86400})
        return httpx.Response(200, json={"rt_cd": "0", "output": {"stck_prpr": "71900"}})


async def test_another_wire_stands_in_for_the_network() -> None:
    wire = Wire()
    environment = Peer(port=await refused_port()).environment()
    client = KisClient(environment, MemoryStore(), wire=wire)
    try:
        answer = await client.rest.call("domestic_stock/inquire_price", {"FID_INPUT_ISCD": "1"})
    finally:
        await client.close()
    assert answer.need("output") == {"stck_prpr": "71900"}
    assert wire.asked == ["/oauth2/tokenP", PRICE.path]
