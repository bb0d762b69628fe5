"""시간외예상체결등락률, 국내주식-140: what the last match after hours indicates.

Until 16:00 the evening before.
"""

from collections.abc import Callable

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.evening_ranks import RankedEvening, evenings, most
from kis_desktop.simulator.server.figures import status_code
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.overtime_rows import evening_head, last_size
from kis_desktop.simulator.server.rankings import STATES, as_quoted, candidates
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/overtime_exp_trans_fluct")
_UNCHANGED = "2"
_KEYS: dict[str, Callable[[RankedEvening], float]] = {
    "0": lambda one: one.change_rate,
    "1": lambda one: one.evening.change,
    _UNCHANGED: lambda one: one.evening.volume,
    "3": lambda one: -one.change_rate,
    "4": lambda one: -one.evening.change,
}
_SHOWN = (
    "ovtm_untp_antc_cnpr",
    "ovtm_untp_antc_cntg_vrss",
    "ovtm_untp_antc_cntg_vrss_sign",
    "ovtm_untp_antc_cntg_ctrt",
)


def _answer(call: Call) -> Reply:
    asked = call.choice("FID_RANK_SORT_CLS_CODE", *_KEYS)
    found = [
        one
        for one in evenings(call, candidates(call, STATES))
        if asked != _UNCHANGED or not one.evening.change
    ]
    rows = [_row(call, rank, one) for rank, one in enumerate(most(found, _KEYS[asked]), start=1)]
    return _LAYOUT.done({"output": rows})


def _row(call: Call, rank: int, one: RankedEvening) -> dict[str, Value]:
    head, book, listing = evening_head(one.evening), one.book(call), one.ranked.listing
    return {
        **{name: head[name] for name in _SHOWN},
        "data_rank": rank,
        "iscd_stat_cls_code": status_code(listing),
        "stck_shrn_iscd": listing.symbol,
        "hts_kor_isnm": listing.name,
        "ovtm_untp_askp_rsqn1": book.asks[0].size if book.asks else 0,
        "ovtm_untp_bidp_rsqn1": book.bids[0].size if book.bids else 0,
        "ovtm_untp_antc_cnqn": last_size(one.evening),
        "itmt_vol": one.evening.bar.volume,
        "stck_prpr": as_quoted(call, one.ranked).snapshot.last,
    }


ENDPOINT = served(
    "domestic_stock/overtime_exp_trans_fluct",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "11186",
        "FID_INPUT_ISCD": "0000",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_DIV_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_RANK_SORT_CLS_CODE"),
)
