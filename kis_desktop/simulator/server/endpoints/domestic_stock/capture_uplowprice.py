"""국내주식 상하한가 포착, 국내주식-190: shares at their daily limit, or near to it.

FID_DIV_CLS_CODE tells how near, which we read as percent of the limit between it and the last
price. What is listed is looked at, so that its book is known.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import change_sign
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.members import asked_members
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Snapshot

ROWS = 30
_LAYOUT = layout("domestic_stock/capture_uplowprice")
_LOWER = "1"
_WITHIN = {"6": 8, "5": 10, "1": 15, "2": 20, "3": 25}
"""percent of the limit between it and the last price"""


def _answer(call: Call) -> Reply:
    symbols = {one.symbol for one in asked_members(call)}
    lower = call.text("FID_PRC_CLS_CODE") == _LOWER
    within = _WITHIN.get(call.text("FID_DIV_CLS_CODE"), 0)
    near = [
        (distance, seen)
        for seen in call.market.overview()
        if seen.symbol in symbols
        and seen.volume
        and (distance := _distance(seen, lower=lower)) <= within
        and _fits(call, seen)
    ]
    near.sort(key=lambda one: (one[0], -one[1].volume))
    return _LAYOUT.done({"output": [_row(call, seen) for _, seen in near[:ROWS]]})


def _distance(seen: Snapshot, *, lower: bool) -> float:
    limit = seen.limit_down if lower else seen.limit_up
    return abs(limit - seen.last) * 100 / limit


def _fits(call: Call, seen: Snapshot) -> bool:
    """Whether it lies between FID_INPUT_PRICE_1 and _2 and has traded FID_VOL_CNT."""
    least, most = call.number("FID_INPUT_PRICE_1"), call.number("FID_INPUT_PRICE_2")
    return least <= seen.last <= (most or seen.last) and seen.volume >= call.number("FID_VOL_CNT")


def _row(call: Call, glance: Snapshot) -> dict[str, Value]:
    book = call.market.book(glance.symbol)
    seen = call.market.snapshot(glance.symbol)
    return {
        "mksc_shrn_iscd": seen.symbol,
        "hts_kor_isnm": call.market.listing(seen.symbol).name,
        "stck_prpr": seen.last,
        "prdy_vrss_sign": change_sign(seen),
        "prdy_vrss": seen.change,
        "prdy_ctrt": seen.change_rate,
        "acml_vol": seen.volume,
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
        "askp_rsqn1": book.asks[0].size if book.asks else 0,
        "bidp_rsqn1": book.bids[0].size if book.bids else 0,
        "prdy_vol": seen.previous_volume,
        "seln_cnqn": seen.sell_volume,
        "shnu_cnqn": seen.buy_volume,
        "stck_llam": seen.limit_down,
        "stck_mxpr": seen.limit_up,
        "prdy_vrss_vol_rate": seen.volume_rate,
    }


ENDPOINT = served(
    "domestic_stock/capture_uplowprice",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "11300",
        "FID_PRC_CLS_CODE": "0",
        "FID_DIV_CLS_CODE": "3",
        "FID_INPUT_ISCD": "0000",
    },
    other={"FID_PRC_CLS_CODE": _LOWER},
    required=("FID_COND_MRKT_DIV_CODE",),
)
