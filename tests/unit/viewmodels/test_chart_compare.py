"""Other symbols beside a chart's own: laid on its times, and told by name."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from kis_desktop.domain.chart_setup import ChartSetup, PriceScale
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.domain.index_key import KOSPI
from kis_desktop.viewmodels.chart_compare import (
    aligned,
    compared_feed,
    with_compared,
    without_compared,
)
from tests.unit.viewmodels.test_chart_grid import Desk, turns

TIMES = np.array([60, 120, 180, 240], dtype=np.int64)


def test_each_bar_has_the_last_close_up_to_it() -> None:
    others, closes = np.array([120, 200], dtype=np.int64), np.array([10.0, 11.0])
    np.testing.assert_array_equal(aligned(TIMES, others, closes), [np.nan, 10.0, 10.0, 11.0])


def test_a_symbol_without_bars_has_no_values() -> None:
    nothing = aligned(TIMES, np.array([], dtype=np.int64), np.array([]))
    assert np.isnan(nothing).all()


def test_an_index_has_one_market_alone() -> None:
    unified = ChartSetup(view=MarketView.UNIFIED)
    assert compared_feed("005930", unified) == "005930@UN"
    assert compared_feed(KOSPI, unified) == KOSPI


@pytest.mark.parametrize("scale", list(PriceScale))
def test_the_scale_comes_back_when_nothing_is_compared_any_more(scale: PriceScale) -> None:
    setup = ChartSetup(scale=scale)
    two = with_compared(with_compared(setup, KOSPI), "000660")
    assert (two.compared, two.scale) == ((KOSPI, "000660"), PriceScale.PERCENT)
    one = without_compared(two, KOSPI)
    assert (one.compared, one.scale) == (("000660",), PriceScale.PERCENT)
    assert without_compared(one, "000660") == setup


def test_a_scale_that_was_chosen_while_comparing_stays() -> None:
    chosen = replace(with_compared(ChartSetup(), KOSPI), scale=PriceScale.LOGARITHMIC)
    assert without_compared(chosen, KOSPI) == ChartSetup(scale=PriceScale.LOGARITHMIC)


def test_a_comparison_that_was_kept_without_its_scale_ends_in_a_linear_one() -> None:
    kept = ChartSetup(scale=PriceScale.PERCENT, compared=(KOSPI,))
    assert without_compared(kept, KOSPI).scale is PriceScale.LINEAR


@pytest.fixture
def desk(qapp: QCoreApplication) -> Desk:
    return Desk()


async def test_what_is_compared_is_read_followed_and_let_go(desk: Desk) -> None:
    grid = await desk.open()
    chart = grid.active
    chart.set_setup(ChartSetup(compared=("000660", KOSPI, "005930")))
    await turns()
    assert sorted(key.symbol for key in desk.services.followed.values()) == [
        "000660",
        "005930",
        KOSPI,
    ]
    assert [line.name for line in chart.compared()] == ["000660", "코스피"]
    assert desk.services.interests["chart-1"].quotes == {"005930", "000660"}
    chart.set_setup(ChartSetup())
    await turns()
    assert [key.symbol for key in desk.services.followed.values()] == ["005930"]
    assert chart.compared() == ()
