import pytest

from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.traffic import LineTraffic
from kis_desktop.kis.line_tap import LineTap
from kis_desktop.kis.stream import Stream
from tests.unit.kis.line_peer import FILL, IV, KEY, PING, TRADE, Running, sealed
from tests.unit.kis.peer import settled


async def test_each_text_is_told_with_its_session_and_without_keys(running: Running) -> None:
    async with running(trades=["005930"]) as (line, heard):
        told: list[LineTraffic] = []
        heard.stream.tap = told.append
        await heard.becomes(LinkState.LIVE)
        sealed_fill = f"1|H0STCNI0|001|{sealed(FILL)}"
        await line.send(PING, f"0|H0STCNT0|001|{TRADE}", sealed_fill, "1|H0STCNI0|001|AAAA", "odd")
        await settled(lambda: told[-1].text == "odd")
        line.sessions[-1].transport.abort()
        await heard.becomes(LinkState.GAP)
        heard.stream.connect_now()
        await heard.becomes(LinkState.LIVE)
        sent = [one.text for one in told if one.sent and one.session == 1]
        came = [one.text for one in told if not one.sent and one.session == 1]
        assert sent[0] == ""
        assert '"tr_key":"simuser"' in sent[1]
        assert sent[3:] == [PING]
        assert came[-1] == ""
        assert came[-6:-1] == [
            PING,
            f"0|H0STCNT0|001|{TRADE}",
            f"0|H0STCNI0|001|{FILL}",
            "0|H0STCNI0|001|",
            "odd",
        ]
        assert came[0].startswith('{"header":{"tr_id":"H0STCNI0"')
        assert {one.session for one in told} == {1, 2}
        assert [one.at for one in told] == sorted(one.at for one in told)
        everything = "".join(one.text for one in told)
        for secret in (KEY, IV, "approval-1"):
            assert secret not in everything
        assert "approval-1" in line.texts[0]


def tapped_by(stream: Stream) -> object:
    return stream.tap


async def test_a_tap_that_fails_is_let_go_and_the_line_lives(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[LineTraffic] = []

    def fail(traffic: LineTraffic) -> None:
        calls.append(traffic)
        raise LookupError("12345678")

    async with running(trades=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        heard.stream.tap = fail
        await line.send(f"0|H0STCNT0|001|{TRADE}", f"0|H0STCNT0|001|{TRADE}")
        await settled(lambda: len(heard.trades) == 2)
        assert tapped_by(heard.stream) is None
        assert heard.stream.status.state is LinkState.LIVE
    assert len(calls) == 1
    (logged,) = [one.getMessage() for one in caplog.records if "recorded" in one.getMessage()]
    assert "LookupError" in logged
    assert "12345678" not in logged


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"header":{},"body":{"output":{"key":"k"},"rt_cd":"0"}}',
            '{"header":{},"body":{"rt_cd":"0"}}',
        ),
        ('{"body":[],"output":1}', '{"body":[],"output":1}'),
        ('{"header":{"tr_key":"005930"}}', '{"header":{"tr_key":"005930"}}'),
        ('{"header":', '{"header":'),
        ('{"body":{"output":{"key":"k"', "{}"),
    ],
)
def test_an_answer_is_told_without_its_key(text: str, told: str) -> None:
    heard: list[str] = []
    tap = LineTap(lambda: 1.0)
    tap.listener = lambda traffic: heard.append(traffic.text)
    tap.heard_control(text)
    assert heard == [told]


def test_without_a_listener_nothing_is_done() -> None:
    tap = LineTap(lambda: 1.0)
    tap.opened()
    tap.heard_control("{")
    tap.ended()
    assert tap.listener is None
