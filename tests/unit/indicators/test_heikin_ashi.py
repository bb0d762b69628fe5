"""Averaged bars equal the recursion written naively, at once and continued."""

from __future__ import annotations

import numpy as np
import pytest

from kis_desktop.indicators.heikin_ashi import averaged
from kis_desktop.indicators.pyramid import BarPyramid
from kis_desktop.indicators.series import BarSeries
from tests.unit.indicators.walks import walk


def series(count: int) -> BarSeries:
    bars = walk(count)
    columns = (bars.open, bars.high, bars.low, bars.close, bars.volume)
    return BarSeries(bars.time.copy(), *(column.copy() for column in columns))


def naive(bars: BarSeries) -> list[tuple[float, float, float, float]]:
    found: list[tuple[float, float, float, float]] = []
    for open_, high, low, close in zip(bars.open, bars.high, bars.low, bars.close, strict=True):
        mean = (open_ + high + low + close) / 4
        start = (found[-1][0] + found[-1][3]) / 2 if found else (open_ + close) / 2
        found.append((start, max(high, start, mean), min(low, start, mean), mean))
    return found


@pytest.mark.parametrize("count", [1, 2, 129, 1500])
def test_every_bar_is_averaged_with_the_one_before(count: int) -> None:
    bars = series(count)
    found = averaged(bars)
    expected = np.array(naive(bars)).T
    for column, wanted in zip(
        (found.open, found.high, found.low, found.close), expected, strict=True
    ):
        np.testing.assert_allclose(column, wanted, rtol=1e-12)
    assert np.array_equal(found.volume, bars.volume)


def test_a_continuation_is_what_all_at_once_would_be() -> None:
    pyramid = BarPyramid(series(700))
    whole = averaged(pyramid.bars(0))
    before = float(whole.open[499]), float(whole.close[499])
    rest = averaged(pyramid.bars(500), before)
    np.testing.assert_allclose(rest.open, whole.open[500:], rtol=1e-12)
    np.testing.assert_allclose(rest.high, whole.high[500:], rtol=1e-12)


def test_no_bars_have_no_average() -> None:
    assert len(averaged(BarSeries.empty())) == 0
