"""Records of a fund (H0STNAV0) and what rankings reckon, against figures worked out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kis_desktop.simulator.facts.fund_kinds import Asset, Strategy, strategy_of
from kis_desktop.simulator.facts.funds import Nav
from kis_desktop.simulator.overview import RecentDays
from kis_desktop.simulator.server.channels.etfetn.etf_nav_trend import CHANNEL
from kis_desktop.simulator.server.fund_rows import nav_fields, nav_span
from kis_desktop.simulator.server.rankings import is_preferred
from kis_desktop.simulator.universe import all_listings

LISTINGS = {one.symbol: one for one in all_listings()}


@pytest.mark.parametrize(
    ("nav", "record"),
    [
        (
            Nav(10_100.5, 10_000.0, 10_010.0, 10_200.25, 9_990.0),
            "069500^10100.50^2^100.50^1.00^10010.00^10200.25^9990.00",
        ),
        (
            Nav(9_950.0, 10_000.0, 10_000.0, 10_000.0, 9_940.4),
            "069500^9950.00^5^-50.00^-0.50^10000.00^10000.00^9940.40",
        ),
        (Nav(10_000.0, 10_000.0, 0.0, 0.0, 0.0), "069500^10000.00^3^0.00^0.00^0.00^0.00^0.00"),
    ],
)
def test_a_value_goes_over_the_wire_in_eight_fields(nav: Nav, record: str) -> None:
    values = {"mksc_shrn_iscd": "069500", **nav_fields(nav), **nav_span(nav)}
    assert CHANNEL.text(values) == record


def test_a_disparity_counts_today_among_the_days_of_its_average() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    recent = RecentDays(date(2026, 11, 20), {5: 380, 20: 2_090}, nothing, nothing)
    assert recent.disparity(120, 5) == pytest.approx(120.0)
    assert recent.disparity(110, 20) == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("symbol", "strategy"),
    [
        ("069500", Strategy(Asset.SHARES, 1.0, "2001", "KOSPI200")),
        ("252670", Strategy(Asset.SHARES, -2.0, "2001", "KOSPI200")),
        ("233740", Strategy(Asset.SHARES, 2.0, "3003", "KOSDAQ150")),
        ("102780", Strategy(Asset.SHARES, 1.0, "", "삼성")),
        ("360750", Strategy(Asset.ABROAD, 1.0, "", "해외주식")),
        ("459580", Strategy(Asset.MONEY, 1.0, "", "단기자금")),
    ],
)
def test_a_name_tells_what_a_fund_follows(symbol: str, strategy: Strategy) -> None:
    assert strategy_of(LISTINGS[symbol]) == strategy


def test_a_preferred_share_is_known_by_its_code() -> None:
    assert [is_preferred(LISTINGS[code]) for code in ("005930", "005935", "00088K", "069500")] == [
        False,
        True,
        True,
        False,
    ]
