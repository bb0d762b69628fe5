"""The market's clock on the screen."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import ClockReading
from kis_desktop.domain.session import Phase
from kis_desktop.services.topics import Topic
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.viewmodels.market_clock import MarketClock

KOREA = ZoneInfo("Asia/Seoul")


class Now:
    seconds = 50.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def world(qtbot: QtBot) -> Stage:
    return stage(State.EMPTY)


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def clock(world: Stage, now: Now) -> MarketClock:
    return MarketClock(world.context, monotonic=now)


def tell(world: Stage, *, synchronised: bool = True, rate: float = 1.0) -> None:
    reading = ClockReading(
        market=datetime(2026, 11, 20, 10, 12, 33, tzinfo=KOREA),
        monotonic=50.0,
        rate=rate,
        phase=Phase.CONTINUOUS,
        next_phase=Phase.CLOSING_AUCTION,
        next_change=datetime(2026, 11, 20, 15, 20, tzinfo=KOREA),
        synchronised=synchronised,
    )
    world.mailbox.latest(Topic.CLOCK, "", reading)
    world.context.clock.drain()


def test_it_shows_no_time_before_the_server_has_told_one(world: Stage, clock: MarketClock) -> None:
    assert (clock.phase, clock.time) == ("시각 확인 중", "—")
    tell(world, synchronised=False)
    assert (clock.phase, clock.time, clock.next_phase) == ("시각 확인 중", "—", "")


def test_it_shows_session_time_and_what_comes_next(world: Stage, clock: MarketClock) -> None:
    tell(world)
    assert (clock.phase, clock.time) == ("정규장", "10:12:33")
    assert clock.next_phase == "15:20 장마감 동시호가 시작"


@pytest.mark.parametrize(("rate", "time"), [(1.0, "10:12:43"), (60.0, "10:22:33")])
def test_it_runs_on_between_readings_at_the_market_s_rate(
    world: Stage, clock: MarketClock, now: Now, rate: float, time: str
) -> None:
    tell(world, rate=rate)
    now.seconds = 60.0
    world.context.clock.drain()
    assert clock.time == time


def test_it_tells_only_when_the_second_changes(
    world: Stage, clock: MarketClock, now: Now, qtbot: QtBot
) -> None:
    tell(world)
    now.seconds = 50.4
    with qtbot.assertNotEmitted(clock.changed):
        world.context.clock.drain()
    now.seconds = 51.1
    with qtbot.waitSignal(clock.changed):
        world.context.clock.drain()
