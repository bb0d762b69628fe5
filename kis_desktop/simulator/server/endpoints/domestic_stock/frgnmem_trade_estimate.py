"""외국계 매매종목 가집계: the thirty shares that foreign houses bought or sold most today."""

import numpy as np

from kis_desktop.simulator.facts.houses import FOREIGN
from kis_desktop.simulator.facts.market_sums import ALL_STOCKS
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import change_fields
from kis_desktop.simulator.server.flow_rows import ROWS, flows
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import won

_LAYOUT = layout("domestic_stock/frgnmem_trade_estimate")
_MARKETS = {"0000": ALL_STOCKS, "1001": "0001", "2001": "1001"}
_BY_AMOUNT, _SELLERS = "0", "1"


def _answer(call: Call) -> Reply:
    group = _MARKETS.get(call.text("FID_INPUT_ISCD"), ALL_STOCKS)
    told = flows(call).markets.by_share(group)
    bought = told.houses_bought[:, FOREIGN].sum(axis=-1)
    sold = told.houses_sold[:, FOREIGN].sum(axis=-1)
    market = call.market
    ranked = (bought - sold).astype(np.float64)
    if call.text("FID_RANK_SORT_CLS_CODE") in {"", _BY_AMOUNT}:
        ranked = ranked * [market.last_price(one.symbol) for one in told.listings]
    if call.text("FID_RANK_SORT_CLS_CODE_2") == _SELLERS:
        ranked = -ranked
    rows = []
    for place in np.argsort(-ranked, kind="stable")[:ROWS]:
        if ranked[place] <= 0:
            break
        listing = told.listings[place]
        snapshot = market.glance(listing.symbol)
        rows.append(
            change_fields(snapshot)
            | {
                "stck_shrn_iscd": listing.symbol,
                "hts_kor_isnm": listing.name,
                "glob_ntsl_qty": won(int(sold[place] - bought[place])),
                "acml_vol": won(snapshot.volume),
                "glob_total_seln_qty": won(int(sold[place])),
                "glob_total_shnu_qty": won(int(bought[place])),
            }
        )
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "16441",
        "FID_INPUT_ISCD": "0000",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_RANK_SORT_CLS_CODE_2": "0",
    },
)
