"""A hundred thousand damaged texts through a living session: it goes on, and nothing piles up."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from kis_desktop.domain.connection import LinkState
from kis_desktop.kis.auth import approval_key
from kis_desktop.kis.line_socket import Dropped, Socket, Timing
from kis_desktop.kis.quarantine import KEPT, KINDS, LONGEST
from kis_desktop.kis.stream import Stream
from kis_desktop.kis.transport import Transport
from tests.patience import PATIENCE_S
from tests.unit.kis.line_peer import BOOK, FILL, PING, TRADE, Heard, ack, sealed
from tests.unit.kis.peer import MemoryStore, Peer

TEXTS = 100_000
GOOD = (
    f"0|H0STCNT0|001|{TRADE}",
    f"0|H0STCNT0|002|{TRADE}^{TRADE}",
    f"0|H0STASP0|001|{BOOK}",
    f"1|H0STCNI0|001|{sealed(FILL)}",
    f"0|H0STCNI0|001|{FILL}",
    PING,
    ack("H0STCNT0", "005930", "OPSP0000"),
    ack("H0STASP0", "005930", "OPSP0002"),
)
ODD = ("", "|", "^", "{", "}", "\0", "(null)", "-nan", "+0.11", "9" * 30, "한", "\ud800", '"', "0|")
PERSONAL = ("simuser", "12345678", "홍")


def damaged(draw: random.Random) -> str:
    """A good text with one thing wrong, or cut, or doubled."""
    text = draw.choice(GOOD)
    at = draw.randrange(len(text))
    match draw.randrange(5):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + draw.choice(ODD) + text[at + 1 :]
        case 2:
            return text[:at] + chr(draw.randrange(1, 0x500)) + text[at + 1 :]
        case 3:
            return text[:at] + text[draw.randrange(len(text)) :]
        case _:
            return text + draw.choice(ODD)


@dataclass
class Fire:
    """A socket that answers registrations and then brings nothing but damage."""

    texts: int = 0
    answers: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    draw: random.Random = field(default_factory=lambda: random.Random(11))
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    opened: int = 0

    @contextlib.asynccontextmanager
    async def connect(self, _address: str) -> AsyncIterator[Socket]:
        self.opened += 1
        yield self

    async def recv(self) -> str | bytes:
        if not self.begun.is_set():
            return await self.answers.get()
        if self.texts >= TEXTS:
            self.over.set()
            await asyncio.Event().wait()
        self.texts += 1
        if self.texts % 100 == 0:
            await asyncio.sleep(0)
        return damaged(self.draw)

    async def send(self, text: str) -> None:
        if '"input"' in text:
            tr_id = next(one for one in ("H0STCNT0", "H0STASP0", "H0STCNI0") if one in text)
            key = "simuser" if tr_id == "H0STCNI0" else "005930"
            self.answers.put_nowait(ack(tr_id, key, "OPSP0000"))

    def abort(self) -> None:
        raise Dropped


async def test_a_hundred_thousand_damaged_texts_leave_the_session_as_it_was(
    peer: Peer, store: MemoryStore
) -> None:
    fire = Fire()
    environment = peer.environment()
    transport = Transport(environment)
    approval = approval_key(transport, store)
    stream = Stream(environment, approval, store, timing=Timing(), connect_to=fire.connect)
    heard = Heard(stream)
    heard.listen()
    told: list[int] = []
    stream.tap = lambda traffic: told.append(len(traffic.text))
    stream.want(["005930"], ["005930"])
    running = asyncio.create_task(stream.run())
    await heard.becomes(LinkState.LIVE)
    fire.begun.set()
    fire.answers.put_nowait(PING)
    async with asyncio.timeout(PATIENCE_S):
        await fire.over.wait()
    assert stream.status.state is LinkState.LIVE
    assert fire.opened == 1
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await transport.close()
    kinds, frames = stream.quarantine(), stream.quarantined_frames()
    assert sum(kind.count for kind in kinds) > TEXTS / 5
    assert len(kinds) <= KINDS + 1
    assert len(frames) == KEPT
    assert all(len(frame.text) <= LONGEST for frame in frames)
    assert heard.reasons().count("kis.frame_unreadable") <= KINDS
    shown = [kind.sample for kind in kinds] + [frame.text for frame in frames]
    assert not [text for text in shown for personal in PERSONAL if personal in text]
    assert all(trade.symbol.isascii() for _, run in heard.trades for trade in run)
    assert len(told) > TEXTS
