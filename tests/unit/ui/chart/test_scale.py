"""Prices and heights are each other's mirror, linear and logarithmic."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kis_desktop.ui.chart.price_ticks import price_step, price_ticks
from kis_desktop.ui.chart.scale import Scale

prices = st.floats(1, 2_000_000)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    low = draw(prices)
    high = low * draw(st.floats(1.001, 3))
    return Scale(low, high, 0.0, draw(st.floats(50, 2000)), draw(st.booleans()))


@given(scales(), st.floats(0, 1))
def test_a_price_comes_back_from_its_height(scale: Scale, share: float) -> None:
    price = scale.low + share * (scale.high - scale.low)
    assert scale.price(scale.y(price)) == pytest.approx(price, rel=1e-9)


@given(scales())
def test_the_edges_are_the_edges(scale: Scale) -> None:
    assert scale.y(scale.low) == pytest.approx(scale.bottom)
    assert scale.y(scale.high) == pytest.approx(scale.top, abs=1e-6)


@given(scales(), st.floats(0.3, 3), st.floats(0, 1))
def test_the_price_under_the_pointer_stays_when_scaled(
    scale: Scale, factor: float, share: float
) -> None:
    y = scale.top + share * (scale.bottom - scale.top)
    zoomed = scale.zoomed(factor, y)
    assume(zoomed.low > 0)
    assert zoomed.price(y) == pytest.approx(scale.price(y), rel=1e-6)


@given(scales(), st.floats(-40, 40))
def test_pulled_prices_move_by_the_pixels(scale: Scale, pixels: float) -> None:
    middle = scale.price((scale.top + scale.bottom) / 2)
    pulled = scale.panned(pixels)
    assume(pulled.low > 0)
    assert pulled.y(middle) == pytest.approx(scale.y(middle) + pixels, abs=1e-3)


@given(scales())
def test_many_heights_equal_single_ones(scale: Scale) -> None:
    some = np.linspace(scale.low, scale.high, 7)
    expected = [scale.y(float(price)) for price in some]
    np.testing.assert_allclose(scale.ys(some), expected, atol=1e-6)


def test_one_flat_price_lies_in_the_middle() -> None:
    scale = Scale.fitted(5000, 5000, 0, 100)
    assert scale.y(5000) == pytest.approx(50)


@given(scales(), st.sampled_from([0.0, 1.0, 5.0, 10.0, 50.0, 100.0, 500.0, 1000.0]))
def test_axis_prices_are_round_on_tick_in_sight_and_apart(scale: Scale, tick: float) -> None:
    step = price_step(scale, 44, tick)
    found = price_ticks(scale, 44, tick)
    if tick:
        assert step / tick == pytest.approx(round(step / tick))
    for price in found:
        assert scale.low * (1 - 1e-6) <= price <= scale.high * (1 + 1e-6)
        assert price / step == pytest.approx(round(price / step))
    if not scale.logarithmic:
        heights = [scale.y(price) for price in found]
        assert all(a - b >= 43.9 for a, b in pairwise(heights))


@pytest.mark.parametrize(
    ("low", "high", "tick", "step"),
    [(96_700, 98_800, 100, 200), (1_000, 1_100, 1, 10), (50_000, 50_400, 100, 100), (1, 3, 0, 0.2)],
)
def test_the_step_is_the_one_a_trader_expects(
    low: float, high: float, tick: float, step: float
) -> None:
    assert price_step(Scale(low, high, 0, 500), 44, tick) == step
