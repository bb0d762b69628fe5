"""The head of both charts of an index."""

from datetime import timedelta

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.index_rows import (
    Fields,
    current_fields,
    points,
    previous_bar,
    session_fields,
    thousands,
)
from kis_desktop.simulator.views import DayBar, IndexView

_UNDERLYING = "2001"
"""KOSPI200, of the futures that 선물 전일 시가 speaks of"""
_CARRY = 1.0015
"""of a front future over its index: what a month and a half of interest is worth"""


def chart_head(market: Market, shown: IndexView) -> Fields:
    """output1: the index now, and the day before of the KOSPI200 futures, reckoned from it."""
    before = previous_bar(market, shown)
    future = _future_before(market, shown) or before
    return {
        **current_fields(shown),
        **session_fields(shown),
        "prdy_nmix": points(shown.base),
        "hts_kor_isnm": shown.name,
        "bstp_cls_code": shown.code,
        "prdy_vol": thousands(before.volume),
        "futs_prdy_oprc": points(round(future.open * _CARRY)),
        "futs_prdy_hgpr": points(round(future.high * _CARRY)),
        "futs_prdy_lwpr": points(round(future.low * _CARRY)),
    }


def _future_before(market: Market, shown: IndexView) -> DayBar | None:
    end = shown.trade_date - timedelta(days=1)
    bars = market.index_bars(_UNDERLYING, end - timedelta(days=14), end)
    return bars[-1] if bars else None
