"""A market that is asked for more than it can do stays able to answer."""

from datetime import datetime, timedelta
from time import monotonic, perf_counter, sleep

import pytest

from kis_desktop.simulator import pace as pace_module
from kis_desktop.simulator.clock import MarketClock
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.pace import Pace
from tests.unit.simulator.trading_floor import SAMSUNG, Floor, kst

_FASTER_THAN_IT_CAN = 50_000


def test_an_advance_is_short_however_fast_the_clock_and_however_much_is_awake() -> None:
    clock = MarketClock(monotonic=monotonic, start=kst("08:59:50"), speed=0)
    market = Market(seed=7, clock=clock, instruments=40)
    for listing in market.universe.listings:
        market.wake(listing.symbol)
    market.pace = Pace(0.02)
    clock.set(speed=_FASTER_THAN_IT_CAN)
    longest = 0.0
    for _ in range(12):
        began = perf_counter()
        market.advance()
        longest = max(longest, perf_counter() - began)
    assert longest < 1.0
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


def test_after_its_share_of_work_the_market_rests() -> None:
    pace = Pace(0.005)
    now, later = kst("10:12"), kst("10:13")
    lived: list[datetime] = []

    def live_until(instant: datetime) -> None:
        lived.append(instant)
        sleep(0.05)

    assert pace.go(now, later, live_until) == now + timedelta(seconds=0.1)
    assert pace.go(now, later, live_until) == now
    assert len(lived) == 1
    sleep(0.06)
    assert pace.go(now, later, live_until) > now


def test_who_drives_the_market_ends_its_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace(0.005)
    now, soon, later = kst("10:12"), kst("10:12:00.1"), kst("10:13")
    began: list[bool] = []
    spent = [0.0]
    monkeypatch.setattr(pace_module, "perf_counter", lambda: spent[0])

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
