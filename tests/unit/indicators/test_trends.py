"""What follows a trend by its own path equals its definition."""

from __future__ import annotations

import numpy as np
import pytest
import talib

from kis_desktop.indicators import parabolic_sar
from tests.unit.indicators.plain import Line, assert_same, found, over, plain, wilder
from tests.unit.indicators.walks import DAY_OF_BARS, NINE, walk

BARS = walk(1500)
PLAIN = plain(BARS)


def plain_sar(step: float, limit: float) -> Line:
    """Wilder's rules, a bar at a time."""
    high, low = PLAIN.high, PLAIN.low
    rising = high[1] - high[0] >= low[0] - low[1] or low[0] <= low[1]
    stop, extreme = (low[0], high[1]) if rising else (high[0], low[1])
    line, pace = Line([None]), step
    for now in range(1, len(high)):
        if (low[now] <= stop) if rising else (high[now] >= stop):
            stop, rising, pace = extreme, not rising, step
            outer = (low[now - 1], low[now]) if rising else (high[now - 1], high[now])
            stop = min(stop, *outer) if rising else max(stop, *outer)
            extreme = high[now] if rising else low[now]
            line.append(stop)
        else:
            line.append(stop)
            if (high[now] > extreme) if rising else (low[now] < extreme):
                extreme, pace = (high[now] if rising else low[now]), min(pace + step, limit)
        stop += pace * (extreme - stop)
        near = (low if rising else high)[now - 1 : now + 1]
        stop = min(stop, *near) if rising else max(stop, *near)
    return line


@pytest.mark.parametrize(("step", "limit"), [(0.02, 0.2), (0.1, 0.5), (0.005, 0.01)])
def test_the_parabolic_stop(step: float, limit: float) -> None:
    line = found("parabolic_sar", BARS, step, limit)["value"]
    assert_same(line, plain_sar(step, limit), warm=100)


@pytest.mark.parametrize("still", [0, 3, 900])
def test_the_parabolic_stop_goes_on_from_any_bar(still: int) -> None:
    for seed in range(6):
        bars = walk(1100, seed)
        for column in (bars.high, bars.low):
            column[100 : 100 + still] = column[99]
        whole = parabolic_sar.compute(bars, 0.02, 0.2)
        for start in (1, 2, 3, 40, 101, 103, 105, 130, 640, 990, 1005, 1050, 1099):
            (found_on,) = parabolic_sar.resume(bars, start, (whole[0][:start],), 0.02, 0.2)
            np.testing.assert_allclose(found_on, whole[0][start:], rtol=1e-12)


@pytest.mark.parametrize(("length", "width"), [(10, 3.0), (3, 1.0), (21, 2.0)])
def test_the_supertrend(length: int, width: float) -> None:
    rising_line: Line = [None] * length
    falling_line: Line = [None] * length
    ranges, close = wilder(PLAIN.true_ranges, length), PLAIN.close
    rising, upper, lower = False, float("inf"), float("-inf")
    for now in range(length, len(close)):
        middle, spread = (PLAIN.high[now] + PLAIN.low[now]) / 2, ranges[now]
        assert spread is not None
        high, low = middle + width * spread, middle - width * spread
        upper = high if high < upper or close[now - 1] > upper else upper
        lower = low if low > lower or close[now - 1] < lower else lower
        rising = not close[now] < lower if rising else close[now] > upper
        rising_line.append(lower if rising else None)
        falling_line.append(None if rising else upper)
    lines = found("supertrend", BARS, length, width)
    assert_same(lines["rising"], rising_line)
    assert_same(lines["falling"], falling_line)


def test_the_pivot_is_told_by_the_day_before() -> None:
    lines = found("pivot", BARS)
    days = [(second - NINE) // 86_400 for second in PLAIN.time]
    wanted = {name: Line() for name in lines}
    for day in days:
        before = [index for index, other in enumerate(days) if other == day - 1]
        if not before:
            for line in wanted.values():
                line.append(None)
            continue
        high = max(PLAIN.high[index] for index in before)
        low = min(PLAIN.low[index] for index in before)
        middle = (high + low + PLAIN.close[before[-1]]) / 3
        wanted["pivot"].append(middle)
        wanted["resistance_1"].append(2 * middle - low)
        wanted["resistance_2"].append(middle + high - low)
        wanted["support_1"].append(2 * middle - high)
        wanted["support_2"].append(middle - high + low)
    assert days[-1] == len(days) // DAY_OF_BARS
    for name, line in wanted.items():
        assert_same(lines[name], line)


def test_on_days_the_pivot_is_told_by_the_bar_before() -> None:
    bars = walk(30)
    bars.time[:] = NINE + 86_400 * np.arange(30)
    wanted = (bars.high[:-1] + bars.low[:-1] + bars.close[:-1]) / 3
    assert_same(found("pivot", bars)["pivot"], [None, *wanted.tolist()])


@pytest.mark.parametrize("length", [2, 25, 60])
def test_aroon_counts_bars_since_the_extremes(length: int) -> None:
    ups: Line = [None] * length
    downs: Line = [None] * length
    for now in range(length, len(PLAIN)):
        highs = PLAIN.high[now - length : now + 1][::-1]
        lows = PLAIN.low[now - length : now + 1][::-1]
        ups.append(100 * (length - highs.index(max(highs))) / length)
        downs.append(100 * (length - lows.index(min(lows))) / length)
    lines = found("aroon", BARS, length)
    assert_same(lines["up"], ups)
    assert_same(lines["down"], downs)
    oscillator = found("aroon_oscillator", BARS, length)["value"]
    assert_same(oscillator, over(lambda up, down: up - down, ups, downs))


@pytest.mark.parametrize("length", [2, 14, 30])
def test_directional_movement(length: int) -> None:
    rises, falls = Line([None]), Line([None])
    for now in range(1, len(PLAIN)):
        up = PLAIN.high[now] - PLAIN.high[now - 1]
        down = PLAIN.low[now - 1] - PLAIN.low[now]
        rises.append(up if up > down and up > 0 else 0.0)
        falls.append(down if down > up and down > 0 else 0.0)
    ranges = wilder(PLAIN.true_ranges, length)
    plus = over(lambda m, r: 100 * m / r, wilder(rises, length), ranges)
    minus = over(lambda m, r: 100 * m / r, wilder(falls, length), ranges)
    apart = over(lambda p, m: 100 * abs(p - m) / (p + m) if p + m else 0.0, plus, minus)
    lines = found("adx", BARS, length)
    assert_same(lines["plus"], plus)
    assert_same(lines["minus"], minus)
    assert_same(lines["value"], wilder(apart, length))
    warm = 40 * length
    theirs = talib.ADX(BARS.high, BARS.low, BARS.close, length)
    assert_same(lines["value"], theirs.tolist(), warm)
