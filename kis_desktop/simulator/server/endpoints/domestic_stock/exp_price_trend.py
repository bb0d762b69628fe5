"""국내주식 예상체결가 추이, 국내주식-118: what an auction would match, newest first.

Until the closing auction begins it is today's opening auction, after its end as it went, then the
closing one. While an auction runs the newest row is what the book would match now.
"""

from datetime import timedelta

from kis_desktop.simulator import auctions
from kis_desktop.simulator.auctions import Indication
from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import market_name, price_sign, quoted_listing
from kis_desktop.simulator.server.index_rows import Fields
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.views import Snapshot, moment

ROWS = 100
_LAYOUT = layout("domestic_stock/exp_price_trend")
_EVERY = timedelta(seconds=10)


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    snapshot = call.market.snapshot(listing.symbol)
    seen = _course(call, snapshot)
    head: Fields = {"rprs_mrkt_kor_name": market_name(listing)}
    if seen:
        head |= _head(snapshot, seen[0])
    return _LAYOUT.done({"output1": head, "output2": [_row(snapshot, one) for one in seen]})


def _course(call: Call, snapshot: Snapshot) -> list[Indication]:
    day = snapshot.trade_date
    edges = hours(day)
    closing = call.now >= moment(day, edges.closing_auction)
    start, end = (moment(day, edge) for edge in auctions.bounds(edges, closing=closing))
    found = [call.market.indicated(snapshot.symbol, closing=closing)]
    at = start + (min(call.now, end) - start) // _EVERY * _EVERY
    if at == min(call.now, end):
        at -= _EVERY
    while at >= start and len(found) < ROWS:
        found.append(call.market.indicated(snapshot.symbol, at, closing=closing))
        at -= _EVERY
    return [one for one in found if one is not None]


def _head(snapshot: Snapshot, seen: Indication) -> Fields:
    change = seen.price - snapshot.base
    return {
        "antc_cnpr": seen.price,
        "antc_cntg_vrss_sign": price_sign(snapshot, seen.price),
        "antc_cntg_vrss": change,
        "antc_cntg_prdy_ctrt": share(change, snapshot.base),
        "antc_vol": seen.size,
        "antc_tr_pbmn": seen.size * seen.price,
    }


def _row(snapshot: Snapshot, seen: Indication) -> Fields:
    change = seen.price - snapshot.base
    return {
        "stck_bsop_date": snapshot.trade_date,
        "stck_cntg_hour": seen.time,
        "stck_prpr": seen.price,
        "prdy_vrss_sign": price_sign(snapshot, seen.price),
        "prdy_vrss": change,
        "prdy_ctrt": share(change, snapshot.base),
        "acml_vol": seen.size,
    }


ENDPOINT = served(
    "domestic_stock/exp_price_trend",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_MKOP_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
