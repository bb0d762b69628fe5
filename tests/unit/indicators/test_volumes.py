"""What is computed from volume, and from what is told beside the bars, equals its definition."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
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
)
from tests.unit.indicators.walks import NINE, walk

BARS = walk(900)
PLAIN = plain(BARS)
TYPICAL = PLAIN.typical
LENGTHS = pytest.mark.parametrize("length", [2, 9, 20, 40])


def flows() -> list[float]:
    bars = zip(PLAIN.high, PLAIN.low, PLAIN.close, PLAIN.volume, strict=True)
    return [((c - d) - (h - c)) / (h - d) * v if h > d else 0.0 for h, d, c, v in bars]


def running(values: Line) -> Line:
    line, so_far = Line(), 0.0
    for value in values:
        so_far += value or 0.0
        line.append(so_far)
    return line


def turns() -> list[int]:
    return [0, *(0 if not c else 1 if c > 0 else -1 for c in PLAIN.changes[1:])]


def test_on_balance_volume() -> None:
    parts = over(lambda turn, volume: turn * volume, turns(), PLAIN.volume)
    parts[0] = PLAIN.volume[0]
    lines = found("obv", BARS, 9)
    assert_same(lines["value"], running(parts))
    assert_same(lines["signal"], sma(running(parts), 9))


def test_accumulation() -> None:
    assert_same(found("accumulation", BARS)["value"], running([*flows()]))


@pytest.mark.parametrize(("fast", "slow"), [(3, 10), (12, 5)])
def test_the_chaikin_oscillator(fast: int, slow: int) -> None:
    line = running([*flows()])
    wanted = over(lambda a, b: a - b, ema(line, fast), ema(line, slow))
    assert_same(found("chaikin_oscillator", BARS, fast, slow)["value"], wanted, 400)


@LENGTHS
def test_the_chaikin_money_flow(length: int) -> None:
    wanted = over(
        lambda f, v: ratio(100 * f, v), total([*flows()], length), total([*PLAIN.volume], length)
    )
    assert_same(found("chaikin_money_flow", BARS, length)["value"], wanted)


@LENGTHS
def test_the_money_flow_index(length: int) -> None:
    rose, fell = Line([None]), Line([None])
    for now in range(1, len(PLAIN)):
        change = TYPICAL[now] - TYPICAL[now - 1]
        money = TYPICAL[now] * PLAIN.volume[now]
        rose.append(money if change > 0 else 0.0)
        fell.append(money if change < 0 else 0.0)
    wanted = over(lambda u, d: ratio(100 * u, u + d), total(rose, length), total(fell, length))
    assert_same(found("mfi", BARS, length)["value"], wanted)


@LENGTHS
def test_the_volume_and_its_mean(length: int) -> None:
    lines = found("volume_average", BARS, length)
    assert_same(lines["volume"], PLAIN.volume)
    assert_same(lines["average"], sma([*PLAIN.volume], length))


@LENGTHS
def test_the_volume_ratio(length: int) -> None:
    def sided(side: int) -> Line:
        parts = [
            volume if turn == side else volume / 2 if turn == 0 else 0.0
            for turn, volume in zip(turns(), PLAIN.volume, strict=True)
        ]
        return total([None, *parts[1:]], length)

    wanted = over(lambda up, down: ratio(100 * up, down), sided(1), sided(-1))
    assert_same(found("volume_ratio", BARS, length)["value"], wanted)


def test_the_volume_oscillator() -> None:
    short, long = sma([*PLAIN.volume], 5), sma([*PLAIN.volume], 20)
    wanted = over(lambda a, b: ratio(100 * (a - b), b), short, long)
    assert_same(found("volume_oscillator", BARS, 5, 20)["value"], wanted)


@LENGTHS
def test_the_force_index(length: int) -> None:
    force = over(lambda change, volume: change * volume, PLAIN.changes, PLAIN.volume)
    assert_same(found("force_index", BARS, length)["value"], ema(force, length))


def test_the_price_and_volume_trend() -> None:
    old: Line = [None, *PLAIN.close[:-1]]
    parts = over(lambda change, was, v: v * change / was, PLAIN.changes, old, PLAIN.volume)
    assert_same(found("price_volume_trend", BARS)["value"], running(parts))


def weighed(first: int, now: int) -> float | None:
    paid = sum(TYPICAL[k] * PLAIN.volume[k] for k in range(first, now + 1))
    return ratio(paid, sum(PLAIN.volume[first : now + 1]))


def test_the_average_price_of_the_day() -> None:
    days = [second // 86_400 for second in PLAIN.time]
    wanted = [weighed(days.index(day), now) for now, day in enumerate(days)]
    assert_same(found("vwap", BARS)["value"], wanted)


@pytest.mark.parametrize("anchor", [0, 100, 30_000, 86_400, 86_401])
def test_the_average_price_since_a_moment(anchor: int) -> None:
    bars = replace(BARS, anchor=NINE + anchor)
    first = next(k for k, second in enumerate(PLAIN.time) if second + 60 > NINE + anchor)
    wanted = [weighed(first, now) if now >= first else None for now in range(len(PLAIN))]
    assert_same(found("anchored_vwap", bars)["value"], wanted)


@pytest.mark.parametrize("anchor", [None, NINE + 900 * 86_400])
def test_without_an_anchor_among_the_bars_there_is_no_average(anchor: int | None) -> None:
    lines = found("anchored_vwap", replace(BARS, anchor=anchor))
    assert set(lines["value"]) == {None}


def test_net_buying_is_told_as_it_came() -> None:
    for name in ("individual", "foreign", "institution"):
        assert_same(found(f"net_{name}", BARS)["net"], BARS.beside[name].tolist())
    assert set(found("net_foreign", replace(BARS, beside={}))["net"]) == {None}


def test_net_buying_is_added_up_over_what_is_not_known() -> None:
    told = np.array([np.nan, 5.0, np.nan, -7.0])
    lines = found("net_cumulative", replace(walk(4), beside={"foreign": told}))
    assert lines["foreign"] == [None, 5.0, None, -2.0]
    assert set(lines["individual"]) == {None}


def test_trade_strength_is_known_where_both_sides_are() -> None:
    bought = np.array([np.nan, 50.0, 30.0, 10.0, 90.0])
    sold = np.array([20.0, 100.0, 0.0, 20.0, 30.0])
    bars = replace(walk(5), beside={"bought": bought, "sold": sold})
    lines = found("trade_strength", bars, 2, 5)
    assert lines["value"] == [None, 50.0, None, 50.0, 300.0]
    assert lines["short"] == [None, None, None, None, 175.0]
    assert set(lines["long"]) == {None}
