"""What a warrant's price means, reckoned by hand: KRX's definitions of the ELW indicators."""

from datetime import date, datetime
from math import sqrt

import pytest

from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.markets.elw.pricing import Pricing
from kis_desktop.simulator.warrant_listings import ISSUERS, Warrant

LAST_DAY = date(2027, 3, 19)
MOMENT = datetime(2026, 9, 20, 15, 30, tzinfo=KST)
"""180 days before the end"""


def warrant(right: Right, strike: int, barrier: int = 0) -> Pricing:
    return Pricing(
        1,
        Warrant(
            code="58X001",
            name="KBX001가상콜",
            issuer=ISSUERS[0],
            underlying="005930",
            underlying_name="가상",
            right=right,
            strike=strike,
            barrier=barrier,
            ratio=0.02,
            issued=10_000_000,
            listed=date(2026, 9, 1),
            last_day=LAST_DAY,
            expiry=date(2027, 3, 23),
            volatility=0.3,
        ),
    )


def test_a_call_in_the_money() -> None:
    found = warrant(Right.CALL, 90_000).gauges(500, 100_000, MOMENT)
    assert found.intrinsic == pytest.approx(200)  # (100,000 - 90,000) x 0.02
    assert found.time_value == pytest.approx(300)
    assert found.parity == pytest.approx(111.1111, abs=1e-4)  # 100,000 / 90,000
    assert found.gearing == pytest.approx(4)  # 100,000 x 0.02 / 500
    assert found.breakeven == pytest.approx(115_000)  # 90,000 + 500 / 0.02
    assert found.premium == pytest.approx(15_000)
    assert found.premium_rate == pytest.approx(15)
    # 90,000 / (100,000 - 25,000) = 1.2 over 180 days of 365
    assert found.capital_fulcrum == pytest.approx(100 * (1.2 ** (365 / 180) - 1))
    assert found.leverage == pytest.approx(4 * found.delta / 0.02)


def test_a_put_out_of_the_money() -> None:
    found = warrant(Right.PUT, 90_000).gauges(100, 100_000, MOMENT)
    assert (found.intrinsic, found.time_value) == (0, 100)
    assert found.parity == pytest.approx(90)  # 90,000 / 100,000
    assert found.breakeven == pytest.approx(85_000)  # 90,000 - 100 / 0.02
    assert found.premium_rate == pytest.approx(15)
    assert found.delta < 0


@pytest.mark.parametrize(
    ("right", "barrier", "approach"),
    [(Right.CALL, 60_000, 60.0), (Right.PUT, 125_000, 80.0), (Right.CALL, 0, 0.0)],
)
def test_the_approach_is_a_hundred_at_the_barrier(
    right: Right, barrier: int, approach: float
) -> None:
    assert warrant(right, 90_000, barrier).approach(100_000) == pytest.approx(approach)


def test_a_tick_is_worth_what_moves_the_price_by_five_won() -> None:
    found = warrant(Right.CALL, 100_000).gauges(400, 100_000, MOMENT)
    assert found.tick_worth == pytest.approx(5 / found.delta)
    # at the money half a year before the end: about 0.4 x volatility x root of the time
    assert found.theory == pytest.approx(100_000 * 0.02 * 0.4 * 0.3 * sqrt(0.5), rel=0.25)
