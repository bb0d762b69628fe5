"""The limits in force: kept, changed with a note, and locked by a day's loss."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import InvalidInput, JournalFailed
from kis_desktop.domain.journal import JournalEntry, JournalKind
from kis_desktop.domain.risk_defaults import default_profile
from kis_desktop.domain.risk_rules import Action, RiskDay, RiskRule, Rule
from kis_desktop.services.risk import Risk
from kis_desktop.services.runtime import Worker
from kis_desktop.services.session_clock import SessionClock
from kis_desktop.services.topics import Topic
from kis_desktop.storage.identity import Identity
from kis_desktop.storage.order_journal import OrderJournal
from kis_desktop.storage.risk_file import RiskFile
from tests.unit.services.plain_screen import PlainScreen

NOW = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
USUAL = default_profile(Environment.REAL)
STRICT = USUAL.setting(RiskRule(Rule.DAILY_LOSS, Action.BLOCK, Decimal(1_000_000)))
K = JournalKind


class Desk:
    """The limits of a profile with real files; `restart` is the next run of the program."""

    def __init__(self, folder: Path) -> None:
        self.identity = Identity("mine", Environment.REAL)
        self.journal = OrderJournal(folder / "real.orders.sqlite", self.identity)
        self.file = RiskFile(folder / "real.limits.toml")
        self.path = folder / "real.limits.toml"
        self.worker = Worker("disk")
        self.screen = PlainScreen()
        self.now = NOW
        self.is_synchronised = True
        self.risk = self.restart()

    def restart(self) -> Risk:
        clock = SessionClock(
            load_market_rules("krx"), self.screen, monotonic=lambda: 0.0, wall=lambda: self.now
        )
        if self.is_synchronised:
            clock.synchronised.set()
        self.risk = Risk(
            USUAL, self.file, self.worker, self.journal, self.worker, clock, self.screen
        )
        return self.risk

    def entries(self, kind: JournalKind) -> list[JournalEntry]:
        return [entry for entry in self.journal.entries() if entry.kind is kind]

    def is_locked(self) -> bool:
        return self.risk.is_locked

    def told(self) -> list[str]:
        return self.screen.told()

    def close(self) -> None:
        self.worker.close()
        self.journal.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with closing(Desk(tmp_path)) as made:
        yield made


def test_the_usual_limits_are_in_force_and_written_down_at_the_first_start(desk: Desk) -> None:
    asyncio.run(desk.risk.load())
    assert desk.risk.in_force == USUAL
    assert desk.screen.values[Topic.RISK, ""] == USUAL
    first = desk.entries(K.LIMITS)
    assert [one.body["origin"] for one in first] == ["first start"]
    asyncio.run(desk.restart().load())
    assert desk.entries(K.LIMITS) == first


def test_a_change_holds_at_once_and_says_what_was_loosened(desk: Desk) -> None:
    async def scenario() -> None:
        await desk.risk.load()
        looser = USUAL.setting(RiskRule(Rule.AMOUNT, Action.OFF, Decimal(50_000_000)))
        await desk.risk.set_profile(looser)
        assert desk.risk.in_force == looser == await desk.risk.profile()
        assert desk.screen.values[Topic.RISK, ""] == looser
        entry = desk.entries(K.LIMITS)[-1]
        assert entry.local_id == ""
        assert entry.body["origin"] == "settings"
        assert entry.body["changes"] == "amount=warn:50000000>off"
        assert entry.body["loosened"] == "amount"
        await desk.risk.set_profile(looser)
        assert desk.entries(K.LIMITS)[-1] == entry
        await desk.restart().load()
        assert desk.risk.in_force == looser
        assert desk.entries(K.LIMITS)[-1] == entry

    asyncio.run(scenario())


def test_a_change_that_cannot_be_written_down_does_not_happen(desk: Desk) -> None:
    async def scenario() -> None:
        await desk.risk.load()
        desk.journal.close()
        with pytest.raises(JournalFailed):
            await desk.risk.set_profile(STRICT)
        assert desk.risk.in_force == USUAL
        assert not desk.path.exists()

    asyncio.run(scenario())


def test_bounds_that_cannot_be_are_refused(desk: Desk) -> None:
    async def scenario() -> None:
        await desk.risk.load()
        with pytest.raises(InvalidInput):
            await desk.risk.set_profile(USUAL.setting(RiskRule(Rule.AMOUNT, Action.WARN)))
        assert desk.risk.in_force == USUAL == await desk.risk.default()

    asyncio.run(scenario())


def test_a_file_edited_by_hand_is_in_the_journal_and_a_damaged_one_is_told(desk: Desk) -> None:
    async def scenario() -> None:
        await desk.risk.load()
        desk.path.write_text('[quantity]\naction = "off"\n', "utf-8")
        await desk.restart().load()
        entry = desk.entries(K.LIMITS)[-1]
        assert entry.body["origin"] == "file"
        assert str(entry.body["limits"]).startswith("quantity=off amount=warn:50000000 ")
        desk.path.write_text("[[", "utf-8")
        await desk.restart().load()
        assert desk.risk.in_force == USUAL
        assert desk.told() == ["storage.text_damaged", "risk.defaults_in_force"]

    asyncio.run(scenario())


def test_a_loss_beyond_its_bound_locks_until_the_next_session(desk: Desk) -> None:
    async def scenario() -> None:
        await desk.risk.load()
        await desk.risk.set_profile(STRICT)
        desk.risk.find_result = lambda: Decimal(-1_000_000)
        await desk.risk.look()
        assert not desk.is_locked()
        desk.risk.find_result = lambda: Decimal(-1_000_001)
        await desk.risk.look()
        assert desk.screen.values[Topic.RISK_DAY, ""] == RiskDay(Decimal(1_000_001), locked=True)
        assert desk.told() == ["risk.locked_now"]
        await desk.risk.look()
        assert [one.body for one in desk.entries(K.LOCKOUT)] == [
            {"loss": "1000001", "bound": "1000000"}
        ]
        desk.risk.find_result = lambda: Decimal(5)
        await desk.risk.set_profile(USUAL.setting(RiskRule(Rule.DAILY_LOSS, Action.OFF)))
        await desk.risk.look()
        assert desk.is_locked()
        await desk.restart().load()
        assert desk.is_locked()
        desk.now = NOW + timedelta(days=3)
        await desk.restart().load()
        assert not desk.is_locked()

    asyncio.run(scenario())


def test_a_disk_that_refuses_the_lockout_does_not_open_it(desk: Desk) -> None:
    async def scenario() -> None:
        await desk.risk.load()
        await desk.risk.set_profile(STRICT)
        desk.journal.close()
        desk.risk.find_result = lambda: Decimal(-2_000_000)
        await desk.risk.look()
        assert desk.is_locked()
        assert desk.told() == ["risk.locked_now", "storage.journal_gone"]

    asyncio.run(scenario())


@pytest.mark.parametrize("action", [Action.WARN, Action.OFF])
def test_only_a_blocking_limit_locks(desk: Desk, action: Action) -> None:
    async def scenario() -> None:
        await desk.risk.load()
        await desk.risk.set_profile(STRICT.setting(RiskRule(Rule.DAILY_LOSS, action, Decimal(1))))
        desk.risk.find_result = lambda: Decimal(-2)
        await desk.risk.look()
        assert not desk.is_locked()
        assert desk.risk.daily_loss == 2

    asyncio.run(scenario())


def test_the_day_is_watched_while_the_program_runs(desk: Desk) -> None:
    async def scenario() -> None:
        await desk.risk.load()
        task = asyncio.create_task(desk.risk.run())
        assert await desk.screen.until(Topic.RISK_DAY) == RiskDay(None)
        task.cancel()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("now", "is_synchronised"),
    [
        (datetime(2026, 11, 20, 15, 30, tzinfo=UTC), True),  # past midnight in Korea
        (datetime(2026, 11, 21, 1, 12, tzinfo=UTC), True),  # a Saturday
        (NOW, False),
    ],
)
def test_yesterdays_loss_locks_nothing(desk: Desk, now: datetime, is_synchronised: bool) -> None:
    desk.now, desk.is_synchronised = now, is_synchronised

    async def scenario() -> None:
        await desk.restart().load()
        await desk.risk.set_profile(STRICT)
        desk.risk.find_result = lambda: Decimal(-2_000_000)
        await desk.risk.look()
        assert not desk.is_locked()
        assert desk.risk.daily_loss is None

    asyncio.run(scenario())


def test_a_program_that_ends_while_it_locks_is_locked_at_the_next_start(desk: Desk) -> None:
    async def scenario() -> None:
        await desk.risk.load()
        await desk.risk.set_profile(STRICT)
        desk.risk.find_result = lambda: Decimal(-1_000_001)
        disk_is_free = threading.Event()
        before = asyncio.create_task(desk.worker.run(disk_is_free.wait, 10))
        looking = asyncio.create_task(desk.risk.look())
        await asyncio.sleep(0)
        assert desk.is_locked()
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        disk_is_free.set()
        await before
        await desk.restart().load()
        assert desk.is_locked()

    asyncio.run(scenario())
