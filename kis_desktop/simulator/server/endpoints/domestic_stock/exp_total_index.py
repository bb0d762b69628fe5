"""국내주식 예상체결 전체지수, 국내주식-122: every index as the auction would leave it.

FID_MKOP_CLS_CODE 1 is the opening auction, 2 the closing one; after an auction as it ended. Before
today's the indices stand where they are. output1 is the index asked for, KOSPI for 0000.
"""

from collections.abc import Iterator

from kis_desktop.simulator.index_auction import IndexIndication
from kis_desktop.simulator.index_list import INDICES
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_rows import Fields, asked_index, points, thousands
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import IndexView, Refused

_LAYOUT = layout("domestic_stock/exp_total_index")
_CLOSING = "2"
_FIRST_DIGITS = {"K": "02", "Q": "13"}


def _answer(call: Call) -> Reply:
    closing = call.text("FID_MKOP_CLS_CODE") == _CLOSING
    shown = asked_index(call, whole="0001")
    head = _values(shown, _seen(call.market, shown, closing=closing), "prdy_ctrt")
    rows = [
        _values(one, _seen(call.market, one, closing=closing), "bstp_nmix_prdy_ctrt")
        | {"hts_kor_isnm": one.name, "nmix_sdpr": points(one.base), "bstp_cls_code": one.code}
        for one in _indices(call)
    ]
    return _LAYOUT.done({"output1": head, "output2": rows})


def _indices(call: Call) -> Iterator[IndexView]:
    first = _FIRST_DIGITS.get(call.text("FID_MRKT_CLS_CODE"), "01234")
    for one in INDICES:
        if one.code[0] not in first:
            continue
        try:
            yield call.market.index(one.code)
        except Refused:
            continue  # nothing of it is in the universe


def _seen(market: Market, shown: IndexView, *, closing: bool) -> IndexIndication:
    seen = market.index_indicated(shown.code, closing=closing)
    if seen is not None:
        return seen
    return IndexIndication(
        time=shown.time,
        value=shown.value,
        volume=shown.volume,
        turnover=shown.turnover,
        risen=shown.risen,
        unchanged=shown.unchanged,
        fallen=shown.fallen,
    )


def _values(shown: IndexView, seen: IndexIndication, rate_name: str) -> Fields:
    change = seen.value - shown.base
    return {
        "bstp_nmix_prpr": points(seen.value),
        "bstp_nmix_prdy_vrss": points(change),
        "prdy_vrss_sign": sign(change),
        rate_name: share(change, shown.base),
        "acml_vol": thousands(seen.volume),
        "ascn_issu_cnt": seen.risen,
        "down_issu_cnt": seen.fallen,
        "stnr_issu_cnt": seen.unchanged,
    }


ENDPOINT = served(
    "domestic_stock/exp_total_index",
    _answer,
    example={
        "FID_MRKT_CLS_CODE": "0",
        "FID_COND_MRKT_DIV_CODE": "U",
        "FID_COND_SCR_DIV_CODE": "11175",
        "FID_INPUT_ISCD": "0001",
        "FID_MKOP_CLS_CODE": "1",
    },
    other={"FID_INPUT_ISCD": "1001"},
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
