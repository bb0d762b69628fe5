"""시간외거래량순위, 국내주식-139: what was traded and what waits after hours.

Until 16:00 the evening before. What waits is looked at of the most traded alone.
"""

from collections.abc import Callable

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.evening_book import EveningBook
from kis_desktop.simulator.server.evening_ranks import RankedEvening, evenings, most
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.overtime_rows import evening_fields
from kis_desktop.simulator.server.rankings import PAGE, as_quoted, candidates
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/overtime_volume")
_LOOKED_AT = 2 * PAGE
_KEYS: dict[str, Callable[[RankedEvening, EveningBook], int]] = {
    "0": lambda _, book: book.total_bid,
    "1": lambda _, book: book.total_ask,
    "2": lambda one, _: one.evening.volume,
}


def _answer(call: Call) -> Reply:
    key = _KEYS[call.choice("FID_RANK_SORT_CLS_CODE", *_KEYS)]
    found = evenings(call, candidates(call, targets=False))
    traded = most(found, lambda one: one.evening.volume, _LOOKED_AT)
    seen = [(one, one.book(call)) for one in traded]
    seen.sort(key=lambda pair: key(*pair), reverse=True)
    head: dict[str, Value] = {}
    for name, market in (("exch", "KOSPI"), ("kosdaq", "KOSDAQ")):
        part = [one.evening for one in found if one.ranked.listing.market == market]
        head[f"ovtm_untp_{name}_vol"] = sum(one.volume for one in part)
        head[f"ovtm_untp_{name}_tr_pbmn"] = sum(one.turnover for one in part)
    rows = [_row(call, one, book) for one, book in seen[:PAGE]]
    return _LAYOUT.done({"output1": head, "output2": rows})


def _row(call: Call, one: RankedEvening, book: EveningBook) -> dict[str, Value]:
    snapshot = as_quoted(call, one.ranked).snapshot
    evening = evening_fields(one.evening)
    del evening["ovtm_untp_tr_pbmn"]
    return {
        **evening,
        "stck_shrn_iscd": one.ranked.listing.symbol,
        "hts_kor_isnm": one.ranked.listing.name,
        "ovtm_untp_seln_rsqn": book.total_ask,
        "ovtm_untp_shnu_rsqn": book.total_bid,
        "ovtm_vrss_acml_vol_rlim": one.part,
        "stck_prpr": snapshot.last,
        "acml_vol": snapshot.volume,
        "bidp": book.bids[0].price if book.bids else 0,
        "askp": book.asks[0].price if book.asks else 0,
    }


ENDPOINT = served(
    "domestic_stock/overtime_volume",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20235",
        "FID_INPUT_ISCD": "0000",
        "FID_RANK_SORT_CLS_CODE": "2",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_RANK_SORT_CLS_CODE"),
)
