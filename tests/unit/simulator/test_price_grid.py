import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.simulator.price_grid import (
    PriceGrid,
    ceil_prices,
    floor_prices,
    nearest_prices,
)

BASES = st.integers(100, 2_000_000)


@pytest.mark.parametrize(
    ("base", "etp", "down", "up"),
    [
        (97_100, False, 68_000, 126_200),
        (128_500, False, 90_000, 167_000),
        (2_000, False, 1_400, 2_600),
        (580_000, False, 406_000, 754_000),
        (55_810, True, 39_070, 72_550),
        (1_124, True, 787, 1_461),
    ],
)
def test_limits_are_thirty_percent_rounded_inward(
    base: int,
    etp: bool,
    down: int,
    up: int,
) -> None:
    grid = PriceGrid(base, etp=etp)
    assert (grid.limit_down, grid.limit_up) == (down, up)


@pytest.mark.parametrize(
    ("price", "tick"),
    [
        (1_999, 1),
        (2_000, 5),
        (4_995, 5),
        (5_000, 10),
        (20_000, 50),
        (50_000, 100),
        (199_900, 100),
        (200_000, 500),
        (500_000, 1_000),
    ],
)
def test_stocks_have_the_ticks_of_2023(price: int, tick: int) -> None:
    assert PriceGrid(price, etp=False).tick(price) == tick


def test_a_step_down_from_a_band_edge_uses_the_band_below() -> None:
    grid = PriceGrid(200_000, etp=False)
    assert grid.down(200_000) == 199_900
    assert grid.up(199_900) == 200_000


@given(BASES, st.booleans(), st.floats(0.71, 1.29))
def test_neighbours_of_any_value_are_quotable_and_enclose_it(
    base: int,
    etp: bool,
    part: float,
) -> None:
    grid = PriceGrid(base, etp=etp)
    value = base * part
    low, high = grid.floor(value), grid.ceil(value)
    assert low <= value <= high
    assert grid.is_on_tick(low)
    assert grid.is_on_tick(high)
    assert high - low <= grid.tick(value)


@given(BASES, st.booleans(), st.lists(st.floats(0.72, 1.28), min_size=1, max_size=20))
def test_columns_round_as_single_prices_do(
    base: int,
    etp: bool,
    parts: list[float],
) -> None:
    grid = PriceGrid(base, etp=etp)
    values = [base * part for part in parts]
    column = np.array(values)
    assert floor_prices(column, etp=etp).tolist() == [grid.floor(value) for value in values]
    assert ceil_prices(column, etp=etp).tolist() == [grid.ceil(value) for value in values]
    assert nearest_prices(column, etp=etp).tolist() == [grid.nearest(value) for value in values]
