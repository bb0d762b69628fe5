"""A market that is asked for more than it can do stays able to answer."""

from datetime import datetime, timedelta

import pytest

from kis_desktop.simulator import pace as pace_module
from kis_desktop.simulator.clock import MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.pace import Pace
from tests.unit.simulator.trading_floor import SAMSUNG, Floor, kst
from tests.work import counted

_FASTER_THAN_IT_CAN = 50_000
_CALLS_A_SECOND = 2_000_000
"""of a machine that is as quick at any time"""


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that a pace believes to have passed."""
    seconds = [0.0]
    monkeypatch.setattr(pace_module, "perf_counter", lambda: seconds[0])
    return seconds


def test_an_advance_is_short_however_fast_the_clock_and_however_much_is_awake(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed = [0.0]
    clock = MarketClock(monotonic=lambda: passed[0], start=kst("08:59:50"), speed=0)
    market = Market(seed=7, clock=clock, instruments=40)
    for listing in market.universe.listings:
        market.wake(listing.symbol)
    market.pace = Pace(0.02)
    clock.set(speed=_FASTER_THAN_IT_CAN)
    longest = 0
    with counted() as work:
        monkeypatch.setattr(
            pace_module, "perf_counter", lambda: passed[0] + work.calls / _CALLS_A_SECOND
        )
        for _ in range(12):
            passed[0] += 0.1
            began = work.calls
            market.advance()
            longest = max(longest, work.calls - began)
    assert longest < 0.5 * _CALLS_A_SECOND
    clock.set(speed=0)
    assert kst("08:59:50") < clock.now() < kst("15:30")


def test_a_clock_that_was_too_fast_goes_on_from_where_the_market_is() -> None:
    floor = Floor()
    floor.clock.slip(kst("10:12:05"))
    assert floor.clock.now() == kst("10:12:05")
    assert floor.clock.take_jumps() == ()
    floor.go(2)
    assert floor.clock.now() == kst("10:12:07")


def test_a_market_that_keeps_up_is_the_same_in_steps() -> None:
    whole, stepped = Floor(), Floor()
    stepped.market.pace = Pace(60.0)
    for floor in (whole, stepped):
        floor.market.wake(SAMSUNG)
        floor.go(45)
    assert whole.prints == stepped.prints
    assert whole.market.book(SAMSUNG).bids == stepped.market.book(SAMSUNG).bids


def test_after_its_share_of_work_the_market_rests(spent: list[float]) -> None:
    pace = Pace(0.005)
    now, later = kst("10:12"), kst("10:13")
    lived: list[datetime] = []

    def live_until(instant: datetime) -> None:
        lived.append(instant)
        spent[0] += 0.05

    assert pace.go(now, later, live_until) == now + timedelta(seconds=0.1)
    assert pace.go(now, later, live_until) == now
    assert len(lived) == 1
    spent[0] += 0.049
    assert pace.go(now, later, live_until) == now
    spent[0] += 0.001
    assert pace.go(now, later, live_until) > now


def test_who_drives_the_market_ends_its_rest(spent: list[float]) -> None:
    pace = Pace(0.005)
    now, soon, later = kst("10:12"), kst("10:12:00.1"), kst("10:13")
    began: list[bool] = []

    def live_until(_: datetime) -> None:
        spent[0] += 0.02

    for _ in range(3):
        pace.end_rest()
        began.append(pace.go(now, later, live_until) > now)
        assert pace.is_behind
        assert pace.go(now, later, live_until) == now
    pace.end_rest()
    assert pace.go(now, soon, live_until) == soon
    assert pace.is_behind, "it came there with all that it is allowed"
    assert began == [True, True, True]
    quick = Pace(0.005)
    assert quick.go(now, soon, lambda _: None) == soon
    assert not quick.is_behind
