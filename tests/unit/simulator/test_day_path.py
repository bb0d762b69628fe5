from datetime import date

import pytest

from kis_desktop.simulator.day_path import KNOT, DayPath, value_at
from kis_desktop.simulator.history import History
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.universe import all_listings

LISTINGS = [listing for listing in all_listings() if not listing.halted][::15]
DAYS = [date(2021, 11, 19), date(2025, 1, 2), date(2026, 11, 19), date(2026, 11, 20)]


@pytest.fixture(params=DAYS, ids=str)
def paths(request: pytest.FixtureRequest) -> list[DayPath]:
    return [History(5, listing).path(request.param) for listing in LISTINGS]


def test_minutes_sum_up_to_the_daily_bar(paths: list[DayPath]) -> None:
    for path in paths:
        bars = path.minute_bars(path.hours.minutes)
        closing = path.closing_bar()
        whole = [*bars, closing] if closing else list(bars)
        assert bars[0].open == path.bar.open
        assert whole[-1].close == path.bar.close or closing is None
        assert max(bar.high for bar in whole) <= path.bar.high
        assert min(bar.low for bar in whole) >= path.bar.low
        assert whole[-1].cumulative_volume == path.bar.volume
        assert sum(bar.volume for bar in whole) == path.bar.volume


def test_liquid_days_reach_the_high_and_the_low_of_the_daily_bar(paths: list[DayPath]) -> None:
    path = paths[0]
    assert int(path.high_prices.max()) == path.bar.high
    assert int(path.low_prices.min()) == path.bar.low


def test_all_minutes_are_on_the_tick(paths: list[DayPath]) -> None:
    for path in paths:
        grid = PriceGrid(path.bar.base, etp=path.listing.is_etp)
        assert all(grid.is_on_tick(int(price)) for price in path.high_prices)
        assert all(grid.is_on_tick(int(price)) for price in path.close_prices)


def test_the_value_runs_straight_between_knots_and_stays_outside() -> None:
    knots = [100.0, 110.0, 90.0]
    moments = (-5, 0, KNOT // 2, KNOT, 2 * KNOT, 9 * KNOT)
    assert [value_at(knots, at) for at in moments] == [100.0, 100.0, 105.0, 110.0, 90.0, 90.0]
