"""국내주식 시간외 실시간호가 H0STOAA0, 실시간-025; see `overtime_stream`.

A new book with every moment in which something has traded.
"""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.index_stream import is_open_house
from kis_desktop.simulator.server.overtime_stream import (
    Fields,
    fresh_prints,
    knows_code,
    listed,
)
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import BookLevel

_LEVELS = 10


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Fields]:
    if listed(market, key) is None:
        if since is None and is_open_house(market):
            yield {"mksc_shrn_iscd": key, "bsop_hour": now, "hour_cls_code": "0"}
        return
    if since is not None and not fresh_prints(market, key, since, now):
        return
    book, day = market.book(key), market.snapshot(key)
    change = day.last - day.base
    yield {
        "mksc_shrn_iscd": key,
        "bsop_hour": book.time,
        "hour_cls_code": "0",
        **_side("askp", book.asks),
        **_side("bidp", book.bids),
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
        "ovtm_total_askp_rsqn": book.total_ask,
        "ovtm_total_bidp_rsqn": book.total_bid,
        "antc_cnpr": day.last,
        "antc_cnqn": day.last_size,
        "antc_vol": day.last_size,
        "antc_cntg_vrss": change,
        "antc_cntg_vrss_sign": sign(change),
        "antc_cntg_prdy_ctrt": share(change, day.base),
        "acml_vol": day.volume,
        "total_askp_rsqn_icdc": book.total_ask_change,
        "total_bidp_rsqn_icdc": book.total_bid_change,
        "ovtm_total_askp_icdc": book.total_ask_change,
        "ovtm_total_bidp_icdc": book.total_bid_change,
    }


def _side(name: str, levels: tuple[BookLevel, ...]) -> Fields:
    values: Fields = {}
    for number, level in enumerate(levels[:_LEVELS], start=1):
        values[f"{name}{number}"] = level.price
        values[f"{name}_rsqn{number}"] = level.size
    return values


CHANNEL = Streamed("domestic_stock/overtime_asking_price_krx", knows_code, _records)
