"""A replay has the market's time of its recording, at the speed at which it is played."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.recording import PlayStatus
from kis_desktop.services.replay import Note, Replay, ReplayClock
from kis_desktop.services.topics import Topic

TEN = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


class Player:
    """A play that a test moves."""

    span = 600.0

    def __init__(self) -> None:
        self.at = 0.0
        self.speed = 1.0
        self.paused = False

    @property
    def runs(self) -> bool:
        return not self.paused

    def position(self) -> float:
        return self.at

    def set_speed(self, speed: float) -> None:
        self.speed = speed

    def pause(self) -> None:
        self.paused = True

    def go_on(self) -> None:
        self.paused = False


def clock(player: Player, *notes: Note) -> ReplayClock:
    return ReplayClock(load_market_rules("krx"), Mailbox(), player, notes, lambda: 7.0)


def test_market_time_follows_the_position_and_the_notes() -> None:
    player = Player()
    later = Note(100.0, TEN + timedelta(seconds=500), 2.0)
    made = clock(player, later, Note(10.0, TEN, 1.0))
    for position, seconds in ((0, -10), (10, 0), (70, 60), (100, 500), (130, 560)):
        player.at = position
        assert (made.now() - TEN).total_seconds() == pytest.approx(seconds)
    assert not made.synchronised.is_set()
    made.observe(TEN - timedelta(days=9))
    assert made.synchronised.is_set()
    assert made.trade_date().isoformat() == "2026-11-20"


def test_the_screen_runs_the_clock_by_its_own_seconds() -> None:
    player = Player()
    made = clock(player, Note(0.0, TEN, 1.0))
    player.set_speed(5.0)
    made.observe(TEN)
    reading = made.reading()
    assert (reading.monotonic, reading.rate, reading.synchronised) == (7.0, 5.0, True)
    assert reading.at(9.0) == TEN + timedelta(seconds=10)
    player.pause()
    assert made.reading().rate == 0.0


def test_a_recording_without_notes_tells_no_time() -> None:
    made = clock(Player())
    made.observe(TEN)
    assert not made.reading().synchronised
    assert made.now().tzinfo is not None


async def test_the_trader_pauses_and_changes_the_speed_within_bounds() -> None:
    player, mailbox = Player(), Mailbox()
    replay = Replay(player, mailbox, lambda: 0)
    await replay.toggle_pause()
    paused = [player.paused]
    await replay.toggle_pause()
    assert [*paused, player.paused] == [True, False]
    speeds = []
    for change in [replay.faster] * 7 + [replay.slower] * 8:
        await change()
        speeds.append(player.speed)
    assert speeds == [2, 5, 10, 30, 100, 100, 100, 30, 10, 5, 2, 1, 0.5, 0.5, 0.5]


async def test_the_screen_is_told_where_the_play_stands() -> None:
    player, mailbox = Player(), Mailbox()
    running = asyncio.create_task(Replay(player, mailbox, lambda: 3).run())
    await asyncio.sleep(0)
    told = mailbox.drain().latest[Topic.PLAY, ""]
    assert told == PlayStatus(0.0, 600.0, 1.0, paused=False, damaged=3)
    assert not told.ended
    assert PlayStatus(600.0, 600.0, 1.0, paused=False).ended
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
