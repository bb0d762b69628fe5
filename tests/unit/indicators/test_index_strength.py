"""The price divided by the index equals its definition."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from kis_desktop.indicators.inputs import Inputs
from tests.unit.indicators.plain import Line, assert_same, found, plain
from tests.unit.indicators.walks import walk


def beside(count: int, index: list[float]) -> Inputs:
    return replace(walk(count), beside={"index": np.array(index)})


def strength(closes: list[float], index: list[float]) -> Line:
    """A bar at a time: 100 at the first bar of which both are known."""
    line, base = Line(), 0.0
    for close, other in zip(closes, index, strict=True):
        if math.isnan(other) or other <= 0:
            line.append(None)
            continue
        base = base or close / other
        line.append(100 * (close / other) / base)
    return line


def test_it_is_the_price_over_the_index_from_the_first_bar_of_both() -> None:
    random = np.random.default_rng(3)
    index = (2_700 + random.integers(-5, 6, 600).cumsum()).astype(np.float64)
    index[:7] = np.nan
    index[300] = np.nan
    bars = beside(600, index.tolist())
    lines = found("index_strength", bars)
    assert_same(lines["value"], strength(plain(bars).close, index.tolist()))
    assert lines["value"][7] == 100.0


def test_an_index_that_is_not_known_tells_nothing() -> None:
    assert set(found("index_strength", replace(walk(5), beside={}))["value"]) == {None}
    assert set(found("index_strength", beside(3, [0.0, -1.0, math.nan]))["value"]) == {None}
