"""A recording in the place of the network: answers, frames and their times, and nothing else."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import msgspec
import pytest

from kis_desktop.catalogue import loader
from kis_desktop.domain.message import Message
from kis_desktop.domain.traffic import LineTraffic, RestTraffic
from kis_desktop.kis import playback_line
from kis_desktop.kis.line_socket import Dropped
from kis_desktop.kis.playback_clock import FASTEST, SLOWEST, PlayClock
from kis_desktop.kis.playback_line import PlaybackLine, PlaybackSocket
from kis_desktop.kis.playback_wire import PlaybackWire
from kis_desktop.kis.protocol.notice import decipher
from kis_desktop.kis.protocol.reply import read_reply
from tests.patience import PATIENCE_S

PRICE = "domestic_stock/inquire_price"
MINUTES = "domestic_stock/inquire_time_itemchartprice"
ORDER = "domestic_stock/order_cash"


class Seconds:
    """Monotonic seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Recording:
    """What was recorded, in memory."""

    def __init__(self, *traffic: RestTraffic | LineTraffic) -> None:
        self._rest = [one for one in traffic if isinstance(one, RestTraffic)]
        self._line = [one for one in traffic if isinstance(one, LineTraffic)]

    def requests(self) -> Iterator[tuple[int, RestTraffic]]:
        return iter(enumerate(self._rest))

    def request(self, number: int) -> RestTraffic:
        return self._rest[number]

    def lines(self) -> Iterator[LineTraffic]:
        return iter(self._line)


def answer(
    text: str,
    at: float = 0.0,
    endpoint_id: str = PRICE,
    fields: dict[str, str] | None = None,
    *,
    code: str = "MCA00000",
    failure: str = "",
    tr_cont: str = "",
) -> RestTraffic:
    try:
        endpoint = loader.endpoint(endpoint_id)
    except LookupError:
        endpoint = loader.endpoint(PRICE)
    body = {"rt_cd": "0", "msg_cd": code, "msg1": text}
    return RestTraffic(
        at=at,
        seconds=0.1,
        endpoint_id=endpoint_id,
        method=endpoint.method,
        path=endpoint.path,
        tr_id=next(iter(endpoint.tr_real.values())),
        tr_cont=tr_cont,
        fields=fields or {},
        status=0 if failure else 200,
        headers={} if failure else {"tr_cont": "M", "date": "old", "content-type": "text/x"},
        content=b"" if failure else json.dumps(body).encode(),
        failure=failure,
    )


def refusal(tr_id: str) -> str:
    return "not here" if tr_id else "of what"


class Room:
    """A wire on a recording whose clock a test sets."""

    def __init__(self, *traffic: RestTraffic, market: datetime | None = None) -> None:
        self.seconds = Seconds()
        self.clock = PlayClock(50.0, monotonic=self.seconds)
        self.wire = PlaybackWire(Recording(*traffic), self.clock, refusal, lambda: market)

    async def ask(
        self, endpoint_id: str = PRICE, fields: dict[str, str] | None = None, tr_cont: str = ""
    ) -> httpx.Response:
        endpoint = loader.endpoint(endpoint_id)
        headers = {"tr_id": next(iter(endpoint.tr_real.values())), "tr_cont": tr_cont}
        url = f"http://recording.invalid{endpoint.path}"
        async with httpx.AsyncClient(transport=self.wire) as client:
            return await client.request(endpoint.method, url, params=fields or {}, headers=headers)

    async def said(self, fields: dict[str, str] | None = None, endpoint_id: str = PRICE) -> str:
        told = (await self.ask(endpoint_id, fields)).json()
        return str(told["msg1"])

    def at(self, position: float) -> None:
        self.seconds.now = 100.0 + position


async def test_the_newest_answer_up_to_the_position_is_given() -> None:
    room = Room(answer("late", 20.0), answer("first", 0.0), answer("second", 10.0))
    room.clock.start()
    for position, text in ((0.2, "first"), (8.0, "first"), (10.2, "second"), (49.0, "late")):
        room.at(position)
        assert await room.said() == text


async def test_an_answer_that_comes_soon_is_waited_for_and_a_later_one_is_not() -> None:
    room = Room(answer("soon", 0.05), answer("later", 30.0, fields={"FID_INPUT_ISCD": "1"}))
    asking = asyncio.create_task(room.said())
    await asyncio.sleep(0.02)
    assert not asking.done()
    room.at(0.2)
    room.clock.set_speed(1.0)
    assert await asking == "soon"
    assert await room.said({"FID_INPUT_ISCD": "1"}) == "not here"


async def test_who_asks_a_moment_earlier_than_it_was_asked_waits_for_that_answer() -> None:
    room = Room(answer("before"), answer("after", 10.0))
    room.clock.start()
    room.at(8.6)
    asking = asyncio.create_task(room.said())
    await asyncio.sleep(0.02)
    assert not asking.done()
    room.at(10.2)
    room.clock.set_speed(1.0)
    assert await asking == "after"


async def test_what_was_not_recorded_is_refused_in_words() -> None:
    room = Room(answer("known", fields={"FID_INPUT_ISCD": "005930"}))
    room.clock.start()
    room.at(1.0)
    assert await room.said({"FID_INPUT_ISCD": "000660"}) == "not here"
    refused = await room.ask()
    told = refused.json()
    assert (told["rt_cd"], told["msg_cd"]) == ("1", "REPLAY")
    reply = read_reply(200, refused.content)
    assert reply is not None
    assert reply.message() == Message("recorder.not_recorded", {}, "REPLAY", "not here")


async def test_pages_are_told_apart_and_headers_are_the_recorded_ones() -> None:
    room = Room(
        answer("one"),
        answer("two", tr_cont="N"),
        market=datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC),
    )
    room.clock.start()
    room.at(1.0)
    second = await room.ask(tr_cont="N")
    assert second.json()["msg1"] == "two"
    assert second.headers["tr_cont"] == "M"
    assert second.headers["date"] == "Fri, 20 Nov 2026 01:02:03 GMT"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("101000", "ten"),
        ("101200", "ten"),
        ("103500", "not here"),
        ("103900", "later"),
        ("x", "not here"),
    ],
)
async def test_a_chart_up_to_now_is_found_by_a_time_nearby(asked: str, found: str) -> None:
    room = Room(
        answer("ten", 0.0, MINUTES, {"FID_INPUT_ISCD": "1", "FID_INPUT_HOUR_1": "101000"}),
        answer("later", 0.0, MINUTES, {"FID_INPUT_ISCD": "1", "FID_INPUT_HOUR_1": "104000"}),
    )
    room.clock.start()
    room.at(1.0)
    fields = {"FID_INPUT_ISCD": "1", "FID_INPUT_HOUR_1": asked}
    assert await room.said(fields, MINUTES) == found


async def test_a_header_that_no_server_sends_is_left_out() -> None:
    odd = msgspec.structs.replace(answer("odd"), headers={"tr_cont": "다음", "tr_id": ""})
    room = Room(odd)
    room.clock.start()
    room.at(1.0)
    told = await room.ask()
    assert told.json()["msg1"] == "odd"
    assert "tr_cont" not in told.headers


@pytest.mark.parametrize(
    ("failure", "raised"),
    [("kis.timed_out", httpx.ReadTimeout), ("kis.unreachable", httpx.ReadError)],
)
async def test_a_recorded_failure_fails_again(
    failure: str, raised: type[httpx.TransportError]
) -> None:
    room = Room(answer("", failure=failure))
    room.clock.start()
    room.at(1.0)
    with pytest.raises(raised):
        await room.ask()


async def test_an_order_never_gets_an_answer() -> None:
    room = Room(answer("bought", endpoint_id=ORDER))
    with pytest.raises(httpx.ConnectError):
        await room.ask(ORDER)


async def test_refusals_for_haste_and_old_tokens_and_what_does_not_read_are_no_answers() -> None:
    odd = answer("odd")
    room = Room(
        answer("fine", 0.0),
        answer("too fast", 1.0, code="EGW00201"),
        answer("old token", 1.0, code="EGW00123"),
        answer("unknown", 1.0, "nobody/knows"),
        msgspec.structs.replace(odd, at=1.0, content=b"["),
        msgspec.structs.replace(odd, at=1.0, content=b""),
    )
    room.clock.start()
    room.at(9.0)
    assert await room.said() == "fine"


def test_the_clock_runs_at_its_speed_and_stands_when_held() -> None:
    seconds = Seconds()
    clock = PlayClock(100.0, 2.0, seconds)
    seconds.now += 5
    assert (clock.position(), clock.runs) == (0.0, False)
    clock.start()
    clock.start()
    seconds.now += 5
    assert (clock.position(), clock.runs) == (10.0, True)
    clock.pause()
    seconds.now += 5
    assert (clock.position(), clock.paused, clock.runs) == (10.0, True, False)
    clock.go_on()
    with clock.held():
        seconds.now += 5
        assert (clock.position(), clock.runs) == (10.0, False)
    clock.set_speed(1000)
    assert clock.speed == FASTEST
    seconds.now += 0.5
    assert clock.position() == 60.0
    clock.set_speed(0)
    assert clock.speed == SLOWEST
    seconds.now += 1000
    assert (clock.position(), clock.runs) == (100.0, False)


async def test_who_waits_for_a_position_is_woken_by_time_and_by_the_trader() -> None:
    clock = PlayClock(100.0, 50.0)
    clock.start()
    async with asyncio.timeout(PATIENCE_S):
        await clock.until(1.0)
        assert clock.position() >= 1.0
        clock.pause()
        waiting = asyncio.create_task(clock.until(1000.0))
        await asyncio.sleep(0.02)
        clock.set_speed(100)
        clock.go_on()
        await waiting
    assert clock.position() == 100.0


def frame(symbol: str, text: str = "x", tr_id: str = "H0STCNT0") -> str:
    return f"0|{tr_id}|001|{symbol}^{text}"


def opened(at: float, session: int = 1) -> LineTraffic:
    return LineTraffic(at, session, True, "")


def ended(at: float, session: int = 1) -> LineTraffic:
    return LineTraffic(at, session, False, "")


def heard(at: float, text: str, session: int = 1) -> LineTraffic:
    return LineTraffic(at, session, False, text)


def registration(tr_id: str, key: str, kind: str = "1") -> str:
    return json.dumps(
        {"header": {"tr_type": kind}, "body": {"input": {"tr_id": tr_id, "tr_key": key}}}
    )


async def texts(socket: PlaybackSocket, count: int) -> list[str]:
    async with asyncio.timeout(PATIENCE_S):
        return [str(await socket.recv()) for _ in range(count)]


def play(*lines: LineTraffic, speed: float = 100.0) -> tuple[PlaybackLine, PlayClock]:
    clock = PlayClock(max(one.at for one in lines) if lines else 0.0, speed)
    return PlaybackLine(Recording(*lines), clock), clock


async def test_frames_come_in_their_order_at_their_times() -> None:
    line, clock = play(
        opened(1.0),
        heard(2.0, frame("005930", "a")),
        heard(3.0, '{"header":{"tr_id":"PINGPONG","datetime":"20261120101500"}}'),
        LineTraffic(3.0, 1, True, '{"header":{"tr_id":"PINGPONG"}}'),
        heard(3.0, '{"header":{"tr_id":"H0STCNT0"},"body":{"msg_cd":"OPSP0000"}}'),
        heard(5.0, frame("005930", "b")),
        speed=20.0,
    )
    async with line.connect("nowhere") as socket:
        assert clock.position() >= 1.0
        await socket.send(registration("H0STCNT0", "005930"))
        confirmed, first, beat = await texts(socket, 3)
        assert json.loads(confirmed)["body"]["msg_cd"] == "OPSP0000"
        assert first == frame("005930", "a")
        assert "PINGPONG" in beat
        assert clock.position() < 5.0
        assert await texts(socket, 1) == [frame("005930", "b")]
        assert clock.position() == 5.0


async def test_a_frame_waits_for_its_registration_and_the_play_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(playback_line, "_SETTLED", 0.3)
    line, clock = play(
        opened(0.0),
        heard(0.1, frame("005930")),
        heard(0.2, frame("000660")),
        heard(0.3, frame("005930", "last")),
        speed=1.0,
    )
    async with line.connect("nowhere") as socket:
        await asyncio.sleep(0.25)
        assert clock.position() < 0.2
        await socket.send("{}")
        await socket.send(registration("H0STCNT0", "005930"))
        # nobody wants the second symbol: once the program has settled, its frame is left out
        assert (await texts(socket, 3))[1:] == [frame("005930"), frame("005930", "last")]
        await socket.send(registration("H0STCNT0", "005930", "2"))
        (gone,) = await texts(socket, 1)
        assert json.loads(gone)["body"]["msg_cd"] == "OPSP0001"
        assert not socket.wants(frame("005930"))
        assert not socket.wants("nonsense")


async def test_notices_are_enciphered_so_that_the_clients_path_is_walked() -> None:
    plain = "user^0000000101^0000004711"
    line, _ = play(opened(0.0), heard(0.1, f"0|H0STCNI0|001|{plain}"))
    async with line.connect("nowhere") as socket:
        await socket.send(registration("H0STCNI0", "anybody"))
        confirmed, notice = await texts(socket, 2)
    keys = json.loads(confirmed)["body"]["output"]
    flag, tr_id, count, sealed = notice.split("|")
    assert (flag, tr_id, count) == ("1", "H0STCNI0", "001")
    assert plain.encode() not in b64decode(sealed)
    assert decipher(sealed, keys["key"], keys["iv"]) == plain


async def test_a_drop_is_a_drop_again_and_the_next_connection_waits_for_its_time() -> None:
    line, clock = play(
        opened(0.0),
        ended(1.0),
        heard(1.5, frame("005930", "of nobody"), 2),
        opened(3.0, 2),
        heard(4.0, frame("005930", "again"), 2),
    )
    async with line.connect("nowhere") as socket:
        with pytest.raises(Dropped):
            await socket.recv()
    async with line.connect("nowhere") as socket:
        assert clock.position() >= 1.5
        await socket.send(registration("H0STCNT0", "005930"))
        assert (await texts(socket, 3))[2] == frame("005930", "again")


async def test_a_connection_that_the_program_ended_itself_does_not_end_again() -> None:
    line, _ = play(
        opened(0.0), ended(5.0), opened(6.0, 2), heard(7.0, frame("1", "2"), 2), speed=50
    )
    async with line.connect("nowhere") as socket:
        await asyncio.sleep(0)
        socket.abort()
    async with line.connect("nowhere") as socket:
        await socket.send(registration("H0STCNT0", "1"))
        assert (await texts(socket, 2))[1] == frame("1", "2")


async def test_behind_the_end_the_line_stands_and_gives_signs_of_life(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(playback_line, "_ALIVE", 0.05)
    line, _ = play(opened(0.0), ended(0.1))
    async with line.connect("nowhere") as socket:
        assert "PINGPONG" in (await texts(socket, 2))[1]
        socket.abort()
        with pytest.raises(Dropped):
            await socket.recv()
    line, _ = play()
    async with line.connect("nowhere") as socket:
        assert "PINGPONG" in (await texts(socket, 1))[0]


async def test_a_hasty_play_waits_for_its_listener() -> None:
    many = [heard(0.1, frame("005930", str(number))) for number in range(1500)]
    line, _ = play(opened(0.0), *many)
    async with line.connect("nowhere") as socket:
        await socket.send(registration("H0STCNT0", "005930"))
        await asyncio.sleep(0.05)
        told = await texts(socket, 1501)
    assert told[1:] == [one.text for one in many]
