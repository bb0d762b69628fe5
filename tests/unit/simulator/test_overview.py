"""All instruments at a glance, and a look at a sleeping one that does not wake it."""

from datetime import time

import pytest

from kis_desktop.simulator.views import Board
from tests.unit.simulator.trading_floor import Floor

MOMENTS = ["08:10", "08:45", "09:00:20", "10:12:31", "15:24", "15:45", "17:30", "21:00"]


@pytest.mark.parametrize("start", MOMENTS)
def test_an_overview_is_a_glance_at_each_listing_and_wakes_none(start: str) -> None:
    floor = Floor(start, instruments=30)
    seen = floor.market.overview()
    symbols = [listing.symbol for listing in floor.market.universe.listings]
    assert seen == tuple(floor.market.glance(symbol) for symbol in symbols)
    assert floor.market.state()["awake"] == []
    figures = [(one.last, one.volume, one.turnover, one.high, one.low) for one in seen]
    woken = [floor.market.snapshot(symbol) for symbol in symbols]
    if time.fromisoformat(start) < time(8, 30) or time.fromisoformat(start) > time(9):
        assert figures == [(one.last, one.volume, one.turnover, one.high, one.low) for one in woken]


def test_what_is_awake_is_looked_at_anew_within_a_second() -> None:
    floor = Floor("10:12", instruments=3)
    floor.market.overview()
    symbol = floor.market.universe.listings[0].symbol
    floor.market.wake(symbol)
    floor.market.set_print_rate(5_000)
    before = floor.market.overview()[0].volume
    floor.go(0.4)
    assert floor.market.overview()[0].volume > before
    assert floor.market.overview()[0] == floor.market.snapshot(symbol)


@pytest.mark.parametrize("board", list(Board))
@pytest.mark.parametrize("start", MOMENTS)
def test_a_peek_shows_what_waking_would(start: str, board: Board) -> None:
    floor = Floor(start, instruments=4)
    for listing in floor.market.universe.listings:
        snapshot, book = floor.market.peek(listing.symbol, board)
        assert floor.market.state()["awake"] == []
        assert floor.market.peek(listing.symbol, board) == (snapshot, book)
    symbol = floor.market.universe.listings[-1].symbol
    snapshot, book = floor.market.peek(symbol, board)
    assert floor.market.snapshot(symbol, board) == snapshot
    assert floor.market.book(symbol, board) == book


def test_preparing_goes_on_where_it_stopped_and_changes_nothing() -> None:
    floor, other = Floor("10:12", instruments=40), Floor("10:12", instruments=40)
    for _ in range(400):
        floor.market.prepare(0.0005)
    assert floor.market.overview() == other.market.overview()
