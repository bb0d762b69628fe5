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

_KOSPI200 = "01"
"""product of the futures that 선물 전일 시가 speaks of, whatever the index"""
_LOOK_BACK = timedelta(days=14)


def chart_head(market: Market, shown: IndexView) -> Fields:
    """output1: the index now, and the day before of the front KOSPI200 future."""
    future = _future_before(market, shown)
    return {
        **current_fields(shown),
        **session_fields(shown),
        "prdy_nmix": points(shown.base),
        "hts_kor_isnm": shown.name,
        "bstp_cls_code": shown.code,
        "prdy_vol": thousands(previous_bar(market, shown).volume),
        "futs_prdy_oprc": points(future.open),
        "futs_prdy_hgpr": points(future.high),
        "futs_prdy_lwpr": points(future.low),
    }


def _future_before(market: Market, shown: IndexView) -> DayBar:
    derivatives = market.others.derivatives
    front = derivatives.futures(derivatives.products[_KOSPI200], 1)[0]
    end = shown.trade_date - timedelta(days=1)
    return front.course().bars(end - _LOOK_BACK, end, market.clock.now())[-1]
