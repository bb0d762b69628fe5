"""The averages equal their definitions."""

from __future__ import annotations

import math

import pytest

from tests.unit.indicators.plain import (
    Line,
    assert_same,
    ema,
    found,
    over,
    plain,
    ratio,
    sma,
    total,
    windowed,
    wma,
)
from tests.unit.indicators.walks import walk

BARS = walk(900)
PLAIN = plain(BARS)
LENGTHS = pytest.mark.parametrize("length", [2, 5, 20, 61])


@LENGTHS
def test_the_simple_one(length: int) -> None:
    assert_same(found("sma", BARS, length)["value"], sma([*PLAIN.close], length))


@LENGTHS
def test_the_exponential_one(length: int) -> None:
    assert_same(found("ema", BARS, length)["value"], ema([*PLAIN.close], length))


@LENGTHS
def test_the_weighted_one(length: int) -> None:
    assert_same(found("wma", BARS, length)["value"], wma([*PLAIN.close], length))


@LENGTHS
def test_the_double_exponential_one(length: int) -> None:
    once = ema([*PLAIN.close], length)
    wanted = over(lambda a, b: 2 * a - b, once, ema(once, length))
    assert_same(found("dema", BARS, length)["value"], wanted)


@LENGTHS
def test_the_triple_exponential_one(length: int) -> None:
    once = ema([*PLAIN.close], length)
    twice = ema(once, length)
    wanted = over(lambda a, b, c: 3 * a - 3 * b + c, once, twice, ema(twice, length))
    assert_same(found("tema", BARS, length)["value"], wanted)


@LENGTHS
def test_the_triangular_one(length: int) -> None:
    weights = [min(k, length + 1 - k) for k in range(1, length + 1)]
    wanted = windowed(
        [*PLAIN.close],
        length,
        lambda window: sum(w * v for w, v in zip(weights, window, strict=True)) / sum(weights),
    )
    assert_same(found("trima", BARS, length)["value"], wanted)


@LENGTHS
def test_hulls(length: int) -> None:
    close: Line = [*PLAIN.close]
    ahead = over(lambda half, whole: 2 * half - whole, wma(close, length // 2), wma(close, length))
    assert_same(found("hma", BARS, length)["value"], wma(ahead, int(math.sqrt(length))))


@LENGTHS
def test_the_one_weighted_by_volume(length: int) -> None:
    money = over(lambda price, volume: price * volume, PLAIN.close, PLAIN.volume)
    wanted = over(ratio, total(money, length), total([*PLAIN.volume], length))
    assert_same(found("vwma", BARS, length)["value"], wanted)


@pytest.mark.parametrize(("length", "fast", "slow"), [(10, 2, 30), (2, 1, 5), (30, 8, 3)])
def test_kaufmans(length: int, fast: int, slow: int) -> None:
    close, wanted = PLAIN.close, [None] * length
    line: Line = [*wanted]
    last = close[length - 1]
    for now in range(length, len(close)):
        path = sum(abs(close[k] - close[k - 1]) for k in range(now - length + 1, now + 1))
        efficiency = abs(close[now] - close[now - length]) / path if path else 0.0
        pace = (efficiency * (2 / (fast + 1) - 2 / (slow + 1)) + 2 / (slow + 1)) ** 2
        last += pace * (close[now] - last)
        line.append(last)
    assert_same(found("kama", BARS, length, fast, slow)["value"], line)


def test_a_price_that_stands_still_leaves_kaufmans_at_its_slow_pace() -> None:
    bars = walk(40)
    bars.close[20:] = bars.close[19]
    line = found("kama", bars, 5, 2, 30)["value"]
    before, after = line[30], line[31]
    assert before is not None
    assert after == pytest.approx(before + (2 / 31) ** 2 * (float(bars.close[31]) - before))
