"""당사매매종목 상위, v1_국내주식-104: what went through the house of this interface in a period.

Of the most traded instruments alone: the houses of all the others are not reckoned.
"""

from kis_desktop.simulator.hours import HISTORY_START
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import (
    PAGE,
    RANGE_PRICES,
    STATES,
    as_quoted,
    best,
    candidates,
    quote_fields,
    ranked_board,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/traded_by_company")
_LOOKED_AT = 3 * PAGE
_BOUGHT_MOST = "1"


def _answer(call: Call) -> Reply:
    bought_most = call.choice("FID_RANK_SORT_CLS_CODE", "0", _BOUGHT_MOST) == _BOUGHT_MOST
    start, end = max(call.day("FID_INPUT_DATE_1"), HISTORY_START), call.day("FID_INPUT_DATE_2")
    flows, board = call.market.others.flows, ranked_board(call)
    found = candidates(call, STATES, price_names=RANGE_PRICES)
    seen = [
        (flows.company_trades(one.listing.symbol, start, end, board), one)
        for one in best(found, lambda one: one.snapshot.turnover, _LOOKED_AT)
    ]
    seen.sort(key=lambda pair: pair[0][0] if bought_most else pair[0][1], reverse=True)
    shown = ((traded, as_quoted(call, one)) for traded, one in seen[:PAGE])
    rows = [
        {
            **quote_fields(one.snapshot),
            "data_rank": rank,
            "mksc_shrn_iscd": one.listing.symbol,
            "hts_kor_isnm": one.listing.name,
            "acml_tr_pbmn": one.snapshot.turnover,
            "seln_cnqn_smtn": sold,
            "shnu_cnqn_smtn": bought,
            "ntby_cnqn": bought - sold,
        }
        for rank, ((bought, sold), one) in enumerate(shown, start=1)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/traded_by_company",
    _answer,
    of_whole_market=True,
    example={
        "FID_TRGT_EXLS_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20186",
        "FID_DIV_CLS_CODE": "0",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_INPUT_DATE_1": "20261116",
        "FID_INPUT_DATE_2": "20261120",
        "FID_INPUT_ISCD": "0000",
        "FID_TRGT_CLS_CODE": "0",
        "FID_APLY_RANG_VOL": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_DATE_1", "FID_INPUT_DATE_2"),
)
