"""The first averages and the strength index equal their definitions."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from kis_desktop.indicators import ema, rsi, sma
from kis_desktop.indicators.recursion import smoothed
from kis_desktop.indicators.series import Floats


def prices(count: int) -> Floats:
    random = np.random.default_rng(7)
    return (98_000 + 100 * random.integers(-3, 4, count).cumsum()).astype(np.float64)


def strength(close: Floats, length: int) -> Floats:
    return rsi.strength(*rsi.averages(close, length))


def plain_ema(close: Floats, length: int) -> list[float]:
    found = [float("nan")] * (length - 1) + [float(close[:length].mean())]
    for value in close[length:]:
        found.append(found[-1] + (float(value) - found[-1]) * 2 / (length + 1))
    return found


def plain_rsi(close: Floats, length: int) -> list[float]:
    gains = [max(b - a, 0.0) for a, b in pairwise(close)]
    losses = [max(a - b, 0.0) for a, b in pairwise(close)]
    gain, loss = sum(gains[:length]) / length, sum(losses[:length]) / length
    found = [float("nan")] * length + [100 * gain / (gain + loss)]
    for up, down in zip(gains[length:], losses[length:], strict=True):
        gain = (gain * (length - 1) + up) / length
        loss = (loss * (length - 1) + down) / length
        found.append(100 * gain / (gain + loss))
    return found


def test_the_moving_average_is_the_mean_of_the_last_closes() -> None:
    found = sma.mean(np.array([1.0, 2.0, 3.0, 4.0, 8.0]), 3)
    assert np.isnan(found[:2]).all()
    assert found[2:].tolist() == [2.0, 3.0, 5.0]


def test_the_exponential_average_follows_its_recursion() -> None:
    close = prices(1000)
    np.testing.assert_allclose(ema.smoothed_mean(close, 20), plain_ema(close, 20), rtol=1e-12)


def test_the_strength_index_follows_wilder() -> None:
    close = prices(1000)
    np.testing.assert_allclose(strength(close, 14), plain_rsi(close, 14), rtol=1e-11)


def test_wilders_own_example_holds() -> None:
    # closes and values of the worked example that charting schools print, 14 days
    close = np.array(
        [
            *(44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.10, 45.42),
            *(45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28, 46.00),
        ]
    )
    found = strength(close, 14)
    assert found[14:].round(2).tolist() == [70.46, 66.25]


def test_a_price_that_never_moved_has_no_strength() -> None:
    assert np.isnan(strength(np.full(100, 500.0), 14)).all()


@pytest.mark.parametrize("count", [1, 127, 128, 129, 1000])
def test_the_recursion_holds_across_blocks(count: int) -> None:
    values = prices(count)
    found = smoothed(values, 5.0, 0.5)
    expected, last = [], 5.0
    for value in values:
        last = 0.5 * last + 0.5 * float(value)
        expected.append(last)
    np.testing.assert_allclose(found, expected, rtol=1e-12)
