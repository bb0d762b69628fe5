"""Shares at their daily limit, and what is traded after hours, on past days."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kis_desktop.simulator.history import History
from kis_desktop.simulator.hours import MINUTE, hours, trading_days
from kis_desktop.simulator.limit_days import limit_moves
from kis_desktop.simulator.overtime import overtime_limits, overtime_prints
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.universe import Listing, load_universe

LISTINGS = load_universe().listings
DAYS = trading_days(date(2026, 9, 1), date(2026, 10, 30))
NUMBERS = np.array([day.toordinal() for day in DAYS], dtype=np.int64)


@pytest.mark.parametrize("seed", [1, 2, 9])
def test_every_day_has_one_share_at_its_upper_limit(seed: int) -> None:
    moves = np.array([limit_moves(seed, one.symbol, NUMBERS) for one in LISTINGS])
    assert ((moves > 0).sum(axis=0) == 1).all()
    assert ((moves < 0).sum(axis=0) <= 1).all()
    assert (moves < 0).sum() >= len(DAYS) - 5
    small = [one for one, row in zip(LISTINGS, moves, strict=True) if row.any()]
    assert {one.market for one in small} == {"KOSDAQ"}


def test_such_a_day_is_at_the_limit_from_the_open_to_the_close() -> None:
    moves = {one.symbol: limit_moves(4, one.symbol, NUMBERS) for one in LISTINGS}
    seen = 0
    for listing in LISTINGS:
        for number in np.flatnonzero(moves[listing.symbol]):
            bar = History(4, listing).bar(DAYS[number])
            grid = PriceGrid(bar.base, etp=False)
            limit = grid.limit_up if moves[listing.symbol][number] > 0 else grid.limit_down
            assert {bar.open, bar.high, bar.low, bar.close} == {limit}
            seen += 1
    assert seen >= len(DAYS)


@pytest.mark.parametrize("listing", LISTINGS[:40:3], ids=lambda one: one.symbol)
def test_an_evening_keeps_to_its_limits_and_hours(listing: Listing) -> None:
    one = listing
    history = History(3, one)
    for day in (date(2026, 9, 11), date(2026, 9, 14), date(2026, 11, 19)):
        bar = history.bar(day)
        prints = overtime_prints(3, one, bar)
        limits = overtime_limits(bar, etp=one.is_etp)
        reformed = day >= date(2026, 9, 14)
        assert bool(prints) is not (one.halted or (reformed and one.is_etp))
        close = hours(day).close
        start, end = close + 30 * MINUTE, close + (270 if reformed else 150) * MINUTE
        grid = PriceGrid(bar.base, etp=one.is_etp)
        for each in prints:
            assert limits.low <= each.price <= limits.high
            assert grid.is_on_tick(each.price)
            assert start < each.at <= end
            assert reformed or abs(each.price - bar.close) <= bar.close * 0.1
        assert sum(each.size for each in prints) == (prints[-1].volume if prints else 0)
        assert sum(each.size * each.price for each in prints) == (
            prints[-1].turnover if prints else 0
        )
