"""국내업종 구분별전체시세, v1_국내주식-066: an index, and every index of its market beside it.

Which sectors KIS counts among 기타구분, 자본금구분 and 상업별구분 is not documented. Ours: 1 gives
what is no sector, 2 the sizes (대형주, 중형주, 소형주), 3 the sectors, anything else all of them.
"""

from collections.abc import Iterator

from kis_desktop.simulator.index_list import INDICES, IndexDefinition
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_rows import (
    Fields,
    asked_index,
    current_fields,
    issue_fields,
    previous_fields,
    session_fields,
    year_fields,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.views import IndexView, Refused

_LAYOUT = layout("domestic_stock/inquire_index_category_price")
_FIRST_DIGITS = {"K": "0", "Q": "1", "K2": "2"}
_OTHERS, _SIZES, _TRADES = "1", "2", "3"


def _answer(call: Call) -> Reply:
    shown = asked_index(call)
    values = current_fields(shown) | session_fields(shown) | issue_fields(shown)
    values |= previous_fields(call.market, shown) | year_fields(call.market, shown)
    rows = list(_shown(call))
    whole = rows[0] if rows else shown
    return _LAYOUT.done({"output1": values, "output2": [_row(one, whole) for one in rows]})


def _shown(call: Call) -> Iterator[IndexView]:
    first = _FIRST_DIGITS.get(call.text("FID_MRKT_CLS_CODE"), "0")
    kind = call.text("FID_BLNG_CLS_CODE")
    for one in INDICES:
        if one.code[0] != first or not _belongs(one, kind):
            continue
        try:
            yield call.market.index(one.code)
        except Refused:
            continue  # nothing of it is in the universe


def _belongs(one: IndexDefinition, kind: str) -> bool:
    if kind == _OTHERS:
        return not one.sector and one.part is None
    if kind == _SIZES:
        return one.part is not None
    return one.sector if kind == _TRADES else True


def _row(shown: IndexView, whole: IndexView) -> Fields:
    return current_fields(shown) | {
        "bstp_cls_code": shown.code,
        "hts_kor_isnm": shown.name,
        "acml_vol_rlim": share(shown.volume, whole.volume),
        "acml_tr_pbmn_rlim": share(shown.turnover, whole.turnover),
    }


ENDPOINT = served(
    "domestic_stock/inquire_index_category_price",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "U",
        "FID_INPUT_ISCD": "0001",
        "FID_COND_SCR_DIV_CODE": "20214",
        "FID_MRKT_CLS_CODE": "K",
        "FID_BLNG_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
