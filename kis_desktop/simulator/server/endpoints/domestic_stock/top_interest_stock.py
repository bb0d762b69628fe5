"""관심종목등록 상위, v1_국내주식-102: how many customers have put an instrument on their lists."""

from kis_desktop.simulator.server.attention import registrations
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import market_name
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import (
    STATES,
    candidates,
    quote_fields,
    top_with_books,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/top_interest_stock")
_LAST_FIRST = 300


def _answer(call: Call) -> Reply:
    first = min(max(call.number("FID_INPUT_CNT_1"), 1), _LAST_FIRST)
    found = candidates(call, STATES)
    ranked = top_with_books(
        call, found, lambda one: registrations(call.market, one.listing), first=first
    )
    rows = [
        {
            **quote_fields(one.snapshot),
            "mrkt_div_cls_name": market_name(one.listing),
            "mksc_shrn_iscd": one.listing.symbol,
            "hts_kor_isnm": one.listing.name,
            "acml_tr_pbmn": one.snapshot.turnover,
            "askp": one.snapshot.ask or 0,
            "bidp": one.snapshot.bid or 0,
            "data_rank": rank,
            "inter_issu_reg_csnu": registrations(call.market, one.listing),
        }
        for rank, one in ranked
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/top_interest_stock",
    _answer,
    of_whole_market=True,
    example={
        "FID_INPUT_ISCD_2": "000000",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20180",
        "FID_INPUT_ISCD": "0000",
        "FID_TRGT_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
        "FID_DIV_CLS_CODE": "0",
        "FID_INPUT_CNT_1": "1",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE"),
)
