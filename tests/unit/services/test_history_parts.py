"""The parts of a chart's history: blocks of days, bars of prints, adjusted minutes, patience."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kis_desktop.catalogue.calendar import previous_trading_day
from kis_desktop.domain.bar import Bar
from kis_desktop.indicators.series import BarSeries
from kis_desktop.services.bar_builder import bars_of, series
from kis_desktop.services.history_adjusting import adjusted_minutes, adjusted_tail, day_factors
from kis_desktop.services.history_blocks import DayBlocks, midnight
from kis_desktop.services.history_pages import past_day
from kis_desktop.services.history_patience import Patience
from kis_desktop.services.ports import HistorySource
from kis_desktop.services.tick_bars import Print, backward, forward, grow

FRIDAY = date(2026, 11, 20)
DAYS = [FRIDAY]
for _ in range(30):
    DAYS.append(previous_trading_day(DAYS[-1]))


def of_day(day: date, price: int = 100) -> BarSeries:
    start, told = midnight(day) + 9 * 3600, Decimal(price)
    return series([Bar(start + 60 * at, told, told, told, told, 1) for at in range(3)])


@given(some.permutations(range(12)), some.integers(0, 12))
def test_blocks_hold_the_days_that_follow_one_another(order: list[int], count: int) -> None:
    blocks = DayBlocks()
    held = order[:count]
    for at in held:
        blocks.put(DAYS[at], of_day(DAYS[at]))
    for at in range(12):
        assert blocks.has(DAYS[at]) == (at in held)
    newest = blocks.newest()
    if newest is not None:
        at = min(held)
        while at in held:
            at += 1
        assert (newest.first, newest.last) == (DAYS[at - 1], DAYS[min(held)])
        assert len(newest.bars) == 3 * (at - min(held))
        assert (np.diff(newest.bars.time) > 0).all()


@given(some.sets(some.integers(0, 20)), some.sets(some.integers(0, 20)))
def test_kept_days_are_laid_in_at_once_as_one_by_one(kept: set[int], here: set[int]) -> None:
    at_once, singly = DayBlocks(), DayBlocks()
    for blocks in (at_once, singly):
        for at in here:
            blocks.put(DAYS[at], of_day(DAYS[at], 200))
    every = [of_day(DAYS[at]) for at in sorted(kept, reverse=True)]
    columns = zip(*(one.columns() for one in every), strict=True)
    bars = BarSeries(*map(np.concatenate, columns)) if every else BarSeries.empty()
    at_once.put_kept(bars, [DAYS[at] for at in kept])
    for at in kept - here:
        singly.put(DAYS[at], of_day(DAYS[at]))
    one, other = at_once.newest(), singly.newest()
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one[:2] == other[:2]
        assert bars_of(one.bars) == bars_of(other.bars)


def test_a_day_that_comes_otherwise_is_told() -> None:
    blocks = DayBlocks()
    blocks.put(DAYS[1], of_day(DAYS[1]))
    assert not blocks.put(DAYS[1], of_day(DAYS[1]))
    assert blocks.put(DAYS[1], of_day(DAYS[1], 101))


def prints(seconds: list[int]) -> list[Print]:
    return [Print(at, second, Decimal(100 + at % 7), at + 1) for at, second in enumerate(seconds)]


SECONDS = some.lists(some.integers(1_000_000, 1_000_030), max_size=60).map(sorted)


@given(SECONDS, some.integers(1, 9), some.integers(0, 60))
def test_bars_of_prints_hold_every_print_once(seconds: list[int], count: int, at: int) -> None:
    every = prints(seconds)
    older, newer = every[:at], every[at:]
    ahead = forward(newer, count)
    bars = [*backward(older, count, ahead[0].time if ahead else None), *ahead]
    assert sum(bar.volume for bar in bars) == sum(one.size for one in every)
    assert all(one.time < other.time for one, other in itertools.pairwise(bars))
    assert max((bar.high for bar in bars), default=0) == max(
        (one.price for one in every), default=0
    )
    if newer:
        assert ahead[0].volume == sum(one.size for one in newer[:count])


@given(SECONDS, some.integers(1, 9), some.integers(0, 60))
def test_bars_grow_print_by_print(seconds: list[int], count: int, at: int) -> None:
    every = prints(seconds)
    bars = forward(every[:at], count)
    for number, one in enumerate(every[at:], start=len(every[:at])):
        grow(bars, number, one, count)
    assert bars == forward(every, count)


def dated(closes: list[float], volumes: list[float]) -> BarSeries:
    days = sorted(DAYS[: len(closes)])
    time = np.array([midnight(day) for day in days], np.int64)
    close = np.array(closes)
    return BarSeries(time, close, close, close, close, np.array(volumes))


def minutes(closes: list[int]) -> BarSeries:
    days = sorted(DAYS[: len(closes)])
    bars = [
        bar for day, close in zip(days, closes, strict=True) for bar in bars_of(of_day(day, close))
    ]
    return series(bars)


RAW = [50_000, 51_000, 10_300, 10_400]
ADJUSTED = [10_000, 10_200, 10_300, 10_400]
FACTORS = day_factors(
    dated([*map(float, ADJUSTED)], [500.0] * 4),
    dated([*map(float, RAW)], [100.0, 100.0, 500.0, 500.0]),
)


def test_minutes_as_traded_are_scaled_before_a_split() -> None:
    bars = adjusted_minutes(minutes(RAW), FACTORS)
    assert bars.close[::3].tolist() == ADJUSTED
    assert bars.volume[::3].tolist() == [5, 5, 1, 1]


def test_minutes_that_come_adjusted_are_left() -> None:
    assert adjusted_minutes(minutes(ADJUSTED), FACTORS).close[::3].tolist() == ADJUSTED


def test_nothing_is_scaled_where_nothing_was_split() -> None:
    same = dated([100.0, 200.0], [1.0, 1.0])
    bars = minutes([100, 200])
    assert adjusted_minutes(bars, day_factors(same, same)) is bars


def test_days_that_are_not_known_are_those_of_the_next_one() -> None:
    few = day_factors(
        dated([10_200.0, 10_300.0], [5.0, 1.0]), dated([51_000.0, 10_300.0], [1.0, 1.0])
    )
    early = sorted(DAYS[:4])
    bars = series([*bars_of(of_day(early[0], 50_000)), *bars_of(of_day(early[3], 10_400))])
    assert adjusted_minutes(bars, few).close[::3].tolist() == [10_000, 10_400]


def test_the_tail_is_adjusted_as_the_rest() -> None:
    tail = bars_of(minutes(RAW))[-8:]
    told = adjusted_tail(tail, FACTORS)
    assert [bar.close for bar in told] == [10_200] * 2 + [10_300] * 3 + [10_400] * 3
    assert adjusted_tail((), FACTORS) == ()


def test_what_fails_is_tried_later_each_time() -> None:
    now = [0.0]
    patience = Patience(lambda: now[0])
    assert patience.may("page")
    pauses = []
    for _ in range(9):
        patience.failed("page")
        begun = now[0]
        while not patience.may("page"):
            now[0] += 1
        pauses.append(now[0] - begun)
    assert pauses == [2, 4, 8, 16, 32, 64, 120, 120, 120]
    patience.forgive("page")
    patience.failed("page")
    now[0] += 2
    assert patience.may("page")


class Evening:
    """A server whose day goes on into the after-market: thirty minutes a page."""

    def __init__(self, bars: BarSeries) -> None:
        self.bars = bars_of(bars)

    async def minute_page(
        self, symbol: str, day: date, until: str, *, background: bool = False
    ) -> tuple[Bar, ...]:
        del symbol, background
        last = midnight(day) + int(until[:2]) * 3600 + int(until[2:4]) * 60
        return tuple([bar for bar in self.bars if bar.time <= last][-30:])


@pytest.mark.parametrize("symbol", ["005930", "005930@NXT", "005930@UN"])
async def test_a_past_day_has_its_evening(symbol: str) -> None:
    told = Decimal(100)
    minutes = [*range(9 * 60, 15 * 60 + 31), *range(16 * 60, 20 * 60)]
    day = [Bar(midnight(FRIDAY) + 60 * at, told, told, told, told, 1) for at in minutes]
    read = await past_day(cast("HistorySource", Evening(series(day))), symbol, FRIDAY)
    assert [bar.time for bar in read.bars] == [bar.time for bar in day]
