"""The drill on the wire: what it does to requests and texts, and where there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from kis_desktop.catalogue import loader
from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.drill import Drill, DrillStatus
from kis_desktop.kis.drill import DrillBoard, DrillWire, drill_connect
from kis_desktop.kis.line_socket import Socket

READ, ACCOUNT_READ = "http://127.0.0.1/uapi/x/quotations/a", "http://127.0.0.1/uapi/x/trading/b"
ORDER, TOKEN = "http://127.0.0.1/uapi/x/trading/order-cash", "http://127.0.0.1/oauth2/tokenP"
NOTICE = "1|H0STCNI0|001|{}"
PRINT = "0|H0STCNT0|001|005930^101200^98400^2^100"


class Network(httpx.AsyncBaseTransport):
    """Counts what arrives and answers all of it."""

    def __init__(self) -> None:
        self.arrived: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.arrived.append(request.url.path)
        return httpx.Response(200, json={"rt_cd": "0"}, request=request)


class Texts:
    """A connection that says these texts."""

    def __init__(self, texts: list[str | bytes]) -> None:
        self.texts = texts
        self.is_aborted = False

    async def recv(self) -> str | bytes:
        return self.texts.pop(0)

    async def send(self, text: str) -> None:
        self.texts.append(text)

    def abort(self) -> None:
        self.is_aborted = True


@pytest.fixture
def board() -> DrillBoard:
    return DrillBoard(World.SIMULATED)


async def send(board: DrillBoard, method: str, url: str) -> tuple[Network, httpx.Response]:
    network = Network()
    async with httpx.AsyncClient(transport=DrillWire(network, board)) as client:
        return network, await client.request(method, url)


async def heard(board: DrillBoard, texts: list[str | bytes], count: int) -> list[str | bytes]:
    line = Texts(texts)

    @asynccontextmanager
    async def connect(_: str) -> AsyncIterator[Socket]:
        yield line

    async with drill_connect(connect, board)("ws://127.0.0.1") as socket:
        return [await socket.recv() for _ in range(count)]


@pytest.mark.parametrize("world", [World.REAL, World.REPLAY])
def test_there_is_no_board_for_real_money(world: World) -> None:
    with pytest.raises(ValueError, match=world.value):
        DrillBoard(world)


def test_what_is_posted_is_an_order_and_nothing_else_is() -> None:
    endpoints = [loader.endpoint(id_) for id_ in loader.endpoint_ids()]
    posted = {one.id for one in endpoints if one.method == "POST" and "/uapi/" in one.path}
    orders = {one.id for one in endpoints if one.is_order}
    assert posted - {"auth/hashkey"} == orders


async def test_an_order_whose_answer_is_lost_has_arrived_once(board: DrillBoard) -> None:
    board.start(Drill.ORDER_ANSWER_LOST)
    network = Network()
    async with httpx.AsyncClient(transport=DrillWire(network, board)) as client:
        await client.get(READ)
        with pytest.raises(httpx.ReadTimeout):
            await client.post(ORDER)
        assert (await client.post(ORDER)).status_code == 200
    assert [path.rsplit("/", 1)[1] for path in network.arrived] == ["a", "order-cash", "order-cash"]
    assert board.status() == DrillStatus(struck=((Drill.ORDER_ANSWER_LOST, 1),))


async def test_an_order_that_is_lost_never_arrives(board: DrillBoard) -> None:
    board.start(Drill.ORDER_NOT_ARRIVED)
    with pytest.raises(httpx.ReadTimeout):
        await send(board, "POST", ORDER)
    network, _ = await send(board, "POST", ORDER)
    assert network.arrived == ["/uapi/x/trading/order-cash"]


async def test_an_order_can_be_executed_and_answered_with_a_time_out(board: DrillBoard) -> None:
    board.start(Drill.ORDER_TIMED_OUT)
    network, answer = await send(board, "POST", ORDER)
    assert (answer.status_code, answer.json()["msg_cd"]) == (500, "EGW00301")
    assert len(network.arrived) == 1


async def test_limits_strike_reads_alone_and_never_keys(board: DrillBoard) -> None:
    board.start(Drill.RATE_LIMIT)
    board.start(Drill.LEDGER_LIMIT)
    assert (await send(board, "POST", TOKEN))[1].status_code == 200
    assert (await send(board, "POST", ORDER))[1].status_code == 200
    codes = [(await send(board, "GET", READ))[1].json().get("msg_cd") for _ in range(4)]
    assert codes == ["EGW00201"] * 3 + [None]
    codes = [(await send(board, "GET", ACCOUNT_READ))[1].json().get("msg_cd") for _ in range(3)]
    assert codes == ["EGW00215", "EGW00215", None]


@pytest.mark.parametrize(
    ("drill", "texts", "shown"),
    [
        (Drill.NOTICE_LOST, [NOTICE.format("a"), NOTICE.format("b")], ["b"]),
        (Drill.NOTICE_TWICE, [NOTICE.format("a"), NOTICE.format("b")], ["a", "a", "b"]),
        (Drill.NOTICE_SWAPPED, [NOTICE.format("a"), NOTICE.format("b")], ["b", "a"]),
        (Drill.NOTICE_UNREADABLE, [NOTICE.format("xyz"), NOTICE.format("b")], ["zyx", "b"]),
        (Drill.RECORD_SHORT, [PRINT, PRINT], ["005930^101200", PRINT[15:]]),
        (Drill.RECORD_LONG, [PRINT, PRINT], [PRINT[15:] + "^0^0^0", PRINT[15:]]),
    ],
)
async def test_texts_are_broken_once(
    board: DrillBoard, drill: Drill, texts: list[str | bytes], shown: list[str]
) -> None:
    board.start(drill)
    told = await heard(board, texts, len(shown))
    assert [str(text).rsplit("|", 1)[1] for text in told] == shown


async def test_a_late_notice_comes_behind_what_is_said_meanwhile(
    board: DrillBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kis_desktop.kis.drill._LATE", 0.0)
    board.start(Drill.NOTICE_LATE)
    assert await heard(board, [NOTICE.format("a"), PRINT, b"x"], 1) == [NOTICE.format("a")]
    monkeypatch.setattr("kis_desktop.kis.drill._LATE", 60.0)
    board.start(Drill.NOTICE_LATE)
    assert await heard(board, [NOTICE.format("a"), PRINT, b"x"], 2) == [PRINT, b"x"]


async def test_garbage_stands_before_the_next_control_text(board: DrillBoard) -> None:
    board.start(Drill.GARBAGE)
    told = await heard(board, [PRINT, '{"header":{}}'], 3)
    assert told[0] == PRINT
    assert told[2] == '{"header":{}}'
    assert told[1] not in (told[0], told[2])


async def test_a_drop_strikes_what_is_open_now(board: DrillBoard) -> None:
    told: list[DrillStatus] = []
    board.on_change = told.append
    line = Texts([])

    @asynccontextmanager
    async def connect(_: str) -> AsyncIterator[Socket]:
        yield line

    async with drill_connect(connect, board)("ws://127.0.0.1") as socket:
        await socket.send("x")
        board.start(Drill.LINE_DROP)
        assert line.is_aborted
    assert told == [DrillStatus(struck=((Drill.LINE_DROP, 1),))]


def test_what_waits_can_be_taken_back(board: DrillBoard) -> None:
    board.start(Drill.RATE_LIMIT)
    assert board.holds(Drill.RATE_LIMIT)
    board.clear()
    assert not board.take(Drill.RATE_LIMIT)
