"""시간외등락율순위, 국내주식-138: how shares have moved after hours, against the close.

Until 16:00 the evening before. The counts and sums are those of the shares asked for.
"""

from collections.abc import Callable

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.evening_ranks import RankedEvening, evenings, most
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.overtime_rows import evening_fields
from kis_desktop.simulator.server.rankings import as_quoted, candidates
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import DOWN, LIMIT_DOWN, LIMIT_UP, SAME, UP

_LAYOUT = layout("domestic_stock/overtime_fluctuation")
_UPPER, _RISING, _SAME, _LOWER, _FALLING = "1", "2", "3", "4", "5"
_SIGNS = {
    _UPPER: {LIMIT_UP},
    _RISING: {LIMIT_UP, UP},
    _SAME: {SAME},
    _LOWER: {LIMIT_DOWN},
    _FALLING: {LIMIT_DOWN, DOWN},
}
_KEYS: dict[str, Callable[[RankedEvening], float]] = {
    _RISING: lambda one: one.change_rate,
    _FALLING: lambda one: -one.change_rate,
}


def _answer(call: Call) -> Reply:
    asked = call.choice("FID_DIV_CLS_CODE", *_SIGNS)
    found = evenings(call, candidates(call, targets=False))
    signs = [one.evening.change_sign for one in found]
    chosen = [one for one, sign in zip(found, signs, strict=True) if sign in _SIGNS[asked]]
    rows = most(chosen, _KEYS.get(asked, lambda one: one.evening.volume))
    counted = {
        name: sum(signs.count(sign) for sign in _SIGNS[code])
        for name, code in (
            ("uplm", _UPPER),
            ("ascn", _RISING),
            ("stnr", _SAME),
            ("lslm", _LOWER),
            ("down", _FALLING),
        )
    }
    head: dict[str, Value] = {
        f"ovtm_untp_{name}_issu_cnt": count for name, count in counted.items()
    }
    return _LAYOUT.done(
        {"output1": head | _sums(found), "output2": [_row(call, one) for one in rows]}
    )


def _sums(found: list[RankedEvening]) -> dict[str, Value]:
    sums: dict[str, Value] = {}
    for name, market in (("acml", None), ("exch", "KOSPI"), ("kosdaq", "KOSDAQ")):
        part = [one.evening for one in found if market in {None, one.ranked.listing.market}]
        sums[f"ovtm_untp_{name}_vol"] = sum(one.volume for one in part)
        sums[f"ovtm_untp_{name}_tr_pbmn"] = sum(one.turnover for one in part)
    return sums


def _row(call: Call, one: RankedEvening) -> dict[str, Value]:
    book, snapshot = one.book(call), as_quoted(call, one.ranked).snapshot
    ask = book.asks[0].price if book.asks else 0
    bid = book.bids[0].price if book.bids else 0
    evening = evening_fields(one.evening)
    del evening["ovtm_untp_tr_pbmn"]
    return {
        **evening,
        "mksc_shrn_iscd": one.ranked.listing.symbol,
        "hts_kor_isnm": one.ranked.listing.name,
        "ovtm_untp_askp1": ask,
        "ovtm_untp_seln_rsqn": book.total_ask,
        "ovtm_untp_bidp1": bid,
        "ovtm_untp_shnu_rsqn": book.total_bid,
        "ovtm_vrss_acml_vol_rlim": one.part,
        "stck_prpr": snapshot.last,
        "acml_vol": snapshot.volume,
        "bidp": bid,
        "askp": ask,
    }


ENDPOINT = served(
    "domestic_stock/overtime_fluctuation",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_MRKT_CLS_CODE": "",
        "FID_COND_SCR_DIV_CODE": "20234",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "2",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_DIV_CLS_CODE"),
)
