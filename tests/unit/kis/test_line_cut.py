"""A line that is cut anywhere: no half frame is ever read, and all is confirmed again after it."""

from __future__ import annotations

import itertools

from websockets.frames import Frame, Opcode

from kis_desktop.domain.connection import LinkState
from tests.unit.kis.line_peer import TRADE, Line, Running, Watch
from tests.unit.kis.peer import settled

TEXT = f"0|H0STCNT0|001|{TRADE}"
BYTES = Frame(Opcode.TEXT, TEXT.encode()).serialize(mask=False)
BETWEEN_ATTEMPTS = 61.0  # seconds that are put forward


async def test_a_line_that_is_cut_at_any_byte_of_a_frame_brings_nothing_of_it(
    running: Running,
) -> None:
    clock = Watch()
    wanted = [
        ("1", "H0STCNI0", "simuser"),
        ("1", "H0STCNT0", "005930"),
        ("1", "H0STASP0", "005930"),
    ]
    line = Line()
    async with running(line, clock=clock, trades=["005930"], books=["005930"]) as (line, heard):
        for cut in range(len(BYTES)):
            await heard.becomes(LinkState.LIVE)
            assert line.said == wanted
            line.said.clear()
            transport = line.sessions[-1].transport
            transport.write(BYTES[:cut])
            transport.close()
            await settled(lambda: heard.stream.status.state is not LinkState.LIVE)
            assert heard.stream.status.state is LinkState.GAP
            assert heard.stream.live() == (frozenset(), frozenset())
            clock.ahead += BETWEEN_ATTEMPTS
            heard.stream.connect_now()
        await heard.becomes(LinkState.LIVE)
        assert heard.trades == []
        line.sessions[-1].transport.write(BYTES)
        await settled(lambda: bool(heard.trades))
    assert len(heard.trades) == 1
    assert len(line.sessions) == len(BYTES) + 1
    told = [state for state, _ in itertools.groupby(heard.states())]
    assert told.count(LinkState.GAP) == len(BYTES)
    assert "kis.frame_unreadable" not in heard.reasons()
    assert heard.stream.quarantine() == ()


async def test_a_frame_that_comes_byte_by_byte_is_read_once(running: Running) -> None:
    async with running(trades=["005930"]) as (line, heard):
        await heard.becomes(LinkState.LIVE)
        for byte in BYTES:
            line.sessions[-1].transport.write(bytes([byte]))
        await settled(lambda: bool(heard.trades))
        assert [(symbol, len(run)) for symbol, run in heard.trades] == [("005930", 1)]
