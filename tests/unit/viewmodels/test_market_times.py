"""One screen, one clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
from pytestqt.qtbot import QtBot

from kis_desktop.viewmodels.market_times import MarketTimes
from tests.unit.screen_desk import Desk, reading

WALL = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)  # 21:00 in Seoul, long after the market's time


async def test_a_moment_of_this_computer_is_told_by_the_markets_clock(qtbot: QtBot) -> None:
    desk = Desk()
    times = MarketTimes(monotonic=lambda: 100.0, now=lambda: WALL)
    desk.clock.frame.connect(times.take)
    before = (times.known, times.text(WALL))
    told = msgspec.structs.replace(reading(), monotonic=90.0, rate=2.0)  # 10:12:33 in Seoul
    desk.show(told)
    assert before == (False, "21:00:00")
    assert times.known
    assert times.text(WALL) == "10:12:53"
    assert times.text(WALL - timedelta(seconds=4)) == "10:12:45"


async def test_a_clock_that_is_not_the_servers_is_not_taken(qtbot: QtBot) -> None:
    desk = Desk()
    times = MarketTimes(monotonic=lambda: 100.0, now=lambda: WALL)
    desk.clock.frame.connect(times.take)
    desk.show(msgspec.structs.replace(reading(), synchronised=False))
    assert not times.known
