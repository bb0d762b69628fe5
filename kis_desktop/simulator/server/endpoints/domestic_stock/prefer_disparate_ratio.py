"""우선주/괴리율 상위, v1_국내주식-094: preferred shares beside their common ones.

The distance is what the preferred share is cheaper, in percent of the common share.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import (
    Ranked,
    as_quoted,
    candidates,
    is_preferred,
    quote_fields,
    top,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("domestic_stock/prefer_disparate_ratio")


def _common_of(symbol: str) -> str:
    """보통주: the same company, the last figure a nought."""
    return symbol[:-1] + "0"


def _answer(call: Call) -> Reply:
    market = call.market
    common = {
        listing.symbol: Ranked(listing, snapshot)
        for listing, snapshot in zip(market.universe.listings, market.overview(), strict=True)
    }

    def key(one: Ranked) -> float | None:
        pair = common.get(_common_of(one.listing.symbol))
        return None if pair is None else _distance(pair, one)

    found = [one for one in candidates(call) if is_preferred(one.listing)]
    rows = []
    for rank, one in top(call, found, key):
        pair = as_quoted(call, common[_common_of(one.listing.symbol)])
        preferred = quote_fields(one.snapshot)
        rows.append(
            {
                **quote_fields(pair.snapshot),
                "mksc_shrn_iscd": pair.listing.symbol,
                "data_rank": rank,
                "hts_kor_isnm": pair.listing.name,
                "prst_iscd": one.listing.symbol,
                "prst_kor_isnm": one.listing.name,
                "prst_prpr": preferred["stck_prpr"],
                "prst_prdy_vrss": preferred["prdy_vrss"],
                "prst_prdy_vrss_sign": preferred["prdy_vrss_sign"],
                "prst_prdy_ctrt": preferred["prdy_ctrt"],
                "prst_acml_vol": preferred["acml_vol"],
                "diff_prpr": pair.snapshot.last - one.snapshot.last,
                "dprt": _distance(pair, one),
            }
        )
    return _LAYOUT.done({"output": rows})


def _distance(common: Ranked, preferred: Ranked) -> float:
    return share(common.snapshot.last - preferred.snapshot.last, common.snapshot.last)


ENDPOINT = served(
    "domestic_stock/prefer_disparate_ratio",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20177",
        "FID_DIV_CLS_CODE": "0",
        "FID_INPUT_ISCD": "0000",
        "FID_TRGT_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE"),
)
