import asyncio
import time
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
import pytest
from websockets.asyncio.server import serve

from kis_desktop.domain.connection import LinkState, Notices, Standing
from kis_desktop.domain.message import message
from kis_desktop.domain.order_report import NoticeKind
from kis_desktop.kis.client import KisClient
from tests.unit.kis.line_peer import (
    BOOK,
    FILL,
    PING,
    QUICK,
    TRADE,
    Hang,
    Heard,
    Line,
    Running,
    Watch,
    sealed,
)
from tests.unit.kis.peer import Answer, MemoryStore, Peer, aged_token, refused_port, settled


async def test_the_line_is_live_when_all_that_was_wanted_is_confirmed(running: Running) -> None:
    async with running(trades=["005930", "000660"], books=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        assert heard.states() == [LinkState.CONNECTING, LinkState.LIVE]
        assert line.said == [
            ("1", "H0STCNI0", "simuser"),
            ("1", "H0STCNT0", "005930"),
            ("1", "H0STASP0", "005930"),
            ("1", "H0STCNT0", "000660"),
        ]
        assert set(line.keys) == {"approval-1"}
        assert heard.stream.live() == (frozenset({"005930", "000660"}), frozenset({"005930"}))
        assert heard.stream.registered() == 4
        latency = heard.stream.status.latency_ms
        assert latency is not None
        assert latency > 0
    assert heard.stream.status.state is LinkState.OFFLINE
    assert heard.stream.live() == (frozenset(), frozenset())


async def test_without_an_hts_id_there_are_no_notices(running: Running, store: MemoryStore) -> None:
    store.hts = ""
    async with running(trades=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        assert line.said == [("1", "H0STCNT0", "005930")]
        state, reason, again = heard.stream.notices()
        assert (state, again) == (Notices.POLLING, None)
        assert reason == message("kis.notices_no_id")


async def test_trades_books_and_notices_arrive_as_values(running: Running) -> None:
    book = "005930^131926^0" + "^66000" * 10 + "^65900" * 10 + "^10" * 20 + "^100^100" + "^0" * 15
    async with running(trades=["005930"], books=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        other = TRADE.replace("005930", "000660", 1)
        await line.send(
            f"0|H0STCNT0|003|{TRADE}^{TRADE}^{other}",
            f"0|H0STASP0|001|{book}",
            f"1|H0STCNI0|001|{sealed(FILL)}",
        )
        await settled(lambda: bool(heard.notices))
        assert [(symbol, len(run)) for symbol, run in heard.trades] == [
            ("005930", 2),
            ("000660", 1),
        ]
        assert heard.books[0].symbol == "005930"
        (notice,) = heard.notices
        assert (notice.kind, notice.quantity) == (NoticeKind.FILLED, 4)
        assert notice.price == Decimal(71900)
        assert notice.authentic


async def test_a_notice_that_came_open_says_so(running: Running) -> None:
    async with running() as (line, heard):
        await heard.becomes(LinkState.LIVE)
        await line.send(f"0|H0STCNI0|001|{FILL}")
        await settled(lambda: bool(heard.notices))
        assert not heard.notices[0].authentic


async def test_a_notice_of_another_account_goes_nowhere_and_is_told_once(
    running: Running,
) -> None:
    foreign = sealed(FILL.replace("1234567801", "8765432101"))
    async with running() as (line, heard):
        await heard.becomes(LinkState.LIVE)
        await line.send(*[f"1|H0STCNI0|001|{foreign}"] * 3, f"1|H0STCNI0|001|{sealed(FILL)}")
        await settled(lambda: bool(heard.notices))
        assert len(heard.notices) == 1
        assert heard.reasons() == ["kis.notice_other_account"]


@pytest.mark.parametrize("account", ["12345678", "123456****", "12****7801", "          "])
async def test_a_notice_that_does_not_say_whose_it_is_proves_nothing(
    running: Running, account: str
) -> None:
    unclear = sealed(FILL.replace("1234567801", account))
    async with running() as (line, heard):
        await heard.becomes(LinkState.LIVE)
        await line.send(f"1|H0STCNI0|001|{unclear}")
        await settled(lambda: bool(heard.notices))
        assert not heard.notices[0].authentic
        assert heard.reasons() == ["kis.notice_account_unclear"]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (f"1|H0STCNI0|001|{sealed(FILL.replace('12345678', '87654321'))}", "other_account"),
        (f"0|H0STCNI0|001|{FILL.replace('12345678', '87654321')}", "other_account"),
        ("1|H0STCNI0|001|not base64", "undecipherable"),
        (f"1|H0STCNI0|001|{sealed('simuser^1234567801')}", "frame_unreadable"),
        (f"1|H0STCNI0|001|{sealed(FILL.replace('0000000004', '0000000000'))}", "frame_unreadable"),
    ],
)
async def test_a_notice_that_goes_nowhere_leaves_one_line_in_the_log(
    running: Running, caplog: pytest.LogCaptureFixture, frame: str, reason: str
) -> None:
    async with running() as (line, heard):
        await heard.becomes(LinkState.LIVE)
        await line.send(*[frame] * 3, f"1|H0STCNI0|001|{sealed(FILL)}")
        await settled(lambda: bool(heard.notices))
        assert len(heard.notices) == 1
    (logged,) = [one.getMessage() for one in caplog.records if "CNI" in one.getMessage()]
    assert reason in logged
    for personal in ("12345678", "87654321", "simuser"):
        assert personal not in logged


async def test_the_server_is_told_that_we_live_and_tells_its_time(running: Running) -> None:
    async with running() as (line, heard):
        await heard.becomes(LinkState.LIVE)
        await line.send(PING)
        await settled(lambda: PING in line.texts)
        assert heard.times == [datetime(2026, 11, 20, 9, 0, 10, tzinfo=ZoneInfo("Asia/Seoul"))]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense", "kis.frame_unreadable"),
        ("{", "kis.frame_unreadable"),
        (b"\x00bytes", "kis.frame_unreadable"),
        ("0|H0STCNT0|002|a^b^c", "kis.frame_unreadable"),
        ("0|H0STASP0|002|a^b^c", "kis.frame_unreadable"),
        ("0|H0STCNI0|002|a^b^c", "kis.frame_unreadable"),
        ("0|H0STCNT0|001|a^b^c", "kis.frame_unreadable"),
        ("0|H0STASP0|001|a^b^c", "kis.frame_unreadable"),
        ("0|H0STCNI0|001|a^b^c", "kis.frame_unreadable"),
        ("0|H0STCNI0|001|" + FILL.replace("^01^0^", "^09^0^"), "kis.frame_unreadable"),
        ("0|H0UNCNT0|001|a^b^c", "kis.frame_unreadable"),
        ("1|H0STCNI0|001|not base64", "kis.notice_undecipherable"),
        ("1|H0STCNI9|001|" + sealed(FILL), "kis.notice_undecipherable"),
        ("0|H0STCNT0|001|" + TRADE.replace("71950", "x", 1), "kis.frame_unreadable"),
    ],
)
async def test_what_does_not_read_is_told_once_and_the_line_lives_on(
    running: Running, text: str | bytes, reason: str
) -> None:
    async with running(trades=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        for _ in range(3):
            await line.sessions[-1].send(text)
        await line.send(f"0|H0STCNT0|001|{TRADE}")
        await settled(lambda: bool(heard.trades))
        assert heard.reasons() == [reason]
        assert heard.stream.status.state is LinkState.LIVE
        assert len(line.sessions) == 1


async def test_a_change_of_wishes_is_made_in_place(running: Running) -> None:
    clock = Watch()
    async with running(clock=clock, trades=["005930", "000660"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        heard.stream.want(["000660", "035420"], ["000660"])
        await settled(lambda: heard.stream.live()[1] == {"000660"})
        assert ("2", "H0STCNT0", "005930") not in line.said
        clock.ahead = 61.0
        await settled(lambda: heard.stream.live()[0] == {"000660", "035420"})
        await settled(lambda: ("H0STCNT0", "005930") not in line.held)
        assert len(line.sessions) == 1
        assert line.held == {
            ("H0STCNI0", "simuser"),
            ("H0STCNT0", "000660"),
            ("H0STCNT0", "035420"),
            ("H0STASP0", "000660"),
        }


async def test_never_more_than_forty_registrations_are_held(running: Running) -> None:
    first = [f"{number:06}" for number in range(60)]
    second = [f"{number:06}" for number in range(30, 90)]
    async with running(trades=first) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        assert len(heard.stream.live()[0]) == 39
        heard.stream.want(second, [])
        await settled(lambda: heard.stream.live()[0] == frozenset(second[:39]))
        assert line.most_held == 40


async def test_an_answer_that_stays_away_is_asked_for_again(running: Running) -> None:
    line = Line(judge=lambda _, key: Hang() if key == "005930" else "OPSP0000")
    async with running(line, trades=["005930", "000660"]) as (line, heard):
        await settled(lambda: ("1", "H0STCNT0", "000660") in line.said)
        assert heard.stream.status.state is LinkState.CONNECTING
        assert heard.stream.live() == (frozenset(), frozenset())


async def test_one_that_is_never_answered_is_told_and_the_rest_lives(
    peer: Peer, store: MemoryStore
) -> None:
    line = Line(judge=lambda _, key: Hang() if key == "005930" else "OPSP0000")
    async with serve(line.serve, "127.0.0.1", 0, ping_interval=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        client = KisClient(
            peer.environment(ws_port=port),
            store,
            clock=lambda: time.monotonic() * 50,
            timing=msgspec.structs.replace(QUICK, silence=1000.0),
        )
        heard = Heard(client.stream)
        heard.listen()
        client.stream.want(["005930", "000660"], [])
        task = asyncio.create_task(client.stream.run())
        try:
            await heard.becomes(LinkState.LIVE)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await client.close()
    assert line.said.count(("1", "H0STCNT0", "005930")) == 3
    assert "kis.subscription_unanswered" in heard.reasons()


async def test_a_refused_registration_is_told_and_the_rest_lives(running: Running) -> None:
    line = Line(judge=lambda _, key: "OPSP8992" if key == "BAD" else "OPSP0000")
    async with running(line, trades=["BAD", "000660"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        assert heard.reasons() == ["kis.subscription_refused"]
        assert heard.stream.live()[0] == {"000660"}
        refusal = next(one.reason for one in heard.statuses if one.reason is not None)
        assert (refusal.code, refusal.arguments["key"]) == ("OPSP8992", "BAD")


@pytest.mark.parametrize("code", ["OPSP0002"])
async def test_what_is_registered_already_counts_as_confirmed(running: Running, code: str) -> None:
    async with running(Line(judge=lambda *_: code), trades=["005930"]) as (_, heard):
        await heard.becomes(LinkState.LIVE)
        assert heard.stream.live()[0] == {"005930"}


async def test_after_a_drop_there_is_a_gap_until_all_is_confirmed_again(
    running: Running,
) -> None:
    async with running(trades=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        line.sessions[-1].transport.abort()
        await heard.becomes(LinkState.GAP)
        assert heard.stream.live() == (frozenset(), frozenset())
        assert heard.stream.registered() == 0
        gap = heard.stream.status
        assert gap.reason is not None
        assert gap.reason.id == "kis.stream_dropped"
        assert gap.retry_at is not None
        assert gap.retry_at - gap.since > 0.9
        heard.stream.connect_now()
        await heard.becomes(LinkState.LIVE)
        assert LinkState.CONNECTING not in heard.states()[2:]
        assert len(line.sessions) == 2
        assert heard.stream.live()[0] == {"005930"}


async def test_silence_ends_the_line(running: Running) -> None:
    timing = msgspec.structs.replace(QUICK, silence=0.1)
    async with running(timing=timing) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        await heard.becomes(LinkState.GAP)
        assert heard.reasons() == ["kis.stream_silent"]
        await settled(lambda: line.sessions[0].state.name == "CLOSED")


async def test_a_computer_that_slept_does_not_trust_the_line_that_looks_open(
    running: Running,
) -> None:
    clock = Watch()
    async with running(clock=clock, trades=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        clock.ahead -= 3_600.0  # the wall's clock went on, the monotonic one stood still
        await settled(lambda: "kis.stream_asleep" in heard.reasons())
        assert heard.states()[-1] is LinkState.GAP
        await settled(lambda: line.sessions[0].state.name == "CLOSED")


async def test_while_another_program_holds_the_line_it_is_left_alone(running: Running) -> None:
    async with running(Line(judge=lambda *_: "OPSP8996")) as (line, heard):
        await settled(lambda: "kis.in_use" in heard.reasons())
        status = heard.stream.status
        assert status.retry_at is not None
        assert 59 < status.retry_at - status.since < 61
        assert len(line.sessions) == 1


async def test_an_approval_key_that_is_not_accepted_is_renewed_once(
    running: Running, peer: Peer, store: MemoryStore
) -> None:
    store.approval = aged_token("old")
    line = Line(judge=lambda *_: "OPSP0011" if line.keys[-1] == "old" else "OPSP0000")
    async with running(line, trades=["005930"]) as (line, heard):
        await settled(lambda: "kis.approval" in heard.reasons())
        heard.stream.connect_now()
        await heard.becomes(LinkState.LIVE)
        assert line.keys[0] == "old"
        assert line.keys[-1] == "approval-1"
        assert len(peer.seen("Approval")) == 1


async def test_the_same_dead_approval_key_again_is_left_alone_and_blocks_nothing(
    running: Running, peer: Peer, store: MemoryStore
) -> None:
    store.approval = aged_token("approval-1")
    async with running(Line(judge=lambda *_: "OPSP0011"), trades=["005930"]) as (line, heard):
        await settled(lambda: "kis.approval_same_again" in heard.reasons())
        heard.stream.connect_now()
        await settled(lambda: heard.reasons().count("kis.approval_same_again") == 2)
        assert LinkState.BLOCKED not in heard.states()
        assert heard.stream.status.retry_at is not None
        assert len(peer.seen("Approval")) == 1
        assert len(line.sessions) == 1


async def test_a_wrong_key_blocks_the_line_until_the_trader_asks(
    running: Running, peer: Peer
) -> None:
    peer.handlers["Approval"] = lambda _: Answer({"error_code": "EGW00103"}, 403)
    async with running() as (line, heard):
        await heard.becomes(LinkState.BLOCKED)
        assert heard.reasons() == ["kis.wrong_key"]
        assert len(peer.seen("Approval")) == 1
        assert line.sessions == []


async def test_a_blocked_line_is_tried_again_when_the_trader_asks(
    running: Running, peer: Peer
) -> None:
    peer.handlers["Approval"] = lambda _: Answer({"error_code": "EGW00003"}, 403)
    async with running(trades=["005930"]) as (_, heard):
        await heard.becomes(LinkState.BLOCKED)
        heard.stream.connect_now()
        await settled(lambda: heard.states().count(LinkState.BLOCKED) == 2)
        assert len(peer.seen("Approval")) == 1


async def test_a_wrong_hts_id_costs_the_notices_and_not_the_line(running: Running) -> None:
    line = Line(judge=lambda tr_id, _: None if tr_id == "H0STCNI0" else "OPSP0000")
    async with running(line, trades=["005930"]) as (line, heard):
        await settled(lambda: "kis.stream_dropped" in heard.reasons())
        heard.stream.connect_now()
        await settled(lambda: "kis.hts_id_suspect" in heard.reasons())
        await heard.becomes(LinkState.LIVE)
        assert heard.stream.live()[0] == {"005930"}
        assert not heard.stream.notices_live
        state, reason, again = heard.stream.notices()
        assert (state, reason) == (Notices.WITHHELD, message("kis.hts_id_suspect"))
        assert again is not None


@dataclass
class Doubted:
    """A server that closes the line at notices until it `forgives`."""

    forgives: bool = False

    def __call__(self, tr_id: str, _: str) -> str | None:
        return None if tr_id == "H0STCNI0" and not self.forgives else "OPSP0000"


async def without_notices(heard: Heard) -> None:
    await settled(lambda: "kis.stream_dropped" in heard.reasons())
    heard.stream.connect_now()
    await settled(lambda: "kis.hts_id_suspect" in heard.reasons())
    await heard.becomes(LinkState.LIVE)


async def test_withheld_notices_are_tried_again_when_the_trader_asks(running: Running) -> None:
    judge = Doubted()
    async with running(Line(judge=judge), trades=["005930"]) as (line, heard):
        await without_notices(heard)
        judge.forgives = True
        sessions, told = len(line.sessions), len(heard.statuses)
        heard.stream.connect_now()
        await settled(lambda: heard.stream.notices_live)
        await settled(lambda: len(heard.statuses) > told)
        assert heard.states()[told:] == [LinkState.LIVE]
        assert len(line.sessions) == sessions


async def test_withheld_notices_are_tried_again_after_ten_minutes(running: Running) -> None:
    judge, clock = Doubted(), Watch()
    async with running(Line(judge=judge), clock=clock, trades=["005930"]) as (line, heard):
        await without_notices(heard)
        asked = line.said.count(("1", "H0STCNI0", "simuser"))
        clock.ahead = 590.0
        heard.stream.want(["005930", "000660"], [])
        await settled(lambda: heard.stream.live()[0] == {"005930", "000660"})
        assert line.said.count(("1", "H0STCNI0", "simuser")) == asked
        judge.forgives = True
        clock.ahead = 610.0
        await settled(lambda: heard.stream.notices_live)
        assert heard.stream.status.state is LinkState.LIVE


async def test_notices_that_close_the_line_once_more_are_withheld_at_once(
    running: Running,
) -> None:
    async with running(Line(judge=Doubted()), trades=["005930"]) as (line, heard):
        await without_notices(heard)
        heard.stream.connect_now()
        await settled(lambda: heard.reasons().count("kis.hts_id_suspect") == 2)
        assert line.said.count(("1", "H0STCNI0", "simuser")) == 3


async def test_a_server_that_closes_at_everything_costs_no_notices_once_it_is_well(
    running: Running,
) -> None:
    well: list[bool] = []
    line = Line(judge=lambda *_: "OPSP0000" if well else None)
    async with running(line, trades=["005930"]) as (line, heard):
        await settled(lambda: "kis.stream_dropped" in heard.reasons())
        heard.stream.connect_now()
        await settled(lambda: "kis.hts_id_suspect" in heard.reasons())
        await settled(lambda: heard.reasons()[-1] == "kis.stream_dropped")
        well.append(True)
        await heard.becomes(LinkState.LIVE)
        assert heard.stream.notices_live


@pytest.mark.parametrize("wait", ["asked", "ten minutes"])
async def test_refused_notices_are_asked_for_again(running: Running, wait: str) -> None:
    verdicts, clock = ["OPSP8992"], Watch()
    line = Line(
        judge=lambda tr_id, _: verdicts.pop() if verdicts and "CNI" in tr_id else "OPSP0000"
    )
    async with running(line, clock=clock, trades=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        assert not heard.stream.notices_live
        state, reason, again = heard.stream.notices()
        assert (state, reason) == (Notices.WITHHELD, message("kis.notices_refused"))
        assert again is not None
        if wait == "asked":
            heard.stream.connect_now()
        else:
            clock.ahead = 610.0
        await settled(lambda: heard.stream.notices_live)
        assert len(line.sessions) == 1


async def test_notices_are_live_from_their_confirmation_to_the_end_of_the_line(
    running: Running,
) -> None:
    async with running() as (line, heard):
        assert not heard.stream.notices_live
        assert heard.stream.notices() == (Notices.POLLING, None, None)
        await settled(lambda: heard.stream.notices_live)
        assert heard.stream.notices() == (Notices.LIVE, None, None)
        await heard.becomes(LinkState.LIVE)
        line.sessions[-1].transport.abort()
        await heard.becomes(LinkState.GAP)
        assert not heard.stream.notices_live


@pytest.mark.parametrize(
    ("listener", "text"),
    [
        ("on_trades", f"0|H0STCNT0|001|{TRADE}"),
        ("on_book", f"0|H0STASP0|001|{BOOK}"),
        ("on_notice", f"1|H0STCNI0|001|{sealed(FILL)}"),
        ("on_server_time", PING),
    ],
)
async def test_a_listener_that_fails_costs_the_session_and_nothing_more(
    running: Running, listener: str, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise LookupError("the listener's own mistake")

    async with running(trades=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        setattr(heard.stream, listener, fail)
        await line.send(text)
        await heard.becomes(LinkState.GAP)
        assert heard.reasons() == ["kis.stream_failed"]
        gap = heard.stream.status
        assert gap.retry_at is not None
        assert gap.retry_at - gap.since > 0.9
        (logged,) = [one for one in caplog.records if one.name == "kis_desktop.kis.line_session"]
        assert logged.exc_info is not None
        assert "the listener's own mistake" in str(logged.exc_info[1])
        heard.stream.connect_now()
        await heard.becomes(LinkState.LIVE)


async def test_who_cancels_the_line_while_it_ends_is_heard(running: Running) -> None:
    async with running(trades=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        task = heard.task
        assert task is not None

        def cancel_and_fail(*_: object) -> None:
            task.cancel()
            raise LookupError

        heard.stream.on_trades = cancel_and_fail
        await line.send(f"0|H0STCNT0|001|{TRADE}")
        await settled(task.done)
        assert task.cancelled()


async def test_a_key_that_cannot_be_sent_blocks_the_line(
    running: Running, peer: Peer, store: MemoryStore
) -> None:
    store.app_key = "pasted\nkey"
    async with running() as (line, heard):
        await heard.becomes(LinkState.BLOCKED)
        assert heard.reasons() == ["kis.app_key_characters"]
        assert line.sessions == []
        assert peer.requests == []


async def test_a_server_that_is_not_there_is_tried_again_later(
    peer: Peer, store: MemoryStore
) -> None:
    port = await refused_port()
    client = KisClient(peer.environment(ws_port=port), store, timing=QUICK)
    heard = Heard(client.stream)
    heard.listen()
    task = asyncio.create_task(client.stream.run())
    await settled(lambda: "kis.unreachable" in heard.reasons())
    assert heard.stream.status.state is LinkState.CONNECTING
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await client.close()


async def test_a_server_with_three_places_keeps_the_important_ones_and_is_asked_again_later(
    running: Running,
) -> None:
    clock, line = Watch(), Line()
    line.judge = lambda *_: "OPSP0000" if len(line.held) < places else "OPSP0008"
    places = 3
    many = [f"{number:06}" for number in range(20)]
    async with running(line, clock=clock, trades=many) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        assert line.said[0] == ("1", "H0STCNI0", "simuser")
        assert heard.stream.live()[0] == {"000000", "000001"}
        standings = [one.standing for one in heard.stream.registrations_shown()]
        assert standings == [Standing.CONFIRMED] * 3 + [Standing.NO_ROOM] * 18
        asked = len(line.said)
        assert asked <= 8
        clock.ahead = 290.0
        heard.stream.want([*many, "999999"], [])
        await asyncio.sleep(0.1)
        assert len(line.said) == asked
        places = 10
        clock.ahead = 301.0
        await settled(lambda: len(heard.stream.live()[0]) == 9)
        assert len(line.sessions) == 1


async def test_a_renewed_registration_is_taken_back_and_asked_for_in_place(
    running: Running,
) -> None:
    async with running(trades=["005930", "000660"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        told = len(line.said)
        heard.stream.renew("005930")
        await settled(lambda: len(line.said) == told + 2)
        assert line.said[told:] == [("2", "H0STCNT0", "005930"), ("1", "H0STCNT0", "005930")]
        await settled(lambda: heard.stream.live()[0] == {"005930", "000660"})
        assert heard.states().count(LinkState.LIVE) == 1
        assert len(line.sessions) == 1


async def test_each_market_has_channels_of_its_own(running: Running) -> None:
    keys = ["005930@NXT", "005930", "005930@UN"]
    async with running(trades=keys, books=keys[:1]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        assert line.said[1:] == [
            ("1", "H0NXCNT0", "005930"),
            ("1", "H0NXASP0", "005930"),
            ("1", "H0STCNT0", "005930"),
            ("1", "H0UNCNT0", "005930"),
        ]
        assert heard.stream.live() == (frozenset(keys), frozenset({"005930@NXT"}))
        assert heard.stream.placed() == heard.stream.live()
        await line.send(f"0|H0NXCNT0|001|{TRADE}")
        await settled(lambda: bool(heard.trades))
        assert heard.trades[0][0] == "005930@NXT"
        heard.stream.renew("005930@NXT")
        await settled(lambda: ("2", "H0NXCNT0", "005930") in line.said)
