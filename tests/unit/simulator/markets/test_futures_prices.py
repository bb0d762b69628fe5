"""Prices of Korean futures and options obey their bars, their ticks and their underlyings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from tests.unit.simulator.server.answers import standing

SEEDS = (2, 9)
CODES = ["A01612", "A05612", "A06612", "A11612", "A65612", "B01612560", "C01612520", "B11612100"]
DAYS = [date(2026, 11, 20), date(2026, 11, 18), date(2025, 9, 11)]


@lru_cache(maxsize=len(SEEDS))
def market(seed: int) -> Market:
    return standing("2026-11-20 16:00", seed=seed, instruments=60)


def instrument(seed: int, code: str) -> Instrument:
    found = market(seed).others.derivatives.find(code)
    assert found is not None
    return found


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=KST)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("code", "night"),
    [("A01612", False), ("A65612", False), ("B01612560", False), ("A01612", True)],
)
def test_a_day_in_prints_is_its_bar(seed: int, code: str, night: bool) -> None:
    """What is traded every few seconds opens, peaks, falls and ends as its bar says."""
    course = instrument(seed, code).course(night=night)
    for day in DAYS[:2]:
        now = end_of(day)
        (bar,) = course.bars(day, day, now)
        minutes = course.minutes(day, now)
        assert bar.open == minutes[0].open
        assert max(one.high for one in minutes) == bar.high
        assert min(one.low for one in minutes) == bar.low
        assert minutes[-1].close == bar.close
        assert sum(one.volume for one in minutes) == bar.volume


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", CODES)
def test_bars_are_on_the_tick_and_chained(seed: int, code: str) -> None:
    course = instrument(seed, code).course()
    now = market(seed).clock.now()
    bars = course.bars(date(2026, 8, 3), now.date(), now)
    assert len(bars) > 70
    for one in bars:
        assert one.low <= min(one.open, one.close) <= max(one.open, one.close) <= one.high
        assert not any(price % course.terms.tick(price) for price in (one.open, one.close))
    for before, one in pairwise(bars):
        assert one.base == before.close


@pytest.mark.parametrize("seed", SEEDS)
def test_a_night_begins_at_the_close_of_its_eve(seed: int) -> None:
    one = instrument(seed, "A01612")
    now = market(seed).clock.now()
    days = {bar.day: bar for bar in one.course().bars(date(2026, 10, 1), now.date(), now)}
    for bar in one.course(night=True).bars(date(2026, 10, 2), date(2026, 11, 19), now):
        eve = bar.day - timedelta(days=1)
        assert bar.base == days[eve].close
        following = days.get(bar.day)
        if following is not None:
            assert abs(following.open / bar.close - 1) < 0.012


@pytest.mark.parametrize("seed", SEEDS)
def test_a_future_costs_its_carry(seed: int) -> None:
    """Close to what the index and the days that are left come to, every day of a year."""
    one = instrument(seed, "A01703")
    now = market(seed).clock.now()
    table = one.underlying.table(now.date())
    for bar in one.course().bars(date(2026, 1, 2), date(2026, 11, 19), now):
        spot = float(table.close[table.place(bar.day)])
        years = (date(2027, 3, 11) - bar.day).days / 365
        assert abs(bar.close / (spot * (1 + 0.012 * years)) - 1) < 0.0025


@pytest.mark.parametrize("seed", SEEDS)
def test_an_expired_code_goes_on_as_the_next_contract(seed: int) -> None:
    now = market(seed).clock.now()
    old, new = (instrument(seed, code).course() for code in ("101W09", "A01612"))
    first = date(2026, 9, 11)
    assert old.bars(first, now.date(), now) == new.bars(first, now.date(), now)
    assert old.bars(DAYS[2], DAYS[2], now) != new.bars(DAYS[2], DAYS[2], now)


@pytest.mark.parametrize("seed", SEEDS)
def test_levels_go_on_over_nights_and_weekends(seed: int) -> None:
    """From minute to minute, five days on end, nothing jumps."""
    for code in ("A01612", "A11612", "A75612"):
        underlying = instrument(seed, code).underlying
        start = datetime(2026, 11, 16, tzinfo=KST)
        levels = underlying.levels(start, np.arange(0, 86_400.0 * 8, 60))
        assert float(abs(np.diff(np.log(levels))).max()) < 0.012


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_listed_most_is_traded_most(seed: int) -> None:
    derivatives = market(seed).others.derivatives
    now = market(seed).clock.now()
    futures = [one.course().quote(now).volume for one in derivatives.futures(
        derivatives.products["01"], 4)]  # fmt: skip
    assert futures == sorted(futures, reverse=True)
    interests = [one.interest(now.date()) for one in derivatives.futures(
        derivatives.products["05"], 4)]  # fmt: skip
    assert interests[0] == max(interests)


def test_worlds_differ_and_repeat() -> None:
    here, there = (instrument(seed, "A01612").course() for seed in SEEDS)
    again = standing("2026-11-20 16:00", seed=SEEDS[0], instruments=60).others.derivatives
    now = market(SEEDS[0]).clock.now()
    found = again.find("A01612")
    assert found is not None
    assert here.quote(now) != there.quote(now)
    assert found.course().quote(now) == here.quote(now)
