"""Reconnecting over hours of virtual time: never given up, never hammered, never half done."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from kis_desktop.domain.connection import ConnectionStatus, LinkState
from kis_desktop.kis.auth import approval_key
from kis_desktop.kis.credentials import Issued
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.line_socket import Dropped, Socket, Timing
from kis_desktop.kis.stream import Stream
from kis_desktop.kis.transport import Transport
from tests.unit.kis.line_peer import PING, ack
from tests.unit.kis.peer import MemoryStore
from tests.unit.kis.virtual_time import Hours, run_in

HOUR = 3600.0
LOOPBACK = {"rest": "http://127.0.0.1:9", "ws": "ws://127.0.0.1:9", "world": "real"}


@dataclass
class Server:
    """Answers every registration and drops the line after `lasts` seconds; `refuses` to open."""

    hours: Hours
    lasts: float = float("inf")
    refuses: bool = False
    verdict: str = "OPSP0000"
    attempts: list[float] = field(default_factory=list)
    registered: list[list[str]] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def connect(self, _address: str) -> AsyncIterator[Socket]:
        self.attempts.append(self.hours.now)
        if self.refuses:
            raise ConnectionRefusedError
        self.registered.append([])
        yield Wire(self, self.hours.now + self.lasts)


@dataclass
class Wire:
    """One connection to the server; a sign of life every ten seconds."""

    server: Server
    until: float
    answers: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def recv(self) -> str | bytes:
        left = self.until - self.server.hours.now
        if left <= 0:
            raise Dropped
        try:
            return await asyncio.wait_for(self.answers.get(), min(left, 10.0))
        except TimeoutError:
            return PING

    async def send(self, text: str) -> None:
        told = msgspec.json.decode(text)
        if "body" in told:
            wanted = told["body"]["input"]
            self.server.registered[-1].append(wanted["tr_key"])
            self.answers.put_nowait(ack(wanted["tr_id"], wanted["tr_key"], self.server.verdict))

    def abort(self) -> None:
        self.until = 0.0


@dataclass
class Program:
    """A stream on that server."""

    server: Server
    hours: Hours
    told: list[tuple[float, ConnectionStatus]] = field(default_factory=list)

    def __post_init__(self) -> None:
        now = datetime.now(UTC)
        store = MemoryStore(approval=Issued("key", now, now + timedelta(days=400)))
        environment = Environment.simulated(LOOPBACK)
        self.stream = Stream(
            environment,
            approval_key(Transport(environment), store),
            store,
            clock=self.hours,
            draw=random.Random(3).random,
            timing=Timing(),
            connect_to=self.server.connect,
        )
        self.stream.on_status = lambda status: self.told.append((self.hours.now, status))
        self.stream.want(["005930", "000660"], ["005930"])

    @property
    def statuses(self) -> list[ConnectionStatus]:
        return [status for _, status in self.told]

    def reasons(self) -> set[str]:
        return {status.reason.id for status in self.statuses if status.reason is not None}

    async def run(self, seconds: float, *clicks: float) -> None:
        """Let so much time pass; the trader clicks "connect now" at some of its seconds."""
        running = asyncio.create_task(self.stream.run())
        start = self.hours.now
        for at in clicks:
            await asyncio.sleep(start + at - self.hours.now)
            self.stream.connect_now()
        await asyncio.sleep(start + seconds - self.hours.now)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def passed(server: Server, hours: Hours, seconds: float, *clicks: float) -> Program:
    program: list[Program] = []

    async def live() -> None:
        program.append(Program(server, hours))
        await program[0].run(seconds, *clicks)

    run_in(hours, live())
    return program[0]


def test_a_server_that_is_not_there_is_tried_for_a_day_at_a_pace_that_nobody_minds() -> None:
    hours = Hours()
    server = Server(hours, refuses=True)
    program = passed(server, hours, 24 * HOUR)
    waits = [later - earlier for earlier, later in itertools.pairwise(server.attempts)]
    assert len(server.attempts) > 24 * 60 - 20
    assert min(waits) >= 1.0
    assert max(waits) <= 60.5
    for start in server.attempts:
        within = [at for at in server.attempts if start <= at < start + 600.0]
        assert len(within) <= 18
    assert sum(wait < 59.9 for wait in waits) <= 8
    assert program.reasons() == {"kis.unreachable", "kis.stream_waiting"}
    assert all(status.state is not LinkState.BLOCKED for status in program.statuses)


def test_a_line_that_breaks_every_few_seconds_comes_back_once_a_minute_in_the_end() -> None:
    hours = Hours()
    server = Server(hours, lasts=5.0)
    program = passed(server, hours, 2 * HOUR)
    opened = [at for at in server.attempts if at > 600.0]
    waits = [later - earlier for earlier, later in itertools.pairwise(opened)]
    assert min(waits) > 59.9
    assert server.registered[0] == ["simuser", "005930", "005930", "000660"]
    assert all(keys == server.registered[0] for keys in server.registered[:-1])
    states = [status.state for status in program.statuses]
    assert states.count(LinkState.LIVE) >= len(server.attempts) - 1
    assert LinkState.CONNECTING not in states[states.index(LinkState.LIVE) :]


def test_a_line_that_holds_an_hour_is_back_within_two_seconds() -> None:
    hours = Hours()
    server = Server(hours, lasts=HOUR)
    passed(server, hours, 12 * HOUR)
    ends = [at + HOUR for at in server.attempts[:-1]]
    waits = [back - end for end, back in zip(ends, server.attempts[1:], strict=True)]
    assert len(waits) == 11
    assert max(waits) <= 2.0


def test_while_another_program_holds_the_line_it_is_tried_twice_and_then_left_to_the_trader() -> (
    None
):
    hours = Hours()
    server = Server(hours, verdict="OPSP8996")
    program = passed(server, hours, HOUR)
    assert [round(at) for at in server.attempts] == [0, 60, 120]
    assert program.statuses[-2].state is LinkState.BLOCKED
    assert "kis.in_use" in program.reasons()


def test_the_trader_who_asks_gets_a_try_at_once() -> None:
    hours = Hours()
    server = Server(hours, verdict="OPSP8996")
    passed(server, hours, HOUR, 1800.0)
    assert [round(at) for at in server.attempts] == [0, 60, 120, 1800, 1860, 1920]


def test_a_trader_who_clicks_without_end_does_not_hammer_either() -> None:
    hours = Hours()
    server = Server(hours, refuses=True)
    passed(server, hours, 600.0, *(second / 5 for second in range(3000)))
    assert len(server.attempts) <= 8 + 60
    assert min(b - a for a, b in itertools.pairwise(server.attempts)) >= 1.0


def test_a_click_tells_when_the_next_attempt_is() -> None:
    hours = Hours()
    server = Server(hours, refuses=True)
    program = passed(server, hours, 700.0, 605.0)
    (at, answer), *_ = [(at, told) for at, told in program.told if at >= 605.0]
    assert at == 605.0
    assert answer.retry_at is not None
    planned = [told.retry_at for at, told in program.told if at < 605.0 and told.retry_at]
    assert 605.0 <= answer.retry_at < planned[-1]
