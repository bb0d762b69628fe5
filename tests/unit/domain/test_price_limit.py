"""The day's price limits are rounded inward."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.price_limit import price_limits
from kis_desktop.domain.tick_size import is_on_tick

STOCK = load_market_rules("krx").tick_table("stock", date(2026, 11, 20))
RATE = Decimal("0.30")


@pytest.mark.parametrize(
    ("base", "lower", "upper"),
    [(97_100, 68_000, 126_200), (1_500, 1_050, 1_950), (400_000, 280_000, 520_000)],
)
def test_limits_of_known_bases(base: int, lower: int, upper: int) -> None:
    limits = price_limits(Decimal(base), RATE, STOCK)
    assert (limits.lower, limits.upper) == (Decimal(lower), Decimal(upper))


@given(st.integers(10, 2_000_000).map(Decimal))
def test_limits_are_quotable_and_hold_the_base(base: Decimal) -> None:
    limits = price_limits(base, RATE, STOCK)
    assert is_on_tick(limits.lower, STOCK)
    assert is_on_tick(limits.upper, STOCK)
    assert limits.holds(base)
    assert limits.upper <= base * (1 + RATE)
    assert limits.lower >= base * (1 - RATE)
    assert not limits.holds(limits.upper + 1)
