"""신고/신저 근접종목 상위, v1_국내주식-105: how near the last price is to a year's high or low.

The year is 52 weeks, today included. FID_INPUT_CNT_1 and _2 bound the distance in percent.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import (
    RANGE_PRICES,
    STATES,
    Ranked,
    candidates,
    quote_fields,
    top_with_books,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Snapshot

_LAYOUT = layout("domestic_stock/near_new_highlow")


def _from_high(snapshot: Snapshot) -> float:
    return (snapshot.high_52w - snapshot.last) * 100 / snapshot.high_52w


def _from_low(snapshot: Snapshot) -> float:
    return (snapshot.last - snapshot.low_52w) * 100 / snapshot.low_52w


def _answer(call: Call) -> Reply:
    distance = _from_low if call.choice("FID_PRC_CLS_CODE", "0", "1") == "1" else _from_high
    least, most = call.number("FID_INPUT_CNT_1"), call.number("FID_INPUT_CNT_2")

    def key(one: Ranked) -> float | None:
        far = distance(one.snapshot)
        return -far if far >= least and (not most or far <= most) else None

    rows = [
        {
            **quote_fields(one.snapshot),
            "hts_kor_isnm": one.listing.name,
            "mksc_shrn_iscd": one.listing.symbol,
            "askp": one.snapshot.ask or 0,
            "askp_rsqn1": one.snapshot.ask_size,
            "bidp": one.snapshot.bid or 0,
            "bidp_rsqn1": one.snapshot.bid_size,
            "new_hgpr": one.snapshot.high_52w,
            "hprc_near_rate": _from_high(one.snapshot),
            "new_lwpr": one.snapshot.low_52w,
            "lwpr_near_rate": _from_low(one.snapshot),
            "stck_sdpr": one.snapshot.base,
        }
        for _, one in top_with_books(call, candidates(call, STATES, price_names=RANGE_PRICES), key)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/near_new_highlow",
    _answer,
    of_whole_market=True,
    example={
        "FID_APLY_RANG_VOL": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20187",
        "FID_DIV_CLS_CODE": "0",
        "FID_PRC_CLS_CODE": "0",
        "FID_INPUT_ISCD": "0000",
        "FID_TRGT_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_PRC_CLS_CODE"),
)
