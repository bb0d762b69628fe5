"""Market time learned from what servers tell to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kis_desktop.domain.session import Phase
from kis_desktop.services.session_clock import SessionClock
from tests.unit.services.order_desk import RULES, Screen

START = datetime(2026, 11, 20, 1, 12, 0, 400_000, tzinfo=UTC)


class World:
    """A server whose clock runs at a rate of ours, and tells whole seconds."""

    def __init__(self, rate: float = 1.0, start: datetime = START) -> None:
        self.passed = 0.0
        self.rate = rate
        self.start = start
        self.clock = SessionClock(
            RULES, Screen(), lambda: self.passed, lambda: datetime(2026, 1, 1, tzinfo=UTC)
        )

    @property
    def true(self) -> datetime:
        return self.start + timedelta(seconds=self.passed * self.rate)

    def tell(self, after: float) -> None:
        self.passed += after
        self.clock.observe(self.true.replace(microsecond=0))

    def error(self) -> float:
        return abs((self.clock.now() - self.true).total_seconds())


async def test_until_the_server_speaks_the_clock_says_that_it_does_not_know() -> None:
    world = World()
    assert not world.clock.reading().synchronised
    world.tell(0)
    assert world.clock.reading().synchronised


async def test_many_tellings_narrow_the_offset() -> None:
    world = World()
    for _ in range(40):
        world.tell(0.93)
    assert world.error() < 0.6


@pytest.mark.parametrize("rate", [60.0, 10.0, 0.5])
async def test_a_simulator_at_another_speed_is_understood(rate: float) -> None:
    world = World(rate)
    for _ in range(60):
        world.tell(1.0)
    assert world.clock.reading().rate == pytest.approx(rate, rel=0.1)
    assert world.error() < 2 * max(rate, 1)


async def test_a_clock_that_was_set_is_followed() -> None:
    world = World()
    for _ in range(10):
        world.tell(1.0)
    world.start += timedelta(hours=4)
    for _ in range(25):
        world.tell(1.0)
    assert world.error() < 2


async def test_the_phase_follows_market_time() -> None:
    world = World()
    world.tell(0)
    assert world.clock.phase() is Phase.CONTINUOUS
    reading = world.clock.reading()
    assert reading.next_phase is Phase.CLOSING_AUCTION
    assert world.clock.trade_date().isoformat() == "2026-11-20"


async def test_a_holiday_has_no_next_change() -> None:
    world = World(start=datetime(2026, 11, 21, 1, 0, tzinfo=UTC))
    world.tell(0)
    assert world.clock.phase() is Phase.HOLIDAY
    assert world.clock.reading().next_change is None
