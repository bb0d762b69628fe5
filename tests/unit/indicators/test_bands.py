"""Bands and lines over the bars equal their definitions."""

from __future__ import annotations

import pytest

from tests.unit.indicators.plain import (
    Line,
    ago,
    assert_same,
    ema,
    found,
    highest,
    lowest,
    over,
    plain,
    ratio,
    sigma,
    sma,
    wilder,
)
from tests.unit.indicators.walks import flat, walk

BARS = walk(900)
PLAIN = plain(BARS)
CLOSE: Line = [*PLAIN.close]
HIGH: Line = [*PLAIN.high]
LOW: Line = [*PLAIN.low]


@pytest.mark.parametrize(("length", "width"), [(20, 2.0), (2, 1.0), (60, 2.5)])
def test_bollinger_takes_the_populations_deviation(length: int, width: float) -> None:
    middle, spread = sma(CLOSE, length), sigma(CLOSE, length)
    upper = over(lambda m, s: m + width * s, middle, spread)
    lower = over(lambda m, s: m - width * s, middle, spread)
    lines = found("bollinger", BARS, length, width)
    assert_same(lines["upper"], upper)
    assert_same(lines["middle"], middle)
    assert_same(lines["lower"], lower)
    assert_same(found("deviation", BARS, length)["value"], spread)
    place = over(lambda c, u, d: ratio(c - d, u - d), CLOSE, upper, lower)
    assert_same(found("bollinger_place", BARS, length, width)["value"], place)
    share = over(lambda u, m, d: 100 * (u - d) / m, upper, middle, lower)
    assert_same(found("bollinger_width", BARS, length, width)["value"], share)


def test_a_price_with_thirds_that_stands_still_has_no_deviation() -> None:
    bars = flat(100)
    bars.close[:] = 100 / 3
    assert set(found("deviation", bars, 7)["value"][6:]) == {0.0}
    assert set(found("bollinger_place", bars, 7, 2.0)["value"]) == {None}


@pytest.mark.parametrize(("length", "ranges", "width"), [(20, 10, 2.0), (5, 14, 1.5)])
def test_keltner(length: int, ranges: int, width: float) -> None:
    middle, spread = ema(CLOSE, length), wilder(PLAIN.true_ranges, ranges)
    lines = found("keltner", BARS, length, ranges, width)
    assert_same(lines["upper"], over(lambda m, s: m + width * s, middle, spread))
    assert_same(lines["middle"], middle)
    assert_same(lines["lower"], over(lambda m, s: m - width * s, middle, spread))


@pytest.mark.parametrize("length", [1, 5, 20])
def test_channels_of_extremes(length: int) -> None:
    upper, lower = highest(HIGH, length), lowest(LOW, length)
    donchian, channel = found("donchian", BARS, length), found("price_channel", BARS, length)
    assert_same(donchian["upper"], upper)
    assert_same(donchian["middle"], over(lambda u, d: (u + d) / 2, upper, lower))
    assert_same(donchian["lower"], lower)
    assert_same(channel["upper"], ago(upper, 1))
    assert_same(channel["lower"], ago(lower, 1))


@pytest.mark.parametrize(("length", "percent"), [(20, 6.0), (5, 0.5)])
def test_the_envelope(length: int, percent: float) -> None:
    lines = found("envelope", BARS, length, percent)
    middle = sma(CLOSE, length)
    assert_same(lines["upper"], over(lambda m: m + m * percent / 100, middle))
    assert_same(lines["middle"], middle)
    assert_same(lines["lower"], over(lambda m: m - m * percent / 100, middle))


@pytest.mark.parametrize("lengths", [(9, 26, 52), (3, 7, 11)])
def test_ichimoku(lengths: tuple[int, int, int]) -> None:
    def middle(length: int) -> Line:
        return over(lambda u, d: (u + d) / 2, highest(HIGH, length), lowest(LOW, length))

    lines = found("ichimoku", BARS, *lengths, 25)
    turning, standard = middle(lengths[0]), middle(lengths[1])
    assert_same(lines["turning"], turning)
    assert_same(lines["standard"], standard)
    assert_same(lines["span_a"], over(lambda a, b: (a + b) / 2, turning, standard))
    assert_same(lines["span_b"], middle(lengths[2]))
    assert_same(lines["lagging"], CLOSE)


@pytest.mark.parametrize("length", [2, 14, 50])
def test_the_line_of_least_squares(length: int) -> None:
    ends: Line = [None] * (length - 1)
    slopes: Line = [None] * (length - 1)
    middle = (length - 1) / 2
    for end in range(length, len(CLOSE) + 1):
        window = PLAIN.close[end - length : end]
        mean = sum(window) / length
        up = sum((k - middle) * (value - mean) for k, value in enumerate(window))
        slope = up / sum((k - middle) ** 2 for k in range(length))
        ends.append(mean + slope * middle)
        slopes.append(slope)
    assert_same(found("linear_regression", BARS, length)["value"], ends)
    assert_same(found("regression_slope", BARS, length)["value"], slopes)
