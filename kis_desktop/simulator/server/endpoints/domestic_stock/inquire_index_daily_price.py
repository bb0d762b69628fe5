"""국내업종 일자별지수, v1_국내주식-065: an index today, and up to 100 days, weeks or months before.

투자심리도 is the part of the last ten closes that rose, 이격도 the close over the mean of twenty.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_rows import (
    Fields,
    asked_index,
    current_fields,
    issue_fields,
    millions,
    points,
    previous_fields,
    session_fields,
    thousands,
    year_fields,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import DayBar

ROWS = 100
_LAYOUT = layout("domestic_stock/inquire_index_daily_price")
_MOOD, _MEAN = 10, 20
_DAYS = {"D": 2, "W": 7, "M": 31}
"""calendar days that one bar takes up at most, weekends counted in"""
_MARKETS = {"0": "0001", "1": "1001"}


def _answer(call: Call) -> Reply:
    shown = asked_index(call)
    period = call.choice("FID_PERIOD_DIV_CODE", *_DAYS)
    end = min(call.day("FID_INPUT_DATE_1"), shown.trade_date)
    start = end - timedelta(days=_DAYS[period] * (ROWS + _MEAN) + 14)
    bars = call.market.index_bars(shown.code, start, end, period)
    market_code = _MARKETS.get(shown.code[0], "0001")
    whole = {bar.day: bar for bar in call.market.index_bars(market_code, start, end, period)}
    head = current_fields(shown) | session_fields(shown) | issue_fields(shown)
    head |= previous_fields(call.market, shown) | year_fields(call.market, shown)
    rows = [
        values | {"acml_vol_rlim": share(bar.volume, whole[bar.day].volume)}
        for bar, values in _rows(bars)
    ]
    return _LAYOUT.done({"output1": head, "output2": rows[: -ROWS - 1 : -1]})


def _rows(bars: tuple[DayBar, ...]) -> Iterator[tuple[DayBar, Fields]]:
    rises: list[bool] = []
    for number, (before, bar) in enumerate(pairwise(bars), start=1):
        change = bar.close - before.close
        rises.append(change > 0)
        lately = rises[-_MOOD:]
        closes = [one.close for one in bars[max(0, number - _MEAN + 1) : number + 1]]
        yield (
            bar,
            {
                "stck_bsop_date": bar.day,
                "bstp_nmix_prpr": points(bar.close),
                "prdy_vrss_sign": sign(change),
                "bstp_nmix_prdy_vrss": points(change),
                "bstp_nmix_prdy_ctrt": share(change, before.close),
                "bstp_nmix_oprc": points(bar.open),
                "bstp_nmix_hgpr": points(bar.high),
                "bstp_nmix_lwpr": points(bar.low),
                "acml_vol": thousands(bar.volume),
                "acml_tr_pbmn": millions(bar.turnover),
                "invt_new_psdg": share(sum(lately), len(lately)),
                "d20_dsrt": share(bar.close * len(closes), sum(closes)),
            },
        )


ENDPOINT = served(
    "domestic_stock/inquire_index_daily_price",
    _answer,
    example={
        "FID_PERIOD_DIV_CODE": "D",
        "FID_COND_MRKT_DIV_CODE": "U",
        "FID_INPUT_ISCD": "0001",
        "FID_INPUT_DATE_1": "20261120",
    },
    other=({"FID_INPUT_ISCD": "1001"}, {"FID_INPUT_ISCD": "0013"}),
)
