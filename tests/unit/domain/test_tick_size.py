"""Tick sizes: laws that hold for every table, and the Korean table's own edges."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.tick_size import (
    Rounding,
    TickBand,
    is_on_tick,
    round_to_tick,
    step,
    tick_size,
    tick_size_below,
    ticks_between,
)

STOCK = load_market_rules("krx").tick_table("stock", date(2026, 11, 20))
prices = st.integers(1, 3_000_000).map(Decimal)


@given(prices)
def test_a_rounded_price_is_quotable_and_no_further_than_a_tick(price: Decimal) -> None:
    lower = round_to_tick(price, STOCK, Rounding.DOWN)
    upper = round_to_tick(price, STOCK, Rounding.UP)
    assert lower <= price <= upper
    assert is_on_tick(upper, STOCK)
    assert upper - lower <= tick_size(price, STOCK)


@given(prices, st.integers(1, 40))
def test_stepping_up_and_down_again_comes_back(price: Decimal, ticks: int) -> None:
    start = round_to_tick(price, STOCK, Rounding.UP)
    assert step(step(start, STOCK, ticks), STOCK, -ticks) == start


@pytest.mark.parametrize(
    ("price", "ticks", "wanted"),
    [
        (1999, 1, 2000),
        (2000, 1, 2005),
        (2000, -1, 1999),
        (500_000, -1, 499_500),
        (500_000, 1, 501_000),
        (2_003, 1, 2_005),
        (2_003, -1, 2_000),
        (1, -3, 1),
        (98_400, 0, 98_400),
    ],
)
def test_steps_cross_the_bands_of_the_korean_table(price: int, ticks: int, wanted: int) -> None:
    assert step(Decimal(price), STOCK, ticks) == Decimal(wanted)


def test_a_price_of_zero_or_less_is_never_quotable() -> None:
    assert not is_on_tick(Decimal(0), STOCK)
    assert not is_on_tick(Decimal(-100), STOCK)


def test_a_table_that_ends_says_so() -> None:
    table = (TickBand(Decimal(100), Decimal(1)),)
    with pytest.raises(ValueError, match="no band"):
        tick_size(Decimal(100), table)
    with pytest.raises(ValueError, match="no band"):
        tick_size_below(Decimal(101), table)


@given(prices, st.integers(0, 60))
def test_as_many_ticks_lie_between_two_prices_as_steps_lead_there(price: Decimal, n: int) -> None:
    low = round_to_tick(price, STOCK, Rounding.UP)
    assert ticks_between(low, step(low, STOCK, n), STOCK) == n


@pytest.mark.parametrize(
    ("low", "high", "count"),
    [(98_400, 98_900, 5), (98_400, 98_300, 0), (1_998, 2_010, 4), (400_000, 502_000, 202)],
)
def test_ticks_are_counted_across_bands(low: int, high: int, count: int) -> None:
    assert ticks_between(Decimal(low), Decimal(high), STOCK) == count
