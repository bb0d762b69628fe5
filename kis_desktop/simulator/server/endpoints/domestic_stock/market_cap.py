"""시가총액 상위, v1_국내주식-091: shares times price, in 100 million won; funds are left out."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import market_value
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import (
    SHARES,
    Ranked,
    candidates,
    quote_fields,
    top,
    whole_market,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("domestic_stock/market_cap")


def _value(one: Ranked) -> int:
    return one.listing.listed_shares * one.snapshot.last


def _answer(call: Call) -> Reply:
    whole = sum(map(_value, whole_market(call)))
    rows = [
        {
            **quote_fields(one.snapshot),
            "mksc_shrn_iscd": one.listing.symbol,
            "data_rank": rank,
            "hts_kor_isnm": one.listing.name,
            "lstn_stcn": one.listing.listed_shares,
            "stck_avls": market_value(one.listing, one.snapshot),
            "mrkt_whol_avls_rlim": share(_value(one), whole),
        }
        for rank, one in top(call, candidates(call, SHARES, funds=False), _value)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/market_cap",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20174",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "0",
        "FID_TRGT_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE"),
)
