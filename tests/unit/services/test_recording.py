"""Recording never holds anybody up, ends by itself when the disk fails, and says so."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.bar import Bar
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.event import Logged
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.message import message
from kis_desktop.domain.recording import RecordingStatus
from kis_desktop.domain.traffic import LineTraffic, RestTraffic
from kis_desktop.services import recording
from kis_desktop.services.recording import Recording
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from tests.patience import PATIENCE_S

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FULL = StorageFailed(message("storage.disk_full", file="x", code="ENOSPC"))


@dataclass
class Tape:
    """A recording in memory, on a disk that a test can stop or break."""

    file: Path | None
    known: bool
    heard: list[LineTraffic | RestTraffic] = field(default_factory=list)
    lost: int = 0
    clocks: list[str] = field(default_factory=list)
    instruments: list[Instrument] = field(default_factory=list)
    past_days: list[tuple[str, str, int]] = field(default_factory=list)
    closed: bool = False
    broken: bool = False
    broken_end: bool = False
    free: threading.Event = field(default_factory=threading.Event)

    @property
    def size(self) -> int:
        return 10 * len(self.heard)

    def write(self, traffic: Sequence[LineTraffic | RestTraffic], lost: int = 0) -> None:
        self.free.wait(PATIENCE_S)
        if self.broken:
            raise FULL
        self.heard += traffic
        self.lost += lost

    def tell_clock(self, market: str, _rate: float) -> None:
        self.clocks.append(market)

    def tell_instruments(self, instruments: Sequence[Instrument]) -> None:
        self.instruments += instruments

    def tell_past_day(self, symbol: str, day: date, bars: Sequence[Bar]) -> None:
        self.past_days.append((symbol, day.isoformat(), len(bars)))

    def close(self) -> None:
        self.closed = True
        if self.broken_end:
            raise FULL


@dataclass
class Shelf:
    tapes: list[Tape] = field(default_factory=list)
    refuses: bool = False

    def begin(self, file: Path | None, _market: datetime, _began: float, *, known: bool) -> Tape:
        if self.refuses:
            raise FULL
        tape = Tape(file, known)
        tape.free.set()
        self.tapes.append(tape)
        return tape

    def name(self, file: Path | None, market: datetime) -> str:
        return file.name if file is not None else market.strftime("%Y%m%d")


class Room:
    """A recorder with its clock, its mailbox and its shelf."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.shelf = Shelf()
        self.wall = NOON
        self.monotonic = 0.0
        self.clock = SessionClock(
            load_market_rules("krx"), self.mailbox, lambda: self.monotonic, lambda: self.wall
        )
        self.known: dict[str, Instrument] = {}
        self.past_days: dict[tuple[str, date], tuple[Bar, ...]] = {}
        self.asked = 0
        self.worker = Worker("recorder")
        self.recording = Recording(
            self.shelf,
            self.worker,
            self.clock,
            self.mailbox,
            instruments=lambda: self.known,
            past_days=self.past_days,
            on_begin=(self.ask,),
            monotonic=lambda: self.monotonic,
        )
        self.told: list[str] = []
        self.status = RecordingStatus()

    @property
    def tape(self) -> Tape:
        return self.shelf.tapes[-1]

    def ask(self) -> None:
        self.asked += 1

    def look(self) -> None:
        frame = self.mailbox.drain()
        self.told += [event.message.id for event in frame.events if isinstance(event, Logged)]
        status = frame.latest.get((Topic.RECORDING, ""))
        if isinstance(status, RecordingStatus):
            self.status = status

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                self.look()
                if holds():
                    return
                await asyncio.sleep(0.005)


@asynccontextmanager
async def room(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    monkeypatch.setattr(recording, "_EVERY", 0.01)
    made = Room()
    running = asyncio.create_task(made.recording.run())
    await asyncio.sleep(0)
    try:
        yield made
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        made.worker.close()


def line(text: str = "0|X|1|a") -> LineTraffic:
    return LineTraffic(0.0, 1, False, text)


async def test_nothing_is_kept_before_it_begins_or_after_it_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with room(monkeypatch) as made:
        made.recording.take(line("before"))
        await made.recording.start(Path("folder/a.kisrec"))
        made.recording.take(line("during"))
        await made.recording.start()
        await made.recording.stop()
        made.recording.take(line("after"))
        await made.recording.stop()
        made.look()
        assert [one.text for one in made.tape.heard if isinstance(one, LineTraffic)] == ["during"]
        assert made.tape.closed
        assert made.asked == 2
        assert made.told == ["recorder.begun", "recorder.ended_well"]
        assert (made.status.active, made.status.messages, made.status.size) == (False, 1, 10)


async def test_the_screen_is_told_how_much_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async with room(monkeypatch) as made:
        await made.recording.toggle()
        for _ in range(3):
            made.recording.take(line())
        await made.until(lambda: made.status.messages == 3)
        assert (made.status.active, made.status.name, made.status.size) == (True, "20261120", 30)
        assert made.recording.status == made.status
        await made.recording.toggle()
        assert not made.recording.status.active


async def test_a_disk_that_cannot_follow_leaves_a_counted_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recording, "QUEUE", 5)
    async with room(monkeypatch) as made:
        await made.recording.start()
        made.tape.free.clear()
        for _ in range(5):
            made.recording.take(line("first"))
        await asyncio.sleep(0.05)
        before = asyncio.get_running_loop().time()
        for _ in range(9):
            made.recording.take(line("second"))
        assert asyncio.get_running_loop().time() - before < 0.05
        made.tape.free.set()
        await made.until(lambda: made.status.messages == 10)
        assert (made.tape.lost, made.status.lost) == (4, 4)


async def test_a_queue_of_large_answers_is_full_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "QUEUE_BYTES", 100)
    answer = RestTraffic(0.0, 0.0, "a/b", "GET", "/", "T", "", {}, 200, {}, b"x" * 60)
    async with room(monkeypatch) as made:
        await made.recording.start()
        made.recording.take(answer)
        made.recording.take(answer)
        await made.recording.stop()
        assert (len(made.tape.heard), made.tape.lost) == (1, 1)


async def test_a_full_disk_ends_it_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    async with room(monkeypatch) as made:
        await made.recording.start()
        made.tape.broken = True
        made.recording.take(line())
        await made.until(lambda: made.status.reason)
        assert made.status.reason == FULL.message
        assert not made.status.active
        assert made.tape.closed
        assert made.told == ["recorder.begun", "storage.disk_full"]
        made.recording.take(line())
        await made.recording.start()
        assert made.recording.status.active


@pytest.mark.parametrize(("at_the_end", "in_the_rest"), [(True, False), (False, True)])
async def test_a_disk_that_fails_at_the_end_is_told(
    monkeypatch: pytest.MonkeyPatch, *, at_the_end: bool, in_the_rest: bool
) -> None:
    async with room(monkeypatch) as made:
        await made.recording.start()
        made.tape.broken, made.tape.broken_end = in_the_rest, at_the_end
        await made.recording.stop()
        made.look()
        assert made.status.reason == FULL.message
        assert made.told[-1] == "storage.disk_full"


async def test_a_disk_that_takes_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with room(monkeypatch) as made:
        made.shelf.refuses = True
        with pytest.raises(StorageFailed):
            await made.recording.start()
        await made.recording.toggle()
        made.look()
        assert made.told == ["storage.disk_full"]
        assert not made.status.active


async def test_the_markets_clock_and_its_instruments_are_noted_once_they_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with room(monkeypatch) as made:
        await made.recording.start()
        assert not made.tape.known
        made.recording.take(line())
        await made.until(lambda: made.status.messages == 1)
        assert (made.tape.clocks, made.tape.instruments) == ([], [])
        made.clock.observe(NOON)
        made.known = {"005930": Instrument("005930", "가", Market.KOSPI, InstrumentKind.STOCK)}
        await made.until(lambda: made.tape.instruments)
        await asyncio.sleep(0.05)
        assert made.tape.clocks == ["2026-11-20T12:00:00.500000+09:00"]
        assert len(made.tape.instruments) == 1


async def test_another_day_is_another_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    async with room(monkeypatch) as made:
        made.clock.observe(NOON)
        await made.recording.start(Path("a.kisrec"))
        assert made.tape.known
        made.recording.take(line("yesterday"))
        made.clock.observe(NOON + timedelta(days=1))
        await made.until(lambda: len(made.shelf.tapes) == 2)
        await made.until(lambda: made.recording.status.name == "20261121")
        first, second = made.shelf.tapes
        assert (len(first.heard), first.closed, second.file) == (1, True, None)
        made.shelf.refuses = True
        made.clock.observe(NOON + timedelta(days=2))
        await made.until(lambda: "storage.disk_full" in made.told)
        assert not made.recording.status.active


async def test_past_days_of_charts_are_noted_once_in_each_recording(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with room(monkeypatch) as made:
        made.past_days["005930", date(2026, 11, 19)] = ()
        await made.recording.start()
        await made.until(lambda: made.tape.past_days)
        made.past_days["005930", date(2026, 11, 18)] = ()
        await made.until(lambda: len(made.tape.past_days) == 2)
        await asyncio.sleep(0.03)
        await made.recording.stop()
        assert [day for _, day, _ in made.tape.past_days] == ["2026-11-19", "2026-11-18"]
        await made.recording.start()
        await made.until(lambda: len(made.tape.past_days) == 2)
