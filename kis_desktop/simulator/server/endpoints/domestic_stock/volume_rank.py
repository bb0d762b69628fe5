"""거래량순위, v1_국내주식-047: by volume, by turnover, or by what part of the shares changed hands.

The averages are those of one day: KIS names no way to ask for more.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import (
    SHARES,
    Ranked,
    candidates,
    quote_fields,
    top,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("domestic_stock/volume_rank")


def _turnover_rate(one: Ranked) -> float:
    """거래대금회전율: turnover in percent of the market value."""
    return share(one.snapshot.turnover, one.snapshot.last * one.listing.listed_shares)


def _volume_rate(one: Ranked) -> float:
    return share(one.snapshot.volume, one.listing.listed_shares)


_KEYS = {
    "0": lambda one: one.snapshot.volume,
    "1": lambda one: one.snapshot.volume_rate,
    "2": _volume_rate,
    "3": lambda one: one.snapshot.turnover,
    "4": _turnover_rate,
}


def _answer(call: Call) -> Reply:
    key = _KEYS[call.choice("FID_BLNG_CLS_CODE", *_KEYS)]
    rows = []
    for rank, one in top(call, candidates(call, SHARES), key):
        snapshot = one.snapshot
        rows.append(
            {
                **quote_fields(snapshot),
                "hts_kor_isnm": one.listing.name,
                "mksc_shrn_iscd": one.listing.symbol,
                "data_rank": rank,
                "prdy_vol": snapshot.previous_volume,
                "lstn_stcn": one.listing.listed_shares,
                "avrg_vol": snapshot.volume,
                "n_befr_clpr_vrss_prpr_rate": snapshot.change_rate,
                "vol_inrt": snapshot.volume_rate,
                "vol_tnrt": _volume_rate(one),
                "nday_vol_tnrt": _volume_rate(one),
                "avrg_tr_pbmn": snapshot.turnover,
                "tr_pbmn_tnrt": _turnover_rate(one),
                "nday_tr_pbmn_tnrt": _turnover_rate(one),
                "acml_tr_pbmn": snapshot.turnover,
            }
        )
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/volume_rank",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20171",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "0",
        "FID_BLNG_CLS_CODE": "0",
        "FID_TRGT_CLS_CODE": "111111111",
        "FID_TRGT_EXLS_CLS_CODE": "0000000000",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_BLNG_CLS_CODE"),
)
