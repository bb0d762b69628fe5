import numpy as np
import pytest

from kis_desktop.simulator.daily_path import daily_columns
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.universe import ANCHOR_DAY, Listing, all_listings

LISTINGS = all_listings()[::12]


@pytest.fixture(params=LISTINGS, ids=lambda listing: listing.symbol)
def listing(request: pytest.FixtureRequest) -> Listing:
    chosen: Listing = request.param
    return chosen


def test_bars_chain_through_the_anchor_inside_ticks_and_limits(listing: Listing) -> None:
    columns = daily_columns(3, listing, 2026, (ANCHOR_DAY, listing.base_price))
    assert columns.close[columns.index(ANCHOR_DAY)] == listing.base_price
    assert columns.base[1:].tolist() == columns.close[:-1].tolist()
    assert (columns.high >= np.maximum(columns.open, columns.close)).all()
    assert (columns.low <= np.minimum(columns.open, columns.close)).all()
    for number in range(0, len(columns.days), 25):
        grid = PriceGrid(int(columns.base[number]), etp=listing.is_etp)
        bar = columns.bar(number)
        prices = (bar.open, bar.high, bar.low, bar.close)
        assert all(grid.is_on_tick(price) for price in prices)
        assert all(grid.limit_down <= price <= grid.limit_up for price in prices)


def test_a_later_last_year_leaves_the_days_before_as_they_are() -> None:
    samsung = LISTINGS[0]
    anchor = (ANCHOR_DAY, samsung.base_price)
    short, long = daily_columns(3, samsung, 2026, anchor), daily_columns(3, samsung, 2028, anchor)
    assert long.close[: len(short.days)].tolist() == short.close.tolist()
    assert long.volume[: len(short.days)].tolist() == short.volume.tolist()


def test_another_seed_is_another_history() -> None:
    samsung = LISTINGS[0]
    anchor = (ANCHOR_DAY, samsung.base_price)
    one, two = daily_columns(1, samsung, 2026, anchor), daily_columns(2, samsung, 2026, anchor)
    assert one.close.tolist() != two.close.tolist()


def test_a_day_without_trading_is_not_found() -> None:
    samsung = LISTINGS[0]
    columns = daily_columns(1, samsung, 2026, (ANCHOR_DAY, samsung.base_price))
    with pytest.raises(KeyError, match="2026-11-21"):
        columns.index(ANCHOR_DAY.replace(day=21))
