from datetime import datetime

import pytest

from kis_desktop.simulator.clock import Jump, MarketClock
from kis_desktop.simulator.market import Market
from tests.unit.simulator.trading_floor import Hand, kst


def test_time_runs_at_the_set_speed() -> None:
    hand = Hand()
    clock = MarketClock(monotonic=hand, start=kst("10:12"), speed=60.0)
    hand.seconds += 2
    assert clock.now() == kst("10:14")


def test_a_new_speed_leaves_the_time_where_it_is() -> None:
    hand = Hand()
    clock = MarketClock(monotonic=hand, start=kst("10:12"))
    hand.seconds += 5
    clock.set(speed=0)
    hand.seconds += 100
    assert clock.now() == kst("10:12:05")
    assert clock.take_jumps() == ()


def test_setting_the_time_is_a_jump_that_is_taken_once() -> None:
    clock = MarketClock(monotonic=Hand(), start=kst("10:12"))
    clock.set(kst("15:19:50"))
    assert clock.take_jumps() == (Jump(kst("10:12"), kst("15:19:50")),)
    assert clock.take_jumps() == ()


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime.fromisoformat("2026-11-20T10:12:00")
    with pytest.raises(ValueError, match="needs a zone"):
        MarketClock(monotonic=Hand(), start=naive)
    clock = MarketClock(monotonic=Hand(), start=kst("10:12"))
    with pytest.raises(ValueError, match="needs a zone"):
        clock.set(naive)


@pytest.mark.parametrize("speed", [-1.0, 1e9, float("nan")])
def test_a_speed_out_of_reason_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="clock speed"):
        MarketClock(monotonic=Hand(), start=kst("10:12"), speed=speed)


def test_a_market_that_stands_tells_one_instant() -> None:
    hand = Hand()
    clock = MarketClock(monotonic=hand, start=kst("10:12"), speed=60.0)
    market = Market(seed=1, clock=clock, instruments=2)
    hand.seconds += 1
    market.advance()
    with market.standing():
        hand.seconds += 1
        assert clock.now() == kst("10:13")
        with market.standing():
            assert clock.now() == kst("10:13")
        assert clock.now() == kst("10:13")
    assert clock.now() == kst("10:14")
