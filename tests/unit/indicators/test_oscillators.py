"""The oscillators equal their definitions."""

from __future__ import annotations

import pytest
import talib

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
    sma,
    total,
    wilder,
    windowed,
)
from tests.unit.indicators.walks import flat, walk

BARS = walk(900)
PLAIN = plain(BARS)
CLOSE: Line = [*PLAIN.close]
LENGTHS = pytest.mark.parametrize("length", [2, 9, 14, 40])


def plain_rsi(length: int) -> Line:
    gain = wilder(over(lambda change: max(change, 0.0), PLAIN.changes), length)
    loss = wilder(over(lambda change: max(-change, 0.0), PLAIN.changes), length)
    return over(lambda up, down: ratio(100 * up, up + down), gain, loss)


def standing(length: int) -> Line:
    high, low = highest([*PLAIN.high], length), lowest([*PLAIN.low], length)
    return over(lambda c, h, d: ratio(100 * (c - d), h - d), CLOSE, high, low)


@pytest.mark.parametrize("lengths", [(12, 26, 9), (5, 34, 5), (30, 10, 3)])
def test_macd_and_its_percentage(lengths: tuple[int, int, int]) -> None:
    fast, slow, signal = lengths
    value = over(lambda a, b: a - b, ema(CLOSE, fast), ema(CLOSE, slow))
    lines = found("macd", BARS, *lengths)
    assert_same(lines["value"], value)
    assert_same(lines["signal"], ema(value, signal))
    assert_same(lines["histogram"], over(lambda a, b: a - b, value, ema(value, signal)))
    percent = over(lambda a, b: 100 * a / b, value, ema(CLOSE, slow))
    lines = found("ppo", BARS, *lengths)
    assert_same(lines["value"], percent)
    assert_same(lines["signal"], ema(percent, signal))


def test_macd_is_what_others_compute_once_warm() -> None:
    value, signal, histogram = talib.MACD(BARS.close, 12, 26, 9)
    lines = found("macd", BARS, 12, 26, 9)
    assert_same(lines["value"], value.tolist(), 500)
    assert_same(lines["signal"], signal.tolist(), 500)
    assert_same(lines["histogram"], histogram.tolist(), 500)


@LENGTHS
def test_the_strength_index_and_its_signal(length: int) -> None:
    lines, wanted = found("rsi", BARS, length, 9), plain_rsi(length)
    assert_same(lines["value"], wanted)
    assert_same(lines["signal"], sma(wanted, 9))


@pytest.mark.parametrize("lengths", [(12, 5, 5), (5, 1, 3), (30, 10, 2)])
def test_the_stochastics(lengths: tuple[int, int, int]) -> None:
    length, slowing, signal = lengths
    fast = standing(length)
    lines = found("stochastic_fast", BARS, length, signal)
    assert_same(lines["k"], fast)
    assert_same(lines["d"], sma(fast, signal))
    lines, slow = found("stochastic_slow", BARS, *lengths), sma(fast, slowing)
    assert_same(lines["k"], slow)
    assert_same(lines["d"], sma(slow, signal))


def test_where_nothing_moves_nothing_is_known() -> None:
    for id_, parameters in (
        ("stochastic_slow", (12, 5, 5)),
        ("stochastic_rsi", (14, 14, 3, 3)),
        ("cci", (9,)),
        ("williams_r", (14,)),
        ("mfi", (14,)),
        ("ultimate", (7, 14, 28)),
        ("adx", (14,)),
    ):
        for line in list(found(id_, flat(200), *parameters).values())[:2]:
            assert {value for value in line if value is not None} <= {0.0}, id_


@pytest.mark.parametrize("lengths", [(14, 14, 3, 3), (5, 8, 1, 4)])
def test_the_stochastic_of_the_strength(lengths: tuple[int, int, int, int]) -> None:
    length, window, slowing, signal = lengths
    strength = plain_rsi(length)
    low, high = lowest(strength, window), highest(strength, window)
    place = over(lambda v, d, u: 100 * (v - d) / (u - d), strength, low, high)
    lines = found("stochastic_rsi", BARS, *lengths)
    assert_same(lines["k"], sma(place, slowing))
    assert_same(lines["d"], sma(sma(place, slowing), signal))


@LENGTHS
def test_the_commodity_channel_index(length: int) -> None:
    def index(window: list[float]) -> float | None:
        mean = sum(window) / length
        spread = sum(abs(value - mean) for value in window) / length
        return ratio(window[-1] - mean, 0.015 * spread) if len(set(window)) > 1 else None

    assert_same(found("cci", BARS, length)["value"], windowed([*PLAIN.typical], length, index))


@LENGTHS
def test_williams(length: int) -> None:
    high, low = highest([*PLAIN.high], length), lowest([*PLAIN.low], length)
    wanted = over(lambda c, h, d: ratio(-100 * (h - c), h - d), CLOSE, high, low)
    assert_same(found("williams_r", BARS, length)["value"], wanted)


@LENGTHS
def test_what_is_held_against_a_bar_that_was(length: int) -> None:
    old = ago(CLOSE, length)
    percent = over(lambda now, was: 100 * (now - was) / was, CLOSE, old)
    assert_same(found("roc", BARS, length)["value"], percent)
    assert_same(found("momentum", BARS, length)["value"], over(lambda p: p + 100, percent))
    wanted = over(lambda now, was: now - was, CLOSE, old)
    assert_same(found("nco", BARS, length)["value"], wanted)


@LENGTHS
def test_the_range_and_its_mean(length: int) -> None:
    assert_same(found("atr", BARS, length)["value"], wilder(PLAIN.true_ranges, length))


@LENGTHS
def test_trix(length: int) -> None:
    thrice = ema(ema(ema(CLOSE, length), length), length)
    wanted = over(lambda now, was: 100 * (now - was) / was, thrice, ago(thrice, 1))
    lines = found("trix", BARS, length, 9)
    assert_same(lines["value"], wanted)
    assert_same(lines["signal"], ema(wanted, 9))


@LENGTHS
def test_disparity(length: int) -> None:
    wanted = over(lambda price, mean: 100 * price / mean, CLOSE, sma(CLOSE, length))
    assert_same(found("disparity", BARS, length)["value"], wanted)


@LENGTHS
def test_the_psychological_line(length: int) -> None:
    wanted = windowed(
        PLAIN.changes, length, lambda window: 100 * sum(v > 0 for v in window) / length
    )
    assert_same(found("psychological", BARS, length)["value"], wanted)


@pytest.mark.parametrize("lengths", [(5, 20), (30, 3)])
def test_the_price_oscillator(lengths: tuple[int, int]) -> None:
    wanted = over(lambda a, b: a - b, sma(CLOSE, lengths[0]), sma(CLOSE, lengths[1]))
    assert_same(found("price_oscillator", BARS, *lengths)["value"], wanted)


@pytest.mark.parametrize("lengths", [(9, 25), (3, 5), (1, 4)])
def test_the_mass_index(lengths: tuple[int, int]) -> None:
    once = ema(over(lambda h, d: h - d, PLAIN.high, PLAIN.low), lengths[0])
    wanted = total(over(ratio, once, ema(once, lengths[0])), lengths[1])
    assert_same(found("mass_index", BARS, *lengths)["value"], wanted)


@pytest.mark.parametrize("lengths", [(20, 9, 9), (3, 1, 5)])
def test_the_sonar(lengths: tuple[int, int, int]) -> None:
    length, back, signal = lengths
    average = ema(CLOSE, length)
    wanted = over(lambda now, was: now - was, average, ago(average, back))
    lines = found("sonar", BARS, *lengths)
    assert_same(lines["value"], wanted)
    assert_same(lines["signal"], sma(wanted, signal))


@LENGTHS
def test_elders_ray(length: int) -> None:
    lines = found("elder_ray", BARS, length)
    assert_same(lines["bull"], over(lambda h, m: h - m, PLAIN.high, ema(CLOSE, length)))
    assert_same(lines["bear"], over(lambda d, m: d - m, PLAIN.low, ema(CLOSE, length)))


@pytest.mark.parametrize("lengths", [(7, 14, 28), (3, 2, 9)])
def test_the_ultimate_oscillator(lengths: tuple[int, int, int]) -> None:
    before = ago(CLOSE, 1)
    bought = over(lambda c, d, was: c - min(d, was), CLOSE, PLAIN.low, before)
    parts = [
        over(ratio, total(bought, length), total(PLAIN.true_ranges, length)) for length in lengths
    ]
    wanted = over(lambda a, b, c: 100 * (4 * a + 2 * b + c) / 7, *parts)
    assert_same(found("ultimate", BARS, *lengths)["value"], wanted)
