"""The connection breaks at any byte of an answer: a read is asked again or fails clearly, an order
is uncertain and never sent twice.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from kis_desktop.domain.errors import OrderUncertain, RequestFailed
from kis_desktop.domain.order import OrderIntent, OrderType, Side
from kis_desktop.kis.client import KisClient
from tests.unit.kis.peer import DATE, MemoryStore, Peer, aged_token

BODY = (
    b'{"rt_cd":"0","msg_cd":"APBK0013","msg1":"\xec\xa3\xbc\xeb\xac\xb8","output":'
    b'{"KRX_FWDG_ORD_ORGNO":"91044","ODNO":"0000203311","ORD_TMD":"101200","stck_prpr":"71900"}}'
)
HEAD = f"HTTP/1.1 200 OK\r\ndate: {DATE}\r\ncontent-type: application/json\r\n".encode()
WITH_LENGTH = HEAD + b"content-length: %d\r\n\r\n" % len(BODY) + BODY
IN_CHUNKS = HEAD + b"transfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
UNTIL_THE_END = HEAD + b"connection: close\r\n\r\n" + BODY
FRAMINGS = {"length": WITH_LENGTH, "chunks": IN_CHUNKS, "until the end": UNTIL_THE_END}
ORDER = OrderIntent("x", "005930", Side.BUY, OrderType.MARKET, 1, None)


@dataclass
class Cutter:
    """Answers each request as the script says, else with an answer up to a cut, whole when there
    is none; then it breaks the connection.
    """

    answer: bytes = b""
    cuts: list[int] = field(default_factory=list)
    script: list[bytes] = field(default_factory=list)
    port: int = 0
    requests: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"POST"):
            await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split()[0]))
        self.requests += 1
        answer = self.script.pop(0) if self.script else self.answer
        writer.write(answer[: self.cuts.pop(0)] if self.cuts else answer)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def cutting() -> AsyncIterator[Cutter]:
    cutter = Cutter()
    async with await asyncio.start_server(cutter.serve, "127.0.0.1", 0) as server:
        cutter.port = server.sockets[0].getsockname()[1]
        yield cutter


@asynccontextmanager
async def connected(cutter: Cutter) -> AsyncIterator[KisClient]:
    """A client that never waits for the limit: each look at its clock takes a second."""
    seconds = itertools.count()
    environment = Peer(port=cutter.port).environment()
    store = MemoryStore(token=aged_token("kept"))
    client = KisClient(environment, store, clock=lambda: float(next(seconds)))
    try:
        yield client
    finally:
        await client.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads pause for no time between repeats, and are not given up for the clock's running on."""
    monkeypatch.setattr("kis_desktop.kis.sender.MAX_SECONDS", float("inf"))
    monkeypatch.setattr("kis_desktop.kis.sender._pause", lambda _kind, _tries: 0.0)


async def submitted(client: KisClient) -> str:
    """The order's number, or that nobody knows what became of it."""
    try:
        return (await client.broker.submit(ORDER)).order_no
    except OrderUncertain:
        return "uncertain"


@pytest.mark.parametrize("framing", FRAMINGS)
async def test_an_order_is_uncertain_wherever_its_answer_breaks_and_is_sent_once(
    framing: str,
) -> None:
    answer = FRAMINGS[framing]
    async with cutting() as cutter, connected(cutter) as client:
        cutter.answer = answer
        for cut in range(len(answer) + 1):
            cutter.cuts = [cut]
            before = cutter.requests
            number = await submitted(client)
            assert number == ("0000203311" if cut == len(answer) else "uncertain")
            assert cutter.requests == before + 1


@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.usefixtures("quick")
async def test_a_read_is_asked_again_wherever_its_answer_breaks(framing: str) -> None:
    answer = FRAMINGS[framing]
    async with cutting() as cutter, connected(cutter) as client:
        cutter.answer = answer
        for cut in range(len(answer)):
            cutter.cuts = [cut]
            before = cutter.requests
            read = await client.rest.call(
                "domestic_stock/inquire_price", {"FID_INPUT_ISCD": "005930"}
            )
            assert read.need("output")["stck_prpr"] == "71900"
            assert cutter.requests == before + 2


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("cut", [0, 1, len(HEAD), len(WITH_LENGTH) - len(BODY), -1])
async def test_a_read_whose_answers_all_break_fails_clearly(cut: int) -> None:
    async with cutting() as cutter, connected(cutter) as client:
        cutter.answer = WITH_LENGTH
        cutter.cuts = [cut] * 6
        with pytest.raises(RequestFailed) as caught:
            await client.rest.call("domestic_stock/inquire_price", {"FID_INPUT_ISCD": "1"})
        assert caught.value.message.id in {"kis.unreachable", "kis.unreadable"}
        assert cutter.requests == 6


@pytest.mark.usefixtures("quick")
async def test_a_page_whose_answer_breaks_is_asked_again_alone() -> None:
    """The pages before it are kept, and none comes twice."""
    pages = [page_of("50", "M"), page_of("100", "M"), page_of(" ", "D")]
    async with cutting() as cutter, connected(cutter) as client:
        for broken, cut in itertools.product(range(3), (0, 40, 150, -1)):
            cutter.script = [*pages[:broken], pages[broken][:cut], *pages[broken:]]
            before = cutter.requests
            answer = await client.rest.call("domestic_stock/inquire_balance")
            assert [row["pdno"] for row in answer.rows("output1")] == ["50", "100", " "]
            assert cutter.requests == before + 4


def page_of(position: str, more: str) -> bytes:
    body = (
        f'{{"rt_cd":"0","msg_cd":"KIOK0510","output1":[{{"pdno":"{position}","x":"1"}}],'
        f'"ctx_area_fk100":"f","ctx_area_nk100":"{position}"}}'
    ).encode()
    head = f"HTTP/1.1 200 OK\r\ntr_cont: {more}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body
