"""The list of instruments: each master file lives for itself, Korean stocks come first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from kis_desktop.domain.errors import KisDesktopError, RequestFailed, StorageFailed, TimedOut
from kis_desktop.domain.event import Logged
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.instrument_list import InstrumentList, MasterContent
from kis_desktop.domain.message import message
from kis_desktop.services.instruments import Instruments, is_old
from kis_desktop.services.runtime import Worker
from kis_desktop.services.topics import Topic
from tests.patience import PATIENCE_S
from tests.unit.services.order_desk import SAMSUNG, Screen

SETTLED = 2.0
FRIDAY = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # 10:00 in Korea
APPLE = Instrument("AAPL", "애플", Market.NASDAQ, InstrumentKind.STOCK, name_en="APPLE INC")
CONTENTS = {
    "kospi": MasterContent((SAMSUNG,)),
    "nas": MasterContent((APPLE,), left_out=1),
    "world": MasterContent(
        (Instrument("USDKRW", "원/달러", Market.WORLD, InstrumentKind.CURRENCY),)
    ),
}
TIMED_OUT = TimedOut(message("kis.timed_out"))
DAMAGED = RequestFailed(message("kis.master_damaged", file="nasmst.cod", reason="row 1"))


class Clock:
    """A moment that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = FRIDAY

    def __call__(self) -> datetime:
        return self.at


class Source:
    """Files that come, or fail as they are told to."""

    def __init__(self) -> None:
        self.contents = dict(CONTENTS)
        self.failing: dict[str, KisDesktopError] = {}
        self.fetched: list[str] = []
        self.unpublished = ""
        self.at: list[datetime] = []
        self.now: Clock

    def files(self) -> tuple[str, ...]:
        return tuple(CONTENTS)

    def is_stock_market(self, file: str) -> bool:
        return file == "kospi"

    def is_published(self, file: str) -> bool:
        return file != self.unpublished

    async def fetch(self, file: str) -> bytes:
        self.fetched.append(file)
        self.at.append(self.now())
        if file in self.failing:
            raise self.failing[file]
        return file.encode()

    def read(self, file: str, archive: bytes) -> MasterContent:
        assert archive == file.encode()
        return self.contents[file]


class Shelf:
    """What is kept in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[MasterContent, datetime]] = {}
        self.unreadable = ""
        self.full = False

    def load(self, master: str) -> tuple[MasterContent, datetime] | None:
        if master == self.unreadable:
            raise StorageFailed(message("storage.disk_full", file=master))
        return self.kept.get(master)

    def save(self, master: str, content: MasterContent, fetched_at: datetime) -> None:
        if self.full:
            raise StorageFailed(message("storage.disk_full", file=master))
        self.kept[master] = (content, fetched_at)


class World:
    """The service with all its surroundings."""

    def __init__(self) -> None:
        self.now, self.source, self.shelf, self.screen = Clock(), Source(), Shelf(), Screen()
        self.source.now = self.now
        self.rounds = 0
        self.rested = asyncio.Event()

    def kept(self, *files: str, age: timedelta) -> None:
        for file in files:
            self.shelf.kept[file] = (CONTENTS[file], self.now.at - age)

    @property
    def shown(self) -> InstrumentList:
        found = self.screen.values[Topic.INSTRUMENTS, ""]
        assert isinstance(found, InstrumentList)
        return found

    def said(self) -> list[str]:
        return [event.message.id for event in self.screen.events if isinstance(event, Logged)]

    async def rest(self, seconds: float) -> None:
        """Let the time pass at once, for so many rounds; then for good."""
        self.now.at += timedelta(seconds=seconds)
        if seconds == SETTLED:
            self.now.at -= timedelta(seconds=seconds)
            return
        self.rounds -= 1
        if self.rounds < 0:
            self.rested.set()
            await asyncio.Event().wait()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Instruments]:
        worker = Worker("test-masters")
        service = Instruments(
            self.source, self.shelf, worker, self.screen, now=self.now, sleep=self.rest
        )
        running = asyncio.ensure_future(service.run())
        try:
            yield service
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            worker.close()

    async def until(self, files: int, problems: int = 0) -> None:
        """Wait until so many files are used and so many have a problem."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                states = (
                    self.shown.states.values()
                    if (Topic.INSTRUMENTS, "") in self.screen.values
                    else ()
                )
                used = sum(one.fetched_at is not None for one in states)
                failed = sum(one.problem is not None for one in states)
                if (used, failed) == (files, problems):
                    return
                await asyncio.sleep(0.005)


@pytest.fixture
def world() -> World:
    return World()


async def test_what_is_kept_and_new_is_used_as_it_is(world: World) -> None:
    world.kept(*CONTENTS, age=timedelta(hours=1))
    async with world.running() as service:
        await world.until(files=3)
        assert service.find("005930") == SAMSUNG
        assert service.find("AAPL") is None
        assert service.find("999999") is None
    assert world.source.fetched == []
    assert world.shown.find_key("NAS:AAPL") == APPLE
    assert world.said() == []


async def test_the_korean_stock_market_is_there_before_anything_else_is_fetched(
    world: World,
) -> None:
    async with world.running():
        await asyncio.wait_for(world.rested.wait(), 5)
    assert world.source.fetched == ["kospi", "nas", "world"]
    assert world.shown.states["nas"].left_out == 1
    assert world.shown.states["nas"].fetched_at == FRIDAY
    assert world.shelf.kept == {file: (content, FRIDAY) for file, content in CONTENTS.items()}


async def test_a_damaged_file_leaves_the_old_one_of_that_file_and_it_is_said(
    world: World,
) -> None:
    world.kept(*CONTENTS, age=timedelta(hours=20))
    world.source.failing["nas"] = DAMAGED
    async with world.running():
        await world.until(files=3, problems=1)
    states = world.shown.states
    assert states["nas"].problem == DAMAGED.message
    assert states["nas"].fetched_at == FRIDAY - timedelta(hours=20)
    assert world.shown.find_key("NAS:AAPL") == APPLE
    assert states["kospi"].fetched_at == FRIDAY
    assert world.said() == ["kis.master_damaged", "master.old_used"]


async def test_a_file_that_never_came_is_said_to_be_missing(world: World) -> None:
    world.source.failing["nas"] = TIMED_OUT
    async with world.running():
        await world.until(files=2, problems=1)
    assert world.said() == ["kis.timed_out", "master.none"]
    told = [event.message for event in world.screen.events if isinstance(event, Logged)]
    assert told[1].arguments == {"file": "nasmst.cod"}
    assert world.shown.states["nas"].rows == 0


async def test_when_nobody_answers_twice_the_rest_is_not_asked_for(world: World) -> None:
    world.source.failing = dict.fromkeys(CONTENTS, TIMED_OUT)
    async with world.running():
        await world.until(files=0, problems=3)
        assert world.source.fetched == ["kospi", "nas", "world"]
    again = World()
    again.kept("kospi", age=timedelta(0))
    again.source.failing = dict.fromkeys(CONTENTS, TIMED_OUT)
    async with again.running():
        await again.until(files=1, problems=2)
    assert again.source.fetched == ["nas", "world"]


async def test_a_failed_file_is_tried_again_later_and_later(world: World) -> None:
    world.source.failing["nas"] = TIMED_OUT
    world.rounds = 9
    async with world.running():
        await asyncio.wait_for(world.rested.wait(), 5)
    tries = [
        at for file, at in zip(world.source.fetched, world.source.at, strict=True) if file == "nas"
    ]
    pauses = [(later - at).total_seconds() for at, later in pairwise(tries)]
    assert pauses[:4] == [60, 120, 240, 480]
    assert all(900 <= pause <= 1200 for pause in pauses[4:5])
    assert world.said() == ["kis.timed_out", "master.none"]


async def test_a_file_that_may_not_exist_is_no_fault(world: World) -> None:
    world.source.unpublished = "nas"
    world.source.failing["nas"] = RequestFailed(message("kis.unreadable", code="HTTP 404"))
    async with world.running():
        await world.until(files=2)
    assert world.said() == []
    assert "nas" not in world.shown.states


async def test_a_file_that_has_lost_more_than_half_of_its_rows_is_not_believed(
    world: World,
) -> None:
    before = MasterContent(
        tuple(
            Instrument(f"A{number}", "이름", Market.NASDAQ, InstrumentKind.STOCK)
            for number in range(3)
        )
    )
    world.shelf.kept["nas"] = (before, FRIDAY - timedelta(hours=20))
    async with world.running():
        await world.until(files=3, problems=1)
    assert world.shown.instruments("nas") == before.instruments
    assert world.said() == ["master.shrunk", "master.old_used"]
    assert world.shelf.kept["nas"][0] == before


@pytest.mark.parametrize(("before", "said"), [(2, ["master.shrunk", "master.old_used"]), (1, [])])
async def test_a_stock_market_loses_no_tenth_of_its_rows_overnight(
    world: World, before: int, said: list[str]
) -> None:
    kept = MasterContent(
        tuple(
            Instrument(f"00{number}0", "이름", Market.KOSPI, InstrumentKind.STOCK)
            for number in range(before)
        )
    )
    world.shelf.kept["kospi"] = (kept, FRIDAY - timedelta(hours=20))
    async with world.running():
        await world.until(files=3, problems=len(said) // 2)
    assert world.said() == said


async def test_a_disk_that_fails_costs_nothing_but_the_cache(world: World) -> None:
    world.shelf.unreadable, world.shelf.full = "kospi", True
    async with world.running() as service:
        await world.until(files=3)
        assert service.find("005930") == SAMSUNG
    assert set(world.said()) == {"storage.disk_full"}


@pytest.mark.parametrize(
    ("fetched", "now", "old"),
    [
        (None, "2026-11-20T10:00", True),
        ("2026-11-20T08:00", "2026-11-20T19:00", False),
        ("2026-11-20T08:00", "2026-11-20T20:01", True),
        ("2026-11-20T07:00", "2026-11-20T07:31", True),  # of before this trading day's files
        ("2026-11-20T07:00", "2026-11-20T07:29", False),
        ("2026-11-21T07:00", "2026-11-21T09:00", False),  # a Saturday
        ("2026-11-20T10:00", "2026-11-20T09:00", True),  # a clock that was set back
    ],
)
def test_files_grow_old_in_twelve_hours_and_on_every_trading_day(
    fetched: str | None, now: str, *, old: bool
) -> None:
    at = None if fetched is None else datetime.fromisoformat(f"{fetched}:00+09:00")
    assert is_old(at, datetime.fromisoformat(f"{now}:00+09:00")) is old
