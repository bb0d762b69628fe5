"""국내기관/외국인 매매종목가집계: the shares that foreigners and institutions traded most today.

Thirty of them by what they bought net of sales, or sold; 0 of FID_ETC_CLS_CODE is both together.
"""

import numpy as np

from kis_desktop.simulator.facts.flow_days import sides_of, total
from kis_desktop.simulator.facts.investors import (
    FOREIGNERS,
    INSTITUTIONS,
    OTHERS,
    Investor,
    Split,
    columns_of,
)
from kis_desktop.simulator.facts.market_sums import ALL_STOCKS
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.figures import change_fields
from kis_desktop.simulator.server.flow_rows import ROWS, flows, investor_fields
from kis_desktop.simulator.server.index_rows import index_code
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import won
from kis_desktop.simulator.views import Refused

_LAYOUT = layout("domestic_stock/foreign_institution_total")
_WHO: dict[str, tuple[Investor, ...]] = {
    "0": (*FOREIGNERS, *INSTITUTIONS),
    "1": FOREIGNERS,
    "2": INSTITUTIONS,
    "3": OTHERS,
}
_BY_AMOUNT, _SELLERS = "1", "1"


def _answer(call: Call) -> Reply:
    try:
        group = index_code(call.text("FID_INPUT_ISCD")) or ALL_STOCKS
        told = flows(call).markets.by_share(group)
    except Refused as error:
        raise CallRefused(invalid_input("FID_INPUT_ISCD")) from error
    who = list(_WHO.get(call.text("FID_ETC_CLS_CODE"), _WHO["0"]))
    bought, sold, paid, received = columns_of(told.investors)
    net = paid - received if call.text("FID_DIV_CLS_CODE") == _BY_AMOUNT else bought - sold
    ranked = net[:, who].sum(axis=-1)
    if call.text("FID_RANK_SORT_CLS_CODE") == _SELLERS:
        ranked = -ranked
    rows = []
    for place in np.argsort(-ranked, kind="stable")[:ROWS]:
        if ranked[place] <= 0:
            break
        listing = told.listings[place]
        snapshot = call.market.glance(listing.symbol)
        traded = sides_of(Split(*(column[place] for column in columns_of(told.investors))))
        rows.append(
            change_fields(snapshot)
            | investor_fields(_LAYOUT.id, "output", traded)
            | {
                "hts_kor_isnm": listing.name,
                "mksc_shrn_iscd": listing.symbol,
                "ntby_qty": total(traded[one] for one in who).net,
                "acml_vol": won(snapshot.volume),
            }
        )
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "V",
        "FID_COND_SCR_DIV_CODE": "16449",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "0",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_ETC_CLS_CODE": "0",
    },
)
